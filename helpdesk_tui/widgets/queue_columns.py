"""The columns that the queues' lists are made of, by the ids that queues.py names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from helpdesk_tui.dates import brief
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import TicketRow
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import NEVER, Priority, Status
from helpdesk_tui.widgets.due_clock import WIDTH, leader, listed_cell
from helpdesk_tui.widgets.row_columns import Cell, Column

PRIORITY_GLYPHS = {
    Priority.URGENT: "▲",
    Priority.HIGH: "↑",
    Priority.NORMAL: " ",
    Priority.LOW: "↓",
}
STATUS_GLYPHS = {
    Status.NEW: "○",
    Status.IN_PROGRESS: "▶",
    Status.WAITING: "‖",
    Status.RESOLVED: "✓",
    Status.CLOSED: "■",
}


def _clock(row: TicketRow, now: int) -> Cell:
    return listed_cell(row.status, row.next_due_at, now, row.commitment)


def _reason(row: TicketRow, now: int) -> Cell:
    return Cell(leader(row.status, row.next_due_at, row.commitment))


def _number(row: TicketRow, now: int) -> Cell:
    return Cell(one_line(row.number))


def _subject(row: TicketRow, now: int) -> Cell:
    return Cell(one_line(row.subject))


def _customer(row: TicketRow, now: int) -> Cell:
    return Cell(one_line(row.customer), "muted")


def _priority(row: TicketRow, now: int) -> Cell:
    ink = {Priority.URGENT: "urgent", Priority.LOW: "muted"}.get(row.priority, "")
    return Cell(f"{PRIORITY_GLYPHS[row.priority]}{_(row.priority.label)}", ink)


def _status(row: TicketRow, now: int) -> Cell:
    ink = "paused" if row.status in (Status.WAITING, Status.CLOSED) else ""
    return Cell(f"{STATUS_GLYPHS[row.status]} {_(row.status.label)}", ink)


def _assignee(row: TicketRow, now: int) -> Cell:
    return Cell(one_line(row.assignee or "—"), "" if row.assignee else "muted")


def _team(row: TicketRow, now: int) -> Cell:
    return Cell(one_line(row.team or "—"), "" if row.team else "muted")


def _due(zone: Callable[[], str]) -> Column[TicketRow]:
    """The instant that the list is in the order of, on the clock of who reads it."""

    def due(row: TicketRow, now: int) -> Cell:
        counts = row.next_due_at < NEVER and row.status < Status.CLOSED
        return Cell(brief(row.next_due_at, zone(), now) if counts else "", "muted")

    # it reads otherwise at midnight
    return Column("due", N_("Due at"), 9, due, live=True, drop=3)


def queue_columns(names: Sequence[str], zone: Callable[[], str]) -> list[Column[TicketRow]]:
    """The columns of these ids; `zone` is asked whenever an instant is drawn."""
    known = {**COLUMNS, "due": _due(zone)}
    return [known[name] for name in names]


COLUMNS: dict[str, Column[TicketRow]] = {
    column.id: column
    for column in (
        Column("clock", N_("Due"), WIDTH, _clock, live=True),
        Column("number", N_("Number"), 9, _number),
        Column("subject", N_("Subject"), 0, _subject),
        Column("reason", N_("Reason"), 8, _reason, drop=2),
        Column("customer", N_("Customer"), 16, _customer, drop=2, least=12),
        # of what is late, why, since when and in whose hands count more
        Column("customer_last", N_("Customer"), 16, _customer, drop=6, least=12),
        Column("priority", N_("Priority"), 9, _priority, drop=1),
        Column("status", N_("Status"), 12, _status, drop=5),
        Column("assignee", N_("Assignee"), 10, _assignee, drop=4, least=8),
        Column("team", N_("Team"), 12, _team, drop=4, least=8),
    )
}
