"""Working time: sums of open seconds per block of years, and bisection instead of a walk.

Methods ending in `_epoch` take and give whole seconds since the epoch, as the database stores
them; the others take aware datetimes, drop fractions of a second and answer in the zone of the
datetime they were asked about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from helpdesk_tui.opening_hours import WEEKDAYS, CalendarError, Hours, Span, Written, union
from helpdesk_tui.opening_tables import DAYS, SPAN, Block, Blocks, Tables, tables_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SECOND = timedelta(seconds=1)
_REACH = 64
"""Blocks searched for an answer: a calendar may have no working time left, ever."""
_YEARS = _REACH * 4
_NO_DATES: Mapping[date, Written] = MappingProxyType({})


def epoch(t: datetime) -> int:
    """Whole seconds since the epoch, fractions dropped; TypeError when `t` has no zone."""
    return (t - EPOCH) // _SECOND


def instant(seconds: int, zone: tzinfo | None) -> datetime:
    """Seconds since the epoch as a datetime of that zone, which an aware datetime has."""
    return datetime.fromtimestamp(seconds, zone)


@dataclass(frozen=True, slots=True, init=False)
class Calendar:
    """When a desk works; equal by value, and equal calendars share their tables."""

    hours: Hours
    zone: ZoneInfo = field(compare=False, repr=False)
    _tables: Tables = field(compare=False, repr=False)
    _blocks: Blocks = field(compare=False, repr=False)

    def __init__(
        self,
        timezone: str,
        week: Mapping[str, Written],
        closed: Iterable[date] = (),
        special: Mapping[date, Written] = _NO_DATES,
    ) -> None:
        """Closed wins over special; CalendarError, a ValueError, says what is wrong."""
        hours = Hours.written(timezone, week, closed, special)
        tables = tables_of(hours)
        object.__setattr__(self, "hours", hours)
        object.__setattr__(self, "zone", tables.zone)
        object.__setattr__(self, "_tables", tables)
        object.__setattr__(self, "_blocks", tables.blocks)

    def is_open(self, t: datetime) -> bool:
        """The closing instant is closed."""
        return self.is_open_epoch(epoch(t))

    def next_opening(self, t: datetime) -> datetime:
        """`t` itself when open; ValueError when no opening is left."""
        asked = epoch(t)
        opening = self.next_opening_epoch(asked)
        return t if opening == asked else instant(opening, t.tzinfo)

    def add(self, t: datetime, seconds: int) -> datetime:
        """The first instant by which the working seconds have elapsed; zero: the next opening."""
        return instant(self.add_epoch(epoch(t), seconds), t.tzinfo)

    def add_days(self, t: datetime, days: int) -> datetime:
        """The same local time on the working date that many after, or before, the date of `t`."""
        return instant(self.add_days_epoch(epoch(t), days), t.tzinfo) if days else t

    def elapsed(self, a: datetime, b: datetime) -> int:
        """Working seconds in [a, b), negative when b is earlier."""
        return self.elapsed_epoch(epoch(a), epoch(b))

    def is_open_epoch(self, t: int) -> bool:
        """The closing instant is closed."""
        starts, ends, _ = self._blocks[t // SPAN]
        return starts[bisect_right(ends, t)] <= t

    def next_opening_epoch(self, t: int) -> int:
        """`t` itself when open; ValueError when no opening is left."""
        index = t // SPAN
        for later in range(index, index + _REACH):
            starts, ends, _ = self._blocks[later]
            i = bisect_right(ends, t)
            if i < len(ends):
                return max(t, starts[i])
        raise self._too_little(t)

    def add_epoch(self, t: int, seconds: int) -> int:
        """The first instant by which the working seconds have elapsed; zero: the next opening.

        A negative amount that runs out exactly at an opening answers that opening.
        """
        if not seconds:
            return self.next_opening_epoch(t)
        index = t // SPAN
        starts, ends, before = self._blocks[index]
        i = bisect_right(ends, t)
        wanted = before[i] + seconds
        if starts[i] < t:
            wanted += t - starts[i]
        if seconds > 0:
            if wanted > before[-1]:
                (starts, _, before), wanted = self._ahead(t, wanted)
            i = bisect_left(before, wanted) - 1
        else:
            if wanted < 0:
                (starts, _, before), wanted = self._back(t, wanted)
            i = bisect_right(before, wanted) - 1
        return starts[i] + wanted - before[i]

    def add_days_epoch(self, t: int, days: int) -> int:
        """The same local time on the working date that many after, or before, the date of `t`."""
        if not days:
            return t
        local = self._local(t)
        clock = local.hour * 3600 + local.minute * 60 + local.second
        return self._tables.instant(self._working_date(t, local.toordinal(), days), clock)

    def elapsed_epoch(self, a: int, b: int) -> int:
        """Working seconds in [a, b), negative when b is earlier."""
        if b < a:
            return -self.elapsed_epoch(b, a)
        within = self._worked(b) - self._worked(a)
        first, last = a // SPAN, b // SPAN
        if first == last:
            return within
        return within + sum(self._blocks[index].before[-1] for index in range(first, last))

    def working_spans_epoch(self, start: int, until: int) -> Iterator[Span]:
        """The working spans within [start, until), in order; a long one may come in pieces."""
        for index in range(start // SPAN, until // SPAN + 1):
            starts, ends, _ = self._blocks[index]
            first, last = bisect_right(ends, start), bisect_left(starts, until)
            for opening, closing in zip(starts[first:last], ends[first:last], strict=False):
                yield max(opening, start), min(closing, until)

    def holidays_epoch(self, start: int, until: int) -> list[Span]:
        """The closed dates within [start, until), midnight to midnight, neighbours joined."""
        holidays = self._tables.holidays
        first = bisect_left(holidays, self._local(start).toordinal())
        # a date more: where clocks go back over midnight, the next one has begun already
        last = bisect_right(holidays, self._local(until).toordinal() + 1)
        midnight = self._tables.midnight
        whole = ((midnight(day), midnight(day + 1)) for day in holidays[first:last])
        return union((max(a, start), min(b, until)) for a, b in whole)

    def _local(self, t: int) -> datetime:
        return datetime.fromtimestamp(t, self.zone)

    def _worked(self, t: int) -> int:
        starts, ends, before = self._blocks[t // SPAN]
        i = bisect_right(ends, t)
        return before[i] + max(t - starts[i], 0)

    def _ahead(self, t: int, wanted: int) -> tuple[Block, int]:
        index = t // SPAN
        for later in range(index, index + _REACH):
            block = self._blocks[later]
            if wanted <= block.before[-1]:
                return block, wanted
            wanted -= block.before[-1]
        raise self._too_little(t)

    def _back(self, t: int, wanted: int) -> tuple[Block, int]:
        index = t // SPAN
        for earlier in range(index - 1, index - _REACH, -1):
            block = self._blocks[earlier]
            wanted += block.before[-1]
            if wanted >= 0:
                return block, wanted
        raise self._too_little(t)

    def _working_date(self, t: int, ordinal: int, days: int) -> int:
        index, step = ordinal // DAYS, 1 if days > 0 else -1
        dates = self._tables.working_dates[index]
        if days > 0:
            place = bisect_right(dates, ordinal) + days - 1
        else:
            place = bisect_left(dates, ordinal) + days
        for other in range(index + step, index + step * _REACH, step):
            if 0 <= place < len(dates):
                return dates[place]
            if days > 0:
                place -= len(dates)
            dates = self._tables.working_dates[other]
            if days < 0:
                place += len(dates)
        raise self._too_little(t)

    def _too_little(self, t: int) -> CalendarError:
        return CalendarError(
            "The calendar has too little working time within {years} years of {date}.",
            years=_YEARS,
            date=self._local(t).date().isoformat(),
        )


@lru_cache(maxsize=64)
def always_open(timezone: str) -> Calendar:
    """Real time in a zone, for policies that do not count working days only."""
    return Calendar(timezone, dict.fromkeys(WEEKDAYS, (("00:00", "24:00"),)))
