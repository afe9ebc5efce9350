"""Opening hours as people write them, checked and put in one form, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = 86_400
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Span = tuple[int, int]
"""Half open, from the first second to just before the second; never empty."""

Written = Sequence[tuple[str, str]]
"""The intervals of a date as typed: pairs of `HH:MM`."""

_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])")


class CalendarError(ValueError):
    """What a calendar refuses: `message` is a catalogue id, `fields` fill its placeholders."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields

    def __str__(self) -> str:
        return self.message.format(**self.fields)


@dataclass(frozen=True, slots=True)
class Hours:
    """Equal for calendars that open alike; intervals are seconds since local midnight."""

    timezone: str
    week: tuple[tuple[Span, ...], ...]
    """Monday first, always seven."""
    closed: frozenset[date]
    """Dates without any interval, whether written as closed or as special with nothing."""
    special: frozenset[tuple[date, tuple[Span, ...]]]
    """Dates that have intervals of their own; none of them is closed."""

    @classmethod
    def written(
        cls,
        timezone: str,
        week: Mapping[str, Written],
        closed: Iterable[date],
        special: Mapping[date, Written],
    ) -> Hours:
        """The hours as typed; CalendarError says what is wrong with them."""
        zone_named(timezone)
        for weekday in week:
            if weekday not in WEEKDAYS:
                raise CalendarError(
                    "Unknown weekday “{weekday}”: use mon, tue, wed, thu, fri, sat or sun.",
                    weekday=weekday,
                )
        weekly = tuple(_intervals(week.get(weekday, ())) for weekday in WEEKDAYS)
        own = {day: _intervals(pairs) for day, pairs in special.items()}
        shut = frozenset(closed) | {day for day, intervals in own.items() if not intervals}
        opened = frozenset(item for item in own.items() if item[0] not in shut)
        if not opened and not any(weekly):
            raise CalendarError(
                "The calendar has no working time at all: give a day its"
                " hours, such as mon 09:00-17:00."
            )
        return cls(timezone, weekly, shut, opened)


def zone_named(timezone: str) -> ZoneInfo:
    """The zone of an IANA name such as `Europe/Paris`; CalendarError when there is none."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CalendarError(
            "Unknown time zone “{timezone}”: write one like Europe/Paris.", timezone=timezone
        ) from None


def union(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch joined, those that end too early dropped."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def joined(pairs: Written) -> list[tuple[str, str]]:
    """The intervals of a date in order, those that overlap or touch being one; CalendarError says
    what is wrong with them.
    """
    return [(_clock(start), _clock(end)) for start, end in _intervals(pairs)]


def _intervals(pairs: Written) -> tuple[Span, ...]:
    intervals = []
    for start, end in pairs:
        interval = _seconds(start), _seconds(end)
        if interval[1] <= interval[0]:
            raise CalendarError(_backwards(interval), start=start, end=end)
        intervals.append(interval)
    return tuple(union(intervals))


def _backwards(interval: Span) -> str:
    """How to write what was meant by an interval that does not end after its start."""
    start, end = interval
    if start == end:
        return "“{start}-{end}” ends where it starts: write for example 09:00-12:00."
    if end == 0:
        return "“{start}-{end}” ends before it starts: write {start}-24:00 for until midnight."
    return (
        "“{start}-{end}” ends before it starts. For a night shift write {start}-24:00 and, on the"
        " next day, 00:00-{end}."
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _seconds(text: str) -> int:
    found = _TIME.fullmatch(text)
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 if found else DAY + 1
    if seconds > DAY:
        raise CalendarError(
            "“{time}” is not a time of day: write HH:MM, from 00:00 to 24:00.", time=text
        )
    return seconds
