"""What an agent is to be warned of: promises at risk or broken, within working hours only."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import JOIN, Expression, Query, fn

from helpdesk_tui.models import AlertSeen, Commitment, Ticket
from helpdesk_tui.queries.commitments import by_id
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Alert, Alerts
from helpdesk_tui.sla import Calendar, CalendarError
from helpdesk_tui.statements import Slot, kept, numbered, slots
from helpdesk_tui.vocabulary import Role

MOST = 500
"""Alerts looked at; more than that is a backlog, not an alarm."""

_ACTOR, _NOW, _MOST = Slot("actor"), Slot("now"), Slot("most")

AT_RISK, BREACHED = 1, 2
"""The two levels, as acknowledged."""

_DAY = 86_400

_UNMET = Commitment.met_at.is_null() & Commitment.withdrawn_at.is_null()


def alerts(actor: Actor, now: int) -> Alerts:
    """For the assignee, the team of what nobody has, and the team's managers; worst first."""
    if not switches().manage_sla:
        return Alerts([], None, managed=False)
    teams, manages = sorted(actor.teams), actor.role >= Role.MANAGER
    statement = kept(_warned, manages, len(teams))
    given = {_ACTOR.name: actor.id, _NOW.name: now, _MOST.name: MOST}
    found = statement.rows({**numbered(teams), **given})
    promises = by_id([row[0] for row in found])
    shown = []
    calendars = set()
    for commitment, ticket, number, subject in found:
        row = promises[commitment]
        calendars.add(row.calendar)
        if row.calendar.is_open_epoch(now):
            level = BREACHED if row.state(now) == "breached" else AT_RISK
            shown.append(Alert(commitment, ticket, number, subject, level, row))
    shown.sort(key=lambda alert: -alert.level)
    instants = [*_running_out(now), *(at for each in calendars for at in _next_change(each, now))]
    return Alerts(shown, min(instants, default=None))


def _warned(manages: bool, teams: int) -> Query:
    return (
        Commitment.select(Commitment.id, Ticket.id, Ticket.number, Ticket.subject)
        .join_from(Commitment, Ticket)
        .join_from(
            Commitment,
            AlertSeen,
            JOIN.LEFT_OUTER,
            on=(AlertSeen.commitment == Commitment.id) & (AlertSeen.agent == _ACTOR),
        )
        .where(Commitment.warn_at < _NOW, _UNMET, Ticket.closed_at.is_null())
        .where(_concerns(manages, teams), _not_acknowledged())
        .order_by(Commitment.due_at, Commitment.id)
        .limit(_MOST)
    )


def _not_acknowledged() -> Expression:
    broken = Commitment.breached_at.is_null(False) | (Commitment.due_at < _NOW)
    return AlertSeen.level.is_null() | ((AlertSeen.level < BREACHED) & broken)


def _running_out(now: int) -> Iterator[int]:
    """The second after the next instant at which a promise is at risk, or broken."""
    for column in ("warn_at", "due_at"):
        statement = kept(_least, column)
        [(found,)] = statement.rows({_NOW.name: now})
        if found is not None:
            yield int(found) + 1


def _least(name: str) -> Query:
    column = getattr(Commitment, name)
    return Commitment.select(fn.MIN(column)).where(_UNMET, column >= _NOW)


def _next_change(calendar: Calendar, now: int) -> Iterator[int]:
    """When the calendar closes, or opens again; within a day of where it is always open."""
    if calendar.is_open_epoch(now):
        yield next(end for _start, end in calendar.working_spans_epoch(now, now + _DAY))
        return
    try:
        yield calendar.next_opening_epoch(now)
    except CalendarError:  # it never opens again
        return


def _concerns(manages: bool, teams: int) -> Expression:
    mine: Expression = Ticket.assignee == _ACTOR
    if not teams:
        return mine
    if manages:
        return mine | Ticket.team.in_(slots(teams))
    return mine | (Ticket.assignee.is_null() & Ticket.team.in_(slots(teams)))
