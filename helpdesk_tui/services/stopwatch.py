"""The stopwatch: one an agent, its state an entry without an end, so that nothing can lose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from helpdesk_tui.errors import Invalid, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Ticket, TimeEntry
from helpdesk_tui.permissions import permit
from helpdesk_tui.promises import Lasting
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Done, Note
from helpdesk_tui.services import locking, timekeeping
from helpdesk_tui.services.change import load_open, record, transaction

OUTSIDE = N_("Name a time after the stopwatch began that is not still to come.")


@transaction
def start(actor: Actor, ticket: int, now: int) -> Done:
    """Set the actor's stopwatch running on a ticket, stopping it elsewhere."""
    permit(actor, "time.own")
    if not switches().manage_timer:
        raise WrongState(N_("The stopwatch is switched off on this desk: log time instead."))
    found = load_open(ticket, actor.id)
    running = timekeeping.running(actor.id)
    if running is not None and running.ticket_id == found.id:
        raise WrongState(N_("Your stopwatch runs on {number} already."), number=found.number)
    event, notes = _set_running(actor, found, running, now)
    return Done(found.id, found.number, event, "timer_start", notes=notes)


def begun(done: Done, actor: Actor, ticket: Ticket, now: int) -> Done:
    """What starting the work on a ticket brings about, in the transaction of that act."""
    running = timekeeping.running(actor.id)
    if not switches().manage_timer or (running and running.ticket_id == ticket.id):
        return done
    _event, notes = _set_running(actor, ticket, running, now, cause=done.event)
    started: Note = (N_("Your stopwatch runs."), {})
    return replace(done, notes=(*done.notes, started, *notes))


def _set_running(
    actor: Actor, ticket: Ticket, running: TimeEntry | None, now: int, *, cause: int | None = None
) -> tuple[int, tuple[Note, ...]]:
    """The Event of the new entry, and what is to be said of the one it ends."""
    ended = timekeeping.end(running, actor, now) if running is not None else None
    entry = timekeeping.begin(actor.id, ticket.id, now)
    told: Mapping[str, object] = timekeeping.told(actor, None, entry)
    if cause is not None:
        told = timekeeping.caused(told, cause)
    event = record(ticket.id, actor, "timer_start", now, told)
    if ended is None:
        return event, ()
    why = event if cause is None else cause
    record(ended.entry.ticket_id, actor, "timer_stop", now, timekeeping.caused(ended.told, why))
    return event, ended.notes


@transaction
def stop(actor: Actor, now: int, *, entry: int | None = None) -> Done:
    """Stop the actor's stopwatch; with `entry`, only while it runs on that one still."""
    permit(actor, "time.own")
    locking.keep_agents(actor.id)
    running = timekeeping.running(actor.id)
    if running is None or entry not in (None, running.id):
        raise WrongState(N_("Your stopwatch does not run: start it first."))
    ended = timekeeping.end(running, actor, now)
    event = record(running.ticket_id, actor, "timer_stop", now, ended.told)
    return Done(running.ticket_id, running.ticket.number, event, "timer_stop", notes=ended.notes)


@transaction
def keep(actor: Actor, entry: int, now: int) -> Done:
    """Say that the stopwatch was not forgotten: it runs on, and nobody asks again."""
    found = _running(actor, entry)
    found.kept_at = now
    found.save(only=[TimeEntry.kept_at])
    event = record(found.ticket_id, actor, "timer_keep", now, timekeeping.named(actor, found))
    return Done(found.ticket_id, found.ticket.number, event, "timer_keep")


@transaction
def trim(actor: Actor, entry: int, at: int, now: int) -> Done:
    """End a forgotten stopwatch at the instant when the work ended; Invalid outside its run."""
    found = _running(actor, entry)
    if not found.started_at < at <= now:
        raise Invalid("at", OUTSIDE)
    before = timekeeping.values(found)
    timekeeping.set_length(found, at, at - found.started_at, switches())
    told = timekeeping.told(actor, before, found)
    event = record(found.ticket_id, actor, "timer_trim", now, told)
    note: Note = (N_("It counts {time}."), {"time": Lasting(found.seconds)})
    return Done(found.ticket_id, found.ticket.number, event, "timer_trim", notes=(note,))


@transaction
def cancel(actor: Actor, entry: int, now: int) -> Done:
    """Throw a running stopwatch's time away."""
    found = _running(actor, entry)
    told = timekeeping.told_gone(actor, found)
    number = found.ticket.number
    found.delete_instance()
    event = record(found.ticket_id, actor, "timer_cancel", now, told)
    return Done(found.ticket_id, number, event, "timer_cancel")


def _running(actor: Actor, entry: int) -> TimeEntry:
    """The entry, if it runs and the actor may change it."""
    found = timekeeping.load(entry)
    timekeeping.permit_change(actor, found)
    if found.ended_at is not None:
        raise WrongState(N_("That stopwatch does not run any more: it was stopped meanwhile."))
    return found
