"""Time zones as choices, found by part of a name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from helpdesk_tui.i18n import N_
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.text import fold

_OFFERED = 50


@cache
def _names() -> list[str]:
    return sorted(name for name in available_timezones() if "/" in name or name == "UTC")


def chosen(name: str) -> Choice:
    """The choice that stands for a zone, also for one that this machine does not know."""
    names = _names()
    return Choice(names.index(name) + 1 if name in names else 0, name)


async def find(text: str, _values: Mapping[str, Any]) -> list[Choice]:
    """The zones whose name holds every word."""
    words = fold(text).replace("_", " ").split()
    found = [
        Choice(place + 1, name)
        for place, name in enumerate(_names())
        if all(word in fold(name).replace("_", " ") for word in words)
    ]
    return found[:_OFFERED]


def name_of(place: int | None) -> str | None:
    """The zone's name behind the id of its choice."""
    return _names()[place - 1] if place else None


def zone_field(id: str, *, required: bool = False) -> Field:
    """A field whose value is saved as the zone's name."""

    return Field(
        id,
        N_("Time zone"),
        "choice",
        required=required,
        help=N_("type part of it: Paris"),
        search=find,
        check=name_of,
    )
