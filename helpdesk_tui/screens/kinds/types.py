"""Ticket types."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.reports import Filters
from helpdesk_tui.rows import ConfigRow
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import (
    ConfigKind,
    Session,
    name_field,
    number_column,
    text_column,
    worded_column,
)
from helpdesk_tui.vocabulary import Priority, Status

_NO_PRIORITY: tuple[Any, str] = (None, N_("None"))
_SHOWN = (Status.NEW, Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED)


def _fields(session: Session) -> list[Field]:
    priorities = tuple((each, each.label) for each in Priority)
    return [
        name_field(),
        Field("default_priority", N_("Priority"), "pick", options=(_NO_PRIORITY, *priorities)),
    ]


def _priority(row: ConfigRow) -> str:
    least = row.values["default_priority"]
    return _(Priority(least).label) if least else "—"


KIND = ConfigKind(
    "type",
    N_("Ticket types"),
    N_("New ticket type"),
    N_("What a ticket is about."),
    N_("Policies and reports tell types apart."),
    (
        text_column("name", N_("Name"), 0),
        worded_column("default_priority", N_("Priority"), 9, _priority),
        *(number_column(s.word, s.label, 11, drop=4 - at) for at, s in enumerate(_SHOWN)),
    ),
    _fields,
    {"default_priority": N_("What a new ticket of this type gets unless another is chosen.")},
    tickets=lambda row: Filters(type=row),
)
