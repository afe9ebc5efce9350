"""How a ticket changes: the one path that every act takes, inside the act's transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from peewee import Query

from helpdesk_tui import statements
from helpdesk_tui.errors import NotFound, WrongState
from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.models import Event, Ticket, database
from helpdesk_tui.rows import Actor, Done, Note
from helpdesk_tui.services import (
    commitments,
    locking,
    milestones,
    rollup,
    row_writes,
    search_index,
    stays,
    timekeeping,
)
from helpdesk_tui.statements import Slot
from helpdesk_tui.visitors import Visitor
from helpdesk_tui.vocabulary import Status

P = ParamSpec("P")
R = TypeVar("R")

Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The act that an undo takes back, by its Event; `whole` when it is as if it had not been:
    nothing has come of it since, so its stay in a status goes too.
    """

    event: int
    act: str
    whole: bool


IS_CLOSED = N_("{number} is closed: make a follow-up instead.")


def transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one transaction, which takes the write lock first."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with database.atomic():
            return function(*args, **kwargs)

    return inside


def load(ticket: int, *agents: int, beside: frozenset[int] = frozenset()) -> Ticket:
    """The ticket as it is now and stays until the act ends; raises NotFound.

    With it stay the agents whose running entries the act may touch: these, and those on the ticket;
    and the tickets `beside` it on which these entries are.
    """
    locking.keep_agents(*agents, running_on=ticket)
    if beside:
        locking.keep_tickets(ticket, *beside)
    found = statements.kept(_to_change).instances(Ticket, {"ticket": ticket})
    if not found:
        raise NotFound(N_("There is no such ticket any more."))
    return found[0]


def _to_change() -> Query:
    return locking.kept(Ticket.select().where(Ticket.id == Slot("ticket")))


def load_open(ticket: int, *agents: int, beside: frozenset[int] = frozenset()) -> Ticket:
    """The ticket, unless it is closed for ever: then WrongState."""
    found = load(ticket, *agents, beside=beside)
    if found.status == Status.CLOSED:
        raise WrongState(IS_CLOSED, number=found.number)
    return found


def require(ticket: Ticket, *allowed: Status, message: str | None = None) -> None:
    """Raise WrongState, naming the ticket's status, unless that is one of those allowed."""
    if ticket.status not in allowed:
        if ticket.status == Status.CLOSED:
            raise WrongState(IS_CLOSED, number=ticket.number)
        raise WrongState(
            message or N_("{number} is {status} by now: look at it again before you go on."),
            number=ticket.number,
            status=Word(Status(ticket.status).label),
        )


def apply(
    ticket: Ticket,
    actor: Actor | Visitor,
    act: str,
    now: int,
    changes: Changes,
    *,
    notes: tuple[Note, ...] = (),
    undone: TakenBack | None = None,
) -> Done:
    """Set the fields that differ, record old and new in one Event, and keep what hangs on them."""
    differing = {
        name: (getattr(ticket, name), new)
        for name, new in changes.items()
        if getattr(ticket, name) != new
    }
    if not differing:
        return Done(ticket.id, ticket.number, None, act)
    with rollup.kept(ticket):
        promised = _change(ticket, now, differing, whole=undone is not None and undone.whole)
    told = {} if undone is None else {"undone": (undone.act, undone.event)}
    event = record(ticket.id, actor, act, now, {**differing, **promised, **told})
    notes += _keep_time(ticket, actor, act, event, now, differing)
    return Done(ticket.id, ticket.number, event, act, notes)


def _change(
    ticket: Ticket, now: int, differing: Mapping[str, tuple[Any, Any]], *, whole: bool
) -> commitments.Told:
    """Set the fields with what hangs on them; what has become of the promises. As a `whole` it
    takes the last step back, which then was none.
    """
    commitments.settle(ticket, now)
    for name, (_old, new) in differing.items():
        setattr(ticket, name, new)
    if "status" in differing:
        former = differing["status"][0]
        if whole:
            stays.take_back(ticket)
            milestones.take_back(ticket, former)
        else:
            stays.enter(ticket, now)
            milestones.entered_status(ticket, former, now)
    promised = commitments.follow(ticket, now, differing, back=whole)
    ticket.version += 1
    ticket.updated_at = now
    touched = {*differing, "next_due_at", "version", "updated_at"}
    row_writes.update(Ticket, ticket.id, {name: getattr(ticket, name) for name in touched})
    if search_index.FIELDS & differing.keys():
        search_index.follow([ticket.id])
    return promised


def _keep_time(
    ticket: Ticket,
    actor: Actor | Visitor,
    act: str,
    event: int,
    now: int,
    changed: Mapping[str, tuple[Any, Any]],
) -> tuple[Note, ...]:
    """Stop the stopwatches that the change ends, each with its Event; what to say of them."""
    notes: tuple[Note, ...] = ()
    for ended in timekeeping.follow(ticket, actor, now, changed):
        record(ticket.id, actor, "timer_stop", now, timekeeping.caused(ended.told, event))
        notes += ended.notes
    if act in ("undo", "release") and actor.id is not None:
        running = timekeeping.running(actor.id)
        if running is not None and running.ticket_id == ticket.id:
            notes += ((N_("Your stopwatch on it runs on."), {}),)
    return notes


def record(
    ticket: int, actor: Actor | Visitor, act: str, now: int, changes: Mapping[str, object]
) -> int:
    """Write the Event of an act on a ticket and return its id."""
    event = {
        "ticket": ticket,
        "at": now,
        "agent": actor.id,
        "contact": actor.contact if isinstance(actor, Visitor) else None,
        "act": act,
        "changes": json.dumps(changes),
        "via": actor.via,
    }
    return row_writes.insert(Event, event)
