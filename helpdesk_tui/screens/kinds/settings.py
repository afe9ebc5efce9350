"""The application's settings: one row, which opens as a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import config_rows, people
from helpdesk_tui.rows import Actor
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.agents import LANGUAGES
from helpdesk_tui.screens.kinds.kind import ConfigKind, Session, choice
from helpdesk_tui.services import settings
from helpdesk_tui.services.requeue import Requeue

_WEEKDAYS: tuple[tuple[Any, str], ...] = (
    (0, N_("Monday")),
    (1, N_("Tuesday")),
    (2, N_("Wednesday")),
    (3, N_("Thursday")),
    (4, N_("Friday")),
    (5, N_("Saturday")),
    (6, N_("Sunday")),
)

_TERMINALS: tuple[Any, str] = (None, N_("The terminal's"))


def _fields(session: Session) -> list[Field]:
    return [
        Field("manage_sla", N_("Manage SLA"), "switch"),
        choice("default_calendar", N_("Calendar"), session.named(people.calendars)),
        Field("bell", N_("Bell"), "switch"),
        Field("manage_timer", N_("Manage timer"), "switch"),
        Field("timer_limit_hours", N_("Ask after hours"), "number", required=True),
        Field("rounding_minutes", N_("Round to min"), "number", required=True),
        Field("rounding_least", N_("At least min"), "number", required=True),
        Field("language", N_("Language"), "pick", options=(_TERMINALS, *LANGUAGES)),
        Field("first_weekday", N_("Week begins"), "pick", options=_WEEKDAYS),
    ]


def _edit(actor: Actor, row: int, now: int, fields: Mapping[str, Any], seen: int) -> int:
    return settings.change(actor, now, fields, seen=seen)


async def _follow(session: Session, changed: Mapping[str, Any]) -> None:
    """Deadlines that begin or cease to count put open tickets in other places."""
    if "manage_sla" in changed:
        pass_over = Requeue(session.actor)
        while await session.store.run(pass_over.step):
            pass


KIND = ConfigKind(
    "settings",
    N_("Settings"),
    "",
    N_("What holds for the whole desk."),
    "",
    (),
    _fields,
    {
        "manage_sla": N_("No makes no promises, and hides deadlines, alerts and their reports."),
        "default_calendar": N_("For tickets whose policy, customer and team have none."),
        "bell": N_("Whether an alert also rings the terminal."),
        "manage_timer": N_("Whether agents have a stopwatch; time can be typed in any case."),
        "timer_limit_hours": N_("A stopwatch that runs longer is asked about; 0 is never."),
        "rounding_minutes": N_("Time counts in multiples of this, rounded up; 0 is as it was."),
        "rounding_least": N_("What any time above nothing counts at least."),
        "language": N_("For agents who have chosen none."),
        "first_weekday": N_("In time sheets and reports."),
    },
    load=lambda row: config_rows.settings(row),
    edit=_edit,
    follow=_follow,
    permission="settings.edit",
)
