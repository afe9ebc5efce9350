"""Creating, editing, copying and following up tickets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from peewee import fn

from helpdesk_tui import statements
from helpdesk_tui.errors import Outdated, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Contact, Event, Ticket, TicketType, tuples
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import commitments, numbering, rollup, row_writes, search_index, stays
from helpdesk_tui.services.change import apply, load, load_open, record, transaction
from helpdesk_tui.services.lifecycle import permit_others
from helpdesk_tui.services.validation import validated
from helpdesk_tui.text import fold
from helpdesk_tui.visitors import Visitor
from helpdesk_tui.vocabulary import FIELDS, TIME_ACTS, Priority, Status


@transaction
def create(actor: Actor, now: int, fields: Mapping[str, Any]) -> Done:
    """Save a new ticket; of its `fields` only the subject is needed."""
    permit(actor, "ticket.create")
    given = {name: value for name, value in fields.items() if value is not None}
    values = validated(None, given)
    if values.get("assignee_id") not in (None, actor.id):
        permit_others(actor, Ticket(team_id=values.get("team_id")), values["assignee_id"])
    return insert(actor, now, "create", values)


def insert(actor: Actor | Visitor, now: int, act: str, values: Mapping[str, Any]) -> Done:
    """Number and write a ticket, its first stay and its Event, in the caller's transaction."""
    number, serial = numbering.take(now)
    row = {
        "priority": _default_priority(values.get("type_id")),
        "started_at": now,
        "description": "",
        **values,
    }
    ticket = Ticket(
        number=number,
        number_folded=fold(number),
        serial=serial,
        status=Status.NEW,
        progress=row.pop("progress", 0),
        created_at=now,
        created_by_id=actor.id,
        updated_at=now,
        **row,
    )
    row_writes.save(ticket)
    stays.begin(ticket, now)
    commitments.begin(ticket, now)
    rollup.begin([ticket.id])
    search_index.follow([ticket.id])
    told = {
        name: [None, value]
        for name, value in values.items()
        if name != "subject_folded" and value is not None
    }
    event = record(ticket.id, actor, act, now, told)
    return Done(ticket.id, number, event, act)


def _default_priority(type_id: int | None) -> int:
    found = statements.row(TicketType, type_id) if type_id else None
    return int(found.default_priority) if found and found.default_priority else Priority.NORMAL


@transaction
def edit(
    actor: Actor, ticket: int, now: int, fields: Mapping[str, Any], *, version: int | None = None
) -> Done:
    """Change fields; with `version`, raises Outdated when somebody changed the same ones since."""
    permit(actor, "ticket.edit")
    found = load_open(ticket)
    values = validated(found, fields)
    changed = {name: value for name, value in values.items() if getattr(found, name) != value}
    if version is not None and version != found.version:
        _refuse_overwriting(found, version, changed)
    _permit_moving(actor, found, changed)
    return apply(found, actor, "edit", now, changed)


def _permit_moving(actor: Actor, ticket: Ticket, changed: Mapping[str, Any]) -> None:
    """Between people and teams, fields move a ticket by the rules of assigning and releasing it."""
    assignee = changed.get("assignee_id")
    released = assignee is None and ticket.assignee_id == actor.id
    given = "assignee_id" in changed and not released
    if (given or "team_id" in changed) and assignee != actor.id:
        permit_others(actor, ticket, assignee, changed.get("team_id"))


def _refuse_overwriting(ticket: Ticket, version: int, changed: Mapping[str, Any]) -> None:
    """Edits of different fields merge; the same fields changed by others are named."""
    later = (
        Event.select(Event.changes, fn.COALESCE(Agent.name, Contact.name))
        .left_outer_join(Agent)
        .switch(Event)
        .left_outer_join(Contact)
        .where(Event.ticket == ticket.id, Event.act.not_in(TIME_ACTS))
        .order_by(Event.id.desc())
        .limit(ticket.version - version)
    )
    both: set[str] = set()
    names: list[str] = []
    for changes, name in tuples(later):
        same = set(json.loads(changes)) & set(changed) & set(FIELDS)
        both |= same
        if same and name not in names:
            names.append(name)
    if both:
        clashing = tuple(field for field in FIELDS if field in both)
        refusal = Outdated(
            N_("{who} has changed {number} meanwhile ({fields}). Your text is still here."),
            who=", ".join(names),
            number=ticket.number,
            fields=", ".join(FIELDS[field] for field in clashing),
        )
        refusal.clashing = clashing
        raise refusal


_COPIED = ("subject", "subject_folded", "description", "customer_id", "contact_id", "lead_id")
_COPIED_TOO = ("type_id", "priority", "team_id", "responsible_id")


@transaction
def copy(actor: Actor, ticket: int, now: int) -> Done:
    """A new ticket with the same content, status New, progress 0, starting now."""
    permit(actor, "ticket.copy")
    found = load(ticket)
    return insert(actor, now, "copy", {n: getattr(found, n) for n in _COPIED + _COPIED_TOO})


@transaction
def follow_up(actor: Actor, ticket: int, now: int) -> Done:
    """A new ticket linked to a closed one, for the same customer and of the same type."""
    permit(actor, "ticket.follow_up")
    found = load(ticket)
    if found.status != Status.CLOSED:
        raise WrongState(
            N_("{number} is not closed: write on it instead of following it up."),
            number=found.number,
        )
    same = ("subject", "subject_folded", "customer_id", "contact_id", "lead_id", "type_id")
    values: dict[str, Any] = {name: getattr(found, name) for name in (*same, "team_id")}
    return insert(actor, now, "follow_up", {**values, "follow_up_of_id": found.id})
