"""What an act did to a ticket, in words: a field, its old value and its new one."""

from __future__ import annotations

from collections.abc import Callable

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import change_name
from helpdesk_tui.rows import EventRow
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import ACTS, FIELDS, TIME_FIELDS, UNDONE, Priority, Status

LONGEST = 120
"""Characters of a value that are shown."""


def act_said(event: EventRow) -> str:
    """What was done, as it reads behind the name of whoever did it; an undo says what it undid."""
    undone = event.changes.get("undone", ("", None))[0]
    if event.act == "undo" and undone in UNDONE:
        return _("undid: {did}").format(did=_(UNDONE[str(undone)]))
    return _(ACTS.get(event.act, event.act))


def change_said(field: str, old: object, new: object, when: Callable[[int], str]) -> str:
    """`status: New → In progress`; empty for a deadline that reads the same, so few seconds it
    has moved by. `when` writes an instant.
    """
    before, after = _value(field, old, when), _value(field, new, when)
    if before == after and field.startswith("sla_"):
        return ""
    name = change_name(field) or _(FIELDS.get(field) or TIME_FIELDS.get(field, field))
    return _("{name}: {value}").format(name=name, value=f"{before} → {after}")


def _value(field: str, value: object, when: Callable[[int], str]) -> str:
    if value is None or value == "":
        return "—"
    if field == "status":
        return _(Status(int(str(value))).label)
    if field == "priority":
        return _(Priority(int(str(value))).label)
    if field.startswith("sla_left:") or field == "time_seconds":
        return dates.duration(int(str(value)))
    if field.endswith("_at") or field.startswith("sla_"):
        return when(int(str(value)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return one_line(str(value), LONGEST)
