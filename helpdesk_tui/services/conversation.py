"""What is said on a ticket: messages the customer can see, and notes that stay inside."""

from __future__ import annotations

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Message, Ticket
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import milestones
from helpdesk_tui.services.change import load_open, record, transaction
from helpdesk_tui.text import intake_text
from helpdesk_tui.vocabulary import TEXT_LIMIT


@transaction
def message(actor: Actor, ticket: int, now: int, body: str) -> Done:
    """Write to the customer."""
    permit(actor, "ticket.message")
    return _say(actor, ticket, now, body, internal=False)


@transaction
def note(actor: Actor, ticket: int, now: int, body: str) -> Done:
    """Write a note that no customer sees."""
    permit(actor, "ticket.note")
    return _say(actor, ticket, now, body, internal=True)


def _say(actor: Actor, ticket: int, now: int, body: str, *, internal: bool) -> Done:
    found = load_open(ticket)
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
    said = Message.insert(
        ticket=found.id, agent=actor.id, body=text, internal=internal, at=now
    ).execute()
    Ticket.update(version=found.version + 1, updated_at=now).where(Ticket.id == found.id).execute()
    if not internal:
        milestones.answered(found, now)
    act = "note" if internal else "message"
    event = record(found.id, actor, act, now, {"message": [None, said]})
    return Done(found.id, found.number, event, act)
