"""Calendars: working hours, closed dates, and what they mean for a deadline."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helpdesk_tui import dates, opening_words, public_holidays
from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _, explain
from helpdesk_tui.opening_hours import CalendarError, joined
from helpdesk_tui.promises import told_elsewhere
from helpdesk_tui.rows import ConfigRow
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds import zones
from helpdesk_tui.screens.kinds.kind import (
    ConfigKind,
    Session,
    name_field,
    number_column,
    text_column,
    worded_column,
)
from helpdesk_tui.sla import Calendar

OFFICE_HOURS = json.dumps(
    {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
)
EXAMPLE = 4 * 3600
"""Seconds of working time that the preview adds."""


def _fields(session: Session) -> list[Field]:
    now = session.clock()
    return [
        name_field(),
        zones.zone_field("zone", required=True),
        Field("week", N_("Opening hours"), "text", check=opening_words.week_typed),
        Field("country", N_("Country"), help=N_("FR, or with a region DE-BY")),
        Field(
            "closed",
            N_("Closed dates"),
            "text",
            check=lambda text: opening_words.dates_typed(text, now),
        ),
        Field(
            "special",
            N_("Special dates"),
            "text",
            check=lambda text: opening_words.special_typed(text, now),
        ),
    ]


def _starts(session: Session) -> dict[str, Any]:
    return {"zone": session.zone, "week": OFFICE_HOURS}


def _week(stored: str) -> str:
    return opening_words.week_written(json.loads(stored))


def _closed(stored: str) -> str:
    return opening_words.dates_written(date.fromisoformat(day) for day in json.loads(stored))


def _special(stored: str) -> str:
    hours = {date.fromisoformat(day): pairs for day, pairs in json.loads(stored).items()}
    return opening_words.special_written(hours)


async def _preview(session: Session, values: Mapping[str, Any]) -> Sequence[str]:
    now, zone = session.clock(), zones.name_of(values["zone"])
    if zone is None:
        return [_("The next opening stands here once there is a time zone.")]
    try:
        week = opening_words.week_typed(values["week"])
        calendar = Calendar(
            zone,
            week,
            opening_words.dates_typed(values["closed"], now),
            opening_words.special_typed(values["special"], now),
        )
        opening = calendar.next_opening_epoch(now)
        later = calendar.add_epoch(now, EXAMPLE)
    except CalendarError as error:
        return [explain(HelpdeskError(error.message, **error.fields))]
    except Invalid as error:
        return [explain(error)]
    when = dates.full(opening, session.zone)
    first = (
        _("It is open now.")
        if opening == now
        else _("The next opening is {when}.").format(when=when)
    )
    return [
        _understood(week, calendar),
        first,
        _("{length} of working time from now: {when}.").format(
            length=dates.duration(EXAMPLE), when=dates.full(later, session.zone)
        ),
        *told_elsewhere(calendar.zone.key, session.zone),
    ]


def _understood(week: Mapping[str, opening_words.Intervals], calendar: Calendar) -> str:
    """The week as it counts, whatever pieces it was typed in."""
    whole = {day: joined(pairs) for day, pairs in week.items()}
    length = sum(end - start for day in calendar.hours.week for start, end in day)
    hours = opening_words.week_written(whole).replace("\n", " · ")
    if whole != week:
        text = _("Hours that overlap or touch are one: {hours}, {length} a week.")
    else:
        text = _("Open {hours}, {length} a week.")
    return text.format(hours=hours or "—", length=dates.duration(length))


async def _holidays(
    session: Session, values: Mapping[str, Any], first: int, last: int
) -> dict[str, str]:
    """The closed dates with the country's holidays among them."""
    if not (values["country"] or "").strip():
        raise Invalid("country", N_("Whose holidays? Give a country first, such as FR."))
    known = opening_words.dates_typed(values["closed"], session.clock())
    found = public_holidays.closed_dates(values["country"], range(first, last + 1))
    return {"closed": opening_words.dates_written({*known, *found})}


def _weekly(row: ConfigRow) -> str:
    return dates.duration(row.values["weekly"])


KIND = ConfigKind(
    "calendar",
    N_("Calendars"),
    N_("New calendar"),
    N_("When the desk works."),
    N_(
        "Deadlines stay as they are until <config.recompute> in the list of policies"
        " recomputes them."
    ),
    (
        text_column("name", N_("Name"), 0),
        text_column("zone", N_("Time zone"), 22),
        worded_column("weekly", N_("A week"), 8, _weekly, drop=1),
        number_column("closed", N_("Closed"), 8, drop=3),
        text_column("country", N_("Country"), 8, drop=2),
    ),
    _fields,
    {
        "week": N_(
            "A line for each day or span of days: mon-fri 9:00-12:00 13:00-17:00. Nights are two"
            " lines: mon-fri 22:00-24:00 and tue-sat 0:00-6:00."
        ),
        "country": N_("Used by {key}, which adds the public holidays to the closed dates."),
        "closed": N_("Dates such as 2026-12-25, spans such as 2026-08-03..2026-08-14."),
        "special": N_("A date and its own hours: 2026-12-24 9:00-12:00."),
    },
    starts=_starts,
    shown={"zone": zones.chosen, "week": _week, "closed": _closed, "special": _special},
    preview=_preview,
    fill=_holidays,
)
