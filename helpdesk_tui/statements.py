"""Statements that peewee writes once: that costs more than the database takes to execute them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from peewee import BooleanField, Context, Field, Node, Query

from helpdesk_tui.models import Table, bound

T = TypeVar("T", bound=Table)

MOST = 500
"""Statements that are kept; those of searches differ by what was typed."""

Values = Mapping[Hashable, object]
"""What the slots of a statement stand for, by their names."""


@dataclass(frozen=True, slots=True)
class Given:
    """The place of a value, among the values of a statement."""

    name: Hashable


class Slot(Node):
    """Stands in a query for a value that is given each time it is executed."""

    def __init__(self, name: Hashable) -> None:
        super().__init__()
        self.given = Given(name)

    @property
    def name(self) -> Hashable:
        return self.given.name

    def __sql__(self, ctx: Context) -> Context:
        ctx.value(self.given, False)  # no column turns it into a number or a text
        return ctx


def slots(count: int) -> list[Slot]:
    """Those of as many values that stand in a row, to be given as numbered()."""
    return [Slot(number) for number in range(count)]


def numbered(values: Sequence[object]) -> dict[Hashable, object]:
    """Values for slots()."""
    return dict(enumerate(values))


class Statement:
    """SQL in the language of the database in use, with the values that are always the same."""

    def __init__(self, query: Query) -> None:
        self._sql, values = query.bind(bound()).sql()
        self._values = tuple(values)

    def rows(self, given: Values) -> list[tuple[Any, ...]]:
        """What it finds, as the database's driver gives it: yes and no may be numbers."""
        return list(self.execute(given).fetchall())

    def instances(self, table: type[T], given: Values) -> list[T]:
        """The rows of a table that the query selects whole."""
        fields = table._meta.sorted_fields
        return [
            table(
                **{each.name: _read(each, value) for each, value in zip(fields, row, strict=True)}
            )
            for row in self.rows(given)
        ]

    def execute(self, given: Values) -> Any:
        """The cursor behind it."""
        values = [given[each.name] if type(each) is Given else each for each in self._values]
        return bound().execute_sql(self._sql, values)


def _read(field: Field, value: Any) -> Any:
    """As the model has it: only yes and no come as something else, which Events would tell."""
    return bool(value) if isinstance(field, BooleanField) and value is not None else value


def kept(build: Callable[..., Query], *args: Hashable) -> Statement:
    """The statement of the query that `build` makes of these arguments, and of nothing else."""
    return _written(bound().param, build, *args)


@lru_cache(maxsize=MOST)  # by the mark of a parameter too, in which the kinds of databases differ
def _written(_mark: str, build: Callable[..., Query], *args: Hashable) -> Statement:
    return Statement(build(*args))


@dataclass(frozen=True, slots=True)
class Keyed:
    """A way to build a query, known by a key that tells all it is made of but for the slots."""

    key: Hashable
    build: Callable[[], Query] = field(compare=False)

    def __call__(self) -> Query:
        return self.build()


def row(table: type[T], id: int | None) -> T | None:
    """The row of that id, whole; None when there is none."""
    found = kept(_of_id, table).instances(table, {"id": id})
    return found[0] if found else None


def _of_id(table: Any) -> Query:
    query: Query = table.select().where(table.id == Slot("id"))
    return query
