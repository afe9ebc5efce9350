"""One ticket whole: its fields, what was said, and what was done, old → new."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from peewee import Expression

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import (
    Agent,
    Contact,
    Customer,
    Event,
    Lead,
    Message,
    Team,
    Ticket,
    TicketType,
    tuples,
)
from helpdesk_tui.queries import commitments, time
from helpdesk_tui.rows import Choice, EventRow, MessageRow, TicketDetail
from helpdesk_tui.text import fold, intake_line
from helpdesk_tui.vocabulary import Priority, Status

GONE = N_("There is no such ticket any more.")

_LARGEST = 2**63 - 1


def find(typed: str, *among: Expression) -> int:
    """The id of the ticket that people mean by `42`, `tkt42` or `TKT0042`; raises NotFound.

    Where conditions are given, other tickets do not exist.
    """
    typed = intake_line(typed)
    folded = fold(typed)
    exact = Ticket.get_or_none(Ticket.number_folded == folded, *among)
    if exact is not None:
        return int(exact.id)
    parts = re.fullmatch(r"(.*?)([0-9]{1,18})", folded)
    if parts and int(parts[2]) <= _LARGEST:
        query = Ticket.select(Ticket.id).where(
            Ticket.serial == int(parts[2]), Ticket.number_folded.startswith(parts[1]), *among
        )
        newest = query.order_by(Ticket.id.desc()).first()
        if newest is not None:
            return int(newest.id)
    raise NotFound(N_("There is no ticket {number}."), number=typed[:40])


def detail(ticket: int) -> TicketDetail:
    """The ticket with its conversation and history; raises NotFound."""
    found = Ticket.get_or_none(Ticket.id == ticket)
    if found is None:
        raise NotFound(GONE)
    author = Agent.get_or_none(Agent.id == found.created_by_id)
    origin = Ticket.get_or_none(Ticket.id == found.follow_up_of_id)
    return TicketDetail(
        id=found.id,
        number=found.number,
        version=found.version,
        subject=found.subject,
        description=found.description,
        status=Status(found.status),
        priority=Priority(found.priority),
        progress=found.progress,
        customer=_choice(Customer, found.customer_id),
        contact=_choice(Contact, found.contact_id, "email"),
        lead=_choice(Lead, found.lead_id),
        type=_choice(TicketType, found.type_id),
        team=_choice(Team, found.team_id),
        assignee=_choice(Agent, found.assignee_id, "login"),
        responsible=_choice(Agent, found.responsible_id, "login"),
        started_at=found.started_at,
        ended_at=found.ended_at,
        due_at=found.due_at,
        closed_at=found.closed_at,
        next_due_at=found.next_due_at,
        shared=found.shared_with_customer,
        follow_up_of=origin.number if origin else None,
        created_at=found.created_at,
        created_by=author.login if author else None,
        updated_at=found.updated_at,
        messages=messages(ticket),
        events=events(ticket),
        commitments=commitments.of_ticket(ticket),
        entries=time.of_ticket(ticket),
    )


def _choice(table: Any, row: int | None, detail: str = "") -> Choice | None:
    found = table.get_or_none(table.id == row) if row is not None else None
    if found is None:
        return None
    return Choice(found.id, found.name, (getattr(found, detail) or "") if detail else "")


def messages(ticket: int) -> list[MessageRow]:
    """What was said on a ticket, oldest first."""
    query = (
        Message.select(
            Message.id, Message.at, Agent.name, Contact.name, Message.internal, Message.body
        )
        .left_outer_join(Agent)
        .switch(Message)
        .left_outer_join(Contact)
        .where(Message.ticket == ticket)
        .order_by(Message.at, Message.id)
    )
    return [
        MessageRow(row, at, agent or contact or "?", agent is None, bool(internal), body)
        for row, at, agent, contact, internal, body in tuples(query)
    ]


def events(ticket: int, since: int = 0) -> list[EventRow]:
    """What was done on a ticket after an act, oldest first, ids of rows replaced by their names."""
    query = (
        Event.select(
            Event.id, Event.at, Agent.name, Contact.name, Event.act, Event.via, Event.changes
        )
        .left_outer_join(Agent)
        .switch(Event)
        .left_outer_join(Contact)
        .where(Event.ticket == ticket, Event.id > since)
        .order_by(Event.id)
    )
    names = _Names()
    return [
        EventRow(row, at, agent or contact or "?", act, via, names.resolved(json.loads(changes)))
        for row, at, agent, contact, act, via, changes in tuples(query)
    ]


class _Names:
    """Looks each referenced row up once."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], str] = {}

    def resolved(self, changes: dict[str, list[Any]]) -> dict[str, tuple[object, object]]:
        return {
            name: (self._said(name, old), self._said(name, new))
            for name, (old, new) in changes.items()
            if not name.endswith("_folded")
        }

    def _said(self, field: str, value: Any) -> object:
        if value is None or field not in _REFERRED:
            return value
        key = (field, value)
        if key not in self._seen:
            self._seen[key] = _REFERRED[field](value)
        return self._seen[key]


def _named(table: Any, column: str = "name") -> Callable[[int], str]:
    def look_up(row: int) -> str:
        found = table.get_or_none(table.id == row)
        return str(getattr(found, column)) if found else f"#{row}"

    return look_up


_REFERRED: dict[str, Callable[[int], str]] = {
    "customer_id": _named(Customer),
    "contact_id": _named(Contact),
    "lead_id": _named(Lead),
    "type_id": _named(TicketType),
    "team_id": _named(Team),
    "assignee_id": _named(Agent),
    "responsible_id": _named(Agent),
    "follow_up_of_id": _named(Ticket, "number"),
    "time_agent_id": _named(Agent),
}
