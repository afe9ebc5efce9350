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
    desk.ticket("Toner", assignee_id=desk.id("agent", "bob"))
    async with opened(desk, size=(120, 40)) as interface:
        await interface.press("2")
        await interface.wait("Printer on fire", "‖", "s Start")
        await interface.press("j")
        await interface.wait("s Resume", gone="s Start")
        await interface.press(key)
        await interface.wait("Waiting", "‖ Resolve: 4h00")


async def test_beside_a_date_that_a_person_gave_both_clocks_are_named(desk: Desk) -> None:
    terms = {"days": 0, "seconds": 14_400, "working_days_only": False}
    fields = {**terms, "name": "Solve", "target_status": Status.RESOLVED}
    desk.call(configuration.create, desk.actor("mona"), "policy", NOW - 7_200, fields)
    ticket = desk.ticket("Printer on fire", due_at=NOW + 2 * 86_400).ticket
    bob = desk.actor("bob")
    desk.call(lifecycle.start, bob, ticket, NOW, timed=False)
    desk.call(lifecycle.wait, bob, ticket, NOW)
    async with opened(desk, size=(120, 40)) as interface:
        await interface.press("2")
        await interface.wait("Printer on fire", "Wed 11:00")
        await interface.press("z")
        await interface.wait("○ Due date: 2d00h · ‖ Resolve: 4h00")
        assert "2d00h left · due 29 Apr 11:00" in interface.screen
