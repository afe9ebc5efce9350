"""What is said on a ticket: messages the customer can see, and notes that stay inside."""

from __future__ import annotations

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Message, Ticket
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import milestones, row_writes, search_index
from helpdesk_tui.services.change import load_open, record, transaction
from helpdesk_tui.text import intake_text
from helpdesk_tui.visitors import Visitor
from helpdesk_tui.vocabulary import TEXT_LIMIT


@transaction
def message(actor: Actor, ticket: int, now: int, body: str) -> Done:
    """Write to the customer."""
    permit(actor, "ticket.message")
    return say(actor, load_open(ticket), now, body, internal=False)


@transaction
def note(actor: Actor, ticket: int, now: int, body: str) -> Done:
    """Write a note that no customer sees."""
    permit(actor, "ticket.note")
    return say(actor, load_open(ticket), now, body, internal=True)


def say(
    author: Actor | Visitor, ticket: Ticket, now: int, body: str, *, internal: bool = False
) -> Done:
    """Write on a ticket that is not closed, in the caller's transaction."""
    text = intake_text(body)
    if not text.strip():
        raise Invalid("body", N_("The text is empty: write something first."))
    if len(text) > TEXT_LIMIT:
        raise Invalid(
            "body",
            N_("The text has {length} characters: {limit} is the most."),
            length=len(text),
            limit=TEXT_LIMIT,
        )
    visits = isinstance(author, Visitor)
    message = {
        "ticket": ticket.id,
        "agent": author.id,
        "contact": author.contact if isinstance(author, Visitor) else None,
        "body": text,
        "internal": internal,
        "at": now,
    }
    said = row_writes.insert(Message, message)
    ticket.version += 1
    row_writes.update(Ticket, ticket.id, {"version": ticket.version, "updated_at": now})
    search_index.follow([ticket.id])
    if not internal and not visits:
        milestones.answered(ticket, now)
    act = "note" if internal else "reply" if visits else "message"
    event = record(ticket.id, author, act, now, {"message": [None, said]})
    return Done(ticket.id, ticket.number, event, act)
