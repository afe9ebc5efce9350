"""The promises on tickets: those of one ticket, and the next one of each in a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from peewee import JOIN, ModelSelect, Query

from helpdesk_tui.models import Calendar, Commitment, SlaPolicy, database
from helpdesk_tui.opening_documents import calendar, real_time
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import Calendar as WorkingTime
from helpdesk_tui.sla import Target
from helpdesk_tui.statements import kept, numbered, slots
from helpdesk_tui.vocabulary import STATUSES, Status

NO_ZONE = "UTC"
"""Where a promise counts real time without any calendar to say in which zone."""


def of_ticket(ticket: int) -> list[CommitmentRow]:
    """The promises on one ticket that are not withdrawn, by target status; none with SLA off."""
    return of_tickets([ticket]).get(ticket, [])


def of_tickets(tickets: Sequence[int]) -> dict[int, list[CommitmentRow]]:
    """The same for each ticket that has any."""
    if not switches().manage_sla:
        return {}
    statement = kept(_of, len(tickets))
    found: dict[int, list[CommitmentRow]] = {}
    for ticket, *values in statement.rows(numbered(tickets)):
        found.setdefault(ticket, []).append(_row(*values))
    return found


def _of(count: int) -> Query:
    query = _select().where(Commitment.ticket.in_(slots(count)))
    return query.order_by(Commitment.target_status)


def next_of(tickets: Sequence[int]) -> dict[int, CommitmentRow]:
    """For each ticket that has one, the unmet promise that runs out first; none with SLA off."""
    if not switches().manage_sla:
        return {}
    statement = kept(_unmet, len(tickets))
    found: dict[int, CommitmentRow] = {}
    for ticket, *values in statement.rows(numbered(tickets)):
        row = _row(*values)
        known = found.get(ticket)
        if known is None or row.urgency < known.urgency:
            found[ticket] = row
    return found


def _unmet(count: int) -> Query:
    return _select().where(Commitment.ticket.in_(slots(count)), Commitment.met_at.is_null())


def by_id(commitments: Sequence[int]) -> dict[int, CommitmentRow]:
    """Promises by their ids."""
    if not commitments:
        return {}
    count = len(commitments)
    statement = kept(_of_ids, count)
    rows = [_row(*values[1:]) for values in statement.rows(numbered(commitments))]
    return {row.id: row for row in rows}


def _of_ids(count: int) -> Query:
    return _select().where(Commitment.id.in_(slots(count)))


def pauses(ticket: int) -> list[tuple[int, int | None]]:
    """The stays that stop a ticket's clocks: Waiting, and Resolved when the ticket was reopened."""
    return pauses_of([ticket])[ticket]


def pauses_of(tickets: Sequence[int]) -> dict[int, list[tuple[int, int | None]]]:
    """The same for each ticket, in order of time."""
    sql = _PAUSES.format(*[database.param] * 3, ", ".join([database.param] * len(tickets)))
    statuses = (int(Status.WAITING), int(Status.RESOLVED), int(Status.CLOSED))
    found: dict[int, list[tuple[int, int | None]]] = {ticket: [] for ticket in tickets}
    for ticket, begun, ended in database.execute_sql(sql, (*statuses, *tickets)).fetchall():
        found[ticket].append((begun, ended))
    return found


# acts run it: built by the library, it would cost more than all that SQLite does
_PAUSES = (
    "SELECT ticket_id, from_at, to_at FROM status_period AS stay WHERE (status = {} OR (status = {}"
    " AND to_at IS NOT NULL AND (SELECT status FROM status_period AS later"
    " WHERE later.ticket_id = stay.ticket_id AND later.id > stay.id ORDER BY later.id LIMIT 1)"
    " <> {})) AND ticket_id IN ({}) ORDER BY from_at, id"
)


def working_time(row: Calendar | None, working_days_only: bool) -> WorkingTime:
    """What a promise counts in: the calendar's hours, or every hour in its zone."""
    if row is None:
        return real_time(NO_ZONE)
    return counted_in(row.zone, row.week, row.closed, row.special, working_days_only)


def counted_in(
    zone: str | None, week: str, closed: str, special: str, working_days_only: bool
) -> WorkingTime:
    """The same of a calendar's columns, all of them empty where there is none."""
    if zone and working_days_only:
        return calendar(zone, week, closed, special)
    return real_time(zone or NO_ZONE)


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


def _row(commitment: int, policy: str, target: int, *values: Any) -> CommitmentRow:
    terms, clock = _terms(*values[:_TERMS]), values[_TERMS:]
    return CommitmentRow(commitment, policy, STATUSES[target], *terms, *clock)


_TERMS = 7


@lru_cache(maxsize=256)
def _terms(
    days: int, seconds: int, working: bool, zone: str | None, week: str, closed: str, special: str
) -> tuple[Target, bool, WorkingTime]:
    """What the promises of one policy have in common, most of all those of a page."""
    working = bool(zone and working)
    return Target(days, seconds), working, counted_in(zone, week, closed, special, working)
