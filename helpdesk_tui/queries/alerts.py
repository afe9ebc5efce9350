"""What an agent is to be warned of: promises at risk or broken, within working hours only."""

from __future__ import annotations

from peewee import JOIN, Expression, fn

from helpdesk_tui.models import AlertSeen, Commitment, Ticket, tuples
from helpdesk_tui.queries.commitments import by_id
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor, Alert, Alerts
from helpdesk_tui.vocabulary import Role

MOST = 500
"""Alerts looked at; more than that is a backlog, not an alarm."""

AT_RISK, BREACHED = 1, 2
"""The two levels, as acknowledged."""


def alerts(actor: Actor, now: int) -> Alerts:
    """For the assignee, the team of what nobody has, and the team's managers; worst first."""
    if not switches().manage_sla:
        return Alerts([], None)
    following = _next_warning(now)
    query = (
        Commitment.select(Commitment.id, Ticket.id, Ticket.number, Ticket.subject, AlertSeen.level)
        .join_from(Commitment, Ticket)
        .join_from(
            Commitment,
            AlertSeen,
            JOIN.LEFT_OUTER,
            on=(AlertSeen.commitment == Commitment.id) & (AlertSeen.agent == actor.id),
        )
        .where(
            Commitment.warn_at < now,
            Commitment.met_at.is_null(),
            Commitment.withdrawn_at.is_null(),
            Ticket.closed_at.is_null(),
            _concerns(actor),
        )
        .order_by(Commitment.due_at, Commitment.id)
        .limit(MOST)
    )
    found = tuples(query)
    promises = by_id([row[0] for row in found])
    shown = []
    openings = []
    for commitment, ticket, number, subject, seen in found:
        row = promises[commitment]
        state = row.state(now)
        level = BREACHED if state == "breached" else AT_RISK
        if level <= (seen or 0):
            continue
        if row.calendar.is_open_epoch(now):
            shown.append(Alert(commitment, ticket, number, subject, level, row))
        else:
            openings.append(row.calendar.next_opening_epoch(now))
    shown.sort(key=lambda alert: -alert.level)
    return Alerts(shown, min([*openings, *following], default=None))


def _next_warning(now: int) -> list[int]:
    """The second after the next instant at which a promise is at risk."""
    query = Commitment.select(fn.MIN(Commitment.warn_at)).where(
        Commitment.met_at.is_null(), Commitment.withdrawn_at.is_null(), Commitment.warn_at >= now
    )
    found = query.scalar()
    return [] if found is None else [int(found) + 1]


def _concerns(actor: Actor) -> Expression:
    mine: Expression = Ticket.assignee == actor.id
    teams = sorted(actor.teams)
    if not teams:
        return mine
    if actor.role >= Role.MANAGER:
        return mine | Ticket.team.in_(teams)
    return mine | (Ticket.assignee.is_null() & Ticket.team.in_(teams))
