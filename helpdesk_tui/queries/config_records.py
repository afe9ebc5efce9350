"""Rows of configuration whole, as they are stored and as commands and documents tell them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from helpdesk_tui.config_fields import FIELDS, READING_ORDER, SINGLE, key_of
from helpdesk_tui.config_forms import Names
from helpdesk_tui.models import Membership, tuples
from helpdesk_tui.queries import configuration
from helpdesk_tui.queries.config_listings import LISTINGS
from helpdesk_tui.queries.config_names import ConfigNames
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.text import fold

FORMAT = 1
"""Of the document; another one is refused."""

_PAGE = 500
_LINKS: dict[str, tuple[str, Any, Any]] = {
    "team": ("members", Membership.team, Membership.agent),
    "agent": ("teams", Membership.agent, Membership.team),
}


@dataclass(frozen=True, slots=True)
class ConfigRecord:
    """A row with its columns as services take them."""

    kind: str
    id: int
    archived: bool
    values: dict[str, Any]

    def told(self, names: Names) -> dict[str, Any]:
        """Every field by its name, as documents hold it."""
        return {
            field.name: field.form.told(self.values[field.column], names)
            for field in FIELDS[self.kind]
        }


def records(kind: str, rows: Collection[int] | None = None) -> list[ConfigRecord]:
    """These rows in the order of their ids, or all of them."""
    if kind == SINGLE:
        return [ConfigRecord(kind, 1, False, asdict(switches()))]
    listing = LISTINGS[kind]
    table = listing.table
    stored = table._meta.columns
    columns = [field.column for field in FIELDS[kind] if field.column in stored]
    gone = (table.archived,) if listing.archived else ()
    query = table.select(table.id, *gone, *(stored[column] for column in columns))
    if rows is not None:
        query = query.where(table.id.in_(rows))
    linked = _linked(kind, rows)
    found = []
    for row, *values in tuples(query.order_by(table.id)):
        archived = bool(values.pop(0)) if gone else False
        own = dict(zip(columns, values, strict=True)) | linked.get(row, _unlinked(kind))
        found.append(ConfigRecord(kind, row, archived, own))
    return found


def listed(kind: str, text: str, archived: bool) -> list[ConfigRecord]:
    """The rows that hold every word of the text, in order of name."""
    if kind == SINGLE:
        return records(kind)
    page = configuration.first(kind, text, archived, _PAGE)
    found = _in_order(kind, [row.id for row in page.rows])
    while not page.at_end:
        page = configuration.after(kind, text, archived, page.rows[-1], _PAGE)
        found += _in_order(kind, [row.id for row in page.rows])
    return found


def document(now: int) -> dict[str, Any]:
    """The whole configuration, in an order that does not depend on when things were added."""
    names = ConfigNames(now)
    made: dict[str, Any] = {"format": FORMAT}
    for kind in READING_ORDER:
        rows = sorted(_documented(kind, names), key=lambda row: _place(kind, row))
        if kind == SINGLE:
            made[kind] = rows[0]
        elif rows:
            made[kind] = rows
    return made


def _documented(kind: str, names: Names) -> Iterator[dict[str, Any]]:
    left_out = [field.name for field in FIELDS[kind] if not field.documented]
    for record in records(kind):
        told = record.told(names)
        for name in left_out:
            del told[name]
        yield told | ({"archived": True} if record.archived else {})


def _place(kind: str, row: dict[str, Any]) -> tuple[str, str]:
    called = "" if kind == SINGLE else row[key_of(kind)] or row["name"]
    return fold(called), json.dumps(row)


def _in_order(kind: str, rows: list[int]) -> list[ConfigRecord]:
    by_id = {record.id: record for record in records(kind, rows)}
    return [by_id[row] for row in rows]


def _linked(kind: str, rows: Collection[int] | None) -> dict[int, dict[str, list[int]]]:
    """The rows of other kinds that each row is linked to, by the link's column."""
    if kind not in _LINKS:
        return {}
    column, own, other = _LINKS[kind]
    query = Membership.select(own, other)
    if rows is not None:
        query = query.where(own.in_(rows))
    found: dict[int, dict[str, list[int]]] = {}
    for row, linked in tuples(query.order_by(other)):
        found.setdefault(row, {column: []})[column].append(linked)
    return found


def _unlinked(kind: str) -> dict[str, list[int]]:
    return {_LINKS[kind][0]: []} if kind in _LINKS else {}
