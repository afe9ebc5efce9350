"""Configuration changed by the names that people give to rows and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from helpdesk_tui.config_fields import FIELDS, SINGLE, called, field_named
from helpdesk_tui.errors import Forbidden, HelpdeskError, Invalid, NotFound, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.queries.config_names import ConfigNames
from helpdesk_tui.queries.config_records import ConfigRecord, records
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import configuration, settings
from helpdesk_tui.text import one_line


@dataclass(frozen=True, slots=True)
class Difference:
    """What an act has changed: a row, or a field of it, with what was there and what is now."""

    kind: str
    name: str
    act: str
    """create, edit, archive or restore, as in Events."""
    field: str = ""
    old: Any = None
    new: Any = None


@dataclass(slots=True)
class Hand:
    """An agent who configures by name, at one instant."""

    actor: Actor
    now: int
    names: ConfigNames

    @classmethod
    def of(cls, actor: Actor, now: int) -> Hand:
        """With no name read yet."""
        return cls(actor, now, ConfigNames(now))

    def read(self, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The fields by column, as services take them; raises what tells a field from another."""
        fields = {name: field_named(kind, name) for name in given}
        return {fields[n].column: fields[n].read(value, self.names) for n, value in given.items()}

    def add(self, kind: str, fields: Mapping[str, Any]) -> tuple[int, list[Difference]]:
        """Add a row; its id."""
        row = configuration.create(self.actor, kind, self.now, fields)
        self.names.forget(kind)
        return row, [Difference(kind, called(kind, fields), "create")]

    def change(self, record: ConfigRecord, fields: Mapping[str, Any]) -> list[Difference]:
        """Set the fields that are told otherwise now; nothing is saved when none is."""
        kind, before = record.kind, record.told(self.names)
        wanted = {**record.values, **fields}
        after = ConfigRecord(kind, record.id, record.archived, wanted).told(self.names)
        if after == before:
            return []
        told_alike = {f.column for f in FIELDS[kind] if before[f.name] == after[f.name]}
        kept = {column: record.values[column] for column in told_alike if column in fields}
        if kind == SINGLE:
            settings.change(self.actor, self.now, {**fields, **kept})
        else:
            configuration.edit(self.actor, kind, record.id, self.now, {**fields, **kept})
        self.names.forget(kind)
        (now,) = records(kind, [record.id])
        after = now.told(self.names)
        return [
            Difference(
                kind, called(kind, record.values), "edit", field, before[field], after[field]
            )
            for field in after
            if before[field] != after[field]
        ]

    def archive(self, record: ConfigRecord) -> list[Difference]:
        """Offer the row no more."""
        configuration.archive(self.actor, record.kind, record.id, self.now)
        self.names.forget(record.kind)
        return [Difference(record.kind, called(record.kind, record.values), "archive")]

    def restore(self, record: ConfigRecord) -> list[Difference]:
        """Offer the row again."""
        configuration.restore(self.actor, record.kind, record.id, self.now)
        self.names.forget(record.kind)
        return [Difference(record.kind, called(record.kind, record.values), "restore")]


@contextmanager
def placed(kind: str, name: str) -> Iterator[None]:
    """Let refusals say which row they are about, and which field as people name it."""
    try:
        yield
    except Invalid as error:
        first, *rest = (_placed(kind, name, each) for each in (error, *error.also))
        first.also = tuple(rest)
        raise first from error
    except Forbidden as error:
        message = N_("{place}: {reason}")
        raise Forbidden(message, place=_place(kind, name), reason=error) from error
    except (NotFound, WrongState) as error:
        raise _placed(kind, name, error) from error


def _placed(kind: str, name: str, error: HelpdeskError) -> Invalid:
    column = error.field if isinstance(error, Invalid) else ""
    field = next((f.name for f in FIELDS[kind] if f.column == column), "")
    place = _place(kind, name)
    if field:
        message = N_("{place}, {what}: {reason}")
        return Invalid(column, message, place=place, what=field, reason=error)
    return Invalid(column, N_("{place}: {reason}"), place=place, reason=error)


def _place(kind: str, name: str) -> HelpdeskError | str:
    if not name:
        return kind
    return HelpdeskError(N_("{kind} “{name}”"), kind=kind, name=one_line(name, 60))


def record_named(hand: Hand, kind: str, name: str, *, archived: bool = False) -> ConfigRecord:
    """The row of that name; `archived` prefers one that is, where there are two."""
    row = 1 if kind == SINGLE else hand.names.find(kind, name, archived=archived)
    (found,) = records(kind, [row])
    return found
