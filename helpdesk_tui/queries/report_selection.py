"""Which tickets stand behind a figure, as a condition that any list of tickets can be read by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_

from peewee import SQL, Expression, Field, ModelSelect

from helpdesk_tui.models import Commitment, Milestone, StatusPeriod, Ticket
from helpdesk_tui.reports import Filters, Measure, Ranges, Selection
from helpdesk_tui.vocabulary import Status

UNRESOLVED = Ticket.closed_at.is_null() & (Ticket.status < Status.RESOLVED)
"""Of tickets, now; it names what the open ones' index names."""

_FIELDS: dict[str, Field] = {
    "team": Ticket.team,
    "agent": Ticket.assignee,
    "customer": Ticket.customer,
    "type": Ticket.type,
    "priority": Ticket.priority,
    "status": Ticket.status,
}


def condition(selection: Selection, now: int) -> Expression:
    """True of the tickets of the selection, at the time `now` where time decides."""
    return reduce(and_, [_chosen(selection, now), *filtered(selection.filters)])


def filtered(filters: Filters) -> list[Expression]:
    """What tickets have to be, one condition for each filter that is set."""
    conditions = []
    for name, field in _FIELDS.items():
        value = getattr(filters, name)
        if value is not None:
            conditions.append(field == value if value else field.is_null())
    return conditions


def within(field: Field, ranges: Ranges) -> Expression:
    """Whether the instant lies in a range; a balanced tree, as databases bound the depth of one."""
    if len(ranges) > 1:
        half = len(ranges) // 2
        return within(field, ranges[:half]) | within(field, ranges[half:])
    start, end = ranges[0] if ranges else (0, 0)
    return (field >= start) & (field < end)


def among(field: Field, ids: Sequence[int]) -> Expression:
    """Whether it is one of the ids, written out: a statement holds only so many parameters."""
    return field.in_(SQL(f"({', '.join(map(str, ids or (0,)))})"))


def missed(ranges: Ranges) -> Expression:
    """Promises broken within the ranges, as far as an act has written it down."""
    return (
        Commitment.breached_at.is_null(False)
        & Commitment.withdrawn_at.is_null()
        & within(Commitment.breached_at, ranges)
    )


def missed_unwritten(ranges: Ranges, now: int) -> Expression:
    """Promises broken within the ranges on tickets that no act has changed since."""
    until_now = tuple((start, min(end, now)) for start, end in ranges)
    return (
        Commitment.met_at.is_null()
        & Commitment.withdrawn_at.is_null()
        & Commitment.breached_at.is_null()
        & within(Commitment.due_at, until_now)
    )


def kept(ranges: Ranges) -> Expression:
    """Promises met in time within the ranges."""
    return (
        Commitment.met_at.is_null(False)
        & Commitment.breached_at.is_null()
        & Commitment.withdrawn_at.is_null()
        & within(Commitment.met_at, ranges)
    )


def _chosen(selection: Selection, now: int) -> Expression:
    what, ranges = selection.what, selection.ranges
    if what == "these":
        return among(Ticket.id, selection.ids)
    if what == "backlog":
        return Ticket.id.in_(_unresolved_at(ranges[-1][1]))
    if what == "open":
        return UNRESOLVED & within(Ticket.created_at, ranges)
    if what == Measure.CREATED:
        return within(Ticket.created_at, ranges)
    if what == Measure.MET:
        return _promised(selection, kept(ranges))
    if what == Measure.MISSED:
        unwritten = _promised(selection, missed_unwritten(ranges, now))
        return _promised(selection, missed(ranges)) | unwritten
    reached = (Milestone.measure == what) & within(Milestone.at, ranges)
    return Ticket.id.in_(Milestone.select(Milestone.ticket).where(reached))


def _promised(selection: Selection, promises: Expression) -> Expression:
    if selection.policy is not None:
        promises = promises & (Commitment.policy == selection.policy)
    return Ticket.id.in_(Commitment.select(Commitment.ticket).where(promises))


def _unresolved_at(end: int) -> ModelSelect[StatusPeriod]:
    """Tickets that stayed in an unresolved status when the instant came."""
    return StatusPeriod.select(StatusPeriod.ticket).where(
        StatusPeriod.status < Status.RESOLVED,
        StatusPeriod.from_at < end,
        StatusPeriod.to_at.is_null() | (StatusPeriod.to_at >= end),
    )
