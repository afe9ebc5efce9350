"""Undoing acts on time: entries typed, corrected or deleted, and the stopwatch by its own key."""

from __future__ import annotations

import json
from typing import Any

from helpdesk_tui.errors import WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Event, Ticket, TimeEntry
from helpdesk_tui.promises import Lasting
from helpdesk_tui.rows import Actor, Done, Note
from helpdesk_tui.services import timekeeping, undo_stopwatch
from helpdesk_tui.services.change import load, record
from helpdesk_tui.services.undo_stopwatch import Told

UNDOABLE = frozenset(
    {
        *("time_log", "time_edit", "time_delete"),
        *("timer_start", "timer_stop", "timer_trim", "timer_cancel"),
    }
)


def undo(actor: Actor, done: Event, now: int) -> Done:
    """Take back an act on one entry; raises WrongState where that has been touched since."""
    assert done.ticket_id is not None
    caused = undo_stopwatch.caused_by(done)
    agents = (undo_stopwatch.agent_of(done), *caused.agents)
    ticket = load(done.ticket_id, actor.id, *agents, beside=caused.tickets)
    if done.act in ("time_delete", "timer_cancel"):
        event, notes = _restore(done, actor, now)
    else:
        event, notes = _set_back(done, ticket, actor, now)
    notes += undo_stopwatch.run_again(caused, actor, now)
    return Done(ticket.id, ticket.number, event, "undo", notes, (done.act,))


def _set_back(done: Event, ticket: Ticket, actor: Actor, now: int) -> Told:
    entry = undo_stopwatch.entry_left_by(done)
    if entry is None:
        raise WrongState(
            N_("That time on {number} was changed or deleted since: see its time entries."),
            number=ticket.number,
        )
    timekeeping.permit_change(actor, entry)
    match done.act:
        case "time_log":
            gone = timekeeping.told_gone(actor, entry)
            entry.delete_instance()
            return record(ticket.id, actor, "time_delete", now, gone), ()
        case "time_edit":
            before = timekeeping.values(entry)
            _give(entry, done)
            entry.save()
            told = timekeeping.told(actor, before, entry)
            return record(ticket.id, actor, "time_edit", now, told), _counts(entry)
        case "timer_start":
            return undo_stopwatch.end(entry, actor, now)
        case _:
            return undo_stopwatch.resume(entry, actor, now)


def _restore(done: Event, actor: Actor, now: int) -> Told:
    """Write a deleted entry once more, under its number where no other has got that."""
    changes = json.loads(done.changes)
    former, source = changes["time_entry"][1], changes["time_source"][0]
    entry = TimeEntry(
        agent=undo_stopwatch.agent_of(done), ticket=done.ticket_id, source=source, ended_at=None
    )
    if not TimeEntry.select().where(TimeEntry.id == former).exists():
        entry.id = former
    _give(entry, done)
    timekeeping.permit_change(actor, entry)
    if entry.ended_at is None:
        undo_stopwatch.refuse_running(entry, actor, done.at, now)
    entry.save(force_insert=True)
    told = timekeeping.told(actor, None, entry)
    event = record(entry.ticket_id, actor, "time_restore", now, told)
    return event, undo_stopwatch.runs(entry, actor) if entry.ended_at is None else _counts(entry)


def _give(entry: TimeEntry, done: Event) -> None:
    """Set the entry to the values that it had before the act, and to what they counted then."""
    before: dict[str, Any] = {name: old for name, (old, _new) in json.loads(done.changes).items()}
    entry.started_at = before.get("time_started_at", entry.started_at)
    entry.ended_at = before.get("time_ended_at", entry.ended_at)
    entry.seconds = before.get("time_seconds", entry.seconds) or 0
    entry.note = before.get("time_note", entry.note) or ""
    entry.to_check = bool(before.get("time_to_check", entry.to_check))
    if entry.ended_at is not None:
        entry.raw_seconds = max(0, entry.ended_at - entry.started_at)


def _counts(entry: TimeEntry) -> tuple[Note, ...]:
    if entry.ended_at is None:
        return ()
    return ((N_("It counts {time}."), {"time": Lasting(entry.seconds)}),)
