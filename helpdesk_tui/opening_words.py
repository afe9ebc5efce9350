"""Opening hours as people type them, one line a day or span of days, and as they read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from helpdesk_tui import typed_dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.opening_hours import WEEKDAYS
from helpdesk_tui.text import fold, one_line

Intervals = Sequence[tuple[str, str]]

DAY_WORDS = (N_("mon"), N_("tue"), N_("wed"), N_("thu"), N_("fri"), N_("sat"), N_("sun"))
"""Short names of the weekdays from Monday on."""

LONGEST_SPAN = 366
"""Days of one span of closed dates."""

_ENGLISH = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_FRENCH = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]

_DASHES = re.compile("[\u2010-\u2015]")
_CLOCK = r"(\d{1,2})(?:[:h.](\d{2})?)?"
_INTERVAL = re.compile(rf"{_CLOCK}-{_CLOCK}", re.ASCII)
_DAYS = re.compile(r"([a-z]+(?:\s*[,-]\s*[a-z]+)*)\s*[.:]?(?:\s+|$)(.*)", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_AND_HOURS = re.compile(
    r"(.+?)\s+((?:\d{1,2}[:h.]?\d{0,2}-\d{1,2}[:h.]?\d{0,2}[,;\s]*)+)", re.A
)

_NOT_A_LINE = N_("“{typed}”: write days and hours, such as {example}.")
_NOT_DAYS = N_("“{typed}” is not a day of the week: write {first} to {last}.")
_NOT_HOURS = N_("“{typed}” is not an opening: write 09:00-12:00.")
_TWICE = N_("{day} stands there twice: write each day once.")
_OVERLAP = N_("{day} opens {first} and {second}, which overlap: write what you mean in one.")
_OPEN_AND_CLOSED = N_("{day} stands there with hours and without: leave one of the two out.")
_NOT_SPECIAL = N_("“{typed}”: write a date and its hours, such as 2026-12-24 09:00-12:00.")
_LONG_SPAN = N_(
    "“{typed}” must go from a date to a later one within a year: 2026-08-03..2026-08-14."
)


def week_typed(text: str, *, field: str = "week") -> dict[str, list[tuple[str, str]]]:
    """The intervals of each day that is named, on one line or on several; raises Invalid, naming
    what is not understood.
    """
    week: dict[str, list[tuple[str, str]]] = {}
    for line in _lines(text):
        parts = _DAYS.fullmatch(line)
        if parts is None:
            example = f"{_(DAY_WORDS[0])}-{_(DAY_WORDS[4])} 09:00-12:00 13:00-17:00"
            raise Invalid(field, _NOT_A_LINE, typed=one_line(line, 40), example=example)
        intervals = list(_intervals(parts[2], field))
        for day in _days(parts[1], field):
            known = week.get(day)
            week[day] = intervals if known is None else _united(day, known, intervals, field)
    return week


def _united(day: str, known: Intervals, more: Intervals, field: str) -> list[tuple[str, str]]:
    """The intervals of a day from two lines, such as the end of a night and the next beginning."""
    called = _(DAY_WORDS[WEEKDAYS.index(day)])
    if bool(known) != bool(more):
        raise Invalid(field, _OPEN_AND_CLOSED, day=called)
    for one in known:
        for other in more:
            if max(one[0], other[0]) < min(one[1], other[1]):
                first, second = (hours_written([each]) for each in (one, other))
                raise Invalid(field, _OVERLAP, day=called, first=first, second=second)
    return sorted([*known, *more])


def week_written(week: Mapping[str, Intervals], words: Sequence[str] | None = None) -> str:
    """One line for each run of days that open alike, those without hours being left out; the days
    are called by `words`, else in the language spoken.
    """
    called = words or [_(word) for word in DAY_WORDS]
    lines = []
    runs: list[tuple[int, int, tuple[tuple[str, str], ...]]] = []
    for place, day in enumerate(WEEKDAYS):
        intervals = tuple((a, b) for a, b in week.get(day, ()))
        if runs and runs[-1][1:] == (place - 1, intervals):
            runs[-1] = runs[-1][0], place, intervals
        else:
            runs.append((place, place, intervals))
    for first, last, intervals in runs:
        if intervals:
            days = called[first] + (f"-{called[last]}" if last > first else "")
            lines.append(f"{days} {hours_written(intervals)}")
    return "\n".join(lines)


def hours_written(intervals: Intervals) -> str:
    """The intervals of one day: `09:00-12:00 13:00-17:00`."""
    return " ".join(f"{start}-{end}" for start, end in intervals)


def dates_typed(text: str, now: int, *, field: str = "closed") -> list[date]:
    """Dates apart by commas, spaces or lines, `FIRST..LAST` being a span; raises Invalid."""
    found: list[date] = []
    for piece in re.split(r"[\n,;]+", text):
        words = piece.split()
        whole = len(words) > 1 and not all(_ISO.match(word) for word in words)
        for typed in [" ".join(words)] if whole else words:
            first, span, last = (part.strip() for part in typed.partition(".."))
            begin = _date(first, now, field)
            end = _date(last, now, field) if span else begin
            if not 0 <= (end - begin).days < LONGEST_SPAN:
                raise Invalid(field, _LONG_SPAN, typed=one_line(typed, 40))
            found += [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    return sorted(set(found))


def dates_written(days: Iterable[date]) -> str:
    """A line for each year; three dates in a row or more are written as a span."""
    years: dict[int, list[str]] = {}
    for first, last in _runs(sorted(set(days))):
        length = (last - first).days + 1
        parts = (
            [f"{first}..{last}"]
            if length > 2
            else [str(first + timedelta(days=n)) for n in range(length)]
        )
        years.setdefault(first.year, []).extend(parts)
    return "\n".join(", ".join(parts) for parts in years.values())


def special_typed(
    text: str, now: int, *, field: str = "special"
) -> dict[date, list[tuple[str, str]]]:
    """A date and its own hours a line; raises Invalid."""
    special: dict[date, list[tuple[str, str]]] = {}
    for line in _lines(text):
        parts = _DATE_AND_HOURS.fullmatch(line)
        if parts is None:
            raise Invalid(field, _NOT_SPECIAL, typed=one_line(line, 40))
        day = _date(parts[1], now, field)
        if day in special:
            raise Invalid(field, _TWICE, day=day.isoformat())
        special[day] = list(_intervals(parts[2], field))
    return special


def special_written(special: Mapping[date, Intervals]) -> str:
    """A line for each date, in order."""
    return "\n".join(f"{day} {hours_written(special[day])}" for day in sorted(special))


def _lines(text: str) -> Iterator[str]:
    for line in _DASHES.sub("-", fold(text)).splitlines():
        if line.strip():
            yield re.sub(r"\s*-\s*", "-", " ".join(line.split()))


def _days(words: str, field: str) -> Iterator[str]:
    for part in words.split(","):
        first, dash, last = part.strip().partition("-")
        begin = _weekday(first, field)
        end = _weekday(last, field) if dash else begin
        for step in range((end - begin) % 7 + 1):
            yield WEEKDAYS[(begin + step) % 7]


def _weekday(word: str, field: str) -> int:
    for names in (_ENGLISH, _FRENCH):
        for place, name in enumerate(names):
            if len(word) >= 3 and name.startswith(word):
                return place
    first, last = _(DAY_WORDS[0]), _(DAY_WORDS[-1])
    raise Invalid(field, _NOT_DAYS, typed=one_line(word, 40), first=first, last=last)


def _intervals(words: str, field: str) -> Iterator[tuple[str, str]]:
    for word in re.split(r"[\s,;]+", words.strip()):
        if word in ("", "-", "closed", "ferme"):
            continue
        parts = _INTERVAL.fullmatch(word)
        if parts is None:
            raise Invalid(field, _NOT_HOURS, typed=one_line(word, 40))
        yield (
            f"{int(parts[1]):02}:{parts[2] or '00'}",
            f"{int(parts[3]):02}:{parts[4] or '00'}",
        )


def _date(typed: str, now: int, field: str) -> date:
    if _ISO.fullmatch(typed):
        try:
            return date.fromisoformat(typed)
        except ValueError:
            pass  # the other reader says what is wrong with it
    instant = typed_dates.parse_instant(typed, now, "UTC", at="00:00", field=field)
    return date.fromordinal(instant // 86_400 + date(1970, 1, 1).toordinal())


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """First and last of the dates in a row, within one year."""
    first = last = None
    for day in days:
        if first is not None and last is not None:
            if day - last == timedelta(days=1) and day.year == first.year:
                last = day
                continue
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last
