"""The promises on tickets: those of one ticket, and the next one of each in a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import JOIN, ModelSelect

from helpdesk_tui.models import Calendar, Commitment, SlaPolicy, StatusPeriod, tuples
from helpdesk_tui.opening_documents import calendar, real_time
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import Calendar as WorkingTime
from helpdesk_tui.sla import Target
from helpdesk_tui.vocabulary import Status

NO_ZONE = "UTC"
"""Where a promise counts real time without any calendar to say in which zone."""


def of_ticket(ticket: int) -> list[CommitmentRow]:
    """The promises on one ticket that are not withdrawn, by target status; none with SLA off."""
    return of_tickets([ticket]).get(ticket, [])


def of_tickets(tickets: Sequence[int]) -> dict[int, list[CommitmentRow]]:
    """The same for each ticket that has any."""
    if not switches().manage_sla:
        return {}
    query = _select().where(Commitment.ticket.in_(tickets)).order_by(Commitment.target_status)
    found: dict[int, list[CommitmentRow]] = {}
    for ticket, *values in tuples(query):
        found.setdefault(ticket, []).append(_row(tuple(values)))
    return found


def next_of(tickets: Sequence[int]) -> dict[int, CommitmentRow]:
    """For each ticket that has one, the unmet promise that runs out first; none with SLA off."""
    if not switches().manage_sla:
        return {}
    query = _select().where(Commitment.ticket.in_(tickets), Commitment.met_at.is_null())
    found: dict[int, CommitmentRow] = {}
    for ticket, *values in tuples(query):
        row = _row(tuple(values))
        known = found.get(ticket)
        if known is None or row.urgency < known.urgency:
            found[ticket] = row
    return found


def by_id(commitments: Sequence[int]) -> dict[int, CommitmentRow]:
    """Promises by their ids."""
    if not commitments:
        return {}
    rows = [_row(values[1:]) for values in tuples(_select().where(Commitment.id.in_(commitments)))]
    return {row.id: row for row in rows}


def pauses(ticket: int) -> list[tuple[int, int | None]]:
    """The stays that stop a ticket's clocks: Waiting, and Resolved when another followed."""
    query = StatusPeriod.select(StatusPeriod.from_at, StatusPeriod.to_at).where(
        StatusPeriod.ticket == ticket,
        (StatusPeriod.status == Status.WAITING)
        | ((StatusPeriod.status == Status.RESOLVED) & StatusPeriod.to_at.is_null(False)),
    )
    return [(begun, ended) for begun, ended in tuples(query.order_by(StatusPeriod.from_at))]


def working_time(row: Calendar | None, working_days_only: bool) -> WorkingTime:
    """What a promise counts in: the calendar's hours, or every hour in its zone."""
    if row is None:
        return real_time(NO_ZONE)
    if not working_days_only:
        return real_time(row.zone)
    return calendar(row.zone, row.week, row.closed, row.special)


def _select() -> ModelSelect[Commitment]:
    return (
        Commitment.select(
            Commitment.ticket,
            Commitment.id,
            SlaPolicy.name,
            Commitment.target_status,
            Commitment.days,
            Commitment.seconds,
            Commitment.working_days_only,
            Calendar.zone,
            Calendar.week,
            Calendar.closed,
            Calendar.special,
            Commitment.started_at,
            Commitment.due_at,
            Commitment.warn_at,
            Commitment.paused_at,
            Commitment.left_seconds,
            Commitment.met_at,
            Commitment.breached_at,
        )
        .join_from(Commitment, SlaPolicy)
        .join_from(Commitment, Calendar, JOIN.LEFT_OUTER, on=Commitment.calendar == Calendar.id)
        .where(Commitment.withdrawn_at.is_null())
    )


def _row(values: tuple[Any, ...]) -> CommitmentRow:
    commitment, policy, target, days, seconds, working, zone, week, closed, special, *rest = values
    working = bool(zone and working)
    hours = calendar(zone, week, closed, special) if working else real_time(zone or NO_ZONE)
    return CommitmentRow(
        commitment, policy, Status(target), Target(days, seconds), working, hours, *rest
    )
