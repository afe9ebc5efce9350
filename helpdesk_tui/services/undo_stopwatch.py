"""What undoing an act does to the stopwatches that the act has started and stopped.

An entry that was touched again since stays as it is: its time is somebody's word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from peewee import fn

from helpdesk_tui.errors import WrongState
from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.models import Agent, Event, Ticket, TimeEntry
from helpdesk_tui.promises import Lasting
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Note
from helpdesk_tui.services import timekeeping
from helpdesk_tui.services.change import record
from helpdesk_tui.vocabulary import NEVER, Role, Status

SHORT = 60
"""Seconds below which a stopwatch whose start is undone leaves nothing; else its time is kept."""

Told = tuple[int, tuple[Note, ...]]
"""The Event that was written, and what is to be said."""


@dataclass(frozen=True, slots=True)
class Caused:
    """The Events by which an act has started and stopped stopwatches, and whose they are."""

    events: tuple[Event, ...]
    agents: frozenset[int]
    tickets: frozenset[int]


def caused_by(done: Event) -> Caused:
    """What the act did to stopwatches, the actor's and others'."""
    query = Event.select().where(
        Event.id > done.id,
        Event.at == done.at,
        Event.agent == done.agent_id,
        Event.act.in_(("timer_start", "timer_stop")),
    )
    events = tuple(
        event
        for event in query.order_by(Event.id)
        if json.loads(event.changes).get("cause", (None, None))[1] == done.id
    )
    return Caused(
        events,
        frozenset(agent_of(event) for event in events),
        frozenset(event.ticket_id for event in events if event.ticket_id is not None),
    )


def end_started(caused: Caused, actor: Actor, now: int) -> tuple[Note, ...]:
    """End what the act has started and what still runs; what is to be said of it."""
    notes: tuple[Note, ...] = ()
    for event in caused.events:
        entry = entry_left_by(event) if event.act == "timer_start" else None
        if entry is not None:
            notes += end(entry, actor, now)[1]
    return notes


def run_again(caused: Caused, actor: Actor, now: int) -> tuple[Note, ...]:
    """Let what the act has stopped run on, where it can; what is to be said of it."""
    notes: tuple[Note, ...] = ()
    for event in (each for each in caused.events if each.act == "timer_stop"):
        entry = entry_left_by(event)
        if entry is None:
            number = Ticket.get_by_id(event.ticket_id).number
            text = N_("The time on {number} was changed since and stays as it is.")
            notes += ((text, {"number": number}),)
            continue
        try:
            notes += resume(entry, actor, now)[1]
        except WrongState as stays:
            notes += ((stays.message, stays.fields),)
    return notes


def end(entry: TimeEntry, actor: Actor, now: int) -> Told:
    """Throw away what is hardly any time, else keep it."""
    length = now - entry.started_at
    if length >= SHORT:
        ended = timekeeping.end(entry, actor, now)
        return record(entry.ticket_id, actor, "timer_stop", now, ended.told), ended.notes
    gone, number = timekeeping.told_gone(actor, entry), entry.ticket.number
    entry.delete_instance()
    event = record(entry.ticket_id, actor, "timer_cancel", now, gone)
    fields = {"number": number, "time": Lasting(max(0, length))}
    return event, ((N_("Your stopwatch on {number} is stopped, its {time} thrown away."), fields),)


def resume(entry: TimeEntry, actor: Actor, now: int) -> Told:
    """Let a stopped entry run on as if it never had; raises WrongState where it cannot."""
    assert entry.ended_at is not None
    refuse_running(entry, actor, entry.ended_at, now)
    before = timekeeping.values(entry)
    entry.ended_at, entry.seconds, entry.raw_seconds, entry.to_check = None, 0, 0, False
    entry.save()
    told = timekeeping.told(actor, before, entry)
    return record(entry.ticket_id, actor, "timer_resume", now, told), runs(entry, actor)


def runs(entry: TimeEntry, actor: Actor) -> tuple[Note, ...]:
    """That it runs again, and whose it is when that is not the actor's."""
    if entry.agent_id == actor.id:
        return ((N_("Your stopwatch on {number} runs again."), {"number": entry.ticket.number}),)
    fields: dict[str, object] = {"number": entry.ticket.number, "who": entry.agent.name}
    return ((N_("The stopwatch of {who} on {number} runs again."), fields),)


def refuse_running(entry: TimeEntry, actor: Actor, since: int, now: int) -> None:
    """Raise WrongState, saying why, unless the entry can run as if it had since that instant."""
    reason = _obstacle(entry, since, now)
    if not reason:
        return
    fields: dict[str, object] = {"number": entry.ticket.number, "reason": Word(reason)}
    if entry.agent_id == actor.id:
        raise WrongState(N_("Your stopwatch on {number} stays stopped: {reason}."), **fields)
    message = N_("The stopwatch of {who} on {number} stays stopped: {reason}.")
    raise WrongState(message, who=entry.agent.name, **fields)


def _obstacle(entry: TimeEntry, since: int, now: int) -> str:
    agent = Agent.get_by_id(entry.agent_id)
    if not switches().manage_timer:
        return N_("this desk uses none any more")
    if agent.archived or agent.role < Role.AGENT:
        return N_("its agent works on tickets no longer")
    if Ticket.get_by_id(entry.ticket_id).status == Status.CLOSED:
        return N_("that ticket is closed")
    if timekeeping.running(agent.id) is not None:
        return N_("it runs elsewhere by now")
    others = TimeEntry.select().where(
        TimeEntry.agent == agent.id,
        TimeEntry.id != entry.id,
        TimeEntry.started_at < now,
        fn.COALESCE(TimeEntry.ended_at, NEVER) > since,
    )
    return N_("other time was spent since") if others.exists() else ""


def entry_left_by(event: Event) -> TimeEntry | None:
    """The entry that an act was about, unless it is otherwise than that act has left it."""
    changes = json.loads(event.changes)
    found: TimeEntry | None = TimeEntry.get_or_none(TimeEntry.id == changes["time_entry"][1])
    if found is None or (found.agent_id, found.ticket_id) != (agent_of(event), event.ticket_id):
        return None
    is_new = "time_started_at" in changes and changes["time_started_at"][0] is None
    left = {name: new for name, (_old, new) in changes.items()}
    same = all(
        left.get(name) == value
        for name, value in timekeeping.values(found).items()
        if is_new or name in left
    )
    return found if same else None


def agent_of(event: Event) -> int:
    """Whose entry an act on time was about."""
    whose: int = json.loads(event.changes).get("time_agent_id", (None, event.agent_id))[1]
    return whose
