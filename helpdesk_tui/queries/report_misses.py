"""Promises that were broken: by how much, and on what the promised time was spent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import Any, Literal

from peewee import JOIN, Expression, Field

from helpdesk_tui.models import Agent, Calendar, Commitment, Event, StatusPeriod, Ticket, tuples
from helpdesk_tui.opening_documents import calendar, real_time
from helpdesk_tui.queries import report_selection as selection
from helpdesk_tui.queries.commitments import NO_ZONE
from helpdesk_tui.queries.report_names import names
from helpdesk_tui.queries.report_rows import rows
from helpdesk_tui.reports import Cause, Miss, Scope, Selection
from helpdesk_tui.sla import Calendar as WorkingTime
from helpdesk_tui.vocabulary import BEGINNINGS, NEVER, Status

WORST = 10
"""Misses that are shown one by one."""

State = Literal["unassigned", "in_work", "waiting"]

STATES: tuple[State, ...] = ("unassigned", "in_work", "waiting")

_ASKED = 500
"""Tickets in one statement."""

_AWAY = frozenset({Status.WAITING, Status.RESOLVED, Status.CLOSED})
"""Statuses in which the desk waits for the customer's word."""

History = list[tuple[int, Any]]
"""Instants, and what holds from each of them on."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken promise with the hours that it was counted in."""

    ticket: int
    policy: int
    started_at: int
    due_at: int
    met_at: int | None
    hours: WorkingTime


def broken(scope: Scope, now: int) -> list[Broken]:
    """Every promise broken within the period."""
    written = _broken(Commitment.breached_at, selection.missed(scope.span), scope)
    unwritten = _broken(Commitment.due_at, selection.missed_unwritten(scope.span, now), scope)
    return [*written, *unwritten]


def _broken(due: Field, condition: Expression, scope: Scope) -> Iterator[Broken]:
    calendars = {
        id: (zone, week, closed, special)
        for id, zone, week, closed, special in tuples(
            Calendar.select(
                *(Calendar.id, Calendar.zone, Calendar.week, Calendar.closed, Calendar.special)
            )
        )
    }
    query = Commitment.select(
        Commitment.ticket,
        Commitment.policy,
        Commitment.started_at,
        due,
        Commitment.met_at,
        Commitment.calendar,
        Commitment.working_days_only,
    ).where(condition)
    conditions = selection.filtered(scope.filters)
    query = query.join(Ticket).where(*conditions) if conditions else query
    for ticket, policy, started, broken_at, met, hours, working in rows(query):
        documents = calendars.get(hours)
        zone = documents[0] if documents else NO_ZONE
        counted = calendar(*documents) if documents and working else real_time(zone)
        yield Broken(ticket, policy, started, broken_at, met, counted)


def worst(scope: Scope, now: int) -> tuple[Miss, ...]:
    """The promises that were exceeded by the most working time, the worst first."""

    def overrun(miss: Broken) -> int:
        return miss.hours.elapsed_epoch(miss.due_at, now if miss.met_at is None else miss.met_at)

    found = nlargest(
        WORST,
        ((overrun(miss), -miss.due_at, -miss.ticket, miss) for miss in broken(scope, now)),
        key=lambda each: each[:3],
    )
    tickets = _tickets([miss.ticket for *_rank, miss in found])
    policies = names("policy", (miss.policy for *_rank, miss in found))
    return tuple(
        Miss(
            miss.ticket,
            *tickets[miss.ticket],
            policies[miss.policy],
            miss.due_at,
            miss.met_at,
            seconds,
        )
        for seconds, *_rank, miss in found
    )


def _tickets(ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """By id: number, subject and agent."""
    query = (
        Ticket.select(Ticket.id, Ticket.number, Ticket.subject, Agent.name)
        .join(Agent, JOIN.LEFT_OUTER, on=Ticket.assignee == Agent.id)
        .where(Ticket.id.in_(ids))
    )
    return {id: (number, subject, agent or "") for id, number, subject, agent in rows(query)}


def causes(scope: Scope, now: int) -> tuple[Cause, ...]:
    """In which state the working time between start and deadline of missed promises went by."""
    misses = broken(scope, now)
    sums = dict.fromkeys(STATES, 0)
    mostly: dict[State, list[int]] = {state: [] for state in STATES}
    for start in range(0, len(misses), _ASKED):
        for miss, spent in _spent(misses[start : start + _ASKED]):
            for state in STATES:
                sums[state] += spent[state]
            mostly[max(STATES, key=spent.__getitem__)].append(miss.ticket)
    return tuple(
        Cause(
            state,
            len(mostly[state]),
            sums[state],
            Selection("these", ids=tuple(sorted(set(mostly[state]), reverse=True))),
        )
        for state in STATES
    )


def _spent(misses: Sequence[Broken]) -> Iterator[tuple[Broken, dict[State, int]]]:
    """For each promise, the working seconds in each state until its deadline."""
    tickets = sorted({miss.ticket for miss in misses})
    stays, agents = _stays(tickets), _agents(tickets)
    for miss in misses:
        spent = dict.fromkeys(STATES, 0)
        status, agent = stays[miss.ticket], agents[miss.ticket]
        moments = {at for at, _what in (*status, *agent) if miss.started_at < at < miss.due_at}
        for begun, ended in pairwise(sorted({miss.started_at, *moments, miss.due_at})):
            state = _state(_at(status, begun), _at(agent, begun))
            spent[state] += miss.hours.elapsed_epoch(begun, ended)
        yield miss, spent


def _state(status: int, agent: int | None) -> State:
    if status in _AWAY:
        return "waiting"
    return "unassigned" if agent is None else "in_work"


def _at(history: History, instant: int) -> Any:
    """What held at the instant; what came first held before it too."""
    held = history[0][1]
    for since, what in history:
        if since > instant:
            break
        held = what
    return held


def _stays(tickets: Sequence[int]) -> dict[int, History]:
    query = StatusPeriod.select(StatusPeriod.ticket, StatusPeriod.from_at, StatusPeriod.status)
    query = query.where(selection.among(StatusPeriod.ticket, tickets)).order_by(StatusPeriod.id)
    found: dict[int, History] = {}
    for ticket, since, status in rows(query):
        found.setdefault(ticket, []).append((since, status))
    return found


def _agents(tickets: Sequence[int]) -> dict[int, History]:
    """To whom the tickets were assigned and since when, as their Events tell."""
    present = Ticket.select(Ticket.id, Ticket.assignee).where(selection.among(Ticket.id, tickets))
    now = dict(rows(present))
    query = Event.select(Event.ticket, Event.at, Event.act, Event.changes)
    query = query.where(
        selection.among(Event.ticket, tickets), Event.changes.contains('"assignee_id"')
    )
    found: dict[int, History] = {}
    for ticket, at, act, changes in rows(query.order_by(Event.id)):
        old, new = json.loads(changes)["assignee_id"]
        if ticket not in found:
            found[ticket] = [(-NEVER, new if act in BEGINNINGS else old)]
        found[ticket].append((at, new))
    return {ticket: found.get(ticket, [(-NEVER, now[ticket])]) for ticket in tickets}
