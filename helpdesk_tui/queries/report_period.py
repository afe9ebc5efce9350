"""The period of a report: days on the viewer's calendar, and the instants that part them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from helpdesk_tui.i18n import N_
from helpdesk_tui.periods import midnight
from helpdesk_tui.reports import Filters, Scope, Step

Kind = Literal["recent", "today", "week", "month", "quarter", "year", "between"]

KINDS: dict[Kind, str] = {
    "recent": N_("Last 30 days"),
    "today": N_("Today"),
    "week": N_("This week"),
    "month": N_("This month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "between": N_("From … to …"),
}
"""What can be chosen, as it is called."""

RECENT = 30
"""Days of what is recent, today included."""

_DAYS_BY_DAY = 62
_DAYS_BY_WEEK = 190
"""Days up to which a period is parted into days, and into weeks."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_HOUR = 3_600
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class Period:
    """The days from first to last, both included; weeks begin on `first_weekday`, 0 is Monday."""

    kind: Kind
    first: date
    last: date
    first_weekday: int = 0

    @classmethod
    def of(cls, kind: Kind, today: date, first_weekday: int = 0) -> Period:
        """The period of that kind that holds today; `between` is today alone."""
        if kind == "recent":
            return cls(kind, today - timedelta(days=RECENT - 1), today, first_weekday)
        if kind == "week":
            first = _week_of(today, first_weekday)
            return cls(kind, first, first + timedelta(days=6), first_weekday)
        if kind in _MONTHS:
            months = _MONTHS[kind]
            first = date(today.year, (today.month - 1) // months * months + 1, 1)
            return cls(kind, first, _later(first, months) - timedelta(days=1), first_weekday)
        return cls(kind, today, today, first_weekday)

    @property
    def days(self) -> int:
        """How many it has."""
        return (self.last - self.first).days + 1

    def step(self, count: int) -> Period:
        """The period of the same length that many after this one, or before it."""
        if self.kind in _MONTHS:
            months = _MONTHS[self.kind]
            first = _later(self.first, count * months)
            last = _later(first, months) - timedelta(days=1)
        else:
            shift = timedelta(days=count * self.days)
            first, last = self.first + shift, self.last + shift
        if not _FIRST_YEAR <= first.year <= last.year < _LAST_YEAR:
            return self
        return Period(self.kind, first, last, self.first_weekday)

    def scope(self, zone: str, filters: Filters) -> Scope:
        """What a report on it is about, for a viewer in that zone."""
        step: Step
        if self.days == 1:
            return Scope(_hours(self.first, zone), "hour", zone, filters)
        if self.days <= _DAYS_BY_DAY:
            step, starts = "day", [self.first + timedelta(days=n) for n in range(self.days)]
        elif self.days <= _DAYS_BY_WEEK:
            step, starts = "week", self._weeks()
        else:
            step, starts = "month", _months(self.first, self.last)
        ends = [*starts, self.last + timedelta(days=1)]
        return Scope(tuple(midnight(day, zone) for day in ends), step, zone, filters)

    def _weeks(self) -> list[date]:
        starts = [self.first]
        following = _week_of(self.first, self.first_weekday) + timedelta(days=7)
        while following <= self.last:
            starts.append(following)
            following += timedelta(days=7)
        return starts


def twelve_months(scope: Scope) -> tuple[int, ...]:
    """Where the months of the period begin, at least the twelve up to its end; then their end."""
    zone = ZoneInfo(scope.zone)
    last = datetime.fromtimestamp(scope.end - 1, zone).date()
    first = datetime.fromtimestamp(scope.start, zone).date().replace(day=1)
    starts = _months(min(first, max(_later(last, -11), date(_FIRST_YEAR, 1, 1))), last)
    end = _later(last, 1)
    return tuple(midnight(day, scope.zone) for day in (*starts, end))


def _hours(day: date, zone: str) -> tuple[int, ...]:
    """The hours of a day: 23 or 25 of them where the clocks change."""
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return (*range(start, end, _HOUR), end)


def _months(first: date, last: date) -> list[date]:
    """The first day, then where each later month begins."""
    starts = [first]
    following = _later(first, 1)
    while following <= last:
        starts.append(following)
        following = _later(following, 1)
    return starts


def _later(day: date, months: int) -> date:
    """The first day of the month that many after the one of the day."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)
