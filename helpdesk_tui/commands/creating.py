"""New tickets, and the next one to work on."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from helpdesk_tui.commands.output import complain, say, say_json
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.commands.values import field_values
from helpdesk_tui.i18n import _, sentence
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
    """Take and start the most urgent ticket, and say why it is this one."""
    with opened(request) as session:
        done = session.store.call(triage.take_next, session.actor, session.now)
        if done is None:
            complain(_("There is no ticket for you to take."))
            return 1
        why = " ".join(sentence(message, fields, session.written) for message, fields in done.notes)
        (ticket,) = session.store.call(export.tickets, [done.ticket], session.now)
    _told(options, ticket, why)
    return 0


def _told(options: Namespace, ticket: dict[str, Any], why: str) -> None:
    if options.json:
        say_json({**ticket, "why": why})
    else:
        say(f"{ticket['number']}  {ticket['subject']}")
        say(why)
