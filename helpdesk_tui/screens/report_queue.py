"""The tickets behind a figure or a row: a queue with all its keys, which leads back to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queues import BY_ID, REPORTS, Entry, Queue
from helpdesk_tui.reports import Selection
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.text import fold
from helpdesk_tui.widgets.chart_lines import Opening

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp


class ReportQueueScreen(QueueScreen):
    """Stands over what led to it; Escape does what it does on every queue, then goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,h,left", "back", N_("Back"), id="report.back", key_display="q"),
    ]

    def hinted(self) -> Sequence[str]:
        known = super().hinted()
        return ("report.back", *known[1:]) if known is self.HINTS else known

    def action_step_back(self) -> None:
        busy = self.table.marks or self.table.ranging or self._source.text
        if busy or self.has_class("-zoomed"):
            super().action_step_back()
        else:
            self.action_back()

    def action_back(self) -> None:
        self.dismiss(None)


async def open_one(desk: HelpdeskApp, openings: Sequence[Opening]) -> None:
    """Show what stands behind a line of a report; where that is several things, ask which."""
    opening = openings[0] if len(openings) == 1 else await _which(desk, openings)
    if opening is None:
        return
    if isinstance(opening.behind, int):
        await desk.open_ticket(opening.behind)
    else:
        empty = N_("No ticket stands behind this figure any more. <report.back> goes back.")
        screen = selected(REPORTS, opening.title, opening.behind, empty)
        await desk.push_screen(screen)


def selected(entry: Entry, title: str, selection: Selection, empty: str) -> ReportQueueScreen:
    """A screen of these tickets under an entry of the menu; the title is fit to draw."""
    columns = BY_ID["history"].columns
    return ReportQueueScreen(Queue(entry.id, entry.key, title, columns, empty, selection))


async def _which(desk: HelpdeskApp, openings: Sequence[Opening]) -> Opening | None:
    offered = [Choice(place, each.title, str(each.count)) for place, each in enumerate(openings, 1)]

    async def search(text: str) -> list[Choice]:
        return [choice for choice in offered if fold(text) in fold(choice.name)]

    dialog = Choose(_("Which tickets?"), search, current=offered[0] if offered else None)
    chosen = await desk.push_screen_wait(dialog)
    return None if chosen is None else openings[chosen.id - 1]
