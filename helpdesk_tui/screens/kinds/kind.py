"""What the list and the form need to know of a kind of configuration."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import config_rows
from helpdesk_tui.reports import Filters
from helpdesk_tui.rows import Actor, Choice, ConfigRow, ConfigValues
from helpdesk_tui.screens.fields import Field, Search
from helpdesk_tui.services import configuration
from helpdesk_tui.store import Store
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.row_columns import Cell, Column

SEARCHED = N_("type part of the name, ↓ shows all")


@dataclass(frozen=True, slots=True)
class Session:
    """What a form of configuration works with."""

    store: Store
    actor: Actor
    clock: Callable[[], int]
    zone: str

    def named(self, query: Callable[[str], list[Choice]]) -> Search:
        """A field's search in the database by part of a name."""

        async def search(text: str, _values: Mapping[str, Any]) -> list[Choice]:
            return await self.store.run(query, text)

        return search


Preview = Callable[[Session, Mapping[str, Any]], Awaitable[Sequence[str]]]
"""What the values so far would bring about, as sentences."""

Fill = Callable[[Session, Mapping[str, Any], int, int], Awaitable[dict[str, str]]]
"""Texts for fields, worked out for the years from the first to the last; raises HelpdeskError."""


@dataclass(frozen=True, slots=True)
class ConfigKind:
    """One kind: what its list shows, what its form asks, and what it saves through."""

    id: str
    title: str
    """A message id, as are the texts below."""
    new: str
    about: str
    """What it is for."""
    note: str
    """What a change of it does, where that is not plain."""
    columns: tuple[Column[ConfigRow], ...]
    fields: Callable[[Session], Sequence[Field]]
    help: Mapping[str, str] = field(default_factory=dict)
    """A sentence for fields that need one, shown while they have the cursor."""
    starts: Callable[[Session], dict[str, Any]] = lambda session: {}
    """The values of a new row; what they refer to is a Choice."""
    shown: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """For fields that are stored otherwise than typed: from the one to the other."""
    not_copied: frozenset[str] = frozenset()
    """Fields that no two rows share."""
    preview: Preview | None = None
    fill: Fill | None = None
    load: Callable[[int], ConfigValues] | None = None
    edit: Callable[[Actor, int, int, Mapping[str, Any], int], int] | None = None
    """Called with actor, row, now, changed fields and the last Event seen; None as most kinds."""
    follow: Callable[[Session, Mapping[str, Any]], Awaitable[None]] | None = None
    """What else a change of these fields brings about, once it is saved."""
    tickets: Callable[[int], Filters] | None = None
    """Which tickets are a row's, for kinds whose rows open them."""
    permission: str = ""
    """Empty for the kinds of services/kinds, which have their own."""

    @property
    def is_single(self) -> bool:
        """Whether there is just one row, which needs no list."""
        return self.edit is not None

    @property
    def needed(self) -> str:
        """The act of permissions.py that any change needs."""
        return self.permission or configuration.KINDS[self.id].permission

    @property
    def acts(self) -> frozenset[str]:
        """create, edit, copy, archive, restore: what can be done with a row."""
        return frozenset({"edit"}) if self.is_single else configuration.KINDS[self.id].acts

    def values(self, row: int) -> ConfigValues:
        """The row as it is stored; raises NotFound."""
        return self.load(row) if self.load else config_rows.values(self.id, row)

    def save(self, actor: Actor, row: int, now: int, fields: Mapping[str, Any], seen: int) -> int:
        """Change a row; raises what its service raises."""
        if self.edit is not None:
            return self.edit(actor, row, now, fields, seen)
        return configuration.edit(actor, self.id, row, now, fields, seen=seen)

    def typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Stored values as the form's fields begin."""
        return {
            name: self.shown[name](value) if name in self.shown and value is not None else value
            for name, value in values.items()
        }


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as services take them: ids for choices."""
    return {name: _id(value) for name, value in values.items()}


def _id(value: Any) -> Any:
    if isinstance(value, Choice):
        return value.id
    return [_id(each) for each in value] if isinstance(value, list) else value


def text_column(
    id: str, title: str, width: int, *, drop: int = 0, style: str = ""
) -> Column[ConfigRow]:
    """A column of text from people; the column without a width says when a row is archived."""

    def cell(row: ConfigRow, now: int) -> Cell:
        value = one_line(str(row.values.get(id) or "—"))
        ink = style if value != "—" else "muted"
        if width == 0 and row.archived:
            value = " · ".join((value, _("archived")))
        return Cell(value, "muted" if row.archived else ink)

    return Column(id, title, width, cell, drop=drop)


def number_column(id: str, title: str, width: int, *, drop: int = 0) -> Column[ConfigRow]:
    """A column of counts; nothing where there are none."""

    def cell(row: ConfigRow, now: int) -> Cell:
        return Cell(str(row.values.get(id) or ""), "muted" if row.archived else "")

    return Column(id, title, width, cell, drop=drop, right=True)


def worded_column(
    id: str,
    title: str,
    width: int,
    word: Callable[[ConfigRow], str],
    *,
    drop: int = 0,
    least: int = 0,
) -> Column[ConfigRow]:
    """A column whose text our own words make up."""

    def cell(row: ConfigRow, now: int) -> Cell:
        return Cell(one_line(word(row)), "muted" if row.archived else "")

    return Column(id, title, width, cell, drop=drop, least=least)


def choice(id: str, label: str, search: Search, *, required: bool = False) -> Field:
    """A field that is one of many by name."""
    return Field(id, label, "choice", required=required, help=SEARCHED, search=search)


def name_field() -> Field:
    """What the row is called."""
    return Field("name", N_("Name"), required=True)
