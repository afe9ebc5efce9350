"""Undo: a new act that sets the old values back; no Event is ever changed or deleted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from helpdesk_tui.errors import NotFound, WrongState
from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.models import Agent, Event, Team, Ticket, tuples
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.rows import Actor, Done, EventRow
from helpdesk_tui.services import stays, undo_stopwatch, undo_time
from helpdesk_tui.services.change import TakenBack, apply, load_open, transaction
from helpdesk_tui.services.undo_stopwatch import Caused
from helpdesk_tui.services.validation import parties_agree
from helpdesk_tui.vocabulary import FIELDS, TIME_ACTS, Role, Status

_NOTHING = N_("There is nothing to undo.")

UNDOABLE = frozenset(
    {
        *("take", "release", "assign", "start", "wait", "resume", "resolve", "reopen"),
        *("share", "unshare", "edit"),
    }
)
"""Acts on a ticket's fields that can be undone; acts on time are in undo_time."""

_STAYS = {
    "create": N_("{number} is created and stays: close it if nobody needs it."),
    "copy": N_("{number} is created and stays: close it if nobody needs it."),
    "follow_up": N_("{number} is created and stays: close it if nobody needs it."),
    "close": N_("{number} is closed for ever: make a follow-up."),
    "message": N_("A message stays once it is sent, for it may have been read: write another."),
    "note": N_("A note stays once it is written, for it may have been read: write another."),
    "timer_keep": N_("The stopwatch on {number} was kept running: stop it."),
}
"""Why the other acts are not undone, and what to do instead."""

_NO_STEPS = {(Status.NEW, Status.WAITING), (Status.WAITING, Status.NEW)}
"""From where a ticket comes nowhere else at once."""

_PARTIES = ("customer_id", "contact_id", "lead_id")


class Overtaken(WrongState):
    """Fields of the act have been changed since: `later` tells the acts that did, of these fields
    alone; whoever has seen them may undo over them.
    """

    def __init__(self, ticket: Ticket, event: int, later: list[EventRow]) -> None:
        self.event = event
        self.number = ticket.number
        self.later = later
        super().__init__(
            N_("{number} has changed since ({who}): it cannot be undone any more."),
            number=ticket.number,
            who=", ".join(dict.fromkeys(row.actor for row in later)),
        )

    @property
    def seen(self) -> int:
        """What `undo` takes as `over` from whoever has seen it."""
        return self.later[-1].id


@transaction
def undo(actor: Actor, event: int, now: int, *, over: int = 0) -> Done:
    """Take back what the event did; raises Overtaken when its fields were changed since.

    `over` is the last of those changes, by its Event, over which the actor wants it all the same.
    """
    permit(actor, "ticket.undo")
    done = Event.get_or_none(Event.id == event)
    if done is None or done.agent_id != actor.id or done.ticket_id is None:
        raise NotFound(_NOTHING)
    if done.act in undo_time.UNDOABLE:
        return undo_time.undo(actor, done, now)
    if done.act not in UNDOABLE:
        number = Ticket.get_by_id(done.ticket_id).number
        raise WrongState(_STAYS.get(done.act, _NOTHING), number=number)
    caused = undo_stopwatch.caused_by(done)
    ticket = load_open(done.ticket_id, actor.id, *caused.agents, beside=caused.tickets)
    return _undo(actor, ticket, done, caused, now, over)


def _undo(actor: Actor, ticket: Ticket, done: Event, caused: Caused, now: int, over: int) -> Done:
    changes = json.loads(done.changes)
    old = _going_back(ticket, changes)
    _refuse_impossible(ticket, old)
    later = _later(ticket, done.id, changes)
    if later and later[-1].id > over:
        raise Overtaken(ticket, done.id, later)
    whole = "status" in old and _is_as_left(ticket.id, done, *changes["status"])
    taken_back = TakenBack(done.id, done.act, whole)
    # before the ticket changes, which might stop what it started and keep its time
    ended = undo_stopwatch.end_started(caused, actor, now)
    back = apply(ticket, actor, "undo", now, old, undone=taken_back, notes=ended)
    again = undo_stopwatch.run_again(caused, actor, now)
    fields = tuple(name for name in FIELDS if name in old) if done.act == "edit" else ()
    return replace(back, notes=back.notes + again, undid=(done.act, *fields))


def _going_back(ticket: Ticket, changes: dict[str, list[Any]]) -> dict[str, Any]:
    """The old values of the fields that have not come back to them already; the end of a ticket
    goes with its status, never alone.
    """
    old = {
        name: old
        for name, (old, _new) in changes.items()
        if hasattr(ticket, name) and getattr(ticket, name) != old
    }
    if "status" not in old:
        old.pop("ended_at", None)
    elif old["status"] < Status.RESOLVED <= ticket.status:
        old["ended_at"] = None  # whoever has ended it since
    if not old:
        raise WrongState(
            N_("{number} is as it was before: nothing is left to undo."), number=ticket.number
        )
    return old


def _refuse_impossible(ticket: Ticket, old: dict[str, Any]) -> None:
    """Raise WrongState where the old values fit the rest of the ticket, or the desk, no more."""
    status = old.get("status", ticket.status)
    if (ticket.status, status) in _NO_STEPS:
        raise WrongState(
            N_("{number} is {status} and cannot become {former} from there: start it first."),
            number=ticket.number,
            status=Word(Status(ticket.status).label),
            former=Word(Status(status).label),
        )
    if not parties_agree(*(old.get(name, getattr(ticket, name)) for name in _PARTIES)):
        raise WrongState(
            N_("The customer, contact or lead of {number} would no longer fit: edit them first."),
            number=ticket.number,
        )
    if old.get("shared_with_customer") and old.get("customer_id", ticket.customer_id) is None:
        raise WrongState(
            N_("{number} has no customer to share it with: add one first."), number=ticket.number
        )
    _refuse_gone(ticket, old)


def _refuse_gone(ticket: Ticket, old: dict[str, Any]) -> None:
    """A ticket goes back to nobody who works on tickets no longer."""
    agents = Agent.select().where(Agent.id == old.get("assignee_id"))
    teams = Team.select().where(Team.id == old.get("team_id"), Team.archived)
    gone = [each.name for each in agents if each.archived or each.role < Role.AGENT]
    gone += [each.name for each in teams]
    if gone:
        raise WrongState(
            N_("{number} cannot go back to {who}, who works on tickets no longer: assign it anew."),
            number=ticket.number,
            who=gone[0],
        )


def _later(ticket: Ticket, event: int, changes: dict[str, list[Any]]) -> list[EventRow]:
    """The acts since the event that changed its fields, with what they did to these."""
    fields = {
        name
        for name, (_old, new) in changes.items()
        if hasattr(ticket, name) and getattr(ticket, name) != new
    }
    if not fields:
        return []
    found = ticket_queries.events(ticket.id, since=event)
    told = [
        replace(row, changes={name: row.changes[name] for name in row.changes if name in fields})
        for row in found
    ]
    return [row for row in told if row.changes]


def _is_as_left(ticket: int, done: Event, former: int, status: int) -> bool:
    """Whether the ticket is as that step has left it: what came between was taken back too, or is
    time spent, which is beside the ticket.
    """
    later = Event.select(Event.id, Event.act, Event.changes).where(
        Event.ticket == ticket, Event.id > done.id, Event.act.not_in(TIME_ACTS)
    )
    acts = tuples(later)
    undone = {
        id: json.loads(told).get("undone", (None, 0))[1] for id, act, told in acts if act == "undo"
    }
    between = [id for id, _act, _told in acts if id not in undone.values()]
    if any(undone.get(id, 0) <= done.id for id in between):
        return False
    return stays.is_last_step(ticket, former, status, done.at)
