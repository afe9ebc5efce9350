"""People's dates and durations, written; an instant is whole seconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from helpdesk_tui.i18n import _, ngettext
from helpdesk_tui.i18n import language as spoken

_MINUTE, _HOUR, _DAY, _WEEK = 60, 3_600, 86_400, 604_800
_DRAWN = (-62_135_510_400, 253_402_214_400)  # the days every zone can show, years 1 to 9999


def instant(t: int, zone: str, now: int, language: str | None = None) -> str:
    """`14:02` today, `27 Apr 14:02` this year, else with the year; parse_instant reads it back."""
    where = ZoneInfo(zone)
    here, today = local(t, where), local(now, where)
    clock_face = f"{here.hour:02}:{here.minute:02}"
    if here.date() == today.date():
        return clock_face
    months, _days = short_names(language or spoken())
    year = "" if here.year == today.year else f" {here.year:04}"
    return f"{here.day} {months[here.month - 1]}{year} {clock_face}"


def brief(t: int, zone: str, now: int) -> str:
    """At most 9 cells, for a column: `14:02`, `Tue 14:02` less than a week away, `28 Apr`,
    `Apr 2027`.
    """
    where = ZoneInfo(zone)
    here, today = local(t, where), local(now, where)
    clock_face = f"{here.hour:02}:{here.minute:02}"
    months, days = ([name.rstrip(".") for name in each] for each in short_names(spoken()))
    away = abs((here.date() - today.date()).days)
    if away == 0:
        return clock_face
    if away < len(days):
        return f"{days[here.weekday()]} {clock_face}"
    month = months[here.month - 1]
    return f"{here.day} {month}" if here.year == today.year else f"{month} {here.year:04}"


def full(t: int, zone: str, language: str | None = None) -> str:
    """`Mon 27 Apr 2026 14:02`, which parse_instant reads back to the minute: the second pass of an
    hour that the clocks repeat names its offset.
    """
    here = local(t, ZoneInfo(zone))
    months, days = short_names(language or spoken())
    day = f"{days[here.weekday()]} {here.day} {months[here.month - 1]} {here.year:04}"
    offset = f"{here:%z}"
    second_pass = f" {offset[:3]}:{offset[3:5]}" if here.fold else ""
    return f"{day} {here.hour:02}:{here.minute:02}{second_pass}"


def day(t: int, zone: str, now: int) -> str:
    """`Mon 27 Apr`, with the year where it is another than that of now."""
    where = ZoneInfo(zone)
    here = local(t, where)
    months, days = short_names(spoken())
    year = "" if here.year == local(now, where).year else f" {here.year:04}"
    return f"{days[here.weekday()]} {here.day} {months[here.month - 1]}{year}"


def month(t: int, zone: str) -> str:
    """`Apr 2026`."""
    here = local(t, ZoneInfo(zone))
    return f"{short_names(spoken())[0][here.month - 1]} {here.year:04}"


def time_of_day(t: int, zone: str) -> str:
    """`14:02`, whatever the day."""
    here = local(t, ZoneInfo(zone))
    return f"{here.hour:02}:{here.minute:02}"


def weekdays() -> tuple[str, ...]:
    """The short names of the days of the week, Monday first."""
    return short_names(spoken())[1]


def iso(t: int) -> str:
    """The instant as machines read it: `2026-04-27T07:00:00Z`."""
    return local(t, UTC).replace(tzinfo=None).isoformat() + "Z"


def ago(t: int, now: int) -> str:
    """How long before `now` (or after, when `t` is ahead), in its largest whole unit."""
    ahead, seconds = t > now, abs(now - t)
    if seconds < _MINUTE:
        return _("just now")
    if seconds < _DAY:
        if seconds < _HOUR:
            pattern = _("in {count} min") if ahead else _("{count} min ago")
            return pattern.format(count=seconds // _MINUTE)
        pattern = _("in {count} h") if ahead else _("{count} h ago")
        return pattern.format(count=seconds // _HOUR)
    days = seconds // _DAY
    if ahead:
        return ngettext("in {count} day", "in {count} days", days).format(count=days)
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def clock(seconds: int) -> str:
    """A length as a stopwatch shows it, hours unbounded: `0:14:07`."""
    minutes, second = divmod(abs(seconds), _MINUTE)
    return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}:{second:02}"


_calm = False


def calm_down(calm: bool) -> None:
    """Whether countdowns leave their seconds out from now on, so that an idle line is quiet."""
    global _calm
    _calm = calm


def countdown(seconds: int) -> str:
    """Time left, at most 8 cells: `0:04:31`, `2h10`, `3d04h` (`3j04h`); negative once late."""
    size = abs(seconds)
    sign = "-" if seconds < 0 else ""
    if size < _HOUR:
        minutes = f"{sign}0:{size // _MINUTE:02}"
        return minutes if _calm else f"{minutes}:{size % _MINUTE:02}"
    if size < _DAY:
        return f"{sign}{size // _HOUR}h{size % _HOUR // _MINUTE:02}"
    days, letter = size // _DAY, "j" if spoken() == "fr" else "d"
    return (
        f"{sign}999{letter}+" if days > 999 else f"{sign}{days}{letter}{size % _DAY // _HOUR:02}h"
    )


def duration(seconds: int) -> str:
    """A length for people, its last part dropped: `1h30`, `2h`, `45 min`, under a minute `30 s`."""
    sign, size = "-" if seconds < 0 else "", abs(seconds)
    if size < _MINUTE:
        return f"{sign}{size} s"
    hours, minutes = divmod(size // _MINUTE, 60)
    if not hours:
        return f"{sign}{minutes} min"
    return f"{sign}{hours}h{minutes:02}" if minutes else f"{sign}{hours}h"


def local(t: int, where: tzinfo) -> datetime:
    """The instant on the clocks of a zone; beyond years 1 to 9999, the nearest day in them."""
    return datetime.fromtimestamp(min(max(t, _DRAWN[0]), _DRAWN[1]), where)


def short_names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Abbreviated months and weekdays, in order, those of French with their full stops."""
    return _SHORT_NAMES["fr" if language == "fr" else "en"]


# Those of arrow, whose import would cost each list the time in which it is drawn.
_SHORT_NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    language: (tuple(months.split()), tuple(days.split()))
    for language, months, days in (
        ("en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Mon Tue Wed Thu Fri Sat Sun"),
        (
            "fr",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
            "lun. mar. mer. jeu. ven. sam. dim.",
        ),
    )
}
