"""Bringing the promises on open tickets in line with today's policies and calendars, on request."""

from __future__ import annotations

import time

from helpdesk_tui.models import Ticket, database
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import commitments
from helpdesk_tui.services.change import record

BATCH_TICKETS = 200
BATCH_SECONDS = 0.05
"""A transaction ends after either, so that agents at work never wait."""


class Recomputation:
    """One pass over the open tickets, a transaction a step; a rehearsal changes nothing."""

    def __init__(self, actor: Actor, now: int, *, rehearsal: bool) -> None:
        self.tickets = 0
        self.moved = 0
        """Tickets on which some deadline is another."""
        self._actor = actor
        self._now = now
        self._rehearsal = rehearsal
        self._last = 0

    def step(self) -> bool:
        """Do one batch; False once there is nothing left."""
        permit(self._actor, "configuration.edit")
        ends = time.monotonic() + BATCH_SECONDS
        with database.atomic() as transaction:
            managed = switches().manage_sla
            query = Ticket.select().where(Ticket.closed_at.is_null(), Ticket.id > self._last)
            done = 0
            for ticket in query.order_by(Ticket.id).limit(BATCH_TICKETS):
                self._renew(ticket, managed)
                done += 1
                if time.monotonic() > ends:
                    break
            if self._rehearsal:
                transaction.rollback()
        return done > 0

    def _renew(self, ticket: Ticket, managed: bool) -> None:
        self._last = ticket.id
        self.tickets += 1
        commitments.settle(ticket, self._now)
        told = commitments.choose(ticket, self._now, anew=True) if managed else {}
        due = commitments.next_due(ticket)
        if told:
            self.moved += 1
            record(ticket.id, self._actor, "recompute", self._now, told)
        if told or due != ticket.next_due_at:
            Ticket.update(next_due_at=due, version=ticket.version + 1, updated_at=self._now).where(
                Ticket.id == ticket.id
            ).execute()
