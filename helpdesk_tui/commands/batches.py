"""Tickets of a queue read a few hundred at a time, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpdesk_tui.commands.session import Session
from helpdesk_tui.queries import export, tickets
from helpdesk_tui.queues import Held

_BATCH = 500


def of_queue(
    session: Session, queue: Held, text: str = "", limit: int = 0
) -> Iterator[dict[str, Any]]:
    """The queue's tickets in its order, at most `limit` (0: all), as export.tickets gives them."""
    store, actor, now = session.store, session.actor, session.now
    ids = store.call(tickets.everything, queue, actor, text, limit, now)
    for start in range(0, len(ids), _BATCH):
        yield from store.call(export.tickets, ids[start : start + _BATCH], now)
