"""How often something happened in each step of a period: from the roll-up as far as it reaches.

What lies whole within a step is read a day of UTC at a time. The edges of the steps, and all of
them where the filters are not what the roll-up counts by, are read from the rows themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Any

from peewee import SQL, Expression, Field

from helpdesk_tui.models import Commitment, Milestone, Tally, Ticket
from helpdesk_tui.queries import report_selection as selection
from helpdesk_tui.queries.report_rows import rows
from helpdesk_tui.reports import DAY, Dimension, Filters, Measure, Ranges

Decided = dict[tuple[int, int, int], tuple[int, int]]
"""By step, policy and part: how many promises were met, and how many missed."""

Rolled = tuple[Dimension, int | None]
"""Where the roll-up has an answer: by what it counts, and of which part alone, if of one."""

_DIMENSIONS = {
    "team": Dimension.TEAM,
    "type": Dimension.TYPE,
    "priority": Dimension.PRIORITY,
    "agent": Dimension.AGENT,
}
"""By the name of the filter."""

_PARTS: dict[Dimension, Any] = {
    Dimension.WHOLE: SQL("0"),
    Dimension.TEAM: Ticket.team,
    Dimension.AGENT: Ticket.assignee,
}


def happened(measure: Measure, bounds: Sequence[int], filters: Filters) -> list[int]:
    """How often it happened to tickets in each step between the bounds."""
    counts = [0] * (len(bounds) - 1)
    rolled = _rolled(filters)
    if rolled is not None and rolled[0] == Dimension.AGENT:
        rolled = None  # only promises are rolled up by agent
    for day, _part, _policy, number in _tallies(measure, rolled, bounds):
        counts[_step(bounds, day)] += number
    edges = _edges(bounds, rolled)
    moments = sorted(at for edge in edges for (at,) in _moments(measure, edge, filters))
    places = [bisect_left(moments, bound) for bound in bounds]
    return [count + b - a for count, (a, b) in zip(counts, pairwise(places), strict=True)]


def decided(
    bounds: Sequence[int], filters: Filters, now: int, by: Dimension = Dimension.WHOLE
) -> Decided:
    """Promises decided in each step, by policy, and by team or agent of their tickets."""
    counts: dict[tuple[int, int, int], list[int]] = {}
    rolled = _rolled(filters, by)
    for measure, found in (
        (Measure.MET, _decisions(Measure.MET, bounds, filters, by, rolled)),
        (Measure.MISSED, _decisions(Measure.MISSED, bounds, filters, by, rolled)),
        (Measure.MISSED, _unwritten(bounds, filters, by, now)),
    ):
        for at, part, policy, number in found:
            key = (_step(bounds, at), policy, part or 0)
            counts.setdefault(key, [0, 0])[measure == Measure.MISSED] += number
    return {key: (met, missed) for key, (met, missed) in counts.items() if met or missed}


def _decisions(
    measure: Measure,
    bounds: Sequence[int],
    filters: Filters,
    by: Dimension,
    rolled: Rolled | None,
) -> Iterator[tuple[int, int | None, int, int]]:
    """Instant, part, policy and number of what was met, or missed and written down."""
    for day, part, policy, number in _tallies(measure, rolled, bounds):
        yield day, part if by else 0, policy, number
    for edge in _edges(bounds, rolled):  # one by one: partial indexes do not serve an OR
        if measure == Measure.MET:
            at, condition = Commitment.met_at, selection.kept((edge,))
        else:
            at, condition = Commitment.breached_at, selection.missed((edge,))
        yield from _promises(at, condition, filters, by)


def _unwritten(
    bounds: Sequence[int], filters: Filters, by: Dimension, now: int
) -> Iterator[tuple[int, int | None, int, int]]:
    condition = selection.missed_unwritten(((bounds[0], bounds[-1]),), now)
    return _promises(Commitment.due_at, condition, filters, by)


def _promises(
    at: Field, condition: Expression, filters: Filters, by: Dimension
) -> Iterator[tuple[int, int | None, int, int]]:
    """Read by index alone, unless it takes the tickets to tell which are meant."""
    query = Commitment.select(at, _PARTS[by], Commitment.policy).where(condition)
    conditions = selection.filtered(filters)
    if conditions or by:
        query = query.join(Ticket).where(*conditions)
    for instant, part, policy in rows(query):
        yield instant, part, policy, 1


def _moments(measure: Measure, span: tuple[int, int], filters: Filters) -> list[tuple[Any, ...]]:
    """The instants at which it happened to tickets."""
    conditions = selection.filtered(filters)
    if measure == Measure.CREATED:
        created = Ticket.select(Ticket.created_at)
        return rows(created.where(selection.within(Ticket.created_at, (span,)), *conditions))
    query = Milestone.select(Milestone.at).where(
        Milestone.measure == measure, selection.within(Milestone.at, (span,))
    )
    return rows(query.join(Ticket).where(*conditions) if conditions else query)


def _rolled(filters: Filters, by: Dimension = Dimension.WHOLE) -> Rolled | None:
    """Where the roll-up tells apart what is asked, None where it does not."""
    asked = [each.name for each in fields(filters) if getattr(filters, each.name) is not None]
    if not asked:
        return by, 0 if by == Dimension.WHOLE else None
    dimension = _DIMENSIONS.get(asked[0])
    if len(asked) > 1 or dimension is None or by not in (Dimension.WHOLE, dimension):
        return None
    return dimension, getattr(filters, asked[0])


def _tallies(
    measure: Measure, rolled: Rolled | None, bounds: Sequence[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Where the day begins, part, policy and number, of each day whole within one step."""
    if rolled is None:
        return
    dimension, value = rolled
    query = Tally.select(Tally.day, Tally.value, Tally.policy, Tally.count).where(
        Tally.measure == measure,
        Tally.dimension == dimension,
        Tally.day >= bounds[0] // DAY,
        Tally.day <= bounds[-1] // DAY,
    )
    if value is not None:
        query = query.where(Tally.value == value)
    for day, part, policy, number in rows(query):
        start = day * DAY
        is_within = start >= bounds[0] and start + DAY <= bounds[-1]
        if is_within and start + DAY <= bounds[_step(bounds, start) + 1]:
            yield start, part, policy, number


def _edges(bounds: Sequence[int], rolled: Rolled | None) -> Ranges:
    """What no day of the roll-up covers whole, neighbours joined."""
    if rolled is None:
        return ((bounds[0], bounds[-1]),)
    left: list[tuple[int, int]] = []
    for start, end in pairwise(bounds):
        first, last = -(-start // DAY) * DAY, end // DAY * DAY
        for a, b in ((start, first), (last, end)) if first < last else ((start, end),):
            if left and left[-1][1] == a:
                left[-1] = left[-1][0], b
            elif a < b:
                left.append((a, b))
    return tuple(left)


def _step(bounds: Sequence[int], at: int) -> int:
    return bisect_right(bounds, at) - 1
