from __future__ import annotations

import asyncio
import threading

import pytest

from helpdesk_tui.models import database
from helpdesk_tui.queries import tickets
from helpdesk_tui.queues import BY_ID, QUEUES
from helpdesk_tui.rows import Actor, Page
from helpdesk_tui.screens.queue_source import QueueSource
from helpdesk_tui.store import Store
from tests.conftest import FILE, NOW, SERVER, Desk

PATIENCE = 30

LONG = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
    " SELECT COUNT(*) FROM n"
)


@pytest.mark.parametrize("desk", [FILE, SERVER], indirect=True)
async def test_the_next_key_ends_a_filter_that_still_looks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob, made = desk.actor("bob"), desk.ticket("Fire").ticket
    begun, over, first = threading.Event(), threading.Event(), tickets.first

    def look(queue: str, viewer: Actor, text: str, limit: int, now: int, **_order: object) -> Page:
        if text == "endless":
            begun.set()
            while (
                not over.is_set()
            ):  # statement after statement, as a page is followed by its total
                database.execute_sql(LONG).fetchone()
        return first(queue, viewer, text, limit, now)

    monkeypatch.setattr(tickets, "first", look)
    store = Store(desk.url)
    source = QueueSource(store, QUEUES[0], lambda: bob, lambda: NOW)
    try:
        source.text = "endless"
        looking = asyncio.create_task(source.start(9))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        looking.cancel()
        source.text = "fire"
        found = await asyncio.wait_for(source.start(9), PATIENCE)
        assert [row.id for row in found.rows] == [made]
        assert looking.cancelled()
    finally:
        over.set()
        store.close()


async def test_a_ticket_is_read_among_its_neighbours_where_the_list_holds_it(desk: Desk) -> None:
    made = [desk.ticket(f"Ticket {n}").ticket for n in range(9)]
    bob = desk.actor("bob")
    store = Store(desk.url)
    try:
        source = QueueSource(store, BY_ID["unassigned"], lambda: bob, lambda: NOW)
        found = await source.holding(made[4], 2)
        assert found is not None and [row.id for row in found.rows] == made[2:7]
        source.text = "printer"
        assert await source.holding(made[4], 2) is None
    finally:
        store.close()
