"""The daily roll-up, kept in the transactions that change it: what tickets count for, summed up.

Days are those of UTC. A report for people elsewhere reads the days that lie whole within its
period from here and what is left at its edges from the tickets, so that it is exact in every zone.
No agent is a dimension of tickets created, resolved or reopened: each take would write the row of
those that nobody has, and all who take at the same moment would wait for each other there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import EXCLUDED

from helpdesk_tui.models import Commitment, Milestone, Tally, Ticket, tuples
from helpdesk_tui.reports import DAY, Dimension, Measure

Key = tuple[int, int, int, int, int]
"""Measure, dimension, day, value and policy, as the table has them."""

_WRITTEN = 200
"""Rows in one statement."""


@contextmanager
def kept(ticket: Ticket) -> Iterator[None]:
    """Whatever happens inside to the ticket and its promises, the roll-up follows."""
    before = _counted([ticket.id])
    yield
    after = _counted([ticket.id])
    after.subtract(before)
    _add(after)


def begin(tickets: Sequence[int]) -> None:
    """Count tickets that have just been saved with everything that hangs on them."""
    _add(_counted(tickets))


def _counted(tickets: Sequence[int]) -> Counter[Key]:
    """Everything that the tickets count for now."""
    query = Ticket.select(
        Ticket.id, Ticket.created_at, Ticket.team, Ticket.type, Ticket.priority, Ticket.assignee
    ).where(Ticket.id.in_(tickets))
    counted: Counter[Key] = Counter()
    parts: dict[int, dict[Dimension, int]] = {}
    for ticket, created, team, kind, priority, agent in tuples(query):
        parts[ticket] = {
            Dimension.WHOLE: 0,
            Dimension.TEAM: team or 0,
            Dimension.TYPE: kind or 0,
            Dimension.PRIORITY: priority,
            Dimension.AGENT: agent or 0,
        }
        counted.update(_keys(parts[ticket], Measure.CREATED, created))
    for ticket, measure, at in tuples(_milestones(tickets)):
        counted.update(_keys(parts[ticket], measure, at))
    for ticket, policy, met, breached in tuples(_decided(tickets)):
        measure, at = (Measure.MET, met) if breached is None else (Measure.MISSED, breached)
        counted.update(_keys(parts[ticket], measure, at, policy))
    return counted


def _milestones(tickets: Sequence[int]) -> Any:
    return Milestone.select(Milestone.ticket, Milestone.measure, Milestone.at).where(
        Milestone.ticket.in_(tickets), Milestone.measure != Measure.ANSWERED
    )


def _decided(tickets: Sequence[int]) -> Any:
    return Commitment.select(
        Commitment.ticket, Commitment.policy, Commitment.met_at, Commitment.breached_at
    ).where(
        Commitment.ticket.in_(tickets),
        Commitment.withdrawn_at.is_null(),
        Commitment.met_at.is_null(False) | Commitment.breached_at.is_null(False),
    )


def _keys(
    parts: dict[Dimension, int], measure: int, at: int, policy: int = 0
) -> Iterator[Key]:
    for dimension, value in parts.items():
        if policy or dimension != Dimension.AGENT:
            yield (measure, dimension, at // DAY, value, policy)


def _add(counted: Counter[Key]) -> None:
    """Add to the rows, in their order, so that no two transactions wait for each other in turn."""
    rows = [(*key, count) for key, count in sorted(counted.items()) if count]
    fields = (Tally.measure, Tally.dimension, Tally.day, Tally.value, Tally.policy)
    for start in range(0, len(rows), _WRITTEN):
        Tally.insert_many(rows[start : start + _WRITTEN], fields=[*fields, Tally.count]).on_conflict(
            conflict_target=list(fields), update={Tally.count: Tally.count + EXCLUDED.count}
        ).execute()
