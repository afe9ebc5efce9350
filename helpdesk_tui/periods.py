"""Days, weeks and months on people's calendars, cut into parts, as instants of a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Length = Literal["day", "week", "month"]

LENGTHS: tuple[Length, ...] = ("day", "week", "month")

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week or a month; `first_weekday` begins the weeks, 0 being Monday."""

    length: Length
    first: date
    first_weekday: int = 0

    @classmethod
    def around(cls, day: date, length: Length, first_weekday: int = 0) -> Period:
        """The period that holds the day."""
        first = day
        if length == "week":
            first = _week_of(day, first_weekday)
        elif length == "month":
            first = day.replace(day=1)
        return cls(length, first, first_weekday)

    def step(self, count: int) -> Period:
        """The period that many after this one, or before it."""
        if self.length == "month":
            months = self.first.year * 12 + self.first.month - 1 + count
            first = date(months // 12, months % 12 + 1, 1)
        else:
            first = self.first + count * (_WEEK if self.length == "week" else timedelta(days=1))
        return Period(self.length, first, self.first_weekday)

    def parts(self) -> list[date]:
        """The first day of each part, a week's being days and a month's weeks, and the end."""
        if self.length == "day":
            return [self.first, self.first + timedelta(days=1)]
        if self.length == "week":
            return [self.first + timedelta(days=n) for n in range(8)]
        end = self.step(1).first
        parts = [self.first]
        following = _week_of(self.first, self.first_weekday) + _WEEK
        while following < end:
            parts.append(following)
            following += _WEEK
        return [*parts, end]

    def bounds(self, zone: str) -> list[int]:
        """The instants at which the parts begin in a zone, and the one at which the last ends."""
        return [midnight(day, zone) for day in self.parts()]


def midnight(day: date, zone: str) -> int:
    """The instant at which a day begins in a zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp())


def local_day(instant: int, zone: str) -> date:
    """The day that it is in a zone."""
    return datetime.fromtimestamp(instant, ZoneInfo(zone)).date()


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)
