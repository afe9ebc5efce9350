"""The stopwatch and time entries from the command line."""

from __future__ import annotations

from argparse import Namespace

from helpdesk_tui import dates
from helpdesk_tui.commands.entries import draw
from helpdesk_tui.commands.notes import notes
from helpdesk_tui.commands.output import complain, say, say_json
from helpdesk_tui.commands.parser import USAGE
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.i18n import _
from helpdesk_tui.periods import Period, local_day
from helpdesk_tui.queries import export, time, time_sheets
from helpdesk_tui.rows import Done, TimeRow
from helpdesk_tui.services import stopwatch, time_entries
from helpdesk_tui.vocabulary import ACTS
from helpdesk_tui.worked import parse_worked


def start(options: Namespace, request: Request) -> int:
    """Set the caller's stopwatch running on a ticket."""
    with opened(request) as session:
        ticket = session.find(options.number)
        done = session.store.call(stopwatch.start, session.actor, ticket, session.now)
        _tell(options, session, done, session.store.call(time.newest, session.actor))
    return 0


def stop(options: Namespace, request: Request) -> int:
    """Stop the caller's stopwatch."""
    with opened(request) as session:
        running = session.store.call(time.running_entry, session.actor)
        done = session.store.call(stopwatch.stop, session.actor, session.now, entry=running)
        row = None if running is None else session.store.call(time.entry, running)
        _tell(options, session, done, row)
    return 0


def status(options: Namespace, request: Request) -> int:
    """What runs, and what the caller has worked today."""
    with opened(request) as session:
        bounds = Period.around(local_day(session.now, session.zone), "day").bounds(session.zone)
        args = (session.actor, session.actor.id, bounds[0], bounds[-1])
        today = session.store.call(time_sheets.entries, *args)
        running = session.store.call(time.running_entry, session.actor)
        current = None if running is None else session.store.call(time.entry, running)
        if options.json:
            whole = {
                "running": None if current is None else export.time_entry(current),
                "today": [export.time_entry(row) for row in today],
            }
            say_json(whole)
            return 0
        _draw(session, current, today)
    return 0


def log(options: Namespace, request: Request) -> int:
    """Add time that the caller has worked on a ticket."""
    with opened(request) as session:
        ticket = session.find(options.number)
        worked = parse_worked(" ".join(options.time), session.now, session.zone)
        note = worked.note if options.note is None else options.note
        done = session.store.call(
            time_entries.log,
            session.actor,
            ticket,
            session.now,
            worked.seconds,
            started_at=worked.started_at,
            note=note,
        )
        _tell(options, session, done, session.store.call(time.newest, session.actor))
    return 0


def edit(options: Namespace, request: Request) -> int:
    """Correct an entry: its length, from when to when, or its note."""
    if not options.time and options.note is None:
        complain(_("Say what to correct: the time, or --note."))
        return USAGE
    with opened(request) as session:
        seconds = started_at = None
        note = options.note
        if options.time:
            worked = parse_worked(" ".join(options.time), session.now, session.zone)
            seconds, started_at = worked.seconds, worked.started_at
            note = note if note is not None else worked.note or None
        done = session.store.call(
            time_entries.edit,
            session.actor,
            options.entry,
            session.now,
            started_at=started_at,
            seconds=seconds,
            note=note,
        )
        _tell(options, session, done, session.store.call(time.entry, options.entry))
    return 0


def delete(options: Namespace, request: Request) -> int:
    """Delete an entry; one that still runs is a stopwatch thrown away."""
    with opened(request) as session:
        row = session.store.call(time.entry, options.entry)
        remove = stopwatch.cancel if row.ended_at is None else time_entries.delete
        done = session.store.call(remove, session.actor, options.entry, session.now)
        _tell(options, session, done, row)
    return 0


def _tell(options: Namespace, session: Session, done: Done, row: TimeRow | None) -> None:
    """The entry for other programs, or what was done for people."""
    if options.json:
        say_json(None if row is None else export.time_entry(row))
        return
    if done.event is None:
        say(_("{number}: nothing to change").format(number=done.number))
        return
    did = _("{number}: {who} {did}").format(
        number=done.number, who=session.actor.name, did=_(ACTS[done.act])
    )
    say(" ".join([f"{did}.", *notes(session, done)]))


def _draw(session: Session, running: TimeRow | None, today: list[TimeRow]) -> None:
    if running is None:
        say(_("Your stopwatch does not run."))
    else:
        say(
            _("{number}: {time} since {begun}").format(
                number=running.ticket.number,
                time=dates.clock(running.lasting(session.now)),
                begun=session.written(running.started_at),
            )
        )
    draw(session, today, lambda row: row.ticket.number)
    total = sum(row.lasting(session.now) for row in today)
    say(_("Today: {time}").format(time=dates.duration(total)))
