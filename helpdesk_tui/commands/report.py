"""The dashboards as tables for people, as CSV or JSON, or as a page to look at in a browser."""

from __future__ import annotations

import csv
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from helpdesk_tui import dates, report_titles
from helpdesk_tui.commands.exporting import cell
from helpdesk_tui.commands.output import say, say_json, width
from helpdesk_tui.commands.report_html import page
from helpdesk_tui.commands.report_sheets import WEEKDAYS, Sheet, sheet
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.commands.table import Table
from helpdesk_tui.commands.values import named
from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.periods import local_day, midnight
from helpdesk_tui.queries import report_sla, report_tickets
from helpdesk_tui.queries.report_period import RECENT, Period
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.report_titles import percent, step_name
from helpdesk_tui.reports import Filters, Scope
from helpdesk_tui.vocabulary import Priority, Status

_DASHBOARDS: dict[str, tuple[Any, dict[str, str]]] = {
    "tickets": (report_tickets, report_titles.TICKETS),
    "sla": (report_sla, report_titles.SLA),
}
_KINDS = ("team", "agent", "customer", "type")
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

_COLUMNS = {
    "start": N_("From"),
    "created": N_("Created"),
    "resolved": N_("Resolved"),
    "reopened": N_("Reopened"),
    "backlog": N_("Backlog"),
    "status": N_("Status"),
    "type": N_("Type"),
    "priority": N_("Priority"),
    "customer": N_("Customer"),
    "age": N_("Age"),
    "tickets": N_("Tickets"),
    "of": N_("What"),
    "median_seconds": N_("Half within"),
    "p90_seconds": N_("9 of 10"),
    "median_working_seconds": N_("Half, working"),
    "p90_working_seconds": N_("9 of 10, working"),
    "weekday": N_("Day"),
    "hour": N_("Hour"),
    "policy": N_("Policy"),
    "team": N_("Team"),
    "agent": N_("Agent"),
    "month": N_("Month"),
    "met": N_("Met"),
    "missed": N_("Missed"),
    "share": N_("Share"),
    "number": N_("Number"),
    "overrun_seconds": N_("Too late by"),
    "due_at": N_("Due"),
    "met_at": N_("Met at"),
    "subject": N_("Subject"),
    "state": N_("State"),
    "missed_mostly": N_("Mostly"),
    "working_seconds": N_("Time"),
}


def run(options: Namespace, request: Request) -> int:
    """Write a dashboard; with --html into a file, else to standard output."""
    with opened(request) as session:
        scope = _scope(options, session)
        queries, titles = _DASHBOARDS[options.dashboard]
        found = {
            name: session.store.call(queries.part, session.actor, name, scope, session.now)
            for name in queries.PARTS
        }
        if options.html:
            _write_page(options, session, scope, found)
            return 0
        sheets = [sheet(name, figures, scope) for name, figures in found.items()]
        if options.format == "json":
            say_json(_document(scope, sheets))
        elif options.format == "csv":
            _write_csv(sheets)
        else:
            _draw(session, scope, sheets, titles)
    return 0


def _scope(options: Namespace, session: Session) -> Scope:
    """The period and the filters; the last days unless said otherwise."""
    last = _day(options.ends, session, "to") or local_day(session.now, session.zone)
    first = _day(options.begins, session, "from") or last - timedelta(days=RECENT - 1)
    if first > last:
        raise Invalid("to", N_("The report's period must end after it begins."))
    weekday = session.store.call(switches).first_weekday
    chosen = {kind: named(session, kind, getattr(options, kind)) for kind in _KINDS}
    priority = Priority[options.priority.upper()] if options.priority else None
    period = Period("between", first, last, weekday)
    return period.scope(session.zone, Filters(**chosen, priority=priority))


def _day(typed: str | None, session: Session, field: str) -> date | None:
    if not typed:
        return None
    return local_day(
        dates.parse_instant(typed, session.now, session.zone, field=field), session.zone
    )


def _document(scope: Scope, sheets: Iterable[Sheet]) -> dict[str, Any]:
    """The rows of each part under its name."""
    period = {"from": dates.iso(scope.start), "to": dates.iso(scope.end), "zone": scope.zone}
    return {**period, **{each.part: each.rows for each in sheets}}


def _write_csv(sheets: Iterable[Sheet]) -> None:
    """One figure a line, so that parts of different columns stand in one table."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("part", "of", "by", "figure", "value"))
    for each in sheets:
        for row in each.rows:
            values = list(row.items())
            keys = [value for _name, value in values[: each.keys]]
            for name, value in values[each.keys :]:
                line = (each.part, *keys, *[None] * (2 - len(keys)), name, value)
                writer.writerow([cell(part) for part in line])


def _draw(session: Session, scope: Scope, sheets: Iterable[Sheet], titles: dict[str, str]) -> None:
    for place, each in enumerate(sheets):
        if place:
            say("")
        say(_(titles[each.part]))
        rows = [
            tuple(_shown(session, scope, name, value) for name, value in row.items())
            for row in each.rows
            if each.part != "heat" or row["created"]
        ]
        if not rows:
            say(f"  {_('nothing in this period')}")
            continue
        columns = [_(_COLUMNS[name]) for name in each.rows[0]]
        table = Table(columns, rows, (_WIDEST,) * (len(columns) - 1), width())
        say(table.heading)
        for line in rows:
            say(table.line(line))


def _shown(session: Session, scope: Scope, name: str, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return "—"
    if name.endswith("_seconds"):
        return dates.duration(value)
    if name == "start":
        return step_name(dates.parse_iso(value), scope, session.now)
    if name in ("due_at", "met_at"):
        return session.written(dates.parse_iso(value))
    if name == "share":
        return percent(value)
    if name == "weekday":
        return dates.weekdays()[WEEKDAYS.index(value)]
    return _(_WORDS[name][value]) if name in _WORDS else str(value)


def _write_page(options: Namespace, session: Session, scope: Scope, found: dict[str, Any]) -> None:
    first, last = (
        dates.day(at, session.zone, session.now)
        for at in (scope.start, midnight(local_day(scope.end - 1, session.zone), session.zone))
    )
    said = [f"{first} – {last}" if first != last else first, *_said(options), session.zone]
    title = _("Tickets") if options.dashboard == "tickets" else _("SLA")
    text = page(title, " · ".join(said), found, scope, session.now)
    if options.html == "-":
        print(text)
        return
    try:
        Path(options.html).write_text(text, encoding="utf-8")
    except OSError as error:
        message = N_("{path} cannot be written ({reason}): choose another place.")
        raise HelpdeskError(message, path=options.html, reason=error.strerror) from error
    say(_("The report is written to {path}.").format(path=options.html))


def _said(options: Namespace) -> list[str]:
    """The filters as they were typed."""
    return [value for name in (*_KINDS, "priority") if (value := getattr(options, name))]
