"""An agent's day through a real terminal, by keyboard alone, on a desk of some hundred tickets."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from helpdesk_tui.models import database
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.rows import TicketDetail
from helpdesk_tui.services import tickets
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import Desk
from tests.system.terminal import Terminal, program

COUNT = 300
HOUR = 3600

Open = Callable[..., Terminal]


def fill(desk: Desk) -> None:
    """COUNT unassigned tickets due from soon to far; the most pressing one is TKT0150."""
    now = int(time.time())
    bob, acme, globex = (
        desk.actor("bob"),
        desk.id("customer", "Acme SA"),
        desk.id("customer", "Globex"),
    )
    with database.atomic():
        for index in range(1, COUNT + 1):
            worst = index == COUNT // 2
            fields = {
                "subject": "Mail server down" if worst else f"Toner order {index:03}",
                "description": "Since this morning nobody gets mail.",
                "customer_id": acme if index % 3 else globex,
                "priority": Priority.URGENT if worst else Priority.NORMAL,
                "due_at": now - HOUR if worst else now + HOUR * (index + 2),
            }
            tickets.create(bob, now - 2 * HOUR, fields)


def read(desk: Desk, number: str) -> TicketDetail:
    return desk.call(lambda: ticket_queries.detail(ticket_queries.find(number)))


@pytest.fixture(scope="module")
def desk_file(desk_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk filled once, to be copied."""
    filled = Desk(tmp_path_factory.mktemp("story") / "desk.sqlite")
    shutil.copy(desk_file, filled.path)
    with connect(filled.url, durable=False).connection_context():
        fill(filled)
    return filled.path


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Iterator[Open]:
    """Opens the program for an agent on the filled desk and waits for its list."""
    with ExitStack() as programs:

        def start(login: str = "bob", columns: int = 120, lines: int = 40) -> Terminal:
            command, environment = program(desk.url, tmp_path, login=login)
            terminal: AbstractContextManager[Terminal] = Terminal(
                command, environment, columns=columns, lines=lines
            )
            entered = programs.enter_context(terminal)
            entered.wait("4 Unassigned 300", "Mail server down")
            return entered

        yield start


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    terminal.wait("Leave the helpdesk?")
    terminal.press("y")
    assert terminal.status() == 0
    assert terminal.modes == set()
    assert terminal.attributes == terminal.before


def test_a_ticket_from_first_sight_to_closed(desk: Desk, opened: Open) -> None:
    terminal = opened()
    assert "TKT0150" in terminal.cursor  # the most pressing one comes first
    terminal.press("t")
    terminal.wait("TKT0150 is yours.", "4 Unassigned 299")
    terminal.press("2")
    terminal.wait("2 My tickets 1", "Mail server down")
    for key, sentence, status in (
        ("s", "TKT0150 is in progress.", Status.IN_PROGRESS),
        ("w", "TKT0150 waits.", Status.WAITING),
        ("s", "TKT0150 goes on.", Status.IN_PROGRESS),
        ("r", "TKT0150 is resolved.", Status.RESOLVED),
        ("o", "TKT0150 is open again.", Status.IN_PROGRESS),
        ("u", "Undone on TKT0150: opened again.", Status.RESOLVED),
        ("r", "TKT0150 is Resolved already.", Status.RESOLVED),
        ("o", "TKT0150 is open again.", Status.IN_PROGRESS),
        ("r", "TKT0150 is resolved.", Status.RESOLVED),
    ):
        terminal.press(key)
        terminal.wait(sentence)
        assert read(desk, "TKT0150").status == status
    terminal.press("x")
    terminal.wait("Close TKT0150 for ever?")
    terminal.press("enter")  # the default is no
    terminal.wait(gone="Close TKT0150 for ever?")
    assert read(desk, "TKT0150").status == Status.RESOLVED
    terminal.press("x")
    terminal.wait("Close TKT0150 for ever?")
    terminal.press("y")
    terminal.wait("TKT0150 is closed.", "Nothing on your plate")
    assert read(desk, "TKT0150").status == Status.CLOSED
    leave(terminal)


def test_next_takes_starts_opens_and_says_why(desk: Desk, opened: Open) -> None:
    terminal = opened()
    terminal.press("n")
    terminal.wait("TKT0150 is in progress. It comes first because it is late since")
    terminal.wait("Since this morning nobody gets mail.")  # it is open
    found = read(desk, "TKT0150")
    assert (found.status, found.assignee and found.assignee.detail) == (Status.IN_PROGRESS, "bob")
    terminal.press("q")
    terminal.wait("4 Unassigned 299")
    leave(terminal)


def test_looking_around(opened: Open) -> None:
    terminal = opened(columns=80, lines=24)
    for key, title in (
        ("1", "1 In progress 300"),
        ("2", "2 My tickets 0"),
        ("3", "3 My team 0"),
        ("5", "5 Late 1"),
        ("6", "6 History 300"),
        ("4", "4 Unassigned 300"),
        ("-", "6 History 300"),
        ("left", "5 Late 1"),
        ("l", "6 History 300"),
    ):
        terminal.press(key)
        terminal.wait(title)
    terminal.press("G")
    terminal.wait_until(lambda: "TKT0001" in terminal.cursor, "the oldest ticket at the end")
    terminal.press("space")
    terminal.wait("6 History 300 1 marked")
    terminal.press("g")
    terminal.wait_until(lambda: "TKT0300" in terminal.cursor, "the newest ticket at the beginning")
    leave(terminal)


def test_the_filter_narrows_as_one_types_and_escape_clears_only_it(opened: Open) -> None:
    terminal = opened()
    terminal.press("space")
    terminal.wait("1 marked")
    terminal.press("/", *"globex ")
    terminal.wait("4 Unassigned 100", "filter: globex")
    terminal.press(*"03")
    terminal.wait("filter: globex 03", gone="Mail server")
    terminal.wait("Toner order 030", "Toner order 003")
    terminal.press("enter")
    terminal.wait("n Next")  # the list has the keys again
    terminal.press("j")
    terminal.wait_until(lambda: "Toner order 030" in terminal.cursor, "the cursor in the list")
    assert "filter: globex 03" in terminal.screen
    terminal.press("escape")
    terminal.wait("4 Unassigned 300", "1 marked", gone="filter:")
    terminal.wait_until(lambda: "Toner order 030" in terminal.cursor, "the cursor where it was")
    terminal.press("escape")
    terminal.wait(gone="marked")
    leave(terminal)


def test_many_at_once(desk: Desk, opened: Open) -> None:
    terminal = opened()
    terminal.press("space", "space", "space")
    terminal.wait("3 marked")
    assert len(re.findall(r"^.*\*[▲○●]", terminal.screen, re.M)) == 3
    terminal.press("t")
    terminal.wait("3 tickets are yours.", "4 Unassigned 297")
    terminal.press("2")
    terminal.wait("2 My tickets 3")
    terminal.press("s")
    terminal.wait("TKT0150 is in progress.")
    terminal.press("V")
    terminal.wait("3 marked")
    terminal.press("s")
    terminal.wait("2 tickets are in progress. 1 refused: TKT0150 is In progress already.")
    terminal.press("u")
    terminal.wait("Undone on 2 tickets: put in progress.")
    assert read(desk, "TKT0150").status == Status.IN_PROGRESS
    assert read(desk, "TKT0001").status == Status.NEW
    leave(terminal)


def test_writing(desk: Desk, opened: Open) -> None:
    terminal = opened()
    terminal.press("c")
    terminal.wait("New ticket", "Subject")
    terminal.press("ctrl+s")
    terminal.wait("This field cannot stay empty.")
    terminal.press(*"Scanner is jammed", "tab", *"globe", "tab")
    terminal.press("ctrl+s")
    terminal.wait("TKT0301 is created.")
    made = read(desk, "TKT0301")
    assert (made.subject, made.customer and made.customer.name) == ("Scanner is jammed", "Globex")

    terminal.press("/", *"scanner", "enter")
    terminal.wait("4 Unassigned 1")
    terminal.press("e")
    terminal.wait("Edit TKT0301")
    terminal.press(*" again", "ctrl+s")
    terminal.wait("TKT0301 is saved.", "Scanner is jammed again")

    terminal.press("m")
    terminal.wait("TKT0301 Scanner is jammed again", "The customer will read this.")
    terminal.press(*"On our way.", "ctrl+s")
    terminal.wait("The message on TKT0301 is sent.")
    terminal.press("i")
    terminal.wait("Only agents will read this.")
    terminal.press(*"Send Carol.", "escape")
    terminal.wait("Discard what you typed?")
    terminal.press("n")
    terminal.wait(gone="Discard what you typed?")
    terminal.press("ctrl+s")
    terminal.wait("The note on TKT0301 is saved.")
    terminal.press("enter")
    terminal.wait("On our way.", "Send Carol.", "internal note", "wrote to the customer")
    said = [(message.body, message.internal) for message in read(desk, "TKT0301").messages]
    assert said == [("On our way.", False), ("Send Carol.", True)]
    terminal.press("h")
    terminal.wait("4 Unassigned 1")
    leave(terminal)


def test_help_and_palette(desk: Desk, opened: Open) -> None:
    terminal = opened()
    terminal.press("?")
    terminal.wait("Keys that work here", "Take charge")
    terminal.press("/", *"undo", "enter")
    terminal.wait("Undo", gone="Take charge")
    terminal.press("escape")
    terminal.wait("Take charge", "Keys that work here")
    terminal.press("q")
    terminal.wait("4 Unassigned 300")
    terminal.press(":", *"take")
    terminal.wait("Commands", "Take charge")
    terminal.press("enter")
    terminal.wait("TKT0150 is yours.")
    assigned = read(desk, "TKT0150").assignee
    assert assigned is not None and assigned.detail == "bob"
    leave(terminal)


def test_keys_that_come_all_at_once_reach_what_they_are_meant_for(desk: Desk, opened: Open) -> None:
    terminal = opened()
    terminal.send("1plow\r")  # the queue, the priority, part of its name
    terminal.wait("TKT0150 is saved.")
    assert read(desk, "TKT0150").priority == Priority.LOW
    terminal.send("4/server\rt")
    terminal.wait("filter: server", "TKT0150 is yours.")
    terminal.send("\x1b")
    terminal.wait("4 Unassigned 299")
    terminal.send("niCall back\x13")  # the next ticket, a note on it, saved
    terminal.wait("The note on TKT0001 is saved.")
    assert [message.body for message in read(desk, "TKT0001").messages] == ["Call back"]
    terminal.send("q6/toner order 299\r\rq")
    terminal.wait("6 History 1", "filter: toner order 299")
