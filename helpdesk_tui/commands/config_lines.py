"""Configuration as commands tell it: rows, and what an act has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpdesk_tui.config_fields import FIELDS, SINGLE, ConfigField
from helpdesk_tui.config_forms import References, Word
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries.config_records import ConfigRecord
from helpdesk_tui.services.config_named import Difference
from helpdesk_tui.text import one_line

_DID = {
    "create": N_("{place}: added"),
    "archive": N_("{place}: archived"),
    "restore": N_("{place}: restored"),
}
_LONGEST = 60


def line(difference: Difference) -> str:
    """What has changed, on one line."""
    name = one_line(difference.name, _LONGEST)
    kind = difference.kind
    place = _("{kind} “{name}”").format(kind=kind, name=name) if name else kind
    if difference.act != "edit":
        return _(_DID[difference.act]).format(place=place)
    field = next(f for f in FIELDS[kind] if f.name == difference.field)
    old, new = (one_line(written(field, each) or "—", _LONGEST) for each in _sides(difference))
    return _("{place}: {field} {old} → {new}").format(
        place=place, field=difference.field, old=old, new=new
    )


def as_record(difference: Difference) -> dict[str, Any]:
    """The same for other programs."""
    told = {"kind": difference.kind, "name": difference.name or None, "act": difference.act}
    if difference.act != "edit":
        return told
    old, new = (_null(each) for each in _sides(difference))
    return {**told, "field": difference.field, "old": old, "new": new}


def row_record(record: ConfigRecord, told: dict[str, Any]) -> dict[str, Any]:
    """A row for other programs."""
    row = {name: _null(value) for name, value in told.items()}
    return row if record.kind == SINGLE else {**row, "archived": record.archived}


def written(field: ConfigField, value: Any) -> str:
    """A value as it can be typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return (", " if isinstance(field.form, References) else "; ").join(value)
    return str(value)


def cell(field: ConfigField, value: Any) -> str:
    """A value in a list, in the language spoken."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(field.form, Word):
        labels = dict(field.form.options.values())
        return _(labels.get(value, ""))
    return str(value)


def columns(kind: str) -> Sequence[ConfigField]:
    """The fields that a list shows."""
    return [field for field in FIELDS[kind] if field.listed]


def _sides(difference: Difference) -> tuple[Any, Any]:
    return difference.old, difference.new


def _null(value: Any) -> Any:
    return None if value == "" else value
