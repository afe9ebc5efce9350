"""Time summed up: an agent's day, week or month, and everybody's over any period.

Time belongs to the day on which it began.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from peewee import JOIN, ModelSelect, fn

from helpdesk_tui.models import Agent, Customer, Lead, Ticket, TicketType, TimeEntry, tuples
from helpdesk_tui.periods import local_day
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import time
from helpdesk_tui.rows import Actor, InHand, SheetRow, TimeRow, TimeTotal
from helpdesk_tui.vocabulary import Priority, Status

GROUPS = ("ticket", "customer", "type")
"""What a sheet's rows can stand for."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "ticket": ("ticket", "subject", "customer"),
    "customer": ("customer",),
    "type": ("type",),
    "agent": ("agent", "name"),
    "day": ("day",),
}
"""What names each line of a report, by what it is drawn up by."""


def entries(viewer: Actor, agent: int, start: int, end: int) -> list[TimeRow]:
    """The entries of an agent that begin within [start, end), oldest first."""
    _permit_sheet(viewer, agent)
    return time.of_agent(agent, start, end)


def sheet(viewer: Actor, agent: int, bounds: Sequence[int], group: str, now: int) -> list[SheetRow]:
    """An agent's time in the parts between the bounds, what it was spent on most first; what
    still runs counts as far as it has come.
    """
    _permit_sheet(viewer, agent)
    columns = _GROUPED[group]
    query = _joined(TimeEntry.started_at, TimeEntry.ended_at, TimeEntry.seconds, *columns).where(
        TimeEntry.agent == agent,
        TimeEntry.started_at >= bounds[0],
        TimeEntry.started_at < bounds[-1],
    )
    named: dict[tuple[Any, ...], list[int]] = {}
    for started, ended, seconds, *key in tuples(query):
        parts = named.setdefault(tuple(key), [0] * (len(bounds) - 1))
        counted = max(0, now - started) if ended is None else seconds
        parts[bisect_right(bounds, started) - 1] += counted
    rows = [_sheet_row(group, key, tuple(parts)) for key, parts in named.items()]
    return sorted(rows, key=lambda row: (-row.total, row.name, row.id))


def report(
    viewer: Actor, start: int, end: int, by: str, team: int | None, zone: str
) -> list[TimeTotal]:
    """Everybody's ended entries that begin within [start, end), on tickets of the team if one is
    given; days come in order, anything else by most time.
    """
    permit(viewer, "time.report")
    within = (TimeEntry.started_at >= start) & (TimeEntry.started_at < end)
    if team is not None:
        within = within & (Ticket.team == team)
    ended = TimeEntry.ended_at.is_null(False)
    if by == "day":
        return _by_day(within & ended, zone)
    grouping, names = _REPORTED[by]
    sums = (fn.SUM(TimeEntry.seconds), fn.SUM(TimeEntry.raw_seconds), fn.COUNT(TimeEntry.id))
    query = _joined(*sums, *names).where(within & ended).group_by(*grouping, *names)
    found = [
        TimeTotal(tuple(keys), int(seconds), int(raw), count)
        for seconds, raw, count, *keys in tuples(query)
    ]
    return sorted(found, key=lambda total: (-total.seconds, [key or "" for key in total.keys]))


def _by_day(condition: Any, zone: str) -> list[TimeTotal]:
    query = _joined(TimeEntry.started_at, TimeEntry.seconds, TimeEntry.raw_seconds)
    days: dict[str, list[int]] = {}
    for started, seconds, raw in tuples(query.where(condition)):
        sums = days.setdefault(local_day(started, zone).isoformat(), [0, 0, 0])
        for place, value in enumerate((seconds, raw, 1)):
            sums[place] += value
    return [TimeTotal((day,), *days[day]) for day in sorted(days)]


def _permit_sheet(viewer: Actor, agent: int) -> None:
    permit(viewer, "time.report" if agent == viewer.id else "time.sheet_others")


def _joined(*columns: Any) -> ModelSelect[TimeEntry]:
    return (
        TimeEntry.select(*columns)
        .join_from(TimeEntry, Ticket)
        .join_from(TimeEntry, Agent)
        .join_from(Ticket, Customer, JOIN.LEFT_OUTER)
        .join_from(Ticket, Lead, JOIN.LEFT_OUTER)
        .join_from(Ticket, TicketType, JOIN.LEFT_OUTER)
    )


_PARTY = fn.COALESCE(Customer.name, Lead.name)

_GROUPED: dict[str, tuple[Any, ...]] = {
    "ticket": (
        *(Ticket.id, Ticket.number, Ticket.subject),
        *(Ticket.status, Ticket.priority, Ticket.shared_with_customer),
    ),
    "customer": (Customer.id, Lead.id, _PARTY),
    "type": (TicketType.id, TicketType.name),
}

_REPORTED: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "ticket": ((Ticket.id,), (Ticket.number, Ticket.subject, _PARTY)),
    "customer": ((Customer.id, Lead.id), (_PARTY,)),
    "type": ((TicketType.id,), (TicketType.name,)),
    "agent": ((Agent.id,), (Agent.login, Agent.name)),
}
"""What is grouped by, and what names the lines, in order of COLUMNS."""


def _sheet_row(group: str, key: tuple[Any, ...], parts: tuple[int, ...]) -> SheetRow:
    if group == "ticket":
        id, number, subject, status, priority, shared = key
        ticket = InHand(id, number, subject, Status(status), Priority(priority), bool(shared))
        return SheetRow(id, number, subject, parts, ticket)
    if group == "customer":
        customer, lead, name = key
        # customers and leads share no ids: leads count downwards
        return SheetRow(customer or -(lead or 0), name or "", "", parts)
    id, name = key
    return SheetRow(id or 0, name or "", "", parts)
