"""The columns that the queues' lists are made of, by the ids that queues.py names."""

from __future__ import annotations

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import TicketRow
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Priority, Status
from helpdesk_tui.widgets.due_clock import WIDTH, due_cell
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
    return due_cell(row.status, row.next_due_at, now, row.commitment)


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


COLUMNS: dict[str, Column[TicketRow]] = {
    column.id: column
    for column in (
        Column("clock", N_("Due"), WIDTH, _clock, live=True),
        Column("number", N_("Number"), 9, _number),
        Column("subject", N_("Subject"), 0, _subject),
        Column("customer", N_("Customer"), 16, _customer, drop=2),
        Column("priority", N_("Priority"), 9, _priority, drop=1),
        Column("status", N_("Status"), 12, _status, drop=4),
        Column("assignee", N_("Assignee"), 10, _assignee, drop=3),
        Column("team", N_("Team"), 12, _team, drop=3),
    )
}
