"""The screens as they were when somebody last looked at them: see `tests/golden`.

`HELPDESK_GOLDEN=write pytest tests/test_golden.py` writes them anew; look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpdesk_tui.services import configuration, conversation, lifecycle
from helpdesk_tui.vocabulary import Priority
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened

GOLDEN = Path(__file__).with_name("golden")

MINUTE, HOUR, DAY = 60, 3600, 86400

CASES = [((60, 20), "en"), ((80, 24), "en"), ((120, 40), "en"), ((80, 24), "fr")]


def settle(desk: Desk) -> None:
    """Tickets in every state, of every priority, early and late, with and without people."""
    bob, mona = desk.actor("bob"), desk.actor("mona")
    acme, globex = desk.id("customer", "Acme SA"), desk.id("customer", "Globex")
    policy = {"name": "Resolved within 4 hours", "seconds": 4 * HOUR, "working_days_only": False}
    desk.call(configuration.create, mona, "policy", NOW, {**policy, "min_priority": Priority.HIGH})
    for subject, priority, due, customer in (
        ("Mail server down", Priority.URGENT, NOW - 12 * MINUTE, acme),
        (
            "Scanner in the archive is jammed again and nobody can read it",
            Priority.HIGH,
            None,
            acme,
        ),
        ("Toner order", Priority.LOW, NOW + 2 * DAY, globex),
        ("Réseau lent à l’étage", Priority.NORMAL, NOW + 40 * MINUTE, None),
        ("New laptop for Dana", Priority.NORMAL, None, globex),
        ("Password forgotten", Priority.NORMAL, NOW + 3 * HOUR, acme),
    ):
        desk.ticket(
            subject,
            priority=priority,
            due_at=due,
            customer_id=customer,
            description="It began this morning.\n\nNobody knows why.",
        )
    desk.call(lifecycle.start, desk.actor("carol"), 3, NOW)
    desk.call(lifecycle.wait, desk.actor("carol"), 3, NOW)
    desk.call(lifecycle.resolve, bob, 6, NOW)
    desk.call(lifecycle.take, bob, 2, NOW + MINUTE)
    desk.call(conversation.message, bob, 2, NOW + 2 * MINUTE, "We are on our way.")
    desk.call(conversation.note, mona, 2, NOW + 3 * MINUTE, "Bring the long cable.")


@pytest.mark.parametrize(("size", "language"), CASES, ids=["60x20", "80x24", "120x40", "80x24-fr"])
async def test_screens_are_as_they_were(desk: Desk, size: tuple[int, int], language: str) -> None:
    settle(desk)
    drawn = {}
    async with opened(desk, size=size, language=language) as interface:
        interface.clock.now = NOW + 5 * MINUTE
        await interface.press("1")
        await interface.wait("TKT0005", "11:05")
        drawn["list"] = interface.screen
        await interface.press("j", "j", "enter")
        await interface.wait("It began this morning.", "11:00 · bob")
        drawn["ticket"] = interface.screen
        await interface.press("q", "e")
        await interface.wait("It began this morning.", gone="11:00 · bob")
        drawn["form"] = interface.screen
    for view, picture in drawn.items():
        file = GOLDEN / f"{view}-{size[0]}x{size[1]}-{language}.txt"
        if os.environ.get("HELPDESK_GOLDEN") == "write":
            file.write_text(picture + "\n")
        assert picture + "\n" == file.read_text(), view
