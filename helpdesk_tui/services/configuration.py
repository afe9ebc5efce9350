"""What is configured: created, edited, copied, archived and restored, each act with its Event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpdesk_tui.errors import NotFound, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Customer, Lead
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import locking, search_index
from helpdesk_tui.services.change import transaction
from helpdesk_tui.services.kinds import (
    agents,
    calendars,
    contacts,
    customers,
    leads,
    policies,
    sequences,
    teams,
    types,
)
from helpdesk_tui.services.kinds.kind import Draft, Kind
from helpdesk_tui.services.kinds.record import record, refuse_overwriting

KINDS: dict[str, Kind] = {
    module.KIND.id: module.KIND
    for module in (
        policies,
        types,
        calendars,
        teams,
        agents,
        customers,
        contacts,
        leads,
        sequences,
    )
}

Fields = Mapping[str, Any]

_NOTHING: tuple[object, ...] = (None, "", [])


@transaction
def create(actor: Actor, kind: str, now: int, fields: Fields) -> int:
    """Add a row and return its id; raises Invalid for the first wrong field, the rest in `also`."""
    chosen = _permitted(actor, kind, "create")
    return _add(chosen, actor, now, "create", fields)


@transaction
def copy(actor: Actor, kind: str, row: int, now: int, fields: Fields) -> int:
    """Add a row like another one but for these fields, and return its id."""
    chosen = _permitted(actor, kind, "copy")
    values = stored(chosen, _load(chosen, row))
    return _add(chosen, actor, now, "copy", {**values, **fields})


@transaction
def edit(
    actor: Actor, kind: str, row: int, now: int, fields: Fields, *, seen: int | None = None
) -> int:
    """Change fields; raises Outdated when one of them was changed after the Event `seen`."""
    chosen = _permitted(actor, kind, "edit")
    found = _load(chosen, row)
    if seen is not None:
        refuse_overwriting(kind, row, seen, fields)
    before = stored(chosen, found)
    draft = chosen.checked(
        Draft(actor, now, found, before, {**before, **fields}, frozenset(fields))
    )
    changes = {
        name: (before[name], draft.values[name])
        for name in before
        if before[name] != draft.values[name]
    }
    if changes:
        _write(chosen, draft, set(changes))
        if "name" in changes and chosen.table in (Customer, Lead):
            search_index.follow_name(chosen.table, row)
        record(actor, kind, row, "edit", now, changes)
    return row


@transaction
def archive(actor: Actor, kind: str, row: int, now: int) -> int:
    """Offer the row no more; what refers to it keeps it."""
    chosen = _permitted(actor, kind, "archive")
    found = _load(chosen, row)
    if found.archived:
        raise WrongState(N_("It is archived already: there is nothing to do."))
    values = stored(chosen, found)
    chosen.archivable(Draft(actor, now, found, values, dict(values), frozenset()))
    chosen.table.update(archived=True).where(chosen.table.id == row).execute()
    record(actor, kind, row, "archive", now, {})
    return row


@transaction
def restore(actor: Actor, kind: str, row: int, now: int) -> int:
    """Offer an archived row again; raises Invalid when something has taken its place since."""
    chosen = _permitted(actor, kind, "restore")
    found = _load(chosen, row)
    if not found.archived:
        raise WrongState(N_("It is not archived: there is nothing to restore."))
    values = stored(chosen, found)
    chosen.checked(Draft(actor, now, found, values, dict(values), frozenset()))
    chosen.table.update(archived=False).where(chosen.table.id == row).execute()
    record(actor, kind, row, "restore", now, {})
    return row


def stored(kind: Kind, row: Any) -> dict[str, Any]:
    """The fields of a row as they are saved, links as ids in order."""
    values = {name: getattr(row, name) for name in kind.fields}
    return values | {name: link.read(row.id) for name, link in kind.links.items()}


def _permitted(actor: Actor, kind: str, act: str) -> Kind:
    chosen = KINDS[kind]
    permit(actor, chosen.permission)
    locking.keep_configuration()
    if act not in chosen.acts:
        raise WrongState(
            N_("Every desk has this: it can be changed, but neither added nor archived.")
        )
    return chosen


def _load(kind: Kind, row: int) -> Any:
    found = locking.kept(kind.table.select().where(kind.table.id == row)).first()
    if found is None:
        raise NotFound(N_("It is not there any more: go back and look at the list anew."))
    return found


def _add(kind: Kind, actor: Actor, now: int, act: str, fields: Fields) -> int:
    fresh: dict[str, Any] = {**kind.fields, **{name: [] for name in kind.links}}
    draft = kind.checked(Draft(actor, now, None, {}, {**fresh, **fields}, frozenset(fields)))
    row = int(kind.table.insert(kind.columns(draft, kind.fields)).execute())
    for name, link in kind.links.items():
        link.write(draft, row, draft.values[name])
    told = {n: (None, value) for n, value in draft.values.items() if value not in _NOTHING}
    record(actor, kind.id, row, act, now, told)
    return row


def _write(kind: Kind, draft: Draft, changed: set[str]) -> None:
    columns = kind.columns(draft, changed & set(kind.fields))
    if columns:
        kind.table.update(columns).where(kind.table.id == draft.id).execute()
    for name in changed & set(kind.links):
        kind.links[name].write(draft, draft.id, draft.values[name])
