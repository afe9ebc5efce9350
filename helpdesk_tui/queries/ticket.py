"""One ticket whole: its fields, what was said, and what was done, old → new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from peewee import JOIN, SQL, Expression, ForeignKeyField, Query

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import (
    Agent,
    Contact,
    Customer,
    Event,
    Lead,
    Message,
    Table,
    Team,
    Ticket,
    TicketType,
)
from helpdesk_tui.queries import commitments, time
from helpdesk_tui.rows import Choice, EventRow, MessageRow, TicketDetail
from helpdesk_tui.statements import Slot, kept, numbered, slots
from helpdesk_tui.text import fold, intake_line
from helpdesk_tui.vocabulary import Priority, Status

GONE = N_("There is no such ticket any more.")

_TICKET, _SINCE = Slot("ticket"), Slot("since")

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
    found = kept(_whole).rows({_TICKET.name: ticket})
    if not found:
        raise NotFound(GONE)
    id, number, version, subject, description, status, priority, progress, *row = found[0]
    started, ended, due, closed, next_due, shared, origin, created, author, updated, *named = row
    return TicketDetail(
        *(id, number, version, subject, description, Status(status), Priority(priority), progress),
        **_choices(named),
        started_at=started,
        ended_at=ended,
        due_at=due,
        closed_at=closed,
        next_due_at=next_due,
        shared=bool(shared),
        follow_up_of=origin,
        created_at=created,
        created_by=author,
        updated_at=updated,
        messages=messages(ticket),
        events=events(ticket),
        commitments=commitments.of_ticket(ticket),
        entries=time.of_ticket(ticket),
    )


def _whole() -> Query:
    """What detail() reads of the ticket, in its order, with three columns for each choice."""
    author, origin = Agent.alias(), Ticket.alias()
    others: list[tuple[Any, Any]] = [
        (Ticket.created_by, author),
        (Ticket.follow_up_of, origin),
    ]
    choices: list[Any] = []
    for column, table, more in _CHOICES.values():
        named: Any = table.alias()
        others.append((column, named))
        choices += [named.id, named.name, getattr(named, more) if more else SQL("''")]
    query = Ticket.select(
        *(Ticket.id, Ticket.number, Ticket.version, Ticket.subject, Ticket.description),
        *(Ticket.status, Ticket.priority, Ticket.progress, Ticket.started_at, Ticket.ended_at),
        *(Ticket.due_at, Ticket.closed_at, Ticket.next_due_at, Ticket.shared_with_customer),
        *(origin.number, Ticket.created_at, author.login, Ticket.updated_at, *choices),
    )
    for column, other in others:
        query = query.join_from(Ticket, other, JOIN.LEFT_OUTER, on=column == other.id)
    return query.where(Ticket.id == _TICKET)


_CHOICES: dict[str, tuple[ForeignKeyField, type[Table], str]] = {
    "customer": (Ticket.customer, Customer, ""),
    "contact": (Ticket.contact, Contact, "email"),
    "lead": (Ticket.lead, Lead, ""),
    "type": (Ticket.type, TicketType, ""),
    "team": (Ticket.team, Team, ""),
    "assignee": (Ticket.assignee, Agent, "login"),
    "responsible": (Ticket.responsible, Agent, "login"),
}
"""What a ticket refers to, with the column that tells more than the name."""


def _choices(named: list[Any]) -> dict[str, Any]:
    rows = zip(named[::3], named[1::3], named[2::3], strict=True)
    return {
        choice: None if row is None else Choice(row, name, more or "")
        for choice, (row, name, more) in zip(_CHOICES, rows, strict=True)
    }


def messages(ticket: int) -> list[MessageRow]:
    """What was said on a ticket, oldest first."""
    rows = kept(_messages).rows({_TICKET.name: ticket})
    return [
        MessageRow(row, at, agent or contact or "?", agent is None, bool(internal), body)
        for row, at, agent, contact, internal, body in rows
    ]


def _messages() -> Query:
    return (
        Message.select(
            Message.id, Message.at, Agent.name, Contact.name, Message.internal, Message.body
        )
        .left_outer_join(Agent)
        .switch(Message)
        .left_outer_join(Contact)
        .where(Message.ticket == _TICKET)
        .order_by(Message.at, Message.id)
    )


def events(ticket: int, since: int = 0) -> list[EventRow]:
    """What was done on a ticket after an act, oldest first, ids of rows replaced by their names."""
    rows = kept(_events).rows({_TICKET.name: ticket, _SINCE.name: since})
    told = [json.loads(changes) for *_event, changes in rows]
    names = _names(told)
    return [
        EventRow(row, at, agent or contact or "?", act, via, _resolved(changes, names))
        for (row, at, agent, contact, act, via, _changes), changes in zip(rows, told, strict=True)
    ]


def _events() -> Query:
    return (
        Event.select(
            Event.id, Event.at, Agent.name, Contact.name, Event.act, Event.via, Event.changes
        )
        .left_outer_join(Agent)
        .switch(Event)
        .left_outer_join(Contact)
        .where(Event.ticket == _TICKET, Event.id > _SINCE)
        .order_by(Event.id)
    )


Changes = dict[str, list[Any]]
"""Of an act: old and new value of each field."""


def _names(told: Iterable[Changes]) -> dict[tuple[type[Table], int], str]:
    """What the rows are called that the changes refer to, by table and id."""
    wanted: dict[type[Table], set[int]] = {}
    for changes in told:
        for field in _REFERRED.keys() & changes.keys():
            wanted.setdefault(_REFERRED[field], set()).update(changes[field])
    found: dict[tuple[type[Table], int], str] = {}
    for table, rows in wanted.items():
        ids = sorted(row for row in rows if row is not None)
        statement = kept(_named, table, len(ids))
        found |= {(table, row): str(name) for row, name in statement.rows(numbered(ids))}
    return found


def _named(table: Any, count: int) -> Query:
    name = Ticket.number if table is Ticket else table.name
    query: Query = table.select(table.id, name).where(table.id.in_(slots(count)))
    return query


def _resolved(
    changes: Changes, names: Mapping[tuple[type[Table], int], str]
) -> dict[str, tuple[object, object]]:
    def said(field: str, value: Any) -> object:
        table = _REFERRED.get(field)
        return value if value is None or table is None else names.get((table, value), f"#{value}")

    return {
        field: (said(field, old), said(field, new))
        for field, (old, new) in changes.items()
        if not field.endswith("_folded")
    }


_REFERRED: dict[str, type[Table]] = {
    "customer_id": Customer,
    "contact_id": Contact,
    "lead_id": Lead,
    "type_id": TicketType,
    "team_id": Team,
    "assignee_id": Agent,
    "responsible_id": Agent,
    "follow_up_of_id": Ticket,
    "time_agent_id": Agent,
}
"""The fields whose values are ids, with the table that they are of."""
