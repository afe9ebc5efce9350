"""The dashboards as tables for people, as CSV or JSON, or as a page to look at in a browser."""

from __future__ import annotations

import csv
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from helpdesk_tui import dates, report_titles, typed_dates
from helpdesk_tui.commands.exporting import cell
from helpdesk_tui.commands.output import say, say_json
from helpdesk_tui.commands.report_html import page
from helpdesk_tui.commands.report_sheets import Sheet, sheet
from helpdesk_tui.commands.report_tables import draw
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.commands.values import by_name
from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.periods import local_day, midnight
from helpdesk_tui.queries import report_sla, report_tickets
from helpdesk_tui.queries.report_period import RECENT, Period
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.report_titles import column, filtered_by
from helpdesk_tui.reports import Filters, Scope
from helpdesk_tui.vocabulary import Priority

_DASHBOARDS: dict[str, tuple[Any, dict[str, str]]] = {
    "tickets": (report_tickets, report_titles.TICKETS),
    "sla": (report_sla, report_titles.SLA),
}
_TITLES = {"tickets": N_("Tickets"), "sla": N_("SLA")}
_KINDS = ("team", "agent", "customer", "type")


def run(options: Namespace, request: Request) -> int:
    """Write a dashboard; with --html into a file, else to standard output."""
    with opened(request) as session:
        scope = _scope(options, session)
        queries, titles = _DASHBOARDS[options.dashboard]
        found = {
            name: session.store.call(queries.part, session.actor, name, scope, session.now)
            for name in queries.PARTS
        }
        about = _about(options, session, scope)
        if options.html is not None:
            title = _(_TITLES[options.dashboard])
            _write_page(options.html, page(title, about, found, scope, session.now))
            return 0
        sheets = [sheet(name, figures, scope) for name, figures in found.items()]
        if options.format == "json":
            say_json(_document(scope, sheets))
        elif options.format == "csv":
            _write_csv(sheets)
        else:
            say(about)
            draw(session, scope, sheets, titles)
    return 0


def _scope(options: Namespace, session: Session) -> Scope:
    """The period and the filters; the last days unless said otherwise."""
    last = _day(options.ends, session, "to") or local_day(session.now, session.zone)
    first = _day(options.begins, session, "from") or last - timedelta(days=RECENT - 1)
    if first > last:
        raise Invalid("to", N_("The report's period must end after it begins."))
    weekday = session.store.call(switches).first_weekday
    chosen = {kind: _chosen(session, kind, getattr(options, kind)) for kind in _KINDS}
    priority = Priority[options.priority.upper()] if options.priority else None
    period = Period("between", first, last, weekday)
    return period.scope(session.zone, Filters(**chosen, priority=priority))


def _day(typed: str | None, session: Session, field: str) -> date | None:
    if not typed:
        return None
    return local_day(
        typed_dates.parse_instant(typed, session.now, session.zone, field=field), session.zone
    )


def _chosen(session: Session, kind: str, name: str | None) -> int | None:
    """The id of what tickets must have, 0 where an empty name asks for those without."""
    if name is None:
        return None
    return by_name(session, kind, name) if name else 0


def _about(options: Namespace, session: Session, scope: Scope) -> str:
    """The days, the filters as they were typed, and the zone."""
    first, last = (
        dates.day(at, session.zone, session.now)
        for at in (scope.start, midnight(local_day(scope.end - 1, session.zone), session.zone))
    )
    said = [first if first == last else f"{first} – {last}"]
    for kind in _KINDS:
        name = getattr(options, kind)
        if name is not None:
            said.append(filtered_by(column(kind), name or _("none")))
    if options.priority:
        label = _(Priority[options.priority.upper()].label)
        said.append(filtered_by(column("priority"), label))
    return " · ".join((*said, session.zone))


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


def _write_page(file: str, text: str) -> None:
    if file == "-":
        # whatever the terminal's encoding is, the page says UTF-8
        print(text.encode("ascii", "xmlcharrefreplace").decode(), end="")
        return
    path = Path(file)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        message = N_("{path} cannot be written ({reason}): choose another place.")
        raise HelpdeskError(message, path=str(path), reason=error.strerror) from error
    say(_("The report is written to {path}.").format(path=path))
