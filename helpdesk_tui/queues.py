"""The menu: six queues, whose tickets queries/tickets.py chooses by the same id, and the rest."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.i18n import N_
from helpdesk_tui.reports import Selection


@dataclass(frozen=True, slots=True)
class Queue:
    """One entry of the menu: `columns` names the columns that the list shows, in order."""

    id: str
    key: str
    title: str
    columns: tuple[str, ...]
    empty: str
    """What an empty list says to do next."""
    behind: Selection | None = None
    """The tickets behind a figure of a report, in place of those that the id chooses."""
    short: str = ""
    """The title where a narrow menu has no room for it; empty where it is short enough."""


_OPEN = ("clock", "due", "number", "subject", "customer", "priority", "status", "assignee")
_BY_TEAM = ("clock", "due", "number", "subject", "customer", "priority", "status", "team")
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
        N_("No open ticket. c creates one."),
        short=N_("Active"),
    ),
    Queue(
        "mine",
        "2",
        N_("My tickets"),
        _BY_TEAM,
        N_("Nothing on your plate. n takes the most urgent ticket."),
        short=N_("Mine"),
    ),
    Queue(
        "team",
        "3",
        N_("My team"),
        _OPEN,
        N_("No ticket of your team. 4 shows the unassigned ones."),
        short=N_("Team"),
    ),
    Queue(
        "unassigned",
        "4",
        N_("Unassigned"),
        _BY_TEAM,
        N_("Every ticket has somebody. 2 shows yours."),
        short=N_("Free"),
    ),
    Queue(
        "late",
        "5",
        N_("Late"),
        _LATE,
        N_("Nothing is late. 1 shows what runs out next."),
        short=N_("Overdue"),
    ),
    Queue(
        "history",
        "6",
        N_("History"),
        ("clock", "number", "subject", "customer", "priority", "status", "assignee"),
        N_("No ticket yet. c creates the first one."),
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


def orders_of(queue: str) -> tuple[str, ...]:
    """The orders that a queue can be read in, its own first.

    Of all tickets there ever were, only those that an index gives.
    """
    return (NEWEST, OLDEST) if queue == "history" else (DUE, PRIORITY, NEWEST, CHANGED)


BY_ID = {queue.id: queue for queue in QUEUES}


@dataclass(frozen=True, slots=True)
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
