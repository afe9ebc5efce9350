"""Saved views: made, changed and deleted, each act with its Event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peewee import fn

from helpdesk_tui.errors import Invalid, NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Event, SavedView
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.query_conditions import read
from helpdesk_tui.queries.views import GONE
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import locking
from helpdesk_tui.services.change import transaction
from helpdesk_tui.services.kinds.record import record
from helpdesk_tui.text import cells, fold, intake_line, one_line
from helpdesk_tui.vocabulary import SUBJECT_LIMIT

NAME_LIMIT = 60
"""Characters of a name: it has to fit into a menu."""

MOST = 40
"""Views that an agent has, and that are shared: each is counted whenever the desk changes."""

FIELDS = ("name", "key", "query", "shared")

_KIND = "view"


@transaction
def create(actor: Actor, now: int, fields: Mapping[str, Any]) -> int:
    """Save a search under a name and return its id; raises Invalid, the rest in `also`."""
    _permit(actor, shared=bool(fields.get("shared")))
    values = _checked(actor, now, 0, {"name": "", "key": "", "query": "", **fields})
    row = _fresh_id()
    SavedView.insert({"id": row, **_columns(actor, values)}).execute()
    told = {name: (None, values[name]) for name in FIELDS if values[name]}
    record(actor, _KIND, row, "create", now, told)
    return row


@transaction
def change(actor: Actor, view: int, now: int, fields: Mapping[str, Any]) -> int:
    """Give a view another name, key or search, share it or make it the actor's own."""
    before = _load(actor, view)
    _permit(actor, shared=bool(fields.get("shared")))
    values = _checked(actor, now, view, {**before, **fields}, before)
    changes = {
        name: (before[name], values[name]) for name in FIELDS if before[name] != values[name]
    }
    if changes:
        SavedView.update(_columns(actor, values)).where(SavedView.id == view).execute()
        record(actor, _KIND, view, "edit", now, changes)
    return view


@transaction
def delete(actor: Actor, view: int, now: int) -> int:
    """Forget a view; its tickets are not touched."""
    before = _load(actor, view)
    SavedView.delete().where(SavedView.id == view).execute()
    gone = {name: (before[name], None) for name in FIELDS if before[name]}
    record(actor, _KIND, view, "delete", now, gone)
    return view


def _fresh_id() -> int:
    """One that no view ever had: an open question, a form or a draft may still mean a deleted one,
    whose id SQLite would give again.
    """
    known = SavedView.select(fn.MAX(SavedView.id)).scalar()
    told = Event.select(fn.MAX(Event.row)).where(Event.kind == _KIND).scalar()
    return max(known or 0, told or 0) + 1


def _folded(name: str) -> str:
    """The copy of a name that is compared, as long as its column is."""
    return fold(name)[: 2 * SUBJECT_LIMIT]


def _permit(actor: Actor, *, shared: bool) -> None:
    permit(actor, "views.shared" if shared else "views.own")
    locking.keep_configuration()


def _load(actor: Actor, view: int) -> dict[str, Any]:
    """What is stored, for whoever may change it; another agent's is not there at all."""
    locking.keep_configuration()
    found = SavedView.get_or_none(SavedView.id == view)
    if found is None or found.agent_id not in (None, actor.id):
        raise NotFound(GONE)
    shared = found.agent_id is None
    _permit(actor, shared=shared)
    return {"name": found.name, "key": found.key, "query": found.query, "shared": shared}


def _columns(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "agent": None if values["shared"] else actor.id,
        "name": values["name"],
        "name_folded": _folded(values["name"]),
        "key": values["key"],
        "query": values["query"],
    }


def _checked(
    actor: Actor,
    now: int,
    view: int,
    fields: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The values as they can be saved; raises Invalid for the first wrong one.

    A name or key that stays is not refused: somebody may have shared one like it meanwhile.
    """
    values: dict[str, Any] = {
        name: intake_line(fields[name] or "") for name in ("name", "key", "query")
    }
    values["shared"] = bool(fields.get("shared"))

    def stays(name: str) -> bool:
        return before is not None and all(before[n] == values[n] for n in (name, "shared"))

    errors = [
        *(() if stays("name") else _name_errors(actor, view, values)),
        *(() if stays("key") else _key_errors(actor, view, values)),
        *_query_errors(actor, now, values),
        *_number_errors(actor, view, values),
    ]
    if errors:
        errors[0].also = tuple(errors[1:])
        raise errors[0]
    return values


def _name_errors(actor: Actor, view: int, values: Mapping[str, Any]) -> Iterator[Invalid]:
    name = values["name"]
    if not fold(name).strip():
        yield Invalid("name", N_("A name is needed."))
    elif len(name) > NAME_LIMIT:
        message = N_("The text has {length} characters: {limit} is the most.")
        yield Invalid("name", message, length=len(name), limit=NAME_LIMIT)
    elif _beside(actor, view, values, SavedView.name_folded == _folded(name)):
        message = N_("There is a view named “{name}” already: choose another name.")
        yield Invalid("name", message, name=one_line(name, NAME_LIMIT))


def _key_errors(actor: Actor, view: int, values: Mapping[str, Any]) -> Iterator[Invalid]:
    key = values["key"]
    if not key:
        return
    if len(key) != 1 or not key.isalnum() or cells(one_line(key)) != 1:
        yield Invalid("key", N_("The key of a view is one letter or digit, or nothing."))
        return
    other = _beside(actor, view, values, SavedView.key == key)
    if other is not None:
        message = N_("The key {key} opens “{name}” already: choose another.")
        yield Invalid("key", message, key=key, name=one_line(other.name, NAME_LIMIT))


def _query_errors(actor: Actor, now: int, values: Mapping[str, Any]) -> Iterator[Invalid]:
    query = read(values["query"], actor, now)
    if query.wrong is not None:
        error = query.wrong.error
        yield Invalid("query", error.message, **error.fields)
    elif not query.terms:
        yield Invalid("query", N_("Write what the view searches for, for example: is:late @me"))


def _number_errors(actor: Actor, view: int, values: Mapping[str, Any]) -> Iterator[Invalid]:
    if SavedView.select().where(_scope(actor, values), SavedView.id != view).count() >= MOST:
        message = N_("There are {most} views already: delete one before you save another.")
        yield Invalid("name", message, most=MOST)


def _scope(actor: Actor, values: Mapping[str, Any]) -> Any:
    return SavedView.agent.is_null() if values["shared"] else SavedView.agent == actor.id


def _beside(actor: Actor, view: int, values: Mapping[str, Any], same: Any) -> SavedView | None:
    """Another view that is like it in sight of whoever sees it; others' own ones are not told."""
    scope = SavedView.agent.is_null()
    if not values["shared"]:
        scope |= SavedView.agent == actor.id
    found: SavedView | None = SavedView.get_or_none(scope, same, SavedView.id != view)
    return found
