"""The tickets that are of one row of configuration, as a queue."""

from __future__ import annotations

from helpdesk_tui.i18n import N_
from helpdesk_tui.queues import CONFIGURATION
from helpdesk_tui.reports import Filters, Measure, Selection
from helpdesk_tui.screens.report_queue import ReportQueueScreen, selected
from helpdesk_tui.vocabulary import NEVER

_EVER = ((-NEVER, NEVER),)


def tickets_of(name: str, filters: Filters) -> ReportQueueScreen:
    """A screen of all tickets that pass the filters, under the name of their row."""
    empty = N_("No ticket is of this kind yet. <report.back> goes back.")
    return selected(CONFIGURATION, name, Selection(Measure.CREATED, _EVER, filters), empty)
