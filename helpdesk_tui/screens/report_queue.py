"""The tickets behind a figure: a queue with all its keys, which leads back to the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.i18n import N_
from helpdesk_tui.queues import BY_ID, REPORTS, Queue
from helpdesk_tui.reports import Selection
from helpdesk_tui.screens.queue import QueueScreen


def behind(title: str, selection: Selection) -> Queue:
    """The queue of a selection; its title is fit to draw."""
    columns = BY_ID["history"].columns
    empty = N_("No ticket stands behind this figure any more. q goes back.")
    return Queue(REPORTS.id, REPORTS.key, title, columns, empty, selection)


class ReportQueueScreen(QueueScreen):
    """Stands over the report; Escape does what it does on every queue, then goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,h,left", "back", N_("Back to the report"), id="report.back", key_display="q"),
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
