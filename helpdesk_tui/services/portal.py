"""What a customer's contact may do: open tickets, write, confirm a resolution or refuse it.

Where the visitor may not see a ticket, each act answers as if there were none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from helpdesk_tui.errors import NotFound, WrongState
from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.models import Ticket
from helpdesk_tui.queries import portal
from helpdesk_tui.queries.ticket import GONE
from helpdesk_tui.rows import Done
from helpdesk_tui.services import conversation, tickets
from helpdesk_tui.services.change import apply, load, transaction
from helpdesk_tui.services.lifecycle import REOPENED, RESUMED, closed
from helpdesk_tui.services.validation import validated
from helpdesk_tui.visitors import STATUS_WORDS, Visitor
from helpdesk_tui.vocabulary import Status

CLOSED = N_("{number} is closed: open a new ticket that follows it up.")
_NOT_RESOLVED = N_("{number} is “{status}”: there is no solution to answer yet.")


@transaction
def open_ticket(
    visitor: Visitor, now: int, fields: Mapping[str, Any], *, follows: int | None = None
) -> Done:
    """Save a ticket that is shared from the start; `fields` are subject and description.

    `follows` is a closed ticket, whose type and team it takes over.
    """
    known = portal.renewed(visitor)
    inherited: dict[str, Any] = {}
    if follows is not None:
        former = _visible(visitor, follows)
        _require(former, Status.CLOSED, N_("{number} goes on: write on it instead."))
        inherited = {
            "follow_up_of_id": former.id,
            "type_id": former.type_id,
            "team_id": former.team_id,
        }
    values = validated(
        None,
        {
            "subject": fields.get("subject", ""),
            "description": fields.get("description", ""),
            "customer_id": known.customer,
            "contact_id": known.contact,
        },
    )
    act = "create" if follows is None else "follow_up"
    return tickets.insert(known, now, act, {**values, **inherited, "shared_with_customer": True})


@transaction
def message(visitor: Visitor, ticket: int, now: int, body: str) -> Done:
    """Write to the agents; a ticket that waits goes on, a resolved one is open again."""
    found = _visible(visitor, ticket)
    if found.status == Status.CLOSED:
        raise WrongState(CLOSED, number=found.number)
    done = conversation.say(visitor, found, now, body)
    if found.status == Status.WAITING:
        apply(found, visitor, "resume", now, RESUMED)
    elif found.status == Status.RESOLVED:
        apply(found, visitor, "reopen", now, REOPENED)
    return done


@transaction
def refuse(visitor: Visitor, ticket: int, now: int, body: str) -> Done:
    """Say why a resolution does not hold: the ticket is open again."""
    found = _visible(visitor, ticket)
    _require(found, Status.RESOLVED, _NOT_RESOLVED)
    conversation.say(visitor, found, now, body)
    return apply(found, visitor, "reopen", now, REOPENED)


@transaction
def confirm(visitor: Visitor, ticket: int, now: int) -> Done:
    """Say that a resolution holds: the ticket is closed for ever."""
    found = _visible(visitor, ticket)
    _require(found, Status.RESOLVED, _NOT_RESOLVED)
    done = apply(found, visitor, "close", now, closed(now))
    return replace(done, notes=())  # whose stopwatch it has stopped is not for visitors


def _visible(visitor: Visitor, ticket: int) -> Ticket:
    """The ticket, kept until the act ends; raises NotFound where the visitor may not see it."""
    allowed = Ticket.select(Ticket.id).where(Ticket.id == ticket, portal.visible(visitor))
    if not allowed.exists():
        raise NotFound(GONE)
    found = load(ticket)
    if not allowed.exists():
        raise NotFound(GONE)  # it was hidden by somebody who kept it until now
    return found


def _require(ticket: Ticket, status: Status, message: str) -> None:
    """Raise WrongState, in the visitor's words, unless the ticket is in that state."""
    if ticket.status == status:
        return
    if ticket.status == Status.CLOSED:
        raise WrongState(CLOSED, number=ticket.number)
    words = Word(STATUS_WORDS[Status(ticket.status)])
    raise WrongState(message, number=ticket.number, status=words)
