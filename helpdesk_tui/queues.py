"""The menu: six queues, whose tickets held_tickets.py chooses by the same id, and the rest."""

from __future__ import annotations

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.records import record
from helpdesk_tui.reports import Selection
from helpdesk_tui.saved_views import View
from helpdesk_tui.text import one_line


@record
class Queue:
    """One entry of the menu: `columns` names the columns that the list shows, in order."""

    id: str
    key: str
    title: str
    columns: tuple[str, ...]
    empty: str
    """What an empty list says to do next."""
    behind: Selection | View | None = None
    """What chooses the tickets in place of the id; the title is then text to draw as it stands."""
    short: str = ""
    """The title where a narrow menu has no room for it; empty where it is short enough."""

    @property
    def shown(self) -> str:
        """The title in the language spoken, or as people wrote it, fit to draw."""
        return _(self.title) if self.behind is None else one_line(self.title)


_OPEN = ("clock", "due", "number", "subject", "customer", "priority", "status", "assignee")
_BY_TEAM = ("clock", "due", "number", "subject", "customer", "priority", "status", "team")
_HISTORY = ("clock", "number", "subject", "customer", "priority", "status", "assignee")
_LATE = (
    *("clock", "due", "number", "subject", "reason", "customer_last", "priority", "status"),
    "assignee",
)

QUEUES = (
    Queue(
        "in-progress",
        "1",
        N_("In progress"),
        _OPEN,
        N_("No open ticket. <ticket.create> creates one."),
        short=N_("Active"),
    ),
    Queue(
        "mine",
        "2",
        N_("My tickets"),
        _BY_TEAM,
        N_("Nothing on your plate. <ticket.next> takes the ticket whose deadline presses most."),
        short=N_("Mine"),
    ),
    Queue(
        "team",
        "3",
        N_("My team"),
        _OPEN,
        N_("No ticket of your team. <menu.unassigned> shows the unassigned ones."),
        short=N_("Team"),
    ),
    Queue(
        "unassigned",
        "4",
        N_("Unassigned"),
        _BY_TEAM,
        N_("Every ticket has somebody. <menu.mine> shows yours."),
        short=N_("Free"),
    ),
    Queue(
        "late",
        "5",
        N_("Late"),
        _LATE,
        N_("Nothing is late. <menu.in-progress> shows what runs out next."),
        short=N_("Overdue"),
    ),
    Queue(
        "history",
        "6",
        N_("History"),
        _HISTORY,
        N_("No ticket yet. <ticket.create> creates the first one."),
        short=N_("Hist."),
    ),
)

DUE, PRIORITY, NEWEST, OLDEST, CHANGED = "due", "priority", "newest", "oldest", "changed"

ORDER_NAMES = {
    DUE: N_("what runs out first"),
    PRIORITY: N_("priority"),
    NEWEST: N_("newest first"),
    OLDEST: N_("oldest first"),
    CHANGED: N_("last changed first"),
}
"""The orders of a list as the top line names them."""


Held = str | Selection | View
"""A queue by its id, the tickets behind a figure of a report, or those of a saved view."""


def holds_closed(held: Held) -> bool:
    """Whether closed tickets are among them."""
    if isinstance(held, View):
        return held.holds_closed
    return held == "history" or isinstance(held, Selection)


def orders_of(held: Held) -> tuple[str, ...]:
    """The orders that they can be read in, their own first.

    Of all tickets there ever were, only those that an index gives.
    """
    return (NEWEST, OLDEST) if holds_closed(held) else (DUE, PRIORITY, NEWEST, CHANGED)


def of_view(view: View) -> Queue:
    """The queue that a saved view is."""
    columns = _HISTORY if view.holds_closed else _OPEN
    empty = N_("Nothing is in this view now.")
    return Queue(view.mode, view.key, view.name, columns, empty, view)


BY_ID = {queue.id: queue for queue in QUEUES}


@record
class Entry:
    """An entry of the menu that is no queue."""

    id: str
    key: str
    title: str
    short: str = ""


REPORTS = Entry("reports", "7", N_("Reports"))
CONFIGURATION = Entry("configuration", "8", N_("Configuration"), N_("Config"))

MENU: tuple[Queue | Entry, ...] = (*QUEUES, REPORTS, CONFIGURATION)
"""Every entry in the order of its key."""
