"""Bringing the deadlines of open tickets up to date, after telling how many would move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.services.recompute import Recomputation

if TYPE_CHECKING:
    from helpdesk_tui.screens.desk_screen import DeskScreen


async def recompute(screen: DeskScreen) -> None:
    """Rehearse, ask, do; each in batches that let agents work on."""
    if not (await screen.desk.store.run(switches)).manage_sla:
        screen.tell(_("The settings say that no SLA is managed: there is none to recompute."))
        return
    planned = await _pass_over(screen, rehearsal=True)
    if not planned.moved:
        screen.tell(_("Every open ticket has the deadlines that the policies ask for."))
        return
    question = ngettext(
        "{count} open ticket gets other deadlines. Recompute?",
        "{count} open tickets get other deadlines. Recompute?",
        planned.moved,
    ).format(count=planned.moved)
    if await screen.agree(question, N_("Recompute")):
        done = await _pass_over(screen, rehearsal=False)
        said = ngettext(
            "{count} ticket has other deadlines.",
            "{count} tickets have other deadlines.",
            done.moved,
        )
        screen.tell(said.format(count=done.moved))


async def _pass_over(screen: DeskScreen, *, rehearsal: bool) -> Recomputation:
    desk = screen.desk
    screen.tell(_("Looking at the open tickets…"))
    passing = Recomputation(desk.actor, desk.clock(), rehearsal=rehearsal)
    while await desk.store.run(passing.step):
        pass
    return passing
