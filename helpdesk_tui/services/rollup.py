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

from helpdesk_tui.models import Ticket, database
from helpdesk_tui.reports import DAY, Dimension, Measure

Key = tuple[int, int, int, int, int]
"""Measure, dimension, day, value and policy, as the table has them."""

_WRITTEN = 200
"""Rows in one statement."""

# Every act runs these: built by the library, they would cost more than all that SQLite does.
_PARTS = (
    "SELECT id, created_at, team_id, type_id, priority, assignee_id FROM ticket WHERE id IN ({})"
)
_MILESTONES = (
    "SELECT ticket_id, measure, at FROM milestone WHERE measure <> {} AND ticket_id IN ({})"
)
_DECIDED = (
    "SELECT ticket_id, policy_id, met_at, breached_at FROM commitment WHERE withdrawn_at IS NULL"
    " AND (met_at IS NOT NULL OR breached_at IS NOT NULL) AND ticket_id IN ({})"
)
_COLUMNS = "measure, dimension, day, value, policy"
_ADD = (
    f"INSERT INTO tally ({_COLUMNS}, count) VALUES {{}}"
    f" ON CONFLICT ({_COLUMNS}) DO UPDATE SET count = tally.count + excluded.count"
)


@contextmanager
def kept(*tickets: Ticket) -> Iterator[None]:
    """Whatever happens inside to the tickets and their promises, the roll-up follows."""
    ids = [ticket.id for ticket in tickets]
    before = _counted(ids)
    yield
    after = _counted(ids)
    after.subtract(before)
    _add(after)


def begin(tickets: Sequence[int]) -> None:
    """Count tickets that have just been saved with everything that hangs on them."""
    _add(_counted(tickets))


def _counted(tickets: Sequence[int]) -> Counter[Key]:
    """Everything that the tickets count for now."""
    counted: Counter[Key] = Counter()
    parts: dict[int, dict[Dimension, int]] = {}
    for ticket, created, team, kind, priority, agent in _rows(_PARTS, tickets):
        parts[ticket] = {
            Dimension.WHOLE: 0,
            Dimension.TEAM: team or 0,
            Dimension.TYPE: kind or 0,
            Dimension.PRIORITY: priority,
            Dimension.AGENT: agent or 0,
        }
        counted.update(_keys(parts[ticket], Measure.CREATED, created))
    for ticket, measure, at in _rows(_MILESTONES, tickets, Measure.ANSWERED):
        counted.update(_keys(parts[ticket], measure, at))
    for ticket, policy, met, breached in _rows(_DECIDED, tickets):
        measure, at = (Measure.MET, met) if breached is None else (Measure.MISSED, breached)
        counted.update(_keys(parts[ticket], measure, at, policy))
    return counted


def _keys(parts: dict[Dimension, int], measure: int, at: int, policy: int = 0) -> Iterator[Key]:
    for dimension, value in parts.items():
        if policy or dimension != Dimension.AGENT:
            yield (int(measure), int(dimension), at // DAY, value, policy)


def _rows(statement: str, tickets: Sequence[int], *first: int) -> list[tuple[Any, ...]]:
    mark = database.param
    marks = ", ".join([mark] * len(tickets))
    sql = statement.format(*[mark] * len(first), marks)
    return list(database.execute_sql(sql, (*map(int, first), *tickets)).fetchall())


def _add(counted: Counter[Key]) -> None:
    """Add to the rows, in their order, so that no two transactions wait for each other in turn."""
    rows = [(*key, count) for key, count in sorted(counted.items()) if count]
    marks = f"({', '.join([database.param] * 6)})"
    for start in range(0, len(rows), _WRITTEN):
        batch = rows[start : start + _WRITTEN]
        sql = _ADD.format(", ".join([marks] * len(batch)))
        database.execute_sql(sql, [value for row in batch for value in row])
