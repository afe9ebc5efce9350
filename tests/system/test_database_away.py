"""The database goes away or is held under a running program, which says so and goes on."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import FILE, SERVER, Desk
from tests.databases import Server
from tests.system.terminal import Terminal, program

AWAY = "The database does not answer"


@pytest.fixture
def terminal(desk: Desk, tmp_path: Path) -> Iterator[Terminal]:
    """Bob before three tickets that nobody has taken."""
    for index in range(1, 4):
        desk.ticket(f"Ticket {index:02}", due_at=int(time.time()) + index * 3600)
    command, environment = program(desk.url, tmp_path)
    with Terminal(command, environment) as opened:
        opened.wait("4 Unassigned 3", "Ticket 01")
        yield opened


@pytest.fixture
def restarted(server: Server) -> Iterator[Server]:
    """A server that a test may stop: it runs again afterwards."""
    yield server
    if not server.answers():
        server.start()


@pytest.mark.promise(14)
@pytest.mark.parametrize("desk", [SERVER], indirect=True)
def test_a_server_that_stops_is_missed_and_found_again(
    restarted: Server, desk: Desk, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.press("e")
    terminal.wait("Edit TKT0001")
    terminal.press(*" as typed")
    terminal.wait("Ticket 01 as typed")

    restarted.stop()
    terminal.wait(f"{AWAY}; trying again")
    terminal.press("ctrl+s")
    terminal.wait("Nothing was saved: try again once it does.", "Ticket 01 as typed")

    restarted.start()
    terminal.wait("Ticket 01 as typed", gone=f"{AWAY}; trying again")
    terminal.press("ctrl+s")
    terminal.wait("TKT0001 is saved.")
    assert _subject(desk, tmp_path) == "Ticket 01 as typed"
    terminal.press("t")
    terminal.wait("TKT0001 is yours.", "4 Unassigned 2")


@pytest.mark.parametrize("desk", [SERVER], indirect=True)
def test_without_its_server_the_program_is_left_as_ever(
    restarted: Server, terminal: Terminal
) -> None:
    restarted.stop()
    terminal.wait(f"{AWAY}; trying again", "Ticket 01")
    terminal.press("q")
    terminal.wait("Leave the helpdesk?")
    terminal.press("y")
    assert terminal.status() == 0
    assert terminal.modes == set()


@pytest.mark.promise(14)
@pytest.mark.parametrize("desk", [FILE], indirect=True)
def test_a_file_that_is_held_is_told_and_waited_for(
    desk: Desk, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.press("e")
    terminal.wait("Edit TKT0001")
    terminal.press(*" as typed")
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.press("ctrl+s")
        terminal.wait("Another agent is saving. Not saved yet", "Ticket 01 as typed")
        assert _subject(desk, tmp_path) == "Ticket 01"
        other.execute("ROLLBACK")
    terminal.press("ctrl+s")
    terminal.wait("TKT0001 is saved.")
    assert _subject(desk, tmp_path) == "Ticket 01 as typed"


@pytest.mark.parametrize("desk", [FILE], indirect=True)
def test_who_holds_a_file_for_a_moment_is_not_noticed(desk: Desk, terminal: Terminal) -> None:
    held, letting = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            letting.wait(0.5)
            other.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    terminal.press("t")
    terminal.wait("TKT0001 is yours.")
    holder.join()
    assert "Another agent is saving" not in terminal.screen


def _subject(desk: Desk, home: Path) -> str:
    """As another program reads it: the test's own session ended with the server."""
    command, environment = program(desk.url, home, "show", "TKT0001", "--json")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout)["subject"])
