"""The list of a customer's shared tickets: its columns, and no marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.text import one_line
from helpdesk_tui.visitors import STATUS_WORDS, SharedRow
from helpdesk_tui.vocabulary import Status
from helpdesk_tui.widgets.queue_columns import STATUS_GLYPHS
from helpdesk_tui.widgets.row_columns import Cell, Column
from helpdesk_tui.widgets.row_table import RowTable

_MARKING = frozenset({"list.mark", "list.range", "list.mark_all"})

ASKS_VISITOR = (Status.WAITING, Status.RESOLVED)
"""Where a ticket goes on only once its customer has answered."""


def standing(status: Status) -> str:
    """Where a ticket stands, in its customer's words."""
    return f"{STATUS_GLYPHS[status]} {_(STATUS_WORDS[status])}"


class SharedTable(RowTable[SharedRow], inherit_bindings=False):
    """A list whose rows are opened one at a time and never acted on together."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in RowTable.BINDINGS
        if isinstance(binding, Binding) and binding.id not in _MARKING
    ]


def shared_columns(zone: str) -> Sequence[Column[Any]]:
    """Number, subject, status, and when and by whom the last message was written."""

    def said(row: SharedRow, now: int) -> Cell:
        if row.said_at is None:
            return Cell("—", "muted")
        when = dates.instant(row.said_at, zone, now)
        return Cell(one_line(f"{when} {row.said_by}"), "muted" if row.from_customer else "")

    return [
        Column("number", N_("Number"), 9, _number),
        Column("subject", N_("Subject"), 0, _subject),
        Column("status", N_("Status"), 20, _status),
        Column("said", N_("Last message"), 28, said, live=True, drop=1),
    ]


def _number(row: SharedRow, now: int) -> Cell:
    return Cell(one_line(row.number))


def _subject(row: SharedRow, now: int) -> Cell:
    return Cell(one_line(row.subject))


def _status(row: SharedRow, now: int) -> Cell:
    ink = "mark" if row.status in ASKS_VISITOR else "muted" if row.status == Status.CLOSED else ""
    return Cell(standing(row.status), ink)
