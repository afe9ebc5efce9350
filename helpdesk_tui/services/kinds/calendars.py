"""Calendars: a zone, weekly opening hours, and the dates that are otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Calendar
from helpdesk_tui.opening_documents import documents
from helpdesk_tui.opening_hours import CalendarError, Hours
from helpdesk_tui.services.kinds import checks
from helpdesk_tui.services.kinds.kind import Draft, Kind

_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,4})?")
_SOME_HOURS = {"mon": (("00:00", "24:00"),)}

CALENDAR_MESSAGES = (
    N_("Unknown time zone “{timezone}”: write one like Europe/Paris."),
    N_("Unknown weekday “{weekday}”: use mon, tue, wed, thu, fri, sat or sun."),
    N_("“{start}-{end}” ends where it starts: write for example 09:00-12:00."),
    N_("“{start}-{end}” ends before it starts: write {start}-24:00 for until midnight."),
    N_(
        "“{start}-{end}” ends before it starts. For a night shift write {start}-24:00 and, on the"
        " next day, 00:00-{end}."
    ),
    N_("“{time}” is not a time of day: write HH:MM, from 00:00 to 24:00."),
    N_("The calendar has no working time at all: give a day its hours, such as mon 09:00-17:00."),
    N_("The calendar has too little working time within {years} years of {date}."),
)
"""What the engine's CalendarError says: it knows no catalogue, so its words are marked here."""


def _zone_needed(draft: Draft) -> Iterator[Invalid]:
    if not draft.values["zone"]:
        yield Invalid("zone", N_("A calendar needs a time zone, such as Europe/Paris."))
    else:
        yield from checks.zone(draft)


def _hours(draft: Draft) -> Iterator[Invalid]:
    """Week, closed and special dates come as data and are stored as documents."""
    week, closed, special = (_given(draft, name) for name in ("week", "closed", "special"))
    wrong = _refusal("special", _SOME_HOURS, (), special) or _refusal("week", week, closed, special)
    if wrong is not None:
        yield wrong
        return
    stored = documents(week, closed, special)
    draft.values.update(zip(("week", "closed", "special"), stored, strict=True))


def _given(draft: Draft, name: str) -> Any:
    value = draft.values[name]
    if not isinstance(value, str):
        return value
    stored = json.loads(value)
    if name == "closed":
        return [date.fromisoformat(day) for day in stored]
    return {date.fromisoformat(d): p for d, p in stored.items()} if name == "special" else stored


def _refusal(field: str, week: Any, closed: Any, special: Any) -> Invalid | None:
    try:
        Hours.written("UTC", week, closed, special)
    except CalendarError as error:
        return Invalid(field, error.message, **error.fields)
    return None


def _country(draft: Draft) -> Iterator[Invalid]:
    yield from checks.line("country", limit=16)(draft)
    code = draft.values["country"]
    if code is not None:
        draft.values["country"] = code = code.upper()
        if not _COUNTRY.fullmatch(code):
            message = N_("A country is two letters, such as FR, with a region if need be: DE-BY.")
            yield Invalid("country", message)


KIND = Kind(
    "calendar",
    Calendar,
    "configuration.edit",
    {"name": "", "zone": None, "week": "{}", "closed": "[]", "special": "{}", "country": None},
    (checks.unique_name(Calendar), _zone_needed, _hours, _country),
)
