"""Calendars as the database keeps them, JSON documents, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from helpdesk_tui.opening_hours import joined
from helpdesk_tui.sla import Calendar, always_open

Intervals = Sequence[tuple[str, str]]


@lru_cache(maxsize=256)
def calendar(zone: str, week: str, closed: str, special: str) -> Calendar:
    """The calendar that the documents describe; ValueError says what is wrong with them."""
    return Calendar(
        zone,
        {day: [(a, b) for a, b in intervals] for day, intervals in json.loads(week).items()},
        [date.fromisoformat(day) for day in json.loads(closed)],
        {
            date.fromisoformat(day): [(a, b) for a, b in intervals]
            for day, intervals in json.loads(special).items()
        },
    )


@lru_cache(maxsize=64)
def real_time(zone: str) -> Calendar:
    """The calendar of policies that count every hour."""
    return always_open(zone)


def documents(
    week: Mapping[str, Intervals], closed: Iterable[date], special: Mapping[date, Intervals]
) -> tuple[str, str, str]:
    """Week, closed and special dates as they are stored, in one canonical form: the same whatever
    pieces the hours were written in.
    """
    return (
        json.dumps({day: joined(pairs) for day, pairs in week.items() if pairs}),
        json.dumps(sorted(day.isoformat() for day in set(closed))),
        json.dumps({day.isoformat(): joined(pairs) for day, pairs in sorted(special.items())}),
    )
