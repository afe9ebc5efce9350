"""Undo: a new act that sets the old values back where they still stand; nothing is deleted."""

from __future__ import annotations

import json

from helpdesk_tui.errors import NotFound, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Event
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services.change import UNDOABLE, apply, load_open, transaction


@transaction
def undo(actor: Actor, event: int, now: int) -> Done:
    """Take back what the event did; raises WrongState when a later change stands in the way."""
    permit(actor, "ticket.undo")
    done = Event.get_or_none(Event.id == event)
    if done is None or done.ticket_id is None or done.act not in UNDOABLE:
        raise NotFound(N_("There is nothing to undo."))
    ticket = load_open(done.ticket_id)
    changes = json.loads(done.changes)
    standing = {name: old for name, (old, new) in changes.items() if getattr(ticket, name) == new}
    if not standing or ("status" in changes and "status" not in standing):
        raise WrongState(
            N_("{number} has changed since ({who}): it cannot be undone any more."),
            number=ticket.number,
            who=_last_hand(ticket.id, event),
        )
    return apply(ticket, actor, "undo", now, standing)


def _last_hand(ticket: int, event: int) -> str:
    """The name of whoever changed the ticket last after the event."""
    later = (
        Event.select(Event, Agent)
        .join(Agent)
        .where(Event.ticket == ticket, Event.id > event)
        .order_by(Event.id.desc())
        .first()
    )
    return str(later.agent.name) if later else "?"
