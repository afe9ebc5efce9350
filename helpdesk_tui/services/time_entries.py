"""Time typed in, and any entry corrected or deleted; overlaps are told, not forbidden."""

from __future__ import annotations

from peewee import fn

from helpdesk_tui.errors import Invalid, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Ticket, TimeEntry
from helpdesk_tui.permissions import permit
from helpdesk_tui.promises import Lasting
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Done, Note
from helpdesk_tui.services import timekeeping
from helpdesk_tui.services.change import load, record, transaction
from helpdesk_tui.text import intake_line
from helpdesk_tui.vocabulary import Status

LONGEST = 24 * timekeeping.HOUR
"""Seconds of one typed entry: longer work is several entries."""

NOTE_LIMIT = 2000
"""Characters of the note of an entry."""


@transaction
def log(
    actor: Actor,
    ticket: int,
    now: int,
    seconds: int,
    *,
    started_at: int | None = None,
    note: str = "",
) -> Done:
    """Add time worked by the actor, which has just ended when no start is given."""
    permit(actor, "time.own")
    found = load(ticket)
    if found.status == Status.CLOSED:
        permit(actor, "time.closed")
    begun = now - seconds if started_at is None else started_at
    text = checked(begun, seconds, note, now)
    entry = TimeEntry(
        agent=actor.id,
        ticket=found.id,
        started_at=begun,
        source=timekeeping.TYPED,
        note=text,
    )
    timekeeping.set_length(entry, begun + seconds, seconds, switches())
    return _done(actor, found, "time_log", now, entry, timekeeping.told(actor, None, entry))


@transaction
def edit(
    actor: Actor,
    entry: int,
    now: int,
    *,
    started_at: int | None = None,
    seconds: int | None = None,
    note: str | None = None,
) -> Done:
    """Correct an entry's start, length or note; a running one has no length yet."""
    found = timekeeping.load(entry)
    timekeeping.permit_change(actor, found)
    before = timekeeping.values(found)
    if note is not None:
        found.note = _noted(note)
    if found.ended_at is None:
        _move_running(found, started_at, seconds, now)
    elif (started_at, seconds) != (None, None):
        length = found.raw_seconds if seconds is None else seconds
        if started_at is not None:
            found.started_at = started_at
        elif found.started_at + length > now:
            found.started_at = min(found.ended_at, now) - length  # longer, so it began earlier
        checked(found.started_at, length, found.note, now)
        found.to_check = False
        timekeeping.set_length(found, found.started_at + length, length, switches())
    else:
        found.save()
    told = timekeeping.told(actor, before, found)
    return _done(actor, found.ticket, "time_edit", now, found, told)


def _move_running(entry: TimeEntry, started_at: int | None, seconds: int | None, now: int) -> None:
    if seconds is not None:
        raise WrongState(N_("That stopwatch still runs: stop it before you correct its length."))
    if started_at is not None:
        if started_at > now:
            raise Invalid("started_at", _STILL_TO_COME)
        entry.started_at = started_at
    entry.save()


@transaction
def delete(actor: Actor, entry: int, now: int) -> Done:
    """Remove an entry that has ended; its Event keeps what it was."""
    found = timekeeping.load(entry)
    timekeeping.permit_change(actor, found)
    if found.ended_at is None:
        raise WrongState(N_("That stopwatch still runs: stop it first."))
    ticket = found.ticket
    told = timekeeping.told_gone(actor, found)
    found.delete_instance()
    event = record(ticket.id, actor, "time_delete", now, told)
    return Done(ticket.id, ticket.number, event, "time_delete")


_STILL_TO_COME = N_("That time is still to come: log work once it is done.")


def checked(started_at: int, seconds: int, note: str, now: int) -> str:
    """The note as it is stored; raises Invalid unless it is work of some length, over by now."""
    if seconds <= 0:
        raise Invalid(
            "seconds", N_("The time must be longer than nothing: write for example 15m or 1h30.")
        )
    if seconds > LONGEST:
        raise Invalid("seconds", N_("One entry holds 24 hours at most: log each day by itself."))
    if started_at + seconds > now:
        raise Invalid("started_at", _STILL_TO_COME)
    return _noted(note)


def _noted(text: str) -> str:
    note = intake_line(text)
    if len(note) > NOTE_LIMIT:
        message = N_("The note has {length} characters: {limit} is the most.")
        raise Invalid("note", message, length=len(note), limit=NOTE_LIMIT)
    return note


def _done(
    actor: Actor, ticket: Ticket, act: str, now: int, entry: TimeEntry, told: timekeeping.Told
) -> Done:
    if told.keys() <= timekeeping.named(actor, entry).keys():
        return Done(ticket.id, ticket.number, None, act)
    event = record(ticket.id, actor, act, now, told)
    notes: tuple[Note, ...] = ()
    if entry.ended_at is not None:
        notes += ((N_("It counts {time}."), {"time": Lasting(entry.seconds)}),)
    if other := _overlapping(entry, now):
        notes += ((N_("It overlaps time on {number}."), {"number": other.ticket.number}),)
    return Done(ticket.id, ticket.number, event, act, notes=notes)


def _overlapping(entry: TimeEntry, now: int) -> TimeEntry | None:
    """The first other entry of the same agent at the same time."""
    ended = now if entry.ended_at is None else entry.ended_at
    found: TimeEntry | None = (
        TimeEntry.select()
        .where(
            TimeEntry.agent == entry.agent_id,
            TimeEntry.id != entry.id,
            TimeEntry.started_at < ended,
            fn.COALESCE(TimeEntry.ended_at, now) > entry.started_at,
        )
        .order_by(TimeEntry.started_at)
        .first()
    )
    return found
