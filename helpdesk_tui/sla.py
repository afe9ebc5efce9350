"""SLA: deadlines, warnings, pauses, what a clock is made of and the state it is in.

Functions ending in `_epoch` take and give whole seconds since the epoch, as the database stores
them; the others take aware datetimes, drop fractions of a second and answer in the zone of `start`.
No clock is read: the time now is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar

from helpdesk_tui.opening_hours import CalendarError, Span, union
from helpdesk_tui.working_time import EPOCH, Calendar, always_open, epoch, instant

__all__ = [
    "Calendar",
    "CalendarError",
    "Commitment",
    "Kind",
    "State",
    "Target",
    "always_open",
    "deadline",
    "deadline_epoch",
    "segments",
    "segments_epoch",
    "state",
    "state_epoch",
    "warning",
    "warning_epoch",
]

Kind = Literal["running", "paused", "closed", "holiday"]
State = Literal["running", "at_risk", "breached", "paused", "met", "met_late"]
Pauses = Iterable[tuple[int, int | None]]
"""Stays during which the clock stands: from, to, or no end yet; they may overlap."""

_FOREVER = 2**62

Instant_co = TypeVar("Instant_co", covariant=True)
Instant = TypeVar("Instant", int, timedelta)


@dataclass(frozen=True, slots=True)
class Target:
    """Days first, then seconds; what they count is the calendar's matter."""

    days: int = 0
    seconds: int = 0


class Commitment(Protocol[Instant_co]):
    """What `state` reads of a promise; `due_at` is None while it is paused unbreached."""

    @property
    def due_at(self) -> Instant_co | None: ...
    @property
    def warn_at(self) -> Instant_co | None: ...
    @property
    def paused_at(self) -> Instant_co | None: ...
    @property
    def met_at(self) -> Instant_co | None: ...
    @property
    def breached_at(self) -> Instant_co | None: ...


def deadline(
    start: datetime,
    target: Target,
    calendar: Calendar,
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
) -> datetime | None:
    """The last instant that is in time; None while a pause that moves it is open."""
    due = deadline_epoch(epoch(start), target, calendar, _epochs(pauses))
    return None if due is None else instant(due, start.tzinfo)


def deadline_epoch(
    start: int, target: Target, calendar: Calendar, pauses: Pauses = ()
) -> int | None:
    """The last instant that is in time; None while a pause that moves it is open."""
    due = _unpaused(start, target, calendar)
    return _moved(due, start, calendar, pauses) if pauses else due


def warning(
    start: datetime,
    target: Target,
    calendar: Calendar,
    percent: int,
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
) -> datetime | None:
    """The instant by which that much of the target's working time is used; see `deadline`."""
    warn = warning_epoch(epoch(start), target, calendar, percent, _epochs(pauses))
    return None if warn is None else instant(warn, start.tzinfo)


def warning_epoch(
    start: int, target: Target, calendar: Calendar, percent: int, pauses: Pauses = ()
) -> int | None:
    """The instant by which that much of the target's working time is used; see `deadline`."""
    due = _unpaused(start, target, calendar)
    used = calendar.elapsed_epoch(start, due) * percent // 100
    # a target of a few closed hours holds no working time, and opens after it is due
    warn = min(calendar.add_epoch(start, used), due)
    return _moved(warn, start, calendar, pauses) if pauses else warn


def segments(
    start: datetime,
    until: datetime,
    calendar: Calendar,
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
) -> list[tuple[datetime, datetime, Kind]]:
    """What [start, until) is made of, in order; closed time within a pause is closed."""
    pieces = segments_epoch(epoch(start), epoch(until), calendar, _epochs(pauses))
    zone = start.tzinfo
    return [(instant(a, zone), instant(b, zone), kind) for a, b, kind in pieces]


def segments_epoch(
    start: int, until: int, calendar: Calendar, pauses: Pauses = ()
) -> list[tuple[int, int, Kind]]:
    """What [start, until) is made of, in order; closed time within a pause is closed."""
    joined: list[tuple[int, int, Kind]] = []
    for a, b, kind in _pieces(start, until, calendar, _stays(start, pauses)):
        if joined and joined[-1][2] == kind:
            joined[-1] = joined[-1][0], b, kind
        else:
            joined.append((a, b, kind))
    return joined


def state(commitment: Commitment[datetime], now: datetime) -> State:
    """The first that applies: met, met late, breached, paused, at risk, running."""
    return _state(
        _since_epoch(commitment.due_at),
        _since_epoch(commitment.warn_at),
        _since_epoch(commitment.met_at),
        now - EPOCH,
        breached=commitment.breached_at is not None,
        paused=commitment.paused_at is not None,
    )


def state_epoch(commitment: Commitment[int], now: int) -> State:
    """The first that applies: met, met late, breached, paused, at risk, running."""
    return _state(
        commitment.due_at,
        commitment.warn_at,
        commitment.met_at,
        now,
        breached=commitment.breached_at is not None,
        paused=commitment.paused_at is not None,
    )


def _state(
    due: Instant | None,
    warn: Instant | None,
    met: Instant | None,
    now: Instant,
    *,
    breached: bool,
    paused: bool,
) -> State:
    reached = now if met is None else met
    late = breached or (due is not None and reached > due)
    if met is not None:
        return "met_late" if late else "met"
    if late:
        return "breached"
    if paused:
        return "paused"
    return "at_risk" if warn is not None and now > warn else "running"


def _since_epoch(t: datetime | None) -> timedelta | None:
    # datetimes of one zone compare by the wall clock, which an autumn night repeats
    return None if t is None else t - EPOCH


def _epochs(pauses: Iterable[tuple[datetime, datetime | None]]) -> Pauses:
    return [(epoch(a), None if b is None else epoch(b)) for a, b in pauses]


def _stays(start: int, pauses: Pauses) -> list[Span]:
    """The pauses from `start` on, in order and joined; an open one ends at _FOREVER."""
    return union((max(a, start), _FOREVER if b is None else b) for a, b in pauses)


def _unpaused(start: int, target: Target, calendar: Calendar) -> int:
    if not target.days:
        return calendar.add_epoch(start, target.seconds)
    due = calendar.add_days_epoch(start, target.days)
    return calendar.add_epoch(due, target.seconds) if target.seconds else due


def _moved(due: int, start: int, calendar: Calendar, pauses: Pauses) -> int | None:
    for begun, ended in _stays(start, pauses):
        if begun > due:
            break
        if ended == _FOREVER:
            return None
        # by nothing is not by zero seconds, whose answer is the next opening
        if paused := calendar.elapsed_epoch(begun, ended):
            due = calendar.add_epoch(due, paused)
    return due


def _pieces(
    start: int, until: int, calendar: Calendar, stays: list[Span]
) -> Iterator[tuple[int, int, Kind]]:
    at = start
    for opening, closing in calendar.working_spans_epoch(start, until):
        yield from _cut(at, opening, calendar.holidays_epoch(at, opening), "holiday", "closed")
        yield from _cut(opening, closing, stays, "paused", "running")
        at = closing
    yield from _cut(at, until, calendar.holidays_epoch(at, until), "holiday", "closed")


def _cut(
    start: int, until: int, spans: list[Span], inside: Kind, outside: Kind
) -> Iterator[tuple[int, int, Kind]]:
    at = start
    for a, b in spans:
        begun, ended = max(a, at), min(b, until)
        if begun >= ended:
            continue
        if at < begun:
            yield at, begun, outside
        yield begun, ended, inside
        at = ended
    if at < until:
        yield at, until, outside
