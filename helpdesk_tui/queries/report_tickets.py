"""The tickets of a period: how many came and went, of what kind, how long they took, and when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from peewee import SQL, fn

from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.models import Milestone, Ticket
from helpdesk_tui.periods import local_day, midnight
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.report_counts import happened
from helpdesk_tui.queries.report_names import names
from helpdesk_tui.queries.report_rows import rows
from helpdesk_tui.queries.report_selection import UNRESOLVED, filtered, within
from helpdesk_tui.reports import (
    DAY,
    Bar,
    Breakdown,
    Filters,
    Heat,
    Lasting,
    Measure,
    Point,
    Quantiles,
    Ranges,
    Scope,
    Selection,
)
from helpdesk_tui.rows import Actor
from helpdesk_tui.vocabulary import NEVER, Priority, Status

MOST_CUSTOMERS = 10
"""Customers that have a bar of their own."""

AGES: tuple[tuple[str, int], ...] = (
    (N_("under a day"), DAY),
    (N_("1 to 3 days"), 3 * DAY),
    (N_("3 to 7 days"), 7 * DAY),
    (N_("1 to 4 weeks"), 28 * DAY),
    (N_("over 4 weeks"), NEVER),
)
"""Each age with the seconds that it stays under."""

_QUARTER = 900
"""Seconds; no clock in the world has been off the quarter hours since 1972."""


def part(viewer: Actor, name: str, scope: Scope, now: int) -> Any:
    """One part of the dashboard, by its name in PARTS."""
    permit(viewer, "ticket.read")
    return PARTS[name](scope, now)


def trend(scope: Scope, now: int) -> tuple[Point, ...]:
    """Tickets created, resolved and reopened in each step, and the backlog that they leave."""
    bounds = (*scope.bounds, NEVER)
    created, resolved, reopened = (
        happened(measure, bounds, scope.filters)
        for measure in (Measure.CREATED, Measure.RESOLVED, Measure.REOPENED)
    )
    # counted back from what is open now, which costs what has happened since, not all before
    backlog = _open_now(scope.filters)
    points = []
    for step in range(len(bounds) - 2, -1, -1):
        if step < len(scope.bounds) - 1:
            start, end = bounds[step], bounds[step + 1]
            begun = backlog if start <= now else None
            counts = (created[step], resolved[step], reopened[step])
            points.append(Point(start, end, *counts, begun))
        backlog += resolved[step] - created[step] - reopened[step]
    return tuple(reversed(points))


def _open_now(filters: Filters) -> int:
    query = Ticket.select(fn.COUNT(Ticket.id)).where(UNRESOLVED, *filtered(filters))
    return int(query.scalar())


def by_status(scope: Scope, now: int) -> Breakdown:
    """Tickets created in the period, by the status they have now."""
    return _of_few("status", scope, [int(status) for status in Status])


def by_priority(scope: Scope, now: int) -> Breakdown:
    """Tickets created in the period, by priority, the most urgent first."""
    return _of_few("priority", scope, [int(priority) for priority in Priority])


def by_type(scope: Scope, now: int) -> Breakdown:
    """Tickets created in the period, by type, the most frequent first."""
    return _of_many("type", scope, None)


def by_customer(scope: Scope, now: int) -> Breakdown:
    """Tickets created in the period, by customer, those with the most tickets."""
    return _of_many("customer", scope, MOST_CUSTOMERS)


def _of_few(kind: str, scope: Scope, values: list[int]) -> Breakdown:
    counts = _grouped(kind, scope)
    called = names(kind, values)
    return Breakdown(tuple(_bar(kind, scope, v, called[v], counts.get(v, 0)) for v in values))


def _of_many(kind: str, scope: Scope, most: int | None) -> Breakdown:
    counts = _grouped(kind, scope)
    largest = sorted(counts, key=lambda value: (-counts[value], value))
    shown, rest = largest[:most], largest[len(largest[:most]) :]
    called = names(kind, shown)
    bars = tuple(_bar(kind, scope, value, called[value], counts[value]) for value in shown)
    return Breakdown(bars, others=sum(counts[value] for value in rest))


def _grouped(kind: str, scope: Scope) -> dict[int, int]:
    field = _FIELDS[kind]
    query = (
        Ticket.select(field, fn.COUNT(Ticket.id))
        .where(within(Ticket.created_at, scope.span), *filtered(scope.filters))
        .group_by(field)
    )
    return {value or 0: count for value, count in rows(query)}


def _bar(kind: str, scope: Scope, value: int, label: str, count: int) -> Bar:
    filters = replace(scope.filters, **{kind: value})
    return Bar(label, count, Selection(Measure.CREATED, scope.span, filters) if count else None)


def by_age(scope: Scope, now: int) -> Breakdown:
    """Tickets that are unresolved now, by how long ago they were created."""
    query = Ticket.select(Ticket.created_at).where(UNRESOLVED, *filtered(scope.filters))
    created = sorted(at for (at,) in rows(query))
    bars = []
    youngest = NEVER  # a clock that is behind must not lose the tickets of one that is ahead
    for label, under in AGES:
        oldest = now - under + 1
        behind = Selection("open", ((oldest, youngest),), scope.filters)
        count = bisect_left(created, youngest) - bisect_left(created, oldest)
        bars.append(Bar(Word(label), count, behind if count else None))
        youngest = oldest
    return Breakdown(tuple(bars))


def lasting(scope: Scope, now: int) -> tuple[Lasting, ...]:
    """How long it took to answer and to resolve, of tickets that came to it in the period."""
    return tuple(_lasting(measure, scope) for measure in (Measure.ANSWERED, Measure.RESOLVED))


def _lasting(measure: Measure, scope: Scope) -> Lasting:
    query = Milestone.select(Milestone.seconds, Milestone.working_seconds).where(
        Milestone.measure == measure,
        within(Milestone.at, scope.span),
        Milestone.seconds.is_null(False),
    )
    conditions = filtered(scope.filters)
    lengths = rows(query.join(Ticket).where(*conditions) if conditions else query)
    return Lasting(
        measure,
        len(lengths),
        quantiles([real for real, _working in lengths]),
        quantiles([working for _real, working in lengths]),
        Selection(measure, scope.span, scope.filters),
    )


def quantiles(lengths: list[int]) -> Quantiles | None:
    """Median and ninth decile by nearest rank: lengths that occur, none made up between two."""
    if not lengths:
        return None
    ordered = sorted(lengths)
    rank = ceil(len(ordered) / 2), ceil(len(ordered) * 9 / 10)
    return Quantiles(ordered[rank[0] - 1], ordered[rank[1] - 1])


def heat(scope: Scope, now: int) -> Heat:
    """When tickets are created, by the weekdays and hours of the viewer's zone."""
    zone = ZoneInfo(scope.zone)
    counts = [[0] * 24 for _weekday in range(7)]
    quarter = Ticket.created_at / SQL(str(_QUARTER))  # a parameter would be another each time
    query = (
        Ticket.select(quarter, fn.COUNT(Ticket.id))
        .where(within(Ticket.created_at, scope.span), *filtered(scope.filters))
        .group_by(quarter)
    )
    for number, count in rows(query):
        here = datetime.fromtimestamp(number * _QUARTER, zone)
        counts[here.weekday()][here.hour] += count
    behind = (Selection(Measure.CREATED, days, scope.filters) for days in _weekdays(scope))
    return Heat(tuple(tuple(hours) for hours in counts), tuple(behind))


def _weekdays(scope: Scope) -> list[Ranges]:
    """The days of the period, those of one weekday together."""
    days: list[list[tuple[int, int]]] = [[] for _weekday in range(7)]
    day = local_day(scope.start, scope.zone)
    while (start := midnight(day, scope.zone)) < scope.end:
        after = day + timedelta(days=1)
        days[day.weekday()].append((start, midnight(after, scope.zone)))
        day = after
    return [tuple(ranges) for ranges in days]


_FIELDS: dict[str, Any] = {
    "status": Ticket.status,
    "type": Ticket.type,
    "priority": Ticket.priority,
    "customer": Ticket.customer,
}

PARTS: dict[str, Callable[[Scope, int], Any]] = {
    "trend": trend,
    "status": by_status,
    "type": by_type,
    "priority": by_priority,
    "customer": by_customer,
    "age": by_age,
    "lasting": lasting,
    "heat": heat,
}
"""The parts of the dashboard, in their order."""
