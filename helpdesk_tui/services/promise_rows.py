"""The promises on tickets as acts read and write them: in one statement each, for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpdesk_tui.models import Calendar, SlaPolicy, database
from helpdesk_tui.queries.commitments import counted_in, working_time
from helpdesk_tui.sla import Calendar as WorkingTime
from helpdesk_tui.sla import Target

Values = tuple[int | None, ...]

# Every act runs these: built by the library, they would cost more than all that SQLite does.
_COPIED = ("target_status", "days", "seconds", "working_days_only", "warn_percent")
_CHANGING = (
    *("calendar_id", "started_at", "due_at", "warn_at", "paused_at", "left_seconds"),
    *("met_at", "withdrawn_at"),
)
_LOAD = f"""
SELECT c.ticket_id, c.id, c.policy_id, p.name, k.zone, k.week, k.closed, k.special, c.breached_at,
{", ".join(f"c.{name}" for name in (*_COPIED, *_CHANGING))}
FROM commitment AS c JOIN sla_policy AS p ON p.id = c.policy_id
LEFT JOIN calendar AS k ON k.id = c.calendar_id
WHERE c.withdrawn_at IS NULL AND c.ticket_id IN ({{}}) ORDER BY c.ticket_id, c.target_status
"""
_SAVE = f"UPDATE commitment SET {', '.join(f'{n} = {{0}}' for n in _CHANGING)} WHERE id = {{0}}"
_ADD = f"""
INSERT INTO commitment ({", ".join(("ticket_id", "policy_id", *_COPIED, *_CHANGING))})
VALUES ({", ".join(["{0}"] * (2 + len(_COPIED) + len(_CHANGING)))})
"""


@dataclass(slots=True)
class Promise:
    """One promise under the terms it was made, to be changed and then saved."""

    policy: int
    policy_name: str
    hours: WorkingTime
    """What its time is counted in."""
    target_status: int
    target: Target
    working_days_only: bool
    warn_percent: int
    calendar: int | None
    id: int | None = None
    """None until it is saved."""
    started_at: int = 0
    due_at: int | None = None
    warn_at: int | None = None
    paused_at: int | None = None
    left_seconds: int | None = None
    met_at: int | None = None
    withdrawn_at: int | None = None
    breached_at: int | None = None
    saved: Values = field(default=(), repr=False)

    @property
    def is_over(self) -> bool:
        """Met or breached: nothing but a reopening changes it any more."""
        return self.met_at is not None or self.breached_at is not None

    @property
    def terms(self) -> tuple[object, ...]:
        """What was copied from the policy, and the calendar that was found for it."""
        terms = (self.target_status, self.target, self.working_days_only, self.warn_percent)
        return (*terms, self.calendar)

    @property
    def changing(self) -> Values:
        return (
            *(self.calendar, self.started_at, self.due_at, self.warn_at, self.paused_at),
            *(self.left_seconds, self.met_at, self.withdrawn_at),
        )


def made(policy: SlaPolicy, calendar: Calendar | None) -> Promise:
    """A promise under the policy's terms of today, not saved yet."""
    return Promise(
        policy=policy.id,
        policy_name=policy.name,
        hours=working_time(calendar, policy.working_days_only),
        target_status=policy.target_status,
        target=Target(policy.days, policy.seconds),
        working_days_only=bool(policy.working_days_only),
        warn_percent=policy.warn_percent,
        calendar=calendar.id if calendar else None,
    )


def load(tickets: Sequence[int]) -> dict[int, list[Promise]]:
    """By ticket, the promises that are not withdrawn, by target status."""
    sql = _LOAD.format(", ".join([database.param] * len(tickets)))
    found: dict[int, list[Promise]] = {ticket: [] for ticket in tickets}
    for ticket, *values in database.execute_sql(sql, list(tickets)).fetchall():
        row, policy, name, zone, week, closed, special, breached, *rest = values
        target, days, seconds, working, warn, *changing = rest
        calendar, started, due, warn_at, paused, left, met, withdrawn = changing
        promise = Promise(
            policy=policy,
            policy_name=name,
            hours=counted_in(zone, week, closed, special, working),
            target_status=target,
            target=Target(days, seconds),
            working_days_only=bool(working),
            warn_percent=warn,
            calendar=calendar,
            id=row,
            saved=tuple(changing),
        )
        promise.started_at, promise.due_at, promise.warn_at = started, due, warn_at
        promise.paused_at, promise.left_seconds = paused, left
        promise.met_at, promise.withdrawn_at, promise.breached_at = met, withdrawn, breached
        found[ticket].append(promise)
    return found


def save(ticket: int, promises: Sequence[Promise]) -> None:
    """Write what has changed; the withdrawn first, for a target has one promise at a time."""
    for promise in sorted(promises, key=lambda each: each.withdrawn_at is None):
        values = promise.changing
        if promise.id is None:
            copied = (
                *(promise.target_status, promise.target.days, promise.target.seconds),
                *(promise.working_days_only, promise.warn_percent),
            )
            row = (ticket, promise.policy, *copied, *values)
            database.execute_sql(_ADD.format(database.param), row)
        elif values != promise.saved:
            database.execute_sql(_SAVE.format(database.param), (*values, promise.id))
        promise.saved = values
