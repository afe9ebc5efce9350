"""The columns of lists of time: entries one by one, or time summed up by parts of a period."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import SheetRow, TimeRow
from helpdesk_tui.text import one_line
from helpdesk_tui.time_words import remarks, span
from helpdesk_tui.widgets.row_columns import Cell, Column
from helpdesk_tui.widgets.time_lines import glyph

TOTAL = -(2**53)
"""The id of the line that sums up the others."""

PART_CELLS = 5
NOBODY = N_("none")
"""What time without a customer or a type is called."""


def ticket_columns(zone: str) -> list[Column[TimeRow]]:
    """For everybody's entries on one ticket."""

    def when(row: TimeRow, now: int) -> Cell:
        return _when(row, span(row, zone, now))

    return [
        Column("when", N_("When"), 28, when),
        Column("length", N_("Time"), 7, _length, live=True, right=True),
        Column("agent", N_("Agent"), 14, _agent, drop=1),
        Column("remarks", N_("Remarks"), 16, _remarks, drop=2),
        Column("note", N_("Note"), 0, _note),
    ]


def day_columns(zone: str) -> list[Column[TimeRow]]:
    """For an agent's entries of one day."""

    def when(row: TimeRow, now: int) -> Cell:
        return _when(row, span(row, zone, row.started_at))

    return [
        Column("when", N_("When"), 20, when),
        Column("length", N_("Time"), 7, _length, live=True, right=True),
        Column("ticket", N_("Ticket"), 0, _ticket),
        Column("remarks", N_("Remarks"), 16, _remarks, drop=2),
        Column("note", N_("Note"), 24, _note, drop=1),
    ]


def _when(row: TimeRow, text: str) -> Cell:
    return Cell(f"{glyph(row)[0]} {text}", "mark" if row.ended_at is None else "")


def _length(row: TimeRow, now: int) -> Cell:
    return Cell(dates.duration(row.lasting(now)))


def _agent(row: TimeRow, now: int) -> Cell:
    return Cell(one_line(row.agent.name))


def _ticket(row: TimeRow, now: int) -> Cell:
    return Cell(one_line(f"{row.ticket.number} {row.ticket.subject}"))


def _remarks(row: TimeRow, now: int) -> Cell:
    return Cell(remarks(row), "soon" if row.to_check or row.overlaps else "muted")


def _note(row: TimeRow, now: int) -> Cell:
    return Cell(one_line(row.note), "muted")


def sheet_columns(titles: Sequence[str]) -> list[Column[SheetRow]]:
    """What time was spent on, the parts of the period under these titles, and their sum."""
    return [
        Column("what", N_("Spent on"), 0, _what),
        *(_part(place, title) for place, title in enumerate(titles)),
        Column("total", N_("Total"), 6, _total, right=True),
    ]


def _part(place: int, title: str) -> Column[SheetRow]:
    def cell(row: SheetRow, now: int) -> Cell:
        seconds = row.parts[place]
        return Cell(hours(seconds)) if seconds else Cell("·", "muted")

    return Column(f"part{place}", title, PART_CELLS, cell, right=True)


def _what(row: SheetRow, now: int) -> Cell:
    name = row.name or _(NOBODY)
    return Cell(one_line(f"{name} {row.detail}".rstrip()))


def _total(row: SheetRow, now: int) -> Cell:
    return Cell(hours(row.total), "mark" if row.id == TOTAL else "")


def hours(seconds: int) -> str:
    """Hours and minutes in a narrow column, the seconds dropped: `1:25`."""
    return dates.clock(seconds).rpartition(":")[0]
