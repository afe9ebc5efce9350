"""People's dates and durations as they are typed, read in their zone and either language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from helpdesk_tui.dates import local, short_names
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.i18n import language as spoken
from helpdesk_tui.text import fold, one_line

_MINUTE, _HOUR, _DAY, _WEEK = 60, 3_600, 86_400, 604_800
_LAST = 7_258_118_400  # 2200-01-01; what people type lies between 1970 and this
_LONGEST = 10_000 * _HOUR
_MOST_TYPED = 60

_NOT_A_DATE = N_(
    "{typed} is not a date: type for example 27/04/2026 9:00, fri 17:00, tomorrow 9am, +2d, 17:00"
)
_NO_SUCH_DAY = N_("{typed}: there is no such day. The day stands before the month: 27/04/2026")
_NO_SUCH_TIME = N_("{typed}: there is no such time of day, hours go from 0:00 to 23:59")
_WRONG_WEEKDAY = N_("{typed}: that day is a {weekday}")
_TWO_READINGS = N_("{typed} can be read in two ways: type {one} or {other}")
_TOO_FAR = N_("{typed} is too far away: years go from 1970 to 2199")
_NOT_A_DURATION = N_("{typed} is not a duration: type for example 1h30, 90m, 1.5h or 1:30")
_WHICH_UNIT = N_("{typed} of what? Type {typed}m for minutes or {typed}h for hours")
_DAY_VARIES = N_("{typed}: a day has no fixed length here, type hours: 7h, 14h30")
_TOO_LONG = N_("{typed} is too long: at most 10000 hours")
_NOT_A_SPAN = N_("{typed} is not a span of time: type for example 09:15-10:40 or fri 9h-10h30")
_ENDS_FIRST = N_("{typed}: the end must come after the start")
_NOT_ISO = N_("{typed} is not an ISO date: 2026-04-27T07:00:00Z")

_NOW = frozenset({"now", "maintenant"})
_RELATIVE = {
    "": 0, "today": 0, "aujourd'hui": 0, "aujourdhui": 0,
    "tomorrow": 1, "demain": 1, "yesterday": -1, "hier": -1,
}  # fmt: skip
_UNITS = {
    name: seconds
    for seconds, names in (
        (_WEEK, "w wk week weeks sem semaine semaines"),
        (_DAY, "d day days j jour jours"),
        (_HOUR, "h hr hrs hour hours heure heures"),
        (_MINUTE, "m mn min mins minute minutes"),
        (1, "s sec second seconds seconde secondes"),
    )
    for name in names.split()
}
_AMOUNT = re.compile(r" ?(\d+(?:[.,]\d+)?) ?([a-z]*)\.?", re.ASCII)
_PARTED = re.compile(r"(\d+):(\d\d)(?::(\d\d))?", re.ASCII)

_CLOCK_FORM = r"\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[ap]m)?| ?h(?: ?\d\d)?| ?[ap]m)"
_CLOCK = re.compile(
    r"(\d{1,2})(?: ?[:h] ?(\d\d))?(?::(\d\d)(?:[.,]\d+)?)?(?: ?h)?(?: ?([ap])m)?", re.ASCII
)
_DAY_THEN_CLOCK = re.compile(rf"(.*?)(?:(?:(?<=\d)t| |^)({_CLOCK_FORM}))?", re.ASCII)
_SPAN = re.compile(rf"(?:(.+?) )?({_CLOCK_FORM}) ?(?:[-–—]|to|a) ?({_CLOCK_FORM})", re.ASCII)
# "-04:30" straight after a clock is the second half of a span, save in the T form of ISO.
_WITH_OFFSET = re.compile(
    r"(.*\d{4}.*:\d\d(?:[.,]\d+)?)"
    r"(?: ?(z)|(?: ?(?=\+)| |(?<=t\d\d:\d\d)|(?<=t\d\d:\d\d:\d\d))([+-]\d\d):?([0-5]\d))",
    re.ASCII,
)
_SMALL_WORDS = re.compile(r"(?:(?<= )|^)(?:at|a|on|le) |,")
_DAY_FORMS = tuple(
    re.compile(rf"(?:(?P<name>[a-z]{{3,}})\.? )?{form}", re.ASCII)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)",
        r"(?P<day>\d\d?)(?P<mark>[/.])(?P<month>\d\d?)(?:[/.](?P<year>\d{4}|\d\d))?",
        r"(?P<day>\d\d?)(?:er|st|nd|rd|th)? (?P<month>[a-z]{3,})\.?(?: (?P<year>\d{4}))?",
    )
)


@dataclass(frozen=True, slots=True)
class _Typed:
    """What a person typed: as it is read (folded), and as a refusal shows it."""

    words: str
    shown: str
    field: str
    language: str

    @classmethod
    def of(cls, text: str, field: str, language: str | None) -> _Typed:
        folded = fold(text).replace("’", "'") if len(text) <= _MOST_TYPED else ""
        shown = one_line(text.strip(), 40) or "—"
        return cls(" ".join(folded.split()), shown, field, language or spoken())

    def refusal(self, message: str, **fields: object) -> Invalid:
        return Invalid(self.field, message, typed=self.shown, **fields)

    def within_reach(self, t: int) -> int:
        if not 0 <= t < _LAST:
            raise self.refusal(_TOO_FAR)
        return t


def parse_instant(
    text: str,
    now: int,
    zone: str,
    *,
    at: str = "09:00",
    past: bool = False,
    field: str = "date",
    language: str | None = None,
) -> int:
    """The instant typed in either language, a day alone being its `at` and a weekday the next one
    still ahead, or the latest one of the `past`; Invalid otherwise, and for `03/04` in English,
    where French reads the day first.
    """
    typed = _Typed.of(text, field, language)
    if typed.words in _NOW:
        return now
    if typed.words[:1] in ("+", "-"):
        return _shifted(typed, now, zone)
    words, where = _offset_apart(typed, _SMALL_WORDS.sub("", typed.words), ZoneInfo(zone))
    parts = _DAY_THEN_CLOCK.fullmatch(words)
    if not words or parts is None:
        raise typed.refusal(_NOT_A_DATE)
    day_words, clock_words = parts[1].strip(), parts[2]
    clock = _time_of_day(typed, clock_words or at)
    today = local(now, where).date()
    weekday = _numbered(day_words.removesuffix("."), "day")
    if weekday is None:
        return _instant_of(typed, _day(typed, day_words, today), clock, where)
    day = today + timedelta(days=(weekday - 1 - today.weekday()) % 7)
    moment = _instant_of(typed, day, clock, where)
    if past:
        day -= timedelta(days=7)
        return moment if moment <= now else _instant_of(typed, day, clock, where)
    return moment if moment > now else _instant_of(typed, day + timedelta(days=7), clock, where)


def parse_span(text: str, now: int, zone: str, *, field: str = "span") -> tuple[int, int]:
    """Start and end of work done, `09:15-10:40`, today or on the day before it; a weekday is the
    latest one, today included; Invalid when it is not one or does not end after its start.
    """
    typed = _Typed.of(text, field, None)
    parts = _SPAN.fullmatch(typed.words)
    if parts is None:
        raise typed.refusal(_NOT_A_SPAN)
    where = ZoneInfo(zone)
    today = local(now, where).date()
    day_words = _SMALL_WORDS.sub("", parts[1] or "")
    weekday = _numbered(day_words.removesuffix("."), "day")
    if weekday is None:
        day = _day(typed, day_words, today)
    else:
        day = today - timedelta(days=(today.weekday() - weekday + 1) % 7)
    start = _instant_of(typed, day, _time_of_day(typed, parts[2]), where)
    end = _instant_of(typed, day, _time_of_day(typed, parts[3]), where)
    if end <= start:
        raise typed.refusal(_ENDS_FIRST)
    return start, end


def parse_duration(text: str, *, field: str = "duration") -> int:
    """Seconds, from 0 to 10 000 hours, of `1h30`, `90m`, `1,5h`, `1:30`; Invalid otherwise."""
    typed = _Typed.of(text, field, None)
    if parted := _PARTED.fullmatch(typed.words):
        hours, minutes, seconds = (int(part or 0) for part in parted.groups())
        if minutes > 59 or seconds > 59:
            raise typed.refusal(_NOT_A_DURATION)
        total = hours * _HOUR + minutes * _MINUTE + seconds
    else:
        if re.fullmatch(r"[\d.,]+", typed.words, re.ASCII):
            raise typed.refusal(_WHICH_UNIT)
        amounts = _amounts(typed.words)
        if not amounts:
            raise typed.refusal(_NOT_A_DURATION)
        if max(amounts) >= _DAY:
            raise typed.refusal(_DAY_VARIES)
        total = int(sum(unit * amount for unit, amount in amounts.items()))
    if total > _LONGEST:
        raise typed.refusal(_TOO_LONG)
    return total


def parse_iso(text: str, *, field: str = "date") -> int:
    """The instant a machine wrote in ISO 8601, UTC when it names no offset; Invalid otherwise."""
    typed = _Typed.of(text, field, None)
    try:
        moment = datetime.fromisoformat(text.strip())
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() // 1)
    except (ValueError, OverflowError):
        raise typed.refusal(_NOT_ISO) from None


@cache
def _numbers_by_name(kind: str) -> tuple[tuple[str, int], ...]:
    """Folded names of every "month" or "day" in both languages, numbered from January or Monday."""
    from arrow.locales import get_locale

    lists = (
        words.month_names if kind == "month" else words.day_names
        for words in (get_locale("en"), get_locale("fr"))
    )
    return tuple((fold(name), number) for names in lists for number, name in enumerate(names))


def _numbered(word: str, kind: str) -> int | None:
    """The month or weekday that the word begins, from three letters on; None when not just one."""
    if len(word) < 3:
        return None
    found = {number for name, number in _numbers_by_name(kind) if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _day(typed: _Typed, words: str, today: date) -> date:
    if words in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words])
    parts = next((found for form in _DAY_FORMS if (found := form.fullmatch(words))), None)
    if parts is None:
        raise typed.refusal(_NOT_A_DATE)
    month_word, year = parts["month"], int(parts["year"] or today.year)
    month = int(month_word) if month_word.isdigit() else _numbered(month_word, "month")
    if month is None:
        raise typed.refusal(_NOT_A_DATE)
    if len(parts["year"] or "four") == 2:
        year += 2000
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        raise typed.refusal(_NO_SUCH_DAY) from None
    _refuse_doubt(typed, parts.groupdict(), day)
    return day


def _refuse_doubt(typed: _Typed, parts: dict[str, str | None], day: date) -> None:
    """Refuses a weekday that is not the date's, and in English `03/04`, which has two readings."""
    name = parts["name"]
    if name and _numbered(name, "day") != day.isoweekday():
        _months, days = short_names(typed.language)
        raise typed.refusal(_WRONG_WEEKDAY, weekday=days[day.weekday()])
    swappable = day.day <= 12 and day.day != day.month
    if swappable and typed.language == "en" and parts.get("mark") == "/":
        other = day.replace(month=day.day, day=day.month)
        raise typed.refusal(_TWO_READINGS, one=day.isoformat(), other=other.isoformat())


def _time_of_day(typed: _Typed, words: str) -> time:
    parts = _CLOCK.fullmatch(words)
    if parts is None:
        raise typed.refusal(_NO_SUCH_TIME)
    hour, minute, second = (int(part or 0) for part in parts.groups()[:3])
    if parts[4]:
        if not 1 <= hour <= 12:
            raise typed.refusal(_NO_SUCH_TIME)
        hour = hour % 12 + (12 if parts[4] == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise typed.refusal(_NO_SUCH_TIME) from None


def _offset_apart(typed: _Typed, words: str, where: tzinfo) -> tuple[str, tzinfo]:
    """The words without the offset they end in, and that offset, or `where` when there is none."""
    parts = _WITH_OFFSET.fullmatch(words)
    if parts is None:
        return words, where
    if parts[2]:
        return parts[1], UTC
    hours = int(parts[3])
    if abs(hours) > 14:
        raise typed.refusal(_NO_SUCH_TIME)
    minutes = int(parts[4]) * (-1 if parts[3].startswith("-") else 1)
    return parts[1], timezone(timedelta(hours=hours, minutes=minutes))


def _instant_of(typed: _Typed, day: date, clock_time: time, where: tzinfo) -> int:
    """The instant of a local time: moved forward out of a gap, the first of two that are alike."""
    if not 1970 <= day.year < 2200:
        raise typed.refusal(_TOO_FAR)
    return typed.within_reach(int(datetime.combine(day, clock_time, where).timestamp()))


def _shifted(typed: _Typed, now: int, zone: str) -> int:
    """`now` moved by whole days on the zone's calendar, its clock time kept, then by real time."""
    amounts = _amounts(typed.words[1:].strip())
    if not amounts or min(amounts) < _MINUTE:
        raise typed.refusal(_NOT_A_DATE)
    days = amounts.pop(_WEEK, Decimal(0)) * 7 + amounts.pop(_DAY, Decimal(0))
    seconds = sum(unit * amount for unit, amount in amounts.items())
    if days * _DAY + seconds > _LAST:
        raise typed.refusal(_TOO_FAR)
    if days % 1:
        raise typed.refusal(_NOT_A_DATE)
    sign = -1 if typed.words[0] == "-" else 1
    t = now
    if days:
        where = ZoneInfo(zone)
        here = local(now, where)
        day = here.date() + sign * timedelta(days=int(days))
        t = _instant_of(typed, day, here.time().replace(fold=0), where)
    return typed.within_reach(t + sign * int(seconds))


def _amounts(words: str) -> dict[int, Decimal]:
    """Each amount by the seconds of its unit, largest first (`1h30`); empty when unclear."""
    amounts: dict[int, Decimal] = {}
    last, place = 0, 0
    while place < len(words):
        part = _AMOUNT.match(words, place)
        if part is None:
            return {}
        unit = _UNITS.get(part[2], 0)
        if last == _HOUR and not part[2] and len(part[1]) == 2:
            unit = _MINUTE
        amount = Decimal(part[1].replace(",", "."))
        if not unit or (last and unit * amount >= last):
            return {}
        amounts[unit] = amount
        last, place = unit, part.end()
    broken = len(amounts) > 1 and any(amount % 1 for amount in amounts.values())
    return {} if broken else amounts
