"""SLA policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpdesk_tui import dates
from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_, _, explain
from helpdesk_tui.opening_hours import CalendarError
from helpdesk_tui.promises import span, told_elsewhere
from helpdesk_tui.queries import config_rows, people
from helpdesk_tui.rows import ConfigRow
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import (
    ConfigKind,
    Session,
    choice,
    name_field,
    text_column,
    worded_column,
)
from helpdesk_tui.services.kinds.policies import MOST_DAYS, MOST_SECONDS, TARGETS
from helpdesk_tui.sla import Target, deadline_epoch
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Priority, Status

ANY_PRIORITY: tuple[Any, str] = (None, N_("Any"))


def _fields(session: Session) -> list[Field]:
    priorities = tuple((each, each.label) for each in Priority)
    return [
        name_field(),
        Field("target_status", N_("To reach"), "pick", options=_TARGETS),
        Field("days", N_("Days"), "number"),
        Field("seconds", N_("And time"), "duration", help=N_("4h, 1h30, 45m")),
        Field("working_days_only", N_("Working time"), "switch"),
        Field("min_priority", N_("From priority"), "pick", options=(ANY_PRIORITY, *priorities)),
        choice("type_id", N_("Type"), session.named(people.types)),
        choice("team_id", N_("Team"), session.named(people.teams)),
        choice("calendar_id", N_("Calendar"), session.named(people.calendars)),
        Field("warn_percent", N_("Warn at %"), "number", required=True),
        Field("description", N_("Description"), "text"),
    ]


_TARGETS: tuple[tuple[Any, str], ...] = tuple((each, each.label) for each in TARGETS)


def _starts(session: Session) -> dict[str, Any]:
    return {"target_status": Status.RESOLVED, "working_days_only": True, "warn_percent": 75}


async def _preview(session: Session, values: Mapping[str, Any]) -> Sequence[str]:
    target = Target(values["days"] or 0, values["seconds"] or 0)
    if not (0 < target.days <= MOST_DAYS or 0 < target.seconds <= MOST_SECONDS):
        return [_("The deadline stands here once there are days or a time.")]
    asked = (values["calendar_id"], values["team_id"], values["working_days_only"])
    hours, calendar = await session.store.run(config_rows.hours_of, *asked)
    now = session.clock()
    try:
        due = deadline_epoch(now, target, hours)
    except CalendarError as error:
        return [explain(HelpdeskError(error.message, **error.fields))]
    when = dates.full(due or now, session.zone)
    if values["min_priority"] is None:
        said = _("A ticket opened now would be due {when}.").format(when=when)
    else:
        priority = _(Priority(values["min_priority"]).label)
        said = _("A ticket of priority {priority} opened now would be due {when}.").format(
            priority=priority, when=when
        )
    chosen = values["calendar_id"] is not None
    lines = [said, _counted(calendar, values["working_days_only"], chosen=chosen)]
    if calendar and values["working_days_only"]:
        lines += told_elsewhere(hours.zone.key, session.zone)
    return lines


def _counted(calendar: str, working: bool, *, chosen: bool) -> str:
    if not working:
        return _("Every hour of every day counts.")
    if not calendar:
        return _("No calendar is chosen, and the desk has none: every hour counts.")
    text = (
        _("Working time of the calendar {calendar}.")
        if chosen
        else _("Working time of the customer's own calendar, else the team's, else {calendar}.")
    )
    return text.format(calendar=one_line(calendar, 40))


def _target(row: ConfigRow) -> str:
    values = row.values
    return span(Target(values["days"], values["seconds"]), working=values["working_days_only"])


def _reached(row: ConfigRow) -> str:
    return _(Status(row.values["target_status"]).label)


def _for(row: ConfigRow) -> str:
    values = row.values
    words = [_from_priority(values["min_priority"])] if values["min_priority"] else []
    words += [values[name] for name in ("type", "team") if values[name]]
    return " · ".join(words) or _("every ticket")


def _from_priority(least: int) -> str:
    word = _(Priority(least).label)
    if least == Priority.URGENT:
        return word  # nothing is above it
    return _("{priority} and above").format(priority=word)


def _calendar(row: ConfigRow) -> str:
    """The policy's own; in brackets the desk's, which counts where customer and team have none."""
    own, desk = row.values["calendar"], row.values["desk_calendar"]
    return own or (f"({desk})" if desk else "—")


KIND = ConfigKind(
    "policy",
    N_("SLA policies"),
    N_("New policy"),
    N_("The promises: by when a status must be reached."),
    N_("Open tickets keep their terms until <config.recompute> in the list recomputes them."),
    (
        text_column("name", N_("Name"), 0),
        worded_column("target_status", N_("To reach"), 12, _reached),
        worded_column("days", N_("Within"), 25, _target, least=16),
        worded_column("min_priority", N_("For"), 24, _for, drop=2, least=20),
        worded_column("calendar", N_("Calendar"), 20, _calendar, drop=3, least=16),
    ),
    _fields,
    {
        "days": N_("Days are counted first, then the time. One of the two is needed."),
        "working_days_only": N_("No counts nights, weekends and holidays too."),
        "target_status": N_("A ticket has one deadline for each status that policies ask for."),
        "min_priority": N_(
            "This priority and the more pressing ones. Of two policies that fit a ticket, the one"
            " that sets more of priority, type and team wins; then the more pressing priority;"
            " then the earlier deadline."
        ),
        "type_id": N_("Empty is every type."),
        "team_id": N_("Empty is every team."),
        "calendar_id": N_("Empty is that of the customer, the team, or the desk."),
        "warn_percent": N_("When this much of the time is used, the ticket is at risk."),
    },
    starts=_starts,
    preview=_preview,
)
