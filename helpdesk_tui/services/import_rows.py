"""Writing imported tickets with their whole past, within the batch's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from peewee import Case

from helpdesk_tui.models import Event, Message, SlaPolicy, StatusPeriod, Ticket, tuples
from helpdesk_tui.models import Sequence as NumberSequence
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.reports import Measure
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import commitments, milestones, numbering, rollup, search_index
from helpdesk_tui.services.bulk_insert import insert_rows
from helpdesk_tui.services.csv_tickets import TicketLine
from helpdesk_tui.services.import_parties import ContactOf, CustomerOf
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import NEVER, SUBJECT_LIMIT, Priority, Status

_TOLD = [
    "subject",
    "customer_id",
    "contact_id",
    "type_id",
    "priority",
    "team_id",
    "assignee_id",
    "started_at",
    "ended_at",
    "due_at",
    "source",
    "external_id",
]
"""What the Event of an import tells; the description stands in the ticket alone."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A line with everything it refers to found or about to be saved."""

    line: TicketLine
    customer: CustomerOf | None
    contact: ContactOf | None
    type: int | None
    priority: Priority
    team: int | None
    assignee: int | None


def insert(actor: Actor, now: int, source: str, drafts: Sequence[Draft]) -> None:
    """Write the tickets in their order; they are closed last, as nothing joins them after that."""
    numbers = _numbers(now, len(drafts))
    rows = [
        _ticket(actor, now, source, draft, *number)
        for draft, number in zip(drafts, numbers, strict=True)
    ]
    insert_rows(Ticket, rows)
    saved = Ticket.select(Ticket.number, Ticket.id).where(
        Ticket.number.in_([number for number, _serial in numbers])
    )
    by_number = dict(tuples(saved))
    ids = [by_number[number] for number, _serial in numbers]
    lines = [draft.line for draft in drafts]
    written = list(zip(ids, lines, strict=True))
    insert_rows(StatusPeriod, [row for id, line in written for row in _stays(id, line)])
    insert_rows(Message, [_message(actor, id, line) for id, line in written if line.resolution])
    insert_rows(Event, [_event(actor, now, *each) for each in zip(ids, rows, lines, strict=True)])
    if switches().manage_sla and SlaPolicy.select().where(~SlaPolicy.archived).exists():
        _promise(now, [id for id, line in written if line.status != Status.CLOSED])
    _reach(written)
    _close({id: line for id, line in written if line.status == Status.CLOSED})
    rollup.begin(ids)
    search_index.follow(ids)


def _numbers(now: int, count: int) -> list[tuple[str, int]]:
    """The next numbers with their serials: one taken as ever, the rest right behind it."""
    first = numbering.take(now)
    sequence = NumberSequence.get(NumberSequence.code == numbering.TICKETS)
    day = datetime.fromtimestamp(now, UTC)
    after = sequence.next_number + count - 1
    rest = [
        (numbering.written(sequence, serial, day), serial)
        for serial in range(sequence.next_number, after)
    ]
    if Ticket.select().where(Ticket.number.in_([number for number, _serial in rest])).exists():
        return [first, *(numbering.take(now) for _one in rest)]
    NumberSequence.update(next_number=after).where(NumberSequence.id == sequence.id).execute()
    return [first, *rest]


def _ticket(
    actor: Actor, now: int, source: str, draft: Draft, number: str, serial: int
) -> dict[str, Any]:
    line = draft.line
    resolved = line.status >= Status.RESOLVED
    return {
        "number": number,
        "number_folded": fold(number),
        "serial": serial,
        "subject": line.subject,
        "subject_folded": fold(line.subject)[: 2 * SUBJECT_LIMIT],
        "description": line.description,
        "customer_id": draft.customer.id if draft.customer else None,
        "contact_id": draft.contact.id if draft.contact else None,
        "type_id": draft.type,
        "priority": draft.priority,
        "status": Status.RESOLVED if resolved else line.status,
        "progress": 100 if resolved else 0,
        "team_id": draft.team,
        "assignee_id": draft.assignee,
        "started_at": line.started_at,
        "ended_at": line.ended_at,
        "due_at": line.due_at,
        "source": source,
        "external_id": line.external_id,
        "created_at": line.started_at,  # reports count a ticket when it came, not when it moved
        "created_by_id": actor.id,
        "updated_at": now,
        "next_due_at": NEVER if resolved or line.due_at is None else line.due_at,
    }


def _stays(ticket: int, line: TicketLine) -> list[dict[str, Any]]:
    path: list[tuple[Status | None, int | None]] = [*line.stays(), (None, None)]
    return [
        {"ticket_id": ticket, "status": status, "from_at": since, "to_at": until}
        for (status, since), (_next, until) in pairwise(path)
    ]


def _message(actor: Actor, ticket: int, line: TicketLine) -> dict[str, Any]:
    return {
        "ticket_id": ticket,
        "agent_id": actor.id,
        "body": line.resolution,
        "at": _said_at(line),
    }


def _said_at(line: TicketLine) -> int:
    """When the resolution was told to the customer."""
    return line.answered_at if line.finished_at is None else line.finished_at


def _event(
    actor: Actor, now: int, ticket: int, row: dict[str, Any], line: TicketLine
) -> dict[str, Any]:
    told = {name: [None, row[name]] for name in _TOLD if row[name] is not None}
    return {
        "ticket_id": ticket,
        "at": now,
        "agent_id": actor.id,
        "act": "import",
        "changes": json.dumps({**told, "status": [None, line.status]}),
        "via": actor.via,
    }


def _promise(now: int, tickets: list[int]) -> None:
    """Make the promises that the policies ask for on tickets that are not closed."""
    policies = Policies()
    for ticket in Ticket.select().where(Ticket.id.in_(tickets)):
        commitments.begin(ticket, now, policies)


def _reach(written: Sequence[tuple[int, TicketLine]]) -> None:
    """Tell which of the tickets were answered and which resolved, and when."""
    lines = dict(written)
    past = []
    for ticket in Ticket.select().where(Ticket.id.in_(list(lines))):
        line = lines[ticket.id]
        if line.resolution:
            past.append((ticket, Measure.ANSWERED, _said_at(line)))
        past += [
            (ticket, Measure.RESOLVED, since)
            for status, since in line.stays()
            if status == Status.RESOLVED
        ]
    milestones.reached(past)


def _close(lines: dict[int, TicketLine]) -> None:
    if not lines:
        return
    closed_at = Case(Ticket.id, [(id, line.finished_at) for id, line in lines.items()])
    Ticket.update(status=Status.CLOSED, closed_at=closed_at).where(
        Ticket.id.in_(list(lines))
    ).execute()
