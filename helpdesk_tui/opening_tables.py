"""Opening hours as instants: blocks of a few years, each built when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from helpdesk_tui.opening_hours import DAY, Hours, Span, union, zone_named

DAYS = 1461
"""Days in a block: four years, a few milliseconds to build."""
SPAN = DAYS * DAY

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_LAST_ORDINAL = date.max.toordinal()


class Block(NamedTuple):
    """The working spans of one block; `starts` ends with the block's own end as a sentinel."""

    starts: list[int]
    ends: list[int]
    before: list[int]
    """Working seconds of the block before each span, and last the block's total."""


class Tables:
    """What equal calendars share: blocks and working dates, built when first asked for."""

    def __init__(self, hours: Hours) -> None:
        self.zone = zone_named(hours.timezone)
        self.blocks = Blocks(self)
        self.working_dates = WorkingDates(self)
        self.holidays = sorted(day.toordinal() for day in hours.closed)
        self._week = hours.week
        self._exceptions = {day.toordinal(): intervals for day, intervals in hours.special}
        self._exceptions.update(dict.fromkeys(self.holidays, ()))

    def intervals(self, ordinal: int) -> tuple[Span, ...]:
        """The intervals of a date, in seconds since local midnight; none when it is closed."""
        own = self._exceptions.get(ordinal)
        return self._week[(ordinal - 1) % 7] if own is None else own

    def instant(self, ordinal: int, seconds: int) -> int:
        """A local time of a date: in a gap it moves forward, repeated it is the first."""
        return (ordinal - _EPOCH_ORDINAL) * DAY + seconds - self._offset(ordinal, seconds)

    def midnight(self, ordinal: int) -> int:
        """The instant at which a date begins."""
        return self.instant(ordinal, 0)

    def spans(self, first: int, last: int) -> Iterator[Span]:
        """The intervals of the dates from `first` to before `last` as instants, not yet united."""
        offset = self._offset(first, 0)
        for ordinal in range(first, last):
            # clocks that agree at both midnights did not change in between
            offset, morning = self._offset(ordinal + 1, 0), offset
            midnight = (ordinal - _EPOCH_ORDINAL) * DAY - offset
            for start, end in self.intervals(ordinal):
                if morning == offset:
                    yield midnight + start, midnight + end
                else:
                    yield self.instant(ordinal, start), self.instant(ordinal, end)

    def _offset(self, ordinal: int, seconds: int) -> int:
        local = datetime.fromordinal(ordinal)
        if seconds:
            local += timedelta(seconds=seconds)
        offset = self.zone.utcoffset(local)
        return offset.days * DAY + offset.seconds if offset else 0


class Blocks(dict[int, Block]):
    """Blocks by instant // SPAN; two threads may build the same one, which is the same value."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, index: int) -> Block:
        opening, closing = index * SPAN, (index + 1) * SPAN
        # two dates more on either side: zones move local dates by up to a day and a skipped date
        first = max(_EPOCH_ORDINAL + index * DAYS - 2, 1)
        last = min(_EPOCH_ORDINAL + (index + 1) * DAYS + 2, _LAST_ORDINAL)
        dated = self._tables.spans(first, last) if first < last else ()
        starts, ends, before = [], [], [0]
        worked = 0
        for start, end in union(dated):
            if end > opening and start < closing:
                starts.append(max(start, opening))
                ends.append(min(end, closing))
                worked += ends[-1] - starts[-1]
                before.append(worked)
        starts.append(closing)
        block = self[index] = Block(starts, ends, before)
        return block


class WorkingDates(dict[int, list[int]]):
    """Ordinals of dates that have an interval, by ordinal // DAYS."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, index: int) -> list[int]:
        first, last = max(index * DAYS, 1), min((index + 1) * DAYS, _LAST_ORDINAL)
        dates = self[index] = [day for day in range(first, last) if self._tables.intervals(day)]
        return dates


@lru_cache(maxsize=64)
def tables_of(hours: Hours) -> Tables:
    """The same tables for equal hours, so that a calendar read anew costs nothing."""
    return Tables(hours)
