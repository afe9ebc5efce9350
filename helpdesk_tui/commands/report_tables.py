"""The parts of a report as plain tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from helpdesk_tui import dates, report_titles, typed_dates
from helpdesk_tui.commands.output import say, width
from helpdesk_tui.commands.report_sheets import OTHERS, WEEKDAYS, Row, Sheet
from helpdesk_tui.commands.session import Session
from helpdesk_tui.commands.table import Table
from helpdesk_tui.i18n import _
from helpdesk_tui.periods import midnight
from helpdesk_tui.queries import report_tickets
from helpdesk_tui.report_titles import column, percent, step_name
from helpdesk_tui.reports import Scope
from helpdesk_tui.vocabulary import Priority, Status

_WIDEST = 36
"""Cells that a column takes at most."""

_WORDS: dict[str, dict[str, str]] = {
    "status": {status.word: status.label for status in Status},
    "priority": {priority.word: priority.label for priority in Priority},
    "of": {measure.name.lower(): word for measure, word in report_titles.LASTING.items()},
    "state": report_titles.STATES,
    "age": {label: label for label, _under in report_tickets.AGES},
}
"""What stands in a table for people, by column, in place of the words of programs."""


def draw(session: Session, scope: Scope, sheets: Sequence[Sheet], titles: dict[str, str]) -> None:
    """Each part under its title, blank lines between them."""
    for each in sheets:
        say("")
        say(_(titles[each.part]))
        told = [row for row in each.rows if each.part != "heat" or row["created"]]
        if not told:
            say("  " + _("nothing in this period"))
            continue
        rows = [_line(session, scope, row) for row in told]
        heads = [column(name) for name in told[0]]
        figures = [place for place, name in enumerate(told[0]) if _is_figure(name)]
        table = Table(heads, rows, (_WIDEST,) * (len(heads) - 1), width(), right=figures)
        say(table.heading)
        for row in rows:
            say(table.line(row))


def _is_figure(name: str) -> bool:
    counts = ("created", "resolved", "reopened", "backlog", "tickets", "met", "missed")
    return name in (*counts, "share", "hour", "missed_mostly") or name.endswith("_seconds")


def _line(session: Session, scope: Scope, row: Row) -> tuple[str, ...]:
    return tuple(_shown(session, scope, name, value) for name, value in row.items())


def _shown(session: Session, scope: Scope, name: str, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return "—"
    if name.endswith("_seconds"):
        return dates.duration(value)
    if name == "start":
        return step_name(typed_dates.parse_iso(value), scope, session.now)
    if name == "month":
        return dates.month(midnight(date.fromisoformat(f"{value}-01"), scope.zone), scope.zone)
    if name in ("due_at", "met_at"):
        return session.written(typed_dates.parse_iso(value))
    if name == "share":
        return percent(value)
    if name == "weekday":
        return dates.weekdays()[WEEKDAYS.index(value)]
    if value == OTHERS:
        return _("others")
    return _(_WORDS[name][value]) if name in _WORDS else str(value)
