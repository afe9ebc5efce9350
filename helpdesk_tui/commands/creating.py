"""New tickets, and the next one to work on."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from helpdesk_tui.commands.notes import notes
from helpdesk_tui.commands.output import complain, say, say_json
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.commands.values import field_values
from helpdesk_tui.i18n import _
from helpdesk_tui.queries import export
from helpdesk_tui.services import tickets, triage

_OPTIONS = ("subject", "description", "customer", "contact", "type", "priority", "team")


def new(options: Namespace, request: Request) -> int:
    """Create a ticket; its number alone is printed, for scripts."""
    given = {name: getattr(options, name) for name in _OPTIONS}
    with opened(request) as session:
        fields = field_values(session, {n: v for n, v in given.items() if v is not None})
        done = session.store.call(tickets.create, session.actor, session.now, fields)
        say(done.number)
    return 0


def next_ticket(options: Namespace, request: Request) -> int:
    """Take and start the ticket whose deadline presses most, and say why it is this one."""
    with opened(request) as session:
        done = session.store.call(triage.take_next, session.actor, session.now)
        if done is None:
            complain(_("There is no ticket for you to take."))
            return 1
        why, *beside = notes(session, done)
        (ticket,) = session.store.call(export.tickets, [done.ticket], session.now)
    _told(options, ticket, why, beside)
    return 0


def _told(options: Namespace, ticket: dict[str, Any], why: str, beside: list[str]) -> None:
    if options.json:
        say_json({**ticket, "why": why, "notes": beside})
    else:
        for line in (f"{ticket['number']}  {ticket['subject']}", why, *beside):
            say(line)
