"""The screen that says why a deadline is when it is."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.models import Calendar
from helpdesk_tui.services import lifecycle, tickets
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened
from tests.sla_example import HOUR, office, paris, policy

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def hours(desk: Desk) -> None:
    office()


def ticket(desk: Desk, **fields: Any) -> int:
    return tickets.create(desk.actor("bob"), NOW, {"subject": "Printer on fire", **fields}).ticket


@pytest.mark.parametrize("size", SIZES)
async def test_it_lists_the_pieces_that_add_up(desk: Desk, size: tuple[int, int]) -> None:
    policy("Usual", hours=4)
    ticket(desk)
    async with opened(desk, size=size) as interface:
        await interface.press("E")
        screen = await interface.wait("Why these deadlines?", "deadline")
        lines = [" ".join(line.split()) for line in screen.splitlines()]
        assert lines[2:9] == [
            "○ resolve within 4h · Usual",
            "start Mon 27 Apr 2026 11:00",
            "running 1h Mon 27 Apr 2026 11:00 → 12:00",
            "closed hours 1h Mon 27 Apr 2026 12:00 → 13:00",
            "running 3h Mon 27 Apr 2026 13:00 → 16:00",
            "in all 4h of running time",
            "deadline Mon 27 Apr 2026 16:00 · 4h00 left",
        ]


async def test_the_same_key_or_escape_goes_back(desk: Desk) -> None:
    ticket(desk)
    async with opened(desk) as interface:
        for key in ("E", "escape", "q", "h"):
            await interface.press("E")
            await interface.wait("Why these deadlines?")
            await interface.press(key)
            await interface.wait("Unassigned", gone="Why these deadlines?")


async def test_on_a_ticket_it_explains_that_ticket(desk: Desk) -> None:
    policy("Start", Status.IN_PROGRESS, hours=1)
    policy("Usual", days=2)
    made = ticket(desk)
    lifecycle.start(desk.actor("bob"), made, NOW)
    async with opened(desk) as interface:
        await interface.press("2")
        await interface.wait("TKT0001")
        await interface.press("enter")
        await interface.wait("Deadlines")
        await interface.press("E")
        await interface.wait("✓ start within 1h · Start", "met 11:00")
        await interface.wait("○ resolve within 2 working days · Usual")
        assert "2 working days" in interface.line("→ Wed 29 Apr 2026 11:00")


async def test_a_pause_says_who_made_it_and_a_due_date_who_gave_it(desk: Desk) -> None:
    policy("Usual", hours=4)
    made = ticket(desk, started_at=paris("04-27 09:00"))
    for act, at in ((lifecycle.start, 0), (lifecycle.wait, 600), (lifecycle.resume, 1200)):
        act(desk.actor("bob"), made, NOW + at)
    tickets.edit(desk.actor("alice"), made, NOW + 1300, {"due_at": NOW + 9 * HOUR})
    async with opened(desk) as interface:
        await interface.press("2")
        await interface.wait("TKT0001")
        await interface.press("E")
        await interface.wait("Why these deadlines?")
        paused = " ".join(interface.line("paused").split())
        assert paused == "paused 10 min Mon 27 Apr 2026 11:10 → 11:20 · Waiting, Bob Stone"
        assert "Mon 27 Apr 2026 11:21 · Alice" in interface.line("given")
        assert "It counts every hour of every day and never pauses." in interface.screen
        assert "Mon 27 Apr 2026 20:00" in interface.screen


async def test_a_pause_that_goes_on_is_told(desk: Desk) -> None:
    policy("Usual", hours=4)
    made = ticket(desk, started_at=paris("04-27 09:00"))
    for act in (lifecycle.start, lifecycle.wait):
        act(desk.actor("bob"), made, NOW)
    async with opened(desk) as interface:
        await interface.press("2")
        await interface.wait("‖ 2h00")
        await interface.press("E")
        paused = "paused, 2h00 left · Mon 27 Apr 2026 11:00 · Waiting, Bob Stone"
        await interface.wait(paused)


async def test_a_calendar_changed_since_is_told(desk: Desk) -> None:
    policy("Usual", hours=4)
    ticket(desk)
    Calendar.update(week='{"mon": [["09:00", "10:00"]]}').execute()
    async with opened(desk, size=(60, 20)) as interface:
        await interface.press("E")
        await interface.wait("The calendar was changed since")


async def test_without_a_policy_it_says_so(desk: Desk) -> None:
    ticket(desk)
    async with opened(desk) as interface:
        await interface.press("E")
        await interface.wait("No policy asks anything of this ticket.")


async def test_without_a_ticket_it_says_so(desk: Desk) -> None:
    async with opened(desk) as interface:
        await interface.press("E")
        await interface.wait("There is no ticket here:")


async def test_many_pieces_scroll(desk: Desk) -> None:
    policy("Usual", hours=70)
    ticket(desk, started_at=NOW - 24 * HOUR)
    async with opened(desk, size=(60, 20)) as interface:
        await interface.press("E")
        await interface.wait("Why these deadlines?")
        assert "in all" not in interface.screen
        await interface.press("G")
        await interface.wait("in all", "70h")


async def test_it_says_where_one_is_and_how_to_leave(desk: Desk) -> None:
    ticket(desk)
    async with opened(desk, size=(60, 20)) as interface:
        await interface.press("E")
        await interface.wait("TKT0001 Why these deadlines?")
        assert interface.bottom == "q Back"
