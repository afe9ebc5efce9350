"""Tickets as other programs read them: the documented JSON, ready to be written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from peewee import JOIN

from helpdesk_tui.dates import iso
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
from helpdesk_tui.queries import time
from helpdesk_tui.queries.commitments import of_tickets
from helpdesk_tui.rows import CommitmentRow, TimeRow
from helpdesk_tui.vocabulary import UNTOLD, Priority, Status

Record = dict[str, Any]

_Responsible = Agent.alias()

COLUMNS = (
    *("number", "subject", "description", "status", "priority", "type", "team"),
    *("assignee", "responsible", "customer", "contact", "lead", "progress"),
    *("started_at", "ended_at", "due_at", "shared_with_customer", "version", "created_at"),
)
"""The keys of a ticket that hold one value, in their order; `sla`, a list, follows them."""


def tickets(ids: Sequence[int], now: int) -> list[Record]:
    """The tickets in the order of their ids, in few queries; keep `ids` to some hundreds."""
    query = (
        Ticket.select(
            Ticket.id,
            Ticket.number,
            Ticket.subject,
            Ticket.description,
            Ticket.status,
            Ticket.priority,
            TicketType.name,
            Team.name,
            Agent.login,
            _Responsible.login,
            Customer.name,
            Contact.email,
            Lead.name,
            Ticket.progress,
            Ticket.started_at,
            Ticket.ended_at,
            Ticket.due_at,
            Ticket.shared_with_customer,
            Ticket.version,
            Ticket.created_at,
        )
        .join_from(Ticket, TicketType, JOIN.LEFT_OUTER)
        .join_from(Ticket, Team, JOIN.LEFT_OUTER)
        .join_from(Ticket, Agent, JOIN.LEFT_OUTER, on=Ticket.assignee == Agent.id)
        .join_from(Ticket, _Responsible, JOIN.LEFT_OUTER, on=Ticket.responsible == _Responsible.id)
        .join_from(Ticket, Customer, JOIN.LEFT_OUTER)
        .join_from(Ticket, Contact, JOIN.LEFT_OUTER)
        .join_from(Ticket, Lead, JOIN.LEFT_OUTER)
        .where(Ticket.id.in_(ids))
    )
    found = {row[0]: row[1:] for row in tuples(query)}
    promises = of_tickets(list(found))
    return [_record(found[id], promises.get(id, ()), now) for id in ids if id in found]


def _record(values: Sequence[Any], promises: Sequence[CommitmentRow], now: int) -> Record:
    written = {key: _value(key, value) for key, value in zip(COLUMNS, values, strict=True)}
    return {**written, "sla": [sla(promise, now) for promise in promises]}


def sla(promise: CommitmentRow, now: int) -> Record:
    """A commitment as it stands at that instant; its seconds are of working time."""
    return {
        "policy": promise.policy,
        "target_status": promise.target_status.word,
        "started_at": _value("started_at", promise.started_at),
        "due_at": _value("due_at", promise.due_at),
        "met_at": _value("met_at", promise.met_at),
        "breached_at": _value("breached_at", promise.broken_at(now)),
        "state": promise.state(now),
        "remaining_seconds": promise.remaining(now),
    }


def time_entries(ticket: int) -> list[Record]:
    """The time spent on a ticket, oldest first; `ended_at` is null while a stopwatch runs."""
    return [time_entry(row) for row in time.of_ticket(ticket)]


def time_entry(row: TimeRow) -> Record:
    """One stretch of work; `seconds` are as counted, `check` is whether they are doubtful."""
    return {
        "id": row.id,
        "ticket": row.ticket.number,
        "agent": row.agent.detail,
        "started_at": iso(row.started_at),
        "ended_at": None if row.ended_at is None else iso(row.ended_at),
        "seconds": row.seconds,
        "raw_seconds": row.raw_seconds,
        "note": row.note or None,
        "source": row.source,
        "check": row.to_check,
    }


def _value(key: str, value: Any) -> Any:
    """One value of a ticket in the documented form, an empty text being null."""
    if value is None or value == "":
        return None
    if key == "status":
        return Status(value).word
    if key == "priority":
        return Priority(value).word
    if key == "shared_with_customer":
        return bool(value)
    return iso(value) if key.endswith("_at") or key.startswith(_TOLD_INSTANTS) else value


_TOLD_INSTANTS = ("sla_due:", "sla_met:")
"""How the keys of an act's changes begin that tell of a policy's promise."""


def whole(ticket: int, now: int) -> Record:
    """The ticket with what was said and done on it; the ticket must exist."""
    (record,) = tickets([ticket], now)
    return {
        **record,
        "messages": messages(ticket),
        "events": events(ticket),
        "time_entries": time_entries(ticket),
    }


def messages(ticket: int) -> list[Record]:
    """What was said, oldest first; `author` is an agent's login or a contact's address."""
    query = (
        Message.select(Message.at, Agent.login, Contact.email, Message.internal, Message.body)
        .left_outer_join(Agent)
        .switch(Message)
        .left_outer_join(Contact)
        .where(Message.ticket == ticket)
        .order_by(Message.at, Message.id)
    )
    return [
        {
            "at": iso(at),
            "author": login or email,
            "from_contact": login is None,
            "internal": bool(internal),
            "body": body,
        }
        for at, login, email, internal, body in tuples(query)
    ]


def events(ticket: int) -> list[Record]:
    """What was done, oldest first; `changes` are `{key: [old, new]}` under a ticket's own keys."""
    query = (
        Event.select(Event.at, Agent.login, Contact.email, Event.act, Event.via, Event.changes)
        .left_outer_join(Agent)
        .switch(Event)
        .left_outer_join(Contact)
        .where(Event.ticket == ticket)
        .order_by(Event.id)
    )
    found = [(*row[:5], json.loads(row[5])) for row in tuples(query)]
    names = _referred([changes for *_, changes in found])
    return [
        {
            "at": iso(at),
            "actor": login or email,
            "act": act,
            "via": via,
            "changes": {
                _REFERRED[column][0] if column in _REFERRED else column: [
                    _said(column, value, names) for value in pair
                ]
                for column, pair in changes.items()
                if column not in _UNTOLD
            },
        }
        for at, login, email, act, via, changes in found
    ]


_REFERRED: dict[str, tuple[str, Any]] = {
    "type_id": ("type", TicketType.name),
    "team_id": ("team", Team.name),
    "assignee_id": ("assignee", Agent.login),
    "responsible_id": ("responsible", Agent.login),
    "customer_id": ("customer", Customer.name),
    "contact_id": ("contact", Contact.email),
    "lead_id": ("lead", Lead.name),
    "follow_up_of_id": ("follow_up_of", Ticket.number),
    "time_agent_id": ("time_agent", Agent.login),
}
"""For each column that refers to a row: its key, and what the row is given by."""

_UNTOLD = UNTOLD | {"subject_folded"}
"""What follows from another field, and what `messages` and `time_entries` hold whole."""


def _referred(changes: list[dict[str, list[Any]]]) -> dict[tuple[str, int], Any]:
    """What each row referred to is given by, in one query a column."""
    names: dict[tuple[str, int], Any] = {}
    for column, (_key, given_by) in _REFERRED.items():
        ids = {id for change in changes for id in change.get(column, ()) if id is not None}
        if ids:
            table = given_by.model
            rows = tuples(table.select(table.id, given_by).where(table.id.in_(sorted(ids))))
            names |= {(column, id): name for id, name in rows}
    return names


def _said(column: str, value: Any, names: dict[tuple[str, int], Any]) -> Any:
    if column in _REFERRED:
        return names.get((column, value))
    return _value(column, value)


def founder() -> str:
    """The login of the agent whom the desk began with."""
    query = Agent.select(Agent.login).order_by(Agent.id).limit(1)
    return str(query.scalar())
