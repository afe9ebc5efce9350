"""Which rows of a document are which rows of the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk_tui.config_fields import key_of
from helpdesk_tui.config_forms import Names
from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.queries.config_records import ConfigRecord
from helpdesk_tui.services.config_named import placed
from helpdesk_tui.text import fold, intake_line, one_line

_DOUBTFUL = N_("Several are named “{name}”: rename one of them on the desk or in the document.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as a document has it: its fields by column, and those by name as they would be told."""

    kind: str
    name: str
    """By which refusals call it."""
    fields: dict[str, Any]
    told: dict[str, Any]
    archived: bool


Standing = tuple[ConfigRecord, dict[str, Any]]
"""A row of the desk, and as it is told."""

Pair = tuple[Wanted, ConfigRecord | None]


def paired(wanted: Sequence[Wanted], there: Sequence[ConfigRecord], names: Names) -> list[Pair]:
    """Each wanted row with the one it is about, None for a new one; raises when that is unclear."""
    standing: dict[Hashable, list[Standing]] = defaultdict(list)
    for record in there:
        told = record.told(names)
        standing[_identity(record.kind, told)].append((record, told))
    asked: dict[Hashable, list[Wanted]] = defaultdict(list)
    for row in wanted:
        asked[_identity(row.kind, row.told)].append(row)
    found: dict[int, ConfigRecord | None] = {}
    for identity, rows in asked.items():
        _pair(rows, standing[identity], found)
    return [(row, found[id(row)]) for row in wanted]


def _identity(kind: str, told: Mapping[str, Any]) -> Hashable:
    """What makes a row the same one: its key; of a contact without address, whose and what name."""
    key = intake_line(told.get(key_of(kind)) or "")
    if kind == "contact" and not key:
        return fold(told.get("customer") or ""), fold(intake_line(told.get("name") or ""))
    return fold(key)


def _pair(
    rows: list[Wanted], standing: list[Standing], found: dict[int, ConfigRecord | None]
) -> None:
    """First those that agree in everything, then in less and less where that leaves no doubt."""
    for is_alike in (_agrees, _has_its_name, _is_archived_as_it, _bears_the_key):
        for row in list(rows):
            there = [each for each in standing if is_alike(row, each)]
            rivals = [other for other in rows if any(is_alike(other, each) for each in there)]
            if there and (is_alike is _agrees or len(there) == len(rivals) == 1):
                found[id(row)] = there[0][0]
                standing.remove(there[0])
                rows.remove(row)
    for row in rows:
        if standing:
            with placed(row.kind, row.name):
                raise NotFound(_DOUBTFUL, name=one_line(row.name, 60))
        found[id(row)] = None


def _agrees(row: Wanted, there: Standing) -> bool:
    told = there[1]
    return _is_archived_as_it(row, there) and all(told[n] == value for n, value in row.told.items())


def _has_its_name(row: Wanted, there: Standing) -> bool:
    return fold(row.told.get("name") or "") == fold(there[1].get("name") or "")


def _is_archived_as_it(row: Wanted, there: Standing) -> bool:
    return row.archived == there[0].archived


def _bears_the_key(row: Wanted, there: Standing) -> bool:
    return True  # or it would not be among those of the row's identity
