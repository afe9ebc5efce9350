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

VIEWS = {
    "list": ("1",),
    "ticket": ("1", "j", "j", "enter"),
    "form": ("1", "j", "j", "e"),
}
"""What is pressed to come to each."""

SHOWN = {"list": "TKT0005", "ticket": "It began this morning.", "form": "It began this morning."}
"""What each shows once it is there."""

CASES = [
    *((view, size, "en") for view in VIEWS for size in ((60, 20), (80, 24), (120, 40))),
    *((view, (80, 24), "fr") for view in VIEWS),
]


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
        fields = {"priority": priority, "due_at": due, "customer_id": customer}
        desk.ticket(subject, **fields, description="It began this morning.\n\nNobody knows why.")
    desk.call(lifecycle.start, desk.actor("carol"), 3, NOW)
    desk.call(lifecycle.wait, desk.actor("carol"), 3, NOW)
    desk.call(lifecycle.resolve, bob, 6, NOW)
    desk.call(lifecycle.take, bob, 2, NOW + MINUTE)
    desk.call(conversation.message, bob, 2, NOW + 2 * MINUTE, "We are on our way.")
    desk.call(conversation.note, mona, 2, NOW + 3 * MINUTE, "Bring the long cable.")


@pytest.mark.parametrize(
    ("view", "size", "language"),
    CASES,
    ids=lambda value: "x".join(map(str, value)) if isinstance(value, tuple) else value,
)
async def test_a_screen_is_as_it_was(
    desk: Desk, view: str, size: tuple[int, int], language: str
) -> None:
    settle(desk)
    async with opened(desk, size=size, language=language) as interface:
        interface.clock.now = NOW + 5 * MINUTE
        first, *others = VIEWS[view]
        await interface.press(first)
        await interface.wait("TKT0005")
        await interface.press(*others)
        await interface.wait(SHOWN[view])
        drawn = interface.screen + "\n"
    file = GOLDEN / f"{view}-{size[0]}x{size[1]}-{language}.txt"
    if os.environ.get("HELPDESK_GOLDEN") == "write":
        file.write_text(drawn)
    assert drawn == file.read_text()
