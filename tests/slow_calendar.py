"""A second working calendar, slow and plain: it looks at the clock on the wall of every cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

CELL = 300
"""Seconds; the intervals and changes of clocks that tests use fall on whole cells."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Week = Mapping[str, Sequence[tuple[str, str]]]


def cell(text: str) -> int:
    """The number of the cell that begins at a time of day."""
    hours, minutes = text.split(":")
    return (int(hours) * 3600 + int(minutes) * 60) // CELL


class SlowCalendar:
    """The same questions as Calendar, in seconds since the epoch, answered by walking."""

    def __init__(
        self,
        timezone: str,
        week: Week,
        closed: Iterable[date] = (),
        special: Mapping[date, Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        self.zone = ZoneInfo(timezone)
        self.week = week
        self.closed = set(closed)
        self.special = special or {}
        self.spans = cache(self._spans)

    def written(self, day: date) -> Sequence[tuple[str, str]]:
        if day in self.closed:
            return ()
        return self.special.get(day, self.week.get(WEEKDAYS[day.weekday()], ()))

    def _spans(self, day: date) -> list[tuple[int, int]]:
        """The date's intervals as instants, after those that overlap or touch became one."""
        cells = {n for start, end in self.written(day) for n in range(cell(start), cell(end))}
        starts = sorted(n for n in cells if n - 1 not in cells)
        ends = sorted(n + 1 for n in cells if n + 1 not in cells)
        return [
            (self._instant(day, start), self._instant(day, end))
            for start, end in zip(starts, ends, strict=True)
        ]

    def _instant(self, day: date, n: int) -> int:
        local = datetime.combine(day, time()) + timedelta(seconds=n * CELL)
        return int(local.replace(tzinfo=self.zone).astimezone(UTC).timestamp())

    def is_open(self, t: int) -> bool:
        today = datetime.fromtimestamp(t, self.zone).date()
        around = (today + timedelta(days=n) for n in range(-2, 3))
        return any(start <= t < end for day in around for start, end in self.spans(day))

    def next_opening(self, t: int) -> int:
        while not self.is_open(t):
            t += CELL - t % CELL
        return t

    def add(self, t: int, seconds: int) -> int:
        if seconds == 0:
            return self.next_opening(t)
        return self._forward(t, seconds) if seconds > 0 else self._backward(t, -seconds)

    def _forward(self, t: int, seconds: int) -> int:
        while seconds:
            step = CELL - t % CELL
            if self.is_open(t):
                step = min(step, seconds)
                seconds -= step
            t += step
        return t

    def _backward(self, t: int, seconds: int) -> int:
        while seconds:
            step = (t - 1) % CELL + 1
            if self.is_open(t - step):
                step = min(step, seconds)
                seconds -= step
            t -= step
        return t

    def elapsed(self, a: int, b: int) -> int:
        """Only for a <= b."""
        total = 0
        while a < b:
            step = min(CELL - a % CELL, b - a)
            total += step if self.is_open(a) else 0
            a += step
        return total

    def add_days(self, t: int, days: int) -> int:
        local = datetime.fromtimestamp(t, self.zone)
        day, step = local.date(), timedelta(days=1 if days > 0 else -1)
        for _ in range(abs(days)):
            day += step
            while not self.written(day):
                day += step
        moved = datetime.combine(day, local.time(), self.zone)
        return int(moved.astimezone(UTC).timestamp()) if days else t

    def deadline(self, start: int, seconds: int, pauses: Sequence[tuple[int, int]]) -> int:
        """Second by second where a pause begins or ends; only for seconds > 0."""
        t = start
        edges = sorted({edge for pause in pauses for edge in pause})
        while seconds:
            step = min([CELL - t % CELL, *(edge - t for edge in edges if edge > t)])
            if self.is_open(t) and not any(begun <= t < ended for begun, ended in pauses):
                step = min(step, seconds)
                seconds -= step
            t += step
        return t
