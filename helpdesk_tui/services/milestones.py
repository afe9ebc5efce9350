"""What a ticket has come to and how long it took, written in the act by which it comes there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from helpdesk_tui.models import Milestone, Ticket
from helpdesk_tui.queries.working_hours import WorkingHours
from helpdesk_tui.reports import Measure
from helpdesk_tui.services.bulk_insert import insert_rows
from helpdesk_tui.vocabulary import Status


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
