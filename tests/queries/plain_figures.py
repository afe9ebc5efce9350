"""The figures of reports once more, in plain Python over all rows, one ticket after the other.

Neither the roll-up nor the milestones are looked at: everything follows from tickets, their stays,
messages, promises and Events.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk_tui.models import (
    Calendar,
    Commitment,
    Customer,
    Event,
    Message,
    SlaPolicy,
    StatusPeriod,
    Team,
    Ticket,
)
from helpdesk_tui.opening_documents import calendar
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.reports import Filters
from helpdesk_tui.sla import always_open
from helpdesk_tui.vocabulary import Status
from tests.conftest import Desk

BEGINNINGS = ("create", "copy", "follow_up", "import")


@dataclass
class Life:
    """A ticket with everything that hangs on it."""

    ticket: Any
    stays: list[Any] = field(default_factory=list)
    messages: list[Any] = field(default_factory=list)
    promises: list[Any] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    spent: dict[int, Counter[str]] = field(default_factory=dict)
    """By broken promise, as it was once worked out."""

    def steps(self, *, resolved: bool) -> list[int]:
        """When it passed into the resolved statuses, or out of them."""
        found = []
        before = False
        for stay in self.stays:
            after = stay.status >= Status.RESOLVED
            if after != before and after == resolved:
                found.append(stay.from_at)
            before = after
        return found

    def is_open_at(self, end: int) -> bool:
        """Whether the last stay that begins before the instant is in an unresolved status."""
        begun = [stay.status for stay in self.stays if stay.from_at < end]
        return bool(begun) and begun[-1] < Status.RESOLVED

    def was(self, column: str, at: int) -> Any:
        """The value of a column at an instant, as the Events tell it."""
        value = getattr(self.ticket, column)
        for event in reversed(self.events):
            changes = json.loads(event.changes)
            if column in changes and event.at > at and event.act not in BEGINNINGS:
                value = changes[column][0]
        return value

    def broken_at(self, promise: Any, now: int) -> int | None:
        if promise.breached_at is not None:
            return int(promise.breached_at)
        late = promise.met_at is None and promise.due_at is not None and promise.due_at < now
        return int(promise.due_at) if late else None


@cache
def lives_of(desk: Desk) -> list[Life]:
    """The same of a desk that nobody changes, to which the tables are bound."""
    return lives()


def lives() -> list[Life]:
    """Every ticket of the desk."""
    found = {ticket.id: Life(ticket) for ticket in Ticket.select().order_by(Ticket.id)}
    for table, name in (
        (StatusPeriod, "stays"),
        (Message, "messages"),
        (Commitment, "promises"),
        (Event, "events"),
    ):
        for row in table.select().order_by(table.id):
            if row.ticket_id is not None:
                getattr(found[row.ticket_id], name).append(row)
    for life in found.values():
        life.promises = [promise for promise in life.promises if promise.withdrawn_at is None]
    return list(found.values())


COLUMNS = {
    "team": "team_id",
    "agent": "assignee_id",
    "customer": "customer_id",
    "type": "type_id",
    "priority": "priority",
    "status": "status",
}


def chosen(all_lives: Iterable[Life], filters: Filters) -> list[Life]:
    """Those that pass every filter that is set."""
    return [
        life
        for life in all_lives
        if all(
            getattr(filters, name) in (None, getattr(life.ticket, column) or 0)
            for name, column in COLUMNS.items()
        )
    ]


def trend(
    found: Sequence[Life], bounds: Sequence[int], now: int
) -> list[tuple[int, int, int, int, int, int | None]]:
    """Start, end, created, resolved, reopened and backlog of each step."""
    rows = []
    for start, end in pairwise(bounds):
        created = sum(start <= life.ticket.created_at < end for life in found)
        resolved, reopened = (
            sum(start <= at < end for life in found for at in life.steps(resolved=done))
            for done in (True, False)
        )
        backlog = sum(life.is_open_at(end) for life in found) if start <= now else None
        rows.append((start, end, created, resolved, reopened, backlog))
    return rows


def created_by(found: Sequence[Life], start: int, end: int, kind: str) -> Counter[int]:
    return Counter(
        getattr(life.ticket, COLUMNS[kind]) or 0
        for life in found
        if start <= life.ticket.created_at < end
    )


def heat(found: Sequence[Life], start: int, end: int, zone: str) -> list[list[int]]:
    counts = [[0] * 24 for _weekday in range(7)]
    for life in found:
        if start <= life.ticket.created_at < end:
            here = datetime.fromtimestamp(life.ticket.created_at, ZoneInfo(zone))
            counts[here.weekday()][here.hour] += 1
    return counts


def open_ages(found: Sequence[Life], now: int) -> list[int]:
    """Seconds since they were created, of those that are unresolved now."""
    return [now - life.ticket.created_at for life in found if life.ticket.status < Status.RESOLVED]


def answered(life: Life) -> int | None:
    said = [m.at for m in life.messages if m.agent_id is not None and not m.internal]
    return min(said, default=None)


def resolved(life: Life) -> int | None:
    """The resolution that stands."""
    is_resolved = life.ticket.status >= Status.RESOLVED
    return life.steps(resolved=True)[-1] if is_resolved else None


def lengths(
    found: Sequence[Life], start: int, end: int, reached: Callable[[Life], int | None]
) -> tuple[list[int], list[int]]:
    """Real and working seconds, sorted, from creation to what was reached within the period."""
    real, working = [], []
    for life in found:
        at = reached(life)
        if at is not None and start <= at < end:
            came = life.ticket.created_at
            real.append(at - came)
            working.append(hours_at(life, at).elapsed_epoch(came, at))
    return sorted(real), sorted(working)


def hours_at(life: Life, at: int) -> Any:
    """The working time of the customer, team or desk that the ticket had then."""
    owners = ((Customer, "customer_id"), (Team, "team_id"))
    of_owners = (
        owner.calendar_id
        for table, column in owners
        if (owner := table.get_or_none(table.id == life.was(column, at))) is not None
    )
    ids = [id for id in (*of_owners, switches().default_calendar) if id is not None]
    if not ids:
        return always_open("UTC")
    row = Calendar.get_by_id(ids[0])
    return calendar(row.zone, row.week, row.closed, row.special)


def decided(
    found: Sequence[Life], start: int, end: int, now: int, column: str = ""
) -> dict[tuple[str, int], tuple[int, int]]:
    """Promises met and missed within the period, by policy and by a column of the tickets."""
    counts: dict[tuple[str, int], list[int]] = {}
    for life in found:
        for promise in life.promises:
            broken = life.broken_at(promise, now)
            at = broken if broken is not None else promise.met_at
            if at is not None and start <= at < end:
                part = (getattr(life.ticket, column) or 0) if column else 0
                key = (SlaPolicy.get_by_id(promise.policy_id).name, part)
                counts.setdefault(key, [0, 0])[broken is not None] += 1
    return {key: (met, missed) for key, (met, missed) in counts.items()}


def misses(
    found: Sequence[Life], start: int, end: int, now: int
) -> Iterator[tuple[Life, Any, int]]:
    """Each promise broken within the period, with when it was."""
    for life in found:
        for promise in life.promises:
            broken = life.broken_at(promise, now)
            if broken is not None and start <= broken < end:
                yield life, promise, broken


def promised_hours(promise: Any) -> Any:
    """The hours in which a promise is counted."""
    if promise.calendar_id is None:
        return always_open("UTC")
    row = Calendar.get_by_id(promise.calendar_id)
    if not promise.working_days_only:
        return always_open(row.zone)
    return calendar(row.zone, row.week, row.closed, row.special)


def spent(life: Life, promise: Any, broken: int) -> Counter[str]:
    """Working seconds until the deadline, looked at minute by minute."""
    if promise.id not in life.spent:
        life.spent[promise.id] = _spent(life, promise, broken)
    return life.spent[promise.id]


def _spent(life: Life, promise: Any, broken: int) -> Counter[str]:
    hours = promised_hours(promise)
    counts: Counter[str] = Counter()
    for minute in range(promise.started_at, broken, 60):
        if not hours.is_open_epoch(minute):
            continue
        status = [stay.status for stay in life.stays if stay.from_at <= minute][-1]
        if status in (Status.NEW, Status.IN_PROGRESS):
            assigned = life.was("assignee_id", minute) is not None
            counts["in_work" if assigned else "unassigned"] += 60
        else:
            counts["waiting"] += 60
    return counts
