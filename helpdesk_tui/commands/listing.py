"""A queue as a table for people, or as JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from helpdesk_tui.commands import batches, search_line
from helpdesk_tui.commands.output import complain, say, say_json_array, width
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.commands.table import Table
from helpdesk_tui.commands.views import opened_view
from helpdesk_tui.i18n import _
from helpdesk_tui.queries import tickets
from helpdesk_tui.queues import Held
from helpdesk_tui.typed_dates import parse_iso
from helpdesk_tui.vocabulary import Priority, Status

_WIDEST = (20, 12, 10, 24, 16, 18)
"""Cells that the columns take at most; the subject, last, takes what is left."""

_MEASURED = 200
"""Tickets whose texts decide how wide the columns are."""


def run(options: Namespace, request: Request) -> int:
    """List the tickets of a queue, in its order."""
    with opened(request) as session:
        search_line.check(session, options.search)
        held = options.queue if options.view is None else opened_view(session, options.view)
        found = batches.of_queue(session, held, options.search, options.limit)
        if options.json:
            say_json_array(found)
        else:
            _draw(options, session, held, found)
    return 0


def _draw(
    options: Namespace, session: Session, held: Held, found: Iterator[dict[str, Any]]
) -> None:
    rows = (_cells(session, ticket) for ticket in found)
    first = list(islice(rows, _MEASURED))
    if not first:
        complain(_("There is no ticket here."))
        return
    titles = (
        *(_("Number"), _("Status"), _("Priority"), _("Customer"), _("Assignee"), _("Due")),
        _("Subject"),
    )
    table = Table(titles, first, _WIDEST, width())
    say(table.heading)
    shown = 0
    for row in chain(first, rows):
        say(table.line(row))
        shown += 1
    if options.limit and shown == options.limit and width() is not None:
        _mention_the_rest(options, session, held)


def _mention_the_rest(options: Namespace, session: Session, held: Held) -> None:
    args = (held, session.actor, options.search, session.now)
    total = session.store.call(tickets.total, *args)
    if total > options.limit:
        message = _("{shown} of {total} shown: --limit 0 shows all.")
        complain(message.format(shown=options.limit, total=total))


def _cells(session: Session, ticket: dict[str, Any]) -> tuple[str, ...]:
    due = _next_due(ticket)
    return (
        ticket["number"],
        _(Status[ticket["status"].upper()].label),
        _(Priority[ticket["priority"].upper()].label),
        ticket["customer"] or ticket["lead"] or "",
        ticket["assignee"] or "",
        session.written(parse_iso(due)) if due else "",
        ticket["subject"],
    )


def _next_due(ticket: dict[str, Any]) -> str | None:
    """The first of the ticket's own due date and its unmet promises; all are UTC, so comparable."""
    promised = (each["due_at"] for each in ticket["sla"] if each["met_at"] is None)
    return min((due for due in (ticket["due_at"], *promised) if due), default=None)
