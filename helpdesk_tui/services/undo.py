"""Undo: a new act that sets the old values back where they still stand; nothing is deleted."""

from __future__ import annotations

import json
from typing import Any

from peewee import fn

from helpdesk_tui.errors import NotFound, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Contact, Event, Ticket
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services.change import UNDOABLE, apply, load_open, transaction
from helpdesk_tui.services.validation import parties_agree

_NOTHING = N_("There is nothing to undo.")
_LIFE = ("status", "ended_at")
"""What is undone together or not at all: an open ticket has no end."""

_PARTIES = ("customer_id", "contact_id", "lead_id")


@transaction
def undo(actor: Actor, event: int, now: int) -> Done:
    """Take back what the event did; raises WrongState when a later change stands in the way."""
    permit(actor, "ticket.undo")
    done = Event.get_or_none(Event.id == event)
    if done is None or done.agent_id != actor.id:
        raise NotFound(_NOTHING)
    if done.ticket_id is None or done.act not in UNDOABLE:
        raise NotFound(_NOTHING)
    ticket = load_open(done.ticket_id)
    changes = json.loads(done.changes)
    standing = _standing(ticket, changes)
    if not standing or any(name in changes and name not in standing for name in _LIFE):
        raise WrongState(
            N_("{number} has changed since ({who}): it cannot be undone any more."),
            number=ticket.number,
            who=_last_hand(ticket.id, event),
        )
    return apply(ticket, actor, "undo", now, standing)


def _standing(ticket: Ticket, changes: dict[str, list[Any]]) -> dict[str, Any]:
    """The old values of what nobody has changed since, where they still fit the rest."""
    old = {
        name: old
        for name, (old, new) in changes.items()
        if hasattr(ticket, name) and getattr(ticket, name) == new
    }
    if not parties_agree(*(old.get(name, getattr(ticket, name)) for name in _PARTIES)):
        old = {name: value for name, value in old.items() if name not in _PARTIES}
    if old.get("shared_with_customer") and ticket.customer_id is None:
        del old["shared_with_customer"]
    return old


def _last_hand(ticket: int, event: int) -> str:
    """The name of whoever changed the ticket last after the event."""
    later = (
        Event.select(fn.COALESCE(Agent.name, Contact.name))
        .left_outer_join(Agent)
        .switch(Event)
        .left_outer_join(Contact)
        .where(Event.ticket == ticket, Event.id > event)
        .order_by(Event.id.desc())
        .limit(1)
    )
    return str(later.scalar() or "?")
