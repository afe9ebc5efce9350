"""Lengths of time and days in the search line: `2h`, `3d`, `fri`, `27/04/2026`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.periods import local_day, midnight
from helpdesk_tui.text import one_line
from helpdesk_tui.typed_dates import parse_instant

_LENGTH = re.compile(r"\d")
_NOT_A_LENGTH = N_("{typed} is not a length of time: write for example 2h, 1h30, 3d or 1w")


@dataclass(frozen=True, slots=True)
class Moment:
    """From the first instant that is meant to the first one after it."""

    start: int
    end: int
    length: bool = False
    """Whether it was typed as a length of time, counted from now."""


def moment(typed: str, now: int, zone: str, *, past: bool) -> Moment:
    """A length counted from now, back or ahead, else a day or an instant; raises Invalid."""
    if _LENGTH.match(typed):
        try:
            return length(typed, now, zone, past=past)
        except Invalid:
            pass  # a date begins with a digit too
    # What is still ahead of the morning may not be so in the evening: a weekday is today's first.
    early, late = (
        parse_instant(typed, now, zone, at=at, past=past) for at in ("00:00", "23:59:59")
    )
    if early == late:
        return Moment(early, early + 60)
    day = local_day(early if past else late, zone)
    return Moment(midnight(day, zone), midnight(day + timedelta(days=1), zone))


def length(typed: str, now: int, zone: str, *, past: bool) -> Moment:
    """The instant so long ago, or so far ahead; days are those of the zone's calendar."""
    if not _LENGTH.match(typed):
        raise Invalid("search", _NOT_A_LENGTH, typed=one_line(typed, 40))
    try:
        at = parse_instant(("-" if past else "+") + typed, now, zone)
    except Invalid:
        raise Invalid("search", _NOT_A_LENGTH, typed=one_line(typed, 40)) from None
    return Moment(at, at + 1, length=True)
