"""Putting the open tickets in their places again once deadlines begin or cease to count."""

from __future__ import annotations

import time
from collections.abc import Callable

from helpdesk_tui.models import Ticket, database
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import commitments, locking

BATCH = 200

PAUSE = 0.02
"""Seconds between two transactions: without a gap, who waits for the lock would hardly get it."""


class Requeue:
    """One pass over the open tickets, a transaction a step, so that agents at work never wait."""

    def __init__(self, actor: Actor, sleep: Callable[[float], None] = time.sleep) -> None:
        permit(actor, "settings.edit")
        self.moved = 0
        self._last = 0
        self._sleep = sleep

    def step(self) -> bool:
        """Do one batch; False once there is nothing left."""
        if self._last:
            self._sleep(PAUSE)
        moved = 0
        with database.atomic():
            query = Ticket.select().where(Ticket.closed_at.is_null(), Ticket.id > self._last)
            batch = list(locking.kept(query.order_by(Ticket.id).limit(BATCH)))
            for ticket in batch:
                due = commitments.next_due(ticket)
                if due != ticket.next_due_at:
                    moved += 1
                    Ticket.update(next_due_at=due).where(Ticket.id == ticket.id).execute()
        if batch:
            # only what is saved is behind us: a step that the database refused is done again
            self._last = batch[-1].id
            self.moved += moved
        return len(batch) == BATCH
