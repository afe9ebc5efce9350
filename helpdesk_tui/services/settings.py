"""The application's settings, changed all at once with one Event."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import LANGUAGES, N_
from helpdesk_tui.models import Calendar, Setting
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import locking
from helpdesk_tui.services.change import transaction
from helpdesk_tui.services.kinds.record import record, refuse_overwriting

KIND = "settings"
ROW = 1
"""The settings are one row to people and in Events."""


@transaction
def change(actor: Actor, now: int, fields: Mapping[str, Any], *, seen: int | None = None) -> int:
    """Set the values named; raises Invalid, or Outdated when one changed after the Event `seen`."""
    permit(actor, "settings.edit")
    locking.keep_configuration()
    if seen is not None:
        refuse_overwriting(KIND, ROW, seen, fields)
    before = asdict(switches())
    changes = {
        name: (before[name], value) for name, value in fields.items() if before[name] != value
    }
    errors = [
        Invalid(name, message)
        for name, (_old, value) in changes.items()
        for is_right, message in [_RULES[name]]
        if not is_right(value)
    ]
    if errors:
        errors[0].also = tuple(errors[1:])
        raise errors[0]
    for name, (_old, value) in changes.items():
        Setting.insert(key=name, value=json.dumps(value)).on_conflict(
            conflict_target=[Setting.key], update={Setting.value: json.dumps(value)}
        ).execute()
    if changes:
        record(actor, KIND, ROW, "edit", now, changes)
    return ROW


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_calendar(value: Any) -> bool:
    if value is None:
        return True
    return Calendar.select().where(Calendar.id == value, ~Calendar.archived).exists()


def _up_to(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and 0 <= value <= most


_MINUTES = N_("Minutes go from 0 to 480.")
_YES_OR_NO = N_("Choose yes or no.")

_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "manage_sla": (_is_switch, _YES_OR_NO),
    "manage_timer": (_is_switch, _YES_OR_NO),
    "default_calendar": (_is_calendar, N_("There is no such calendar: choose another.")),
    "language": (
        lambda value: value is None or value in LANGUAGES,
        N_("Choose a language: en or fr."),
    ),
    "first_weekday": (lambda value: value in range(7), N_("Choose a day of the week.")),
    "bell": (_is_switch, _YES_OR_NO),
    "timer_limit_hours": (_up_to(1000), N_("Hours go from 0 to 1000.")),
    "rounding_minutes": (_up_to(480), _MINUTES),
    "rounding_least": (_up_to(480), _MINUTES),
    "guided": (_is_switch, _YES_OR_NO),
}
"""For each setting, what it may be and what is said otherwise."""
