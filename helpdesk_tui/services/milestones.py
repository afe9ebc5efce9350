"""What a ticket has come to and how long it took, written in the act by which it comes there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from helpdesk_tui.models import Event, Milestone, Ticket, tuples
from helpdesk_tui.queries.working_hours import WorkingHours
from helpdesk_tui.reports import Measure
from helpdesk_tui.services.bulk_insert import insert_rows
from helpdesk_tui.vocabulary import BEGINNINGS, Status


def answered(ticket: Ticket, now: int) -> None:
    """An agent has written to the customer: only the first time counts."""
    known = Milestone.select().where(
        Milestone.ticket == ticket.id, Milestone.measure == Measure.ANSWERED
    )
    if not known.exists():
        insert_rows(Milestone, [_row(ticket, Measure.ANSWERED, now, WorkingHours())])


def entered_status(ticket: Ticket, former: int, now: int) -> None:
    """The ticket was resolved, or is open again, which takes back the time it took to resolve."""
    was_resolved, is_resolved = former >= Status.RESOLVED, ticket.status >= Status.RESOLVED
    if is_resolved and not was_resolved:
        insert_rows(Milestone, [_row(ticket, Measure.RESOLVED, now, WorkingHours())])
    elif was_resolved and not is_resolved:
        Milestone.update(seconds=None, working_seconds=None).where(
            Milestone.ticket == ticket.id, Milestone.measure == Measure.RESOLVED
        ).execute()
        Milestone.insert(ticket=ticket.id, measure=Measure.REOPENED, at=now).execute()


def take_back(ticket: Ticket, former: int) -> None:
    """The step that led to the former status was none: neither was what it wrote here."""
    was_resolved, is_resolved = former >= Status.RESOLVED, ticket.status >= Status.RESOLVED
    resolution = _newest(ticket, Measure.RESOLVED)
    if was_resolved and not is_resolved and resolution is not None:
        resolution.delete_instance()
    elif is_resolved and not was_resolved:
        reopening = _newest(ticket, Measure.REOPENED)
        if reopening is not None:
            reopening.delete_instance()
        if resolution is not None:
            as_then = _as_at(ticket, resolution.at)
            lengths = _row(as_then, Measure.RESOLVED, resolution.at, WorkingHours())
            resolution.seconds = lengths["seconds"]
            resolution.working_seconds = lengths["working_seconds"]
            resolution.save()


def _newest(ticket: Ticket, measure: Measure) -> Milestone | None:
    query = Milestone.select().where(Milestone.ticket == ticket.id, Milestone.measure == measure)
    found: Milestone | None = query.order_by(Milestone.id.desc()).first()
    return found


def _as_at(ticket: Ticket, at: int) -> Ticket:
    """Whose hours counted at that instant, as the Events since then tell; an unsaved ticket."""
    facts = {"customer_id": ticket.customer_id, "team_id": ticket.team_id}
    since = Event.select(Event.changes).where(
        Event.ticket == ticket.id, Event.at > at, Event.act.not_in(BEGINNINGS)
    )
    for (changes,) in tuples(since.order_by(Event.id.desc())):
        told = json.loads(changes)
        facts |= {name: told[name][0] for name in facts if name in told}
    return Ticket(id=ticket.id, created_at=ticket.created_at, **facts)


def reached(past: Iterable[tuple[Ticket, Measure, int]]) -> None:
    """What many tickets came to, each at an instant, as an import brings it."""
    hours = WorkingHours()
    insert_rows(Milestone, [_row(ticket, measure, at, hours) for ticket, measure, at in past])


def _row(ticket: Ticket, measure: Measure, at: int, hours: WorkingHours) -> dict[str, Any]:
    """How long it took; nothing where imported data put it before the ticket was created."""
    came, at_least = ticket.created_at, max(at, ticket.created_at)
    calendar = hours.of(ticket.customer_id, ticket.team_id)
    return {
        "ticket_id": ticket.id,
        "measure": int(measure),
        "at": at,
        "seconds": at_least - came,
        "working_seconds": calendar.elapsed_epoch(came, at_least),
    }
