"""How time is kept: entries begun, ended and told of, within the act that does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from peewee import Query

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Ticket, TimeEntry, tuples
from helpdesk_tui.permissions import permit
from helpdesk_tui.promises import Lasting
from helpdesk_tui.queries import people
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Note, Switches
from helpdesk_tui.services import locking, row_writes
from helpdesk_tui.statements import Slot, kept, row
from helpdesk_tui.visitors import Visitor
from helpdesk_tui.vocabulary import Status

STOPWATCH, TYPED = "stopwatch", "typed"

HOUR = 3600

TO_CHECK = N_("That time is marked to be checked: it was forgotten, or the clock was moved.")
"""The note on an entry whose length nobody vouches for; its field `entry` says which."""

Told = dict[str, tuple[object, object]]
"""What an Event tells of an entry: field of the ticket's history, old and new value."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An entry that has just been ended, for its Event and for the message line."""

    entry: TimeEntry
    told: Told
    notes: tuple[Note, ...]


def running(agent: int) -> TimeEntry | None:
    """The entry that an agent's stopwatch runs on: whoever is to touch it asks here first."""
    found = kept(_running).instances(TimeEntry, {"agent": agent})
    return found[0] if found else None


def _running() -> Query:
    return TimeEntry.select().where(TimeEntry.agent == Slot("agent"), TimeEntry.ended_at.is_null())


def load(entry: int) -> TimeEntry:
    """The entry as it is now and stays until the act ends; raises NotFound."""
    whose = TimeEntry.select(TimeEntry.agent).where(TimeEntry.id == entry)
    locking.keep_agents(*(row[0] for row in tuples(whose)))
    found: TimeEntry | None = TimeEntry.get_or_none(TimeEntry.id == entry)
    if found is None:
        raise NotFound(N_("There is no such time entry any more."))
    return found


def permit_change(actor: Actor, entry: TimeEntry) -> None:
    """Own entries are an agent's to change, others' their team's, a closed ticket's a manager's."""
    if entry.ticket.status == Status.CLOSED:
        permit(actor, "time.closed")
    if entry.agent_id == actor.id:
        permit(actor, "time.own")
        return
    permit(actor, "time.others", people.teams_of(entry.agent_id))


def begin(agent: int, ticket: int, now: int) -> TimeEntry:
    """Set the agent's stopwatch running on a ticket; the caller has stopped it elsewhere."""
    entry = TimeEntry(agent=agent, ticket=ticket, started_at=now, source=STOPWATCH)
    row_writes.save(entry)
    return entry


def end(entry: TimeEntry, actor: Actor | Visitor, at: int) -> Ended:
    """Stop a running entry, as anybody's act may; a length that nobody vouches for is marked."""
    rules = switches()
    before = values(entry)
    raw = at - entry.started_at
    sure_since = entry.started_at if entry.kept_at is None else entry.kept_at
    limit = rules.timer_limit_hours * HOUR
    entry.to_check = raw < 0 or 0 < limit < at - sure_since
    set_length(entry, at, max(0, raw), rules)
    own = entry.agent_id == actor.id
    message = (
        N_("Your stopwatch on {number} stopped: {time}.")
        if own
        else N_("The stopwatch of {who} on {number} stopped: {time}.")
    )
    who = {} if own else {"who": entry.agent.name}
    entry.ticket = cast("Ticket", row(Ticket, entry.ticket_id))
    fields = {**who, "number": entry.ticket.number, "time": Lasting(entry.seconds)}
    notes: tuple[Note, ...] = ((message, fields),)
    if entry.to_check:
        notes += ((TO_CHECK, {"entry": entry.id}),)
    return Ended(entry, told(actor, before, entry), notes)


def set_length(entry: TimeEntry, ended_at: int, raw: int, rules: Switches) -> None:
    """Save where the entry begins and ends, its length, and what that counts."""
    entry.ended_at = ended_at
    entry.raw_seconds = raw
    entry.seconds = counted(raw, rules)
    row_writes.save(entry)


def counted(raw: int, rules: Switches) -> int:
    """Seconds as counted: up to the next whole step, and the least that any time counts."""
    if raw <= 0:
        return 0
    step = rules.rounding_minutes * 60
    rounded = -(-raw // step) * step if step > 0 else raw
    return max(rounded, rules.rounding_least * 60)


def follow(
    ticket: Ticket, actor: Actor | Visitor, now: int, changed: Mapping[str, tuple[object, object]]
) -> list[Ended]:
    """Stop what a change of the ticket ends: my clock on waiting, everyone's once it is resolved,
    and that of whoever has just lost the ticket to another agent.
    """
    if not changed.keys() & {"status", "assignee_id"}:
        return []
    entries = kept(_running_on).instances(TimeEntry, {"ticket": ticket.id})
    everyone = "status" in changed and ticket.status >= Status.RESOLVED
    former, owner = changed.get("assignee_id", (None, None))
    leaving = {former} if owner is not None else set()
    if "status" in changed and ticket.status == Status.WAITING:
        leaving.add(actor.id)
    return [end(entry, actor, now) for entry in entries if everyone or entry.agent_id in leaving]


def _running_on() -> Query:
    running = TimeEntry.ticket == Slot("ticket"), TimeEntry.ended_at.is_null()
    return TimeEntry.select().where(*running).order_by(TimeEntry.id)


def told(actor: Actor | Visitor, before: Mapping[str, object] | None, entry: TimeEntry) -> Told:
    """What has become of the entry since `before`; whose it is when that is not the actor's."""
    now = values(entry)
    old = before or dict.fromkeys(now)
    found: Told = {name: (old[name], new) for name, new in now.items() if old[name] != new}
    return {**named(actor, entry), **found}


def told_gone(actor: Actor, entry: TimeEntry) -> Told:
    """What an entry was that is deleted."""
    gone: Told = {name: (old, None) for name, old in values(entry).items() if old is not None}
    return {**named(actor, entry), **gone, "time_source": (entry.source, None)}


def caused(told: Mapping[str, object], event: int | None) -> dict[str, object]:
    """The same, with the Event of the act that did it: whoever undoes that undoes this too."""
    return {**told, "cause": (None, event)}


def values(entry: TimeEntry) -> dict[str, object]:
    """The entry as history tells it; what is empty is None."""
    return {
        "time_started_at": entry.started_at,
        "time_ended_at": entry.ended_at,
        "time_seconds": entry.seconds if entry.ended_at is not None else None,
        "time_note": entry.note or None,
        "time_to_check": entry.to_check or None,
    }


def named(actor: Actor | Visitor, entry: TimeEntry) -> Told:
    """Which entry it is, and whose when that is not the actor's."""
    which: Told = {"time_entry": (None, entry.id)}
    if entry.agent_id != actor.id:
        which["time_agent_id"] = (None, entry.agent_id)
    return which
