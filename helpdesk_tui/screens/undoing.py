"""Undo by key: at once where nothing lies over the act, else after a question that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.screens.outcome import Outcome
from helpdesk_tui.screens.tour import seen
from helpdesk_tui.services.undo import Overtaken, undo
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.change_lines import change_said

if TYPE_CHECKING:
    from helpdesk_tui.screens.acting import ActingScreen

MOST = 5
"""Changes by others that a question shows."""

_VALUE = 60
"""Characters of a change that it shows of each."""


async def undo_last(screen: ActingScreen) -> None:
    """Take back the last act of this session, on all its tickets."""
    desk = screen.desk
    acts = desk.last_acts()
    if not acts:
        screen.tell(_("There is nothing to undo."), refused=True)
        return
    outcome = Outcome()
    waiting = {done.event: 0 for done in acts if done.event is not None}
    while waiting:
        for event, over in waiting.items():
            await outcome.collect(desk.store.run(undo, desk.actor, event, desk.clock(), over=over))
        asked, outcome.overtaken = outcome.overtaken, []
        waiting = {each.event: each.seen for each in asked}
        if asked and not await screen.agree(_question(screen, asked), N_("Undo")):
            desk.remember([done for done in acts if done.event in waiting])
            break
    desk.follow_tour(*(seen(each) for each in outcome.done))
    await screen.refresh_from_desk()
    undone = [each.ticket for each in outcome.done]
    here = screen.current()
    if undone and (here is None or here.id not in undone):
        await screen.go_to(undone[0])  # the next act is meant for it, not for its neighbour
    message, refused = outcome.sentence(desk.written)
    if refused and not outcome.done and desk.has_acts and not waiting:
        message = " ".join([message, _("Once more undoes what you did before.")])
    screen.tell(message or _("Nothing was undone."), refused=refused)


def _question(screen: ActingScreen, asked: Sequence[Overtaken]) -> str:
    """Who has changed what since, from what to what, and whether to undo all the same."""
    if len(asked) == 1:
        head = _("{number} was changed after what you want to undo:").format(number=asked[0].number)
    else:
        text = ngettext(
            "{count} of these tickets was changed after what you want to undo, by {who}:",
            "{count} of these tickets were changed after what you want to undo, by {who}:",
            len(asked),
        )
        who = dict.fromkeys(one_line(row.actor, 30) for each in asked for row in each.later)
        head = text.format(count=len(asked), who=", ".join(who))
    lines = [line for each in asked for line in _lines(screen, each, named=len(asked) > 1)]
    more = len(lines) - MOST
    if more > 0:
        text = ngettext("… and {count} more", "… and {count} more", more)
        lines[MOST:] = [text.format(count=more)]
    return "\n".join([head, *lines, "", _("Undo it all the same? Those changes are lost.")])


def _lines(screen: ActingScreen, asked: Overtaken, *, named: bool) -> list[str]:
    """One line for each field that an act has changed, the latest last."""
    written = screen.desk.written
    number = f"{one_line(asked.number)} " if named else ""
    return [
        f"· {number}{written(row.at)} {one_line(row.actor, 30)} – {one_line(told, _VALUE)}"
        for row in asked.later
        for field, (old, new) in row.changes.items()
        if (told := change_said(field, old, new, written))
    ]
