"""One row at a time written by statements that are kept: acts write a few rows each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import Query

from helpdesk_tui.models import Table, bound
from helpdesk_tui.statements import Slot, Values, kept

_ID = Slot("row id")


def insert(table: type[Table], values: Mapping[str, Any]) -> int:
    """Add a row, which has the defaults of what it is not given, and return its id."""
    names = tuple(sorted(values))
    statement = kept(_inserting, table, names)
    cursor = statement.execute(_stored(table, values))
    return int(cursor.fetchone()[0] if bound().returning_clause else cursor.lastrowid)


def update(table: type[Table], row: int, values: Mapping[str, Any]) -> None:
    """Set columns of the row of that id."""
    names = tuple(sorted(values))
    statement = kept(_updating, table, names)
    statement.execute({**_stored(table, values), _ID.name: row})


def save(row: Any) -> None:
    """Write all columns of a row, a new one too, which then has its id."""
    columns = {name: value for name, value in row.__data__.items() if name != "id"}
    if row.id is None:
        row.id = insert(type(row), columns)
    else:
        update(type(row), row.id, columns)


def _inserting(table: type[Table], names: tuple[str, ...]) -> Query:
    query: Query = table.insert({name: Slot(name) for name in names})
    return query


def _updating(table: Any, names: tuple[str, ...]) -> Query:
    query: Query = table.update({name: Slot(name) for name in names}).where(table.id == _ID)
    return query


def _stored(table: type[Table], values: Mapping[str, Any]) -> Values:
    columns = table._meta.combined
    return {name: columns[name].db_value(value) for name, value in values.items()}
