"""Sequences: how tickets are numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_, _, explain
from helpdesk_tui.rows import ConfigRow
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import (
    ConfigKind,
    Session,
    number_column,
    text_column,
    worded_column,
)
from helpdesk_tui.services.kinds.sequences import upcoming
from helpdesk_tui.text import one_line

NAMES = {"ticket": N_("Tickets")}
_RESETS: tuple[tuple[Any, str], ...] = (
    ("never", N_("Never")),
    ("yearly", N_("Each year")),
    ("monthly", N_("Each month")),
)
_AHEAD = 3
"""Numbers that the preview shows."""


def _fields(session: Session) -> list[Field]:
    return [
        Field("prefix", N_("Prefix"), help=N_("TKT, or %YYYY-")),
        Field("padding", N_("Digits"), "number", required=True),
        Field("suffix", N_("Suffix")),
        Field("reset", N_("Begins anew"), "pick", options=_RESETS),
        Field("next_number", N_("Next number"), "number", required=True),
    ]


async def _preview(session: Session, values: Mapping[str, Any]) -> Sequence[str]:
    fields = {name: values[name] for name in ("prefix", "suffix", "padding", "reset")}
    fields["next_number"] = values["next_number"]
    ahead = partial(upcoming, session.actor, values["id"], fields, session.clock(), _AHEAD)
    try:
        numbers = await session.store.run(ahead)
    except HelpdeskError as error:
        return [explain(error)]
    shown = ", ".join(one_line(number) for number in numbers)
    return [_("The next numbers would be {numbers}.").format(numbers=shown)]


def _name(row: ConfigRow) -> str:
    return _(NAMES.get(row.values["code"], row.values["code"]))


def _reset(row: ConfigRow) -> str:
    word = dict(_RESETS)[row.values["reset"]]
    return _(word)


KIND = ConfigKind(
    "sequence",
    N_("Sequences"),
    "",
    N_("How tickets are numbered."),
    N_("Numbers given so far stay as they are."),
    (
        worded_column("code", N_("Numbers of"), 0, _name),
        text_column("prefix", N_("Prefix"), 14),
        number_column("padding", N_("Digits"), 7, drop=2),
        text_column("suffix", N_("Suffix"), 14, drop=1),
        worded_column("reset", N_("Begins anew"), 14, _reset, drop=3),
        number_column("next_number", N_("Next number"), 12),
    ),
    _fields,
    {
        "prefix": N_("%YYYY %YY year, %FM month, %M month as 1, %D day, %WY week; dates in UTC."),
        "suffix": N_("%YYYY %YY year, %FM month, %M month as 1, %D day, %WY week; dates in UTC."),
        "padding": N_("Shorter numbers get zeros before them: 4 writes 0042."),
        "reset": N_("The year, or year and month, must then be part of the number."),
        "next_number": N_("A number that was given is never given again."),
    },
    preview=_preview,
)
