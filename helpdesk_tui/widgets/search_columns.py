"""The columns of what a search has found."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_
from helpdesk_tui.rows import Found
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.queue_columns import STATUS_GLYPHS
from helpdesk_tui.widgets.row_columns import Cell, Column


def search_columns() -> Sequence[Column[Found]]:
    """Number behind the glyph of the status, subject, customer, age, and where the words stand."""
    return [
        Column("number", N_("Number"), 11, _number),
        Column("subject", N_("Subject"), 22, _subject),
        Column("customer", N_("Customer"), 14, _customer, drop=2),
        Column("age", N_("Created"), 15, _age, live=True, drop=1),
        Column("said", N_("What was found"), 0, _said),
    ]


def _number(row: Found, now: int) -> Cell:
    return Cell(f"{STATUS_GLYPHS[row.status]} {one_line(row.number)}")


def _subject(row: Found, now: int) -> Cell:
    return Cell(row.subject.text, hits=row.subject.hits)


def _customer(row: Found, now: int) -> Cell:
    return Cell(one_line(row.customer), "muted")


def _age(row: Found, now: int) -> Cell:
    return Cell(dates.ago(row.created_at, now), "muted")


def _said(row: Found, now: int) -> Cell:
    return Cell(row.said.text, hits=row.said.hits)
