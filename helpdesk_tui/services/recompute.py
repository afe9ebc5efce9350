"""Bringing the promises on open tickets in line with today's policies and calendars, on request."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from helpdesk_tui.models import Ticket, database
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.commitments import pauses_of
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import commitments, locking, promise_rows, rollup
from helpdesk_tui.services.change import record
from helpdesk_tui.services.commitments import Pauses
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.services.promise_rows import Promise

BATCH_TICKETS = 100
BATCH_SECONDS = 0.05
"""A transaction ends after either, so that agents at work never wait."""

PAUSE = 0.02
"""Seconds between two transactions: without a gap, who waits for the lock would hardly get it."""


class Recomputation:
    """One pass over the open tickets, a transaction a step; a rehearsal changes nothing."""

    def __init__(
        self,
        actor: Actor,
        now: int,
        *,
        rehearsal: bool,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        permit(actor, "configuration.edit")
        self.tickets = 0
        self.moved = 0
        """Tickets on which some deadline is another."""
        self._actor = actor
        self._now = now
        self._rehearsal = rehearsal
        self._clock = clock
        self._sleep = sleep
        self._last = 0

    def step(self) -> bool:
        """Do one batch; False once there is nothing left."""
        if self.tickets:
            self._sleep(PAUSE)
        with database.atomic() as transaction:
            done, moved = self._batch()
            if self._rehearsal:
                transaction.rollback()
        if done:
            # only what is saved is behind us: a step that the database refused is done again
            self._last = done[-1]
            self.tickets += len(done)
            self.moved += moved
        return bool(done)

    def _batch(self) -> tuple[list[int], int]:
        """The tickets dealt with, and how many of them have moved."""
        ends = self._clock() + BATCH_SECONDS
        policies = Policies() if switches().manage_sla else None
        query = Ticket.select().where(Ticket.closed_at.is_null(), Ticket.id > self._last)
        batch = list(locking.kept(query.order_by(Ticket.id).limit(BATCH_TICKETS)))
        ids = [ticket.id for ticket in batch]
        if not ids:
            return [], 0
        done: list[int] = []
        moved = 0
        with rollup.kept(*batch):
            commitments.settle_all(ids, self._now)
            promises, pauses = promise_rows.load(ids), pauses_of(ids)
            for ticket in batch:
                if done and self._clock() > ends:
                    break
                standing = promises[ticket.id], pauses[ticket.id]
                moved += self._renew(ticket, policies, *standing)
                done.append(ticket.id)
        return done, moved

    def _renew(
        self, ticket: Ticket, policies: Policies | None, promises: Sequence[Promise], pauses: Pauses
    ) -> bool:
        before = ticket.next_due_at
        told = commitments.renew(ticket, self._now, policies, promises, pauses)
        if told:
            record(ticket.id, self._actor, "recompute", self._now, told)
        if told or ticket.next_due_at != before:
            Ticket.update(
                next_due_at=ticket.next_due_at, version=ticket.version + 1, updated_at=self._now
            ).where(Ticket.id == ticket.id).execute()
        return bool(told)
