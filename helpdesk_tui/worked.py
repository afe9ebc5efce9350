"""Time worked as people type it: a length or a span, and behind it whatever they note."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpdesk_tui import typed_dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_

_MOST_WORDS = 8
"""Words that a length or a span takes at most: `last friday 9 h 15 to 10 h 40`."""

_LIKE_A_SPAN = re.compile(r"\d[\dh:apm]*\s*[-–—]\s*\d")


@dataclass(frozen=True, slots=True)
class Worked:
    """What was typed; only a span says when it began."""

    seconds: int
    started_at: int | None
    note: str


def parse_worked(text: str, now: int, zone: str, *, field: str = "time") -> Worked:
    """The longest beginning that is a length (`1h30`) or a span (`09:15-10:40`), and the note
    behind it; Invalid when there is neither.
    """
    words = text.split()
    if not words:
        raise Invalid(field, N_("Type how long it took: 1h30, 90m, 1.5h or 09:15-10:40."))
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        typed, note = " ".join(words[:count]), " ".join(words[count:])
        found = _read(typed, now, zone, field)
        if found is not None:
            seconds, started = found
            return Worked(seconds, started, note)
    raise _refusal(words, now, zone, field)


def _read(typed: str, now: int, zone: str, field: str) -> tuple[int, int | None] | None:
    """Length and start of what is typed; None when it is neither a length nor a span."""
    try:
        return typed_dates.parse_duration(typed, field=field), None
    except Invalid:
        pass
    try:
        start, end = typed_dates.parse_span(typed, now, zone, field=field)
    except Invalid:
        return None
    return end - start, start


def _refusal(words: list[str], now: int, zone: str, field: str) -> Invalid:
    """Why the beginning cannot be read, as what it looks like most."""
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        typed = " ".join(words[:count])
        if _LIKE_A_SPAN.search(typed):
            try:
                typed_dates.parse_span(typed, now, zone, field=field)
            except Invalid as error:
                return error
    try:
        typed_dates.parse_duration(words[0], field=field)
    except Invalid as error:
        return error
    raise AssertionError("a beginning that can be read was refused")
