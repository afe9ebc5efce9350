"""Time spent: an agent's stopwatch, and the entries of a ticket or of an agent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import ModelSelect, Query, fn

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Calendar, Team, Ticket, TimeEntry, tuples
from helpdesk_tui.opening_documents import calendar
from helpdesk_tui.opening_hours import DAY, union
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Choice, InHand, Running, Stopwatch, TimeRow
from helpdesk_tui.sla import Calendar as WorkingTime
from helpdesk_tui.statements import Slot, kept, row
from helpdesk_tui.vocabulary import NEVER, Priority, Status

HOUR = 3600

REACH = 7 * DAY
"""Seconds before an entry within which another one that overlaps it is looked for."""


def stopwatch(actor: Actor) -> Stopwatch:
    """What the agent's stopwatch runs on, in whatever terminal it was started."""
    rules = switches()
    if not rules.manage_timer:
        return Stopwatch(managed=False)
    rows = kept(_running).rows({"agent": actor.id})
    if not rows:
        return Stopwatch()
    [(entry, ticket, number, subject, started, kept_at)] = rows
    ends = [started + rules.timer_limit_hours * HOUR] if rules.timer_limit_hours else []
    hours = _working_hours(actor, rules.default_calendar)
    if hours is not None and (end := end_of_day(hours, started)) is not None:
        ends.append(end)
    forgotten = min(ends, default=None) if kept_at is None else None
    return Stopwatch(running=Running(entry, ticket, number, subject, started, forgotten))


def _running() -> Query:
    return (
        TimeEntry.select(
            *(TimeEntry.id, Ticket.id, Ticket.number, Ticket.subject),
            *(TimeEntry.started_at, TimeEntry.kept_at),
        )
        .join(Ticket)
        .where(TimeEntry.agent == Slot("agent"), TimeEntry.ended_at.is_null())
    )


def _working_hours(actor: Actor, default: int | None) -> WorkingTime | None:
    """The hours of the agent's active team, else those of the desk."""
    team = row(Team, actor.team) if actor.team is not None else None
    chosen = team.calendar_id if team is not None and team.calendar_id is not None else default
    found = row(Calendar, chosen) if chosen is not None else None
    return None if found is None else calendar(found.zone, found.week, found.closed, found.special)


def end_of_day(hours: WorkingTime, start: int) -> int | None:
    """When the work ends that goes on, or is still to come, on the local day of `start`; None
    when that day's work is over by then, or never ends.
    """
    day = datetime.fromtimestamp(start, hours.zone).date() + timedelta(days=1)
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=hours.zone).timestamp())
    last = None
    for opening, closing in union(hours.working_spans_epoch(start, midnight + DAY)):
        if opening < midnight:
            last = closing  # a night shift ends on the next day
    return None if last is None or last >= midnight + DAY else last


def of_ticket(ticket: int) -> list[TimeRow]:
    """Everybody's entries on a ticket, oldest first."""
    return [_row(values) for values in kept(_of_ticket).rows({"ticket": ticket})]


def _of_ticket() -> Query:
    return _select().where(TimeEntry.ticket == Slot("ticket"))


def of_agent(agent: int, start: int, end: int) -> list[TimeRow]:
    """An agent's entries that begin within [start, end), oldest first."""
    within = (TimeEntry.started_at >= start) & (TimeEntry.started_at < end)
    return _rows(_select().where(TimeEntry.agent == agent, within))


def entry(row: int) -> TimeRow:
    """One entry; raises NotFound."""
    found = _rows(_select().where(TimeEntry.id == row))
    if not found:
        raise NotFound(N_("There is no such time entry any more."))
    return found[0]


def newest(actor: Actor) -> TimeRow | None:
    """The entry that the agent has made last."""
    row = TimeEntry.select(fn.MAX(TimeEntry.id)).where(TimeEntry.agent == actor.id).scalar()
    return None if row is None else entry(row)


def running_entry(actor: Actor) -> int | None:
    """The entry without an end of the agent, also on a desk that uses no stopwatch any more."""
    found = TimeEntry.get_or_none(TimeEntry.agent == actor.id, TimeEntry.ended_at.is_null())
    return None if found is None else int(found.id)


def doubtful(tickets: Sequence[int], now: int) -> list[TimeRow]:
    """The stopwatch entries on these tickets that look forgotten: to be checked, or about to be."""
    limit = switches().timer_limit_hours * HOUR
    doubt: Any = TimeEntry.to_check
    if limit:
        since = fn.COALESCE(TimeEntry.kept_at, TimeEntry.started_at)
        doubt = doubt | (TimeEntry.ended_at.is_null() & (since < now - limit))
    return _rows(_select().where(TimeEntry.ticket.in_(tickets), doubt))


def _select() -> ModelSelect[TimeEntry]:
    other = TimeEntry.alias()
    overlap = other.select(other.id).where(
        other.agent == TimeEntry.agent,
        other.id != TimeEntry.id,
        other.started_at > TimeEntry.started_at - REACH,
        other.started_at < fn.COALESCE(TimeEntry.ended_at, NEVER),
        fn.COALESCE(other.ended_at, NEVER) > TimeEntry.started_at,
    )
    return (
        TimeEntry.select(
            TimeEntry.id,
            Ticket.id,
            Ticket.number,
            Ticket.subject,
            Ticket.status,
            Ticket.priority,
            Ticket.shared_with_customer,
            Agent.id,
            Agent.name,
            Agent.login,
            TimeEntry.started_at,
            TimeEntry.ended_at,
            TimeEntry.seconds,
            TimeEntry.raw_seconds,
            TimeEntry.note,
            TimeEntry.source,
            TimeEntry.to_check,
            fn.EXISTS(overlap),
        )
        .join_from(TimeEntry, Ticket)
        .join_from(TimeEntry, Agent)
        .order_by(TimeEntry.started_at, TimeEntry.id)
    )


def _rows(query: ModelSelect[TimeEntry]) -> list[TimeRow]:
    return [_row(values) for values in tuples(query)]


def _row(values: tuple[Any, ...]) -> TimeRow:
    id, ticket, number, subject, status, priority, shared, *rest = values
    agent, name, login, started, ended, seconds, raw, note, source, to_check, overlaps = rest
    return TimeRow(
        id=id,
        ticket=InHand(ticket, number, subject, Status(status), Priority(priority), bool(shared)),
        agent=Choice(agent, name, login),
        started_at=started,
        ended_at=ended,
        seconds=seconds,
        raw_seconds=raw,
        note=note,
        source=source,
        to_check=bool(to_check),
        overlaps=bool(overlaps),
    )
