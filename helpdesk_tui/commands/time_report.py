"""Time spent over a period, by ticket, customer, type, agent or day."""

from __future__ import annotations

import csv
import sys
from argparse import Namespace
from typing import Any

from helpdesk_tui import dates, typed_dates
from helpdesk_tui.commands.exporting import cell
from helpdesk_tui.commands.output import complain, say, say_json_array, width
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.commands.table import Table
from helpdesk_tui.commands.values import named
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.periods import Period, local_day
from helpdesk_tui.queries import time_sheets
from helpdesk_tui.rows import TimeTotal

_TITLES = {
    "ticket": N_("Ticket"),
    "subject": N_("Subject"),
    "customer": N_("Customer"),
    "type": N_("Type"),
    "agent": N_("Agent"),
    "name": N_("Name"),
    "day": N_("Day"),
}
_SUMS = ("seconds", "raw_seconds", "entries")
_WIDEST = 40
"""Cells that a column takes at most."""


def run(options: Namespace, request: Request) -> int:
    """Write the report as a table for people, as CSV or as JSON."""
    with opened(request) as session:
        start, end = _period(options, session)
        team = named(session, "team", options.team)
        args = (session.actor, start, end, options.by, team, session.zone)
        totals = session.store.call(time_sheets.report, *args)
        columns = time_sheets.COLUMNS[options.by]
        if options.format == "json":
            say_json_array(_record(columns, total) for total in totals)
        elif options.format == "csv":
            _write_csv(columns, totals)
        else:
            _draw(columns, totals)
    return 0


def _period(options: Namespace, session: Session) -> tuple[int, int]:
    """From its first instant to the first one after it; this month unless said otherwise."""
    month = Period.around(local_day(session.now, session.zone), "month").bounds(session.zone)
    start, end = month[0], month[-1]
    if options.begins:
        start = typed_dates.parse_instant(
            options.begins, session.now, session.zone, at="00:00", field="from"
        )
    if options.ends:
        # a day alone is meant whole
        last = typed_dates.parse_instant(
            options.ends, session.now, session.zone, at="23:59:59", field="to"
        )
        end = last + 1
    if end <= start:
        raise Invalid("to", N_("The report's period must end after it begins."))
    return start, end


def _record(columns: tuple[str, ...], total: TimeTotal) -> dict[str, Any]:
    sums = (total.seconds, total.raw_seconds, total.entries)
    return dict(zip((*columns, *_SUMS), (*total.keys, *sums), strict=True))


def _write_csv(columns: tuple[str, ...], totals: list[TimeTotal]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow((*columns, *_SUMS))
    for total in totals:
        writer.writerow([cell(value) for value in _record(columns, total).values()])


def _draw(columns: tuple[str, ...], totals: list[TimeTotal]) -> None:
    if not totals:
        complain(_("No time was logged in that period."))
        return
    titles = (_("Time"), _("Entries"), *(_(_TITLES[column]) for column in columns))
    rows = [
        (dates.duration(total.seconds), str(total.entries), *(key or "—" for key in total.keys))
        for total in totals
    ]
    seconds = sum(total.seconds for total in totals)
    entries = sum(total.entries for total in totals)
    blank = ("",) * (len(columns) - 1)
    rows.append((dates.duration(seconds), str(entries), _("Total"), *blank))
    table = Table(titles, rows, (_WIDEST,) * (len(titles) - 1), width())
    say(table.heading)
    for row in rows:
        say(table.line(row))
