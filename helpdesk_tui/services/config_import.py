"""A configuration document brought into a desk: all of it or nothing, and never a deletion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpdesk_tui.config_fields import FIELDS, READING_ORDER, SINGLE, ConfigField, called
from helpdesk_tui.errors import Invalid, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import database
from helpdesk_tui.queries.config_listings import LISTINGS
from helpdesk_tui.queries.config_records import FORMAT, ConfigRecord, records
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import configuration, locking
from helpdesk_tui.services.config_named import Difference, Hand, placed
from helpdesk_tui.services.config_pairing import Pair, Wanted, paired
from helpdesk_tui.text import intake_line, one_line
from helpdesk_tui.vocabulary import CONFIG_KINDS

_REFERRED = frozenset({"calendar", "team", "type", "customer"})
"""Kinds that other rows refer to, which they may only do while a row is not archived."""


class _Rehearsed(Exception):
    """Ends a trial, so that nothing of it is saved."""


def bring(
    actor: Actor, now: int, document: Mapping[str, Any], *, dry_run: bool = False
) -> list[Difference]:
    """Make the desk what the document says, and tell how it differed; a dry run saves nothing."""
    differences: list[Difference] = []
    try:
        with database.atomic():
            locking.keep_configuration()
            differences = _Import(actor, now).run(document)
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        pass
    return differences


class _Import:
    """One document on its way into the desk; archiving comes last, as rows may refer to rows."""

    def __init__(self, actor: Actor, now: int) -> None:
        self._hand = Hand.of(actor, now)
        self._differences: list[Difference] = []
        self._to_archive: list[tuple[str, int]] = []
        self._opened: list[tuple[str, int]] = []

    def run(self, document: Mapping[str, Any]) -> list[Difference]:
        given = _by_kind(document)
        for kind in READING_ORDER:
            if kind in given:
                self._bring(kind, given[kind])
        for kind, row in self._to_archive:
            self._archive(kind, row)
        for kind, row in self._opened:
            self._mark(kind, row, archived=True)
        return self._differences

    def _bring(self, kind: str, given: list[dict[str, Any]]) -> None:
        wanted = [self._wanted(kind, place, row) for place, row in enumerate(given, 1)]
        for row, record in sorted(paired(wanted, records(kind), self._hand.names), key=_turn):
            with placed(kind, row.name):
                self._settle(row, record)

    def _wanted(self, kind: str, place: int, given: Mapping[str, Any]) -> Wanted:
        name = "" if kind == SINGLE else _name(kind, given) or f"#{place}"
        names = self._hand.names
        with placed(kind, name):
            archived = _is_archived(kind, given)
            fixed = {f.name: f.read(given[f.name], names) for f in _fixed(kind) if f.name in given}
            said = {n: v for n, v in given.items() if n != "archived" and n not in fixed}
            fields = self._hand.read(kind, said)
        told = {
            field.name: field.form.told(fields[field.column], names)
            for field in FIELDS[kind]
            if field.column in fields
        }
        return Wanted(kind, name, fields, told | fixed, archived)

    def _settle(self, row: Wanted, record: ConfigRecord | None) -> None:
        if record is None:
            made, told = self._hand.add(row.kind, row.fields)
            self._differences += told
            if row.archived:
                self._archive_later(row.kind, made)
            return
        self._differences += self._hand.change(record, _in_place(record, row.fields))
        if record.archived and not row.archived:
            self._differences += self._hand.restore(record)
        elif row.archived and not record.archived:
            self._archive_later(row.kind, record.id)
        elif row.archived and row.kind in _REFERRED:
            self._mark(row.kind, record.id, archived=False)
            self._opened.append((row.kind, record.id))

    def _archive_later(self, kind: str, row: int) -> None:
        if kind == "contact":  # nothing refers to it, and its address may be wanted by another
            self._archive(kind, row)
        else:
            self._to_archive.append((kind, row))

    def _archive(self, kind: str, row: int) -> None:
        (record,) = records(kind, [row])
        with placed(kind, called(kind, record.values)):
            self._differences += self._hand.archive(record)

    def _mark(self, kind: str, row: int, *, archived: bool) -> None:
        """Let rows refer to an archived one while the document is read, as they did elsewhere."""
        table = LISTINGS[kind].table
        table.update(archived=archived).where(table.id == row).execute()


def _by_kind(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each kind; raises Invalid for what is no configuration."""
    if document.get("format", FORMAT) != FORMAT:
        message = N_("The document has the format {format}: this program reads {known}.")
        raise Invalid("format", message, format=one_line(str(document["format"]), 40), known=FORMAT)
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, given in document.items():
        if kind == "format":
            continue
        if kind not in FIELDS:
            message = N_("“{name}” is no kind of configuration: there are {known}.")
            known = ", ".join(CONFIG_KINDS)
            raise Invalid(kind, message, name=one_line(kind, 40), known=known)
        rows = [given] if kind == SINGLE else given
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            heading = f"[{kind}]" if kind == SINGLE else f"[[{kind}]]"
            message = N_("{kind}: write the heading {heading} before its fields.")
            raise Invalid(kind, message, kind=kind, heading=heading)
        found[kind] = rows
    return found


def _name(kind: str, given: Mapping[str, Any]) -> str:
    """What refusals call the row; empty when it says no name."""
    said = {name: value for name, value in given.items() if isinstance(value, str)}
    return intake_line(called(kind, said))


def _fixed(kind: str) -> list[ConfigField]:
    return [field for field in FIELDS[kind] if field.fixed]


def _is_archived(kind: str, given: Mapping[str, Any]) -> bool:
    if "archived" not in given:
        return False
    if kind == SINGLE or "archive" not in configuration.KINDS[kind].acts:
        raise WrongState(
            N_("Every desk has this: it can be changed, but neither added nor archived.")
        )
    if not isinstance(given["archived"], bool):
        raise Invalid("archived", N_("“archived” must be true or false."))
    return bool(given["archived"])


def _in_place(record: ConfigRecord, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, but for a next number below the one that has been reached here, and for an
    active team that is left to the desk, which has chosen one.
    """
    wanted = dict(fields)
    number = wanted.get("next_number")
    if isinstance(number, int):
        wanted["next_number"] = max(number, record.values["next_number"])
    if record.kind == "agent" and wanted.get("team_id") is None:
        wanted.pop("team_id", None)
    return wanted


def _turn(pair: Pair) -> tuple[bool, int]:
    """Archived contacts let go of their address first; who is promoted comes before the others."""
    row, _record = pair
    role = row.fields.get("role")
    return row.kind == "contact" and not row.archived, -role if isinstance(role, int) else 0
