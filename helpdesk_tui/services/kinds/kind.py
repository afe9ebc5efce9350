"""What a kind of configuration is, and a row of it on the way to being saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpdesk_tui.errors import Invalid
from helpdesk_tui.rows import Actor
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import SUBJECT_LIMIT

EVERY_ACT = frozenset({"create", "edit", "copy", "archive", "restore"})


@dataclass(slots=True)
class Draft:
    """A row as it would be saved; checks put its `values` into their stored form."""

    actor: Actor
    now: int
    row: Any
    """The row as it stands; None for a new one."""
    before: dict[str, Any]
    values: dict[str, Any]
    given: frozenset[str]
    """The fields that the caller named."""

    def differs(self, *fields: str) -> bool:
        """Whether any of the fields is another than before, or new."""
        return self.row is None or any(self.before[f] != self.values[f] for f in fields)

    @property
    def id(self) -> int:
        """The row's id; 0, which no row has, for a new one."""
        return 0 if self.row is None else int(self.row.id)


def folded(draft: Draft) -> dict[str, Any]:
    """The copy of the name that is searched and sorted by."""
    return {"name_folded": fold(draft.values["name"])[: 2 * SUBJECT_LIMIT]}


Check = Callable[[Draft], Iterator[Invalid]]
"""Says what is wrong with a draft; first it tidies what is not."""


@dataclass(frozen=True, slots=True)
class Link:
    """A field that is rows of another table: `read` of a row's id, `write` once it is saved."""

    read: Callable[[int], list[int]]
    write: Callable[[Draft, int, list[int]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row that people configure; the id stands in its Events."""

    id: str
    table: Any
    permission: str
    """The act of permissions.py that any change needs."""
    fields: Mapping[str, Any]
    """The columns that people set, each with its value in a new row."""
    checks: tuple[Check, ...]
    links: Mapping[str, Link] = field(default_factory=dict)
    acts: frozenset[str] = EVERY_ACT
    derived: Callable[[Draft], dict[str, Any]] = folded
    """The columns that follow from the fields; their changes are not told in Events."""
    archivable: Callable[[Draft], None] = lambda draft: None
    """Raises what speaks against archiving the row."""

    def checked(self, draft: Draft) -> Draft:
        """The draft as it can be saved; raises Invalid for what is wrong, the rest in `also`."""
        errors = [error for check in self.checks for error in check(draft)]
        if errors:
            errors[0].also = tuple(errors[1:])
            raise errors[0]
        return draft

    def columns(self, draft: Draft, names: Iterable[str]) -> dict[str, Any]:
        """The named fields, and what follows from them, by what the table calls them."""
        values = {name: draft.values[name] for name in names} | self.derived(draft)
        return {name.removesuffix("_id"): value for name, value in values.items()}
