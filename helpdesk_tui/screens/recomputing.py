"""Bringing the deadlines of open tickets up to date, after telling how many would move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui import recompute_words
from helpdesk_tui.i18n import N_, _
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
    said = recompute_words.planned(planned.moved, planned.tickets)
    if not planned.moved:
        screen.tell(said)
        return
    asked = _("Recompute?")
    if await screen.agree(f"{said} {asked}", N_("Recompute")):
        done = await _pass_over(screen, rehearsal=False)
        screen.tell(recompute_words.done(done.moved, done.tickets))


async def _pass_over(screen: DeskScreen, *, rehearsal: bool) -> Recomputation:
    desk = screen.desk
    screen.tell(_("Looking at the open tickets…"))
    passing = Recomputation(desk.actor, desk.clock(), rehearsal=rehearsal)
    while await desk.store.run(passing.step):
        pass
    return passing
