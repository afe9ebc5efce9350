"""A ticket whose promise is paused, wherever its clock is drawn."""

from __future__ import annotations

import pytest

from helpdesk_tui.services import configuration, lifecycle
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened


@pytest.mark.parametrize("key", ["enter", "z"])
async def test_it_opens_and_shows_that_its_clock_stands(desk: Desk, key: str) -> None:
    terms = {"days": 0, "seconds": 14_400, "working_days_only": False}
    fields = {**terms, "name": "Solve", "target_status": Status.RESOLVED}
    desk.call(configuration.create, desk.actor("mona"), "policy", NOW - 7_200, fields)
    ticket = desk.ticket("Printer on fire").ticket
    bob = desk.actor("bob")
    desk.call(lifecycle.start, bob, ticket, NOW, timed=False)
    desk.call(lifecycle.wait, bob, ticket, NOW)
    async with opened(desk, size=(120, 40)) as interface:
        await interface.press("2")
        await interface.wait("Printer on fire", "‖")
        await interface.press(key)
        await interface.wait("Waiting", "‖ 4h")
