"""Two agents at two terminals: each sees what the other does, and neither overwrites it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from helpdesk_tui.models import database
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.services import tickets
from tests.conftest import FILE, SERVER, Desk
from tests.system.terminal import Terminal, program

HOUR = 3600

pytestmark = pytest.mark.parametrize("desk", [FILE, SERVER], indirect=True)


@pytest.fixture
def both(desk: Desk, tmp_path: Path) -> Iterator[tuple[Terminal, Terminal]]:
    """Bob and Carol, each looking at the unassigned tickets."""
    now = int(time.time())
    bob = desk.actor("bob")
    with database.atomic():
        for index in range(1, 41):
            fields = {"subject": f"Ticket {index:02}", "due_at": now + index * HOUR}
            tickets.create(bob, now - HOUR, fields)
    with ExitStack() as programs:
        opened = []
        for login in ("bob", "carol"):
            command, environment = program(desk.url, tmp_path, login=login)
            opened.append(programs.enter_context(Terminal(command, environment)))
        for terminal in opened:
            terminal.wait("4 Unassigned 40", "Ticket 01")
        yield opened[0], opened[1]


def test_what_one_does_the_other_sees(both: tuple[Terminal, Terminal], desk: Desk) -> None:
    bob, carol = both
    carol.press("j", "j")
    carol.wait_until(lambda: "Ticket 03" in carol.cursor, "the cursor two lines down")
    bob.press("t")
    bob.wait("TKT0001 is yours.")
    carol.wait("4 Unassigned 39", gone="Ticket 01")
    carol.wait_until(lambda: "Ticket 03" in carol.cursor, "the cursor on its ticket")

    bob.press("2", "enter")
    bob.wait("TKT0001 Ticket 01", "Assignee")
    carol.press("1")
    carol.wait("1 In progress 40")
    carol.press("t")
    carol.wait("TKT0001 is Bob Stone's. Take it over?")
    carol.press("n")
    carol.wait(gone="Take it over?")
    carol.press("t")
    carol.wait("TKT0001 is Bob Stone's. Take it over?")
    carol.press("y")
    carol.wait("TKT0001 is yours.")
    bob.wait("Carol Weiss")  # the open ticket follows too


def test_who_has_a_ticket_open_is_shown_until_the_program_is_gone(
    both: tuple[Terminal, Terminal],
) -> None:
    bob, carol = both
    bob.press("j", "enter")
    bob.wait("TKT0002", "Assignee")
    carol.wait_until(lambda: "•" in carol.line("Ticket 02"), "the sign of who has it open")
    carol.press("j", "enter")
    carol.wait("Bob Stone has this open")
    bob.wait("Carol Weiss has this open")
    carol.press("s")
    bob.wait("Carol Weiss is working on it", "Carol Weiss started.")
    bob.signal(signal.SIGKILL)
    carol.wait(gone="Bob Stone has this open", seconds=10)


@pytest.mark.promise(19)
def test_the_second_edit_sees_the_first_and_loses_nothing(
    both: tuple[Terminal, Terminal], desk: Desk
) -> None:
    bob, carol = both
    for terminal in both:
        terminal.press("e")
        terminal.wait("Edit TKT0001")
    bob.press(*" by Bob", "ctrl+s")
    bob.wait("TKT0001 is saved.")
    carol.press(*" by Carol", "ctrl+s")
    carol.wait("Bob Stone has changed the same.", "Ticket 01 by Carol", "Ticket 01 by Bob")
    carol.press("escape")
    dialog = "Bob Stone has changed the same."
    carol.wait("Bob Stone has changed TKT0001 meanwhile", "Ticket 01 by Carol", gone=dialog)
    carol.press("ctrl+s")
    carol.wait(dialog)
    carol.press("enter")
    carol.wait("TKT0001 is saved.")
    bob.wait("Ticket 01 by Carol")
    number = ticket_queries.find("TKT0001")
    assert ticket_queries.detail(number).subject == "Ticket 01 by Carol"
