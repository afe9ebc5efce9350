"""How a session ends: what the line, the system and the agent can do to it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event

import pytest

from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.vocabulary import Status
from tests.conftest import Desk
from tests.extent import FULL, many
from tests.system.terminal import Terminal, program

SOON = 10.0
"""Seconds: far more than the promised one, for machines at work."""

Start = Callable[..., Terminal]


@pytest.fixture
def start(desk: Desk, tmp_path: Path) -> Iterator[Start]:
    """Starts the program on a desk with one ticket and waits for its list."""
    desk.ticket("Printer on fire")
    with ExitStack() as programs:

        def begin(*, columns: int = 100, lines: int = 30, **variables: str) -> Terminal:
            command, environment = program(desk.url, tmp_path, **variables)
            terminal = Terminal(command, environment, columns=columns, lines=lines)
            return programs.enter_context(terminal)

        yield begin


def assert_as_it_was(terminal: Terminal) -> None:
    assert terminal.modes == set()
    assert terminal.attributes == terminal.before


@pytest.mark.promise(7)
@pytest.mark.parametrize(("number", "status"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_and_the_terminal_is_as_it_was(
    start: Start, number: int, status: int
) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    assert {1049, 2004} <= terminal.modes
    terminal.press("m")
    terminal.wait("The customer will read this.")
    terminal.signal(number)
    assert terminal.status(SOON) == status
    assert_as_it_was(terminal)
    assert "Traceback" not in terminal.screen


def test_a_signal_ends_it_while_it_starts(start: Start) -> None:
    terminal = start()
    terminal.wait_until(lambda: 1049 in terminal.modes, "the alternate screen")
    terminal.signal(signal.SIGTERM)
    assert terminal.status(SOON) == 143
    assert_as_it_was(terminal)


@pytest.mark.promise(7)
def test_a_signal_ends_it_while_another_program_holds_the_lock(start: Start, desk: Desk) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.press("t")
        terminal.press("?")
        terminal.wait("Keys that work here")  # the screen goes on meanwhile
        terminal.signal(signal.SIGTERM)
        assert terminal.status(SOON) == 143
        other.execute("ROLLBACK")
    assert_as_it_was(terminal)
    found = ticket_queries.detail(ticket_queries.find("TKT0001"))
    assert (found.status, found.assignee, len(found.events)) == (Status.NEW, None, 1)


@pytest.mark.promise(14)
def test_who_waits_for_the_lock_in_vain_is_told(start: Start, desk: Desk) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.press("t")
        terminal.wait("Another agent is saving.")
        other.execute("ROLLBACK")
    terminal.press("t")
    terminal.wait("TKT0001 is yours.")


@pytest.mark.promise(6)
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_while_nobody_reads(start: Start, number: int) -> None:
    terminal = start(columns=200, lines=60)
    terminal.wait("4 Unassigned 1", "Printer on fire")
    terminal.stop_reading()
    for _time in range(20):  # more frames than the pipe and the queue hold
        terminal.press("?", "q")
    terminal.signal(number)
    assert terminal.status(SOON) == 128 + number
    assert terminal.attributes == terminal.before


@pytest.mark.promise(5)
def test_a_lost_line_ends_it(start: Start) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    terminal.hang_up()
    assert terminal.status(SOON) == 129


@pytest.mark.promise(6)
def test_a_stopped_program_goes_on_and_still_ends(start: Start) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    threads = Path(f"/proc/{terminal.process.pid}/task")
    before = len(list(threads.iterdir())) if threads.exists() else 0
    for _time in range(3):
        terminal.signal(signal.SIGSTOP)
        terminal.signal(signal.SIGCONT)
    terminal.press("t")
    terminal.wait("TKT0001 is yours.")
    after = len(list(threads.iterdir())) if threads.exists() else 0
    assert after == before
    terminal.signal(signal.SIGSTOP)
    terminal.hang_up()
    terminal.signal(signal.SIGCONT)
    assert terminal.status(SOON) == 129


@pytest.mark.promise(7)
def test_leaving_gives_the_terminal_back(start: Start) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    terminal.press("q")
    terminal.wait("Leave the helpdesk?")
    terminal.press("enter")
    terminal.wait(gone="Leave the helpdesk?")
    terminal.press("q")
    terminal.wait("Leave the helpdesk?")
    terminal.press("y")
    assert terminal.status() == 0
    assert_as_it_was(terminal)


@pytest.mark.promise(9)
@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_without_a_screen_is_refused(start: Start, term: str) -> None:
    terminal = start(TERM=term)
    assert terminal.status() == 2
    assert "The interface needs a terminal with a screen" in terminal.screen
    assert b"\x1b" not in terminal.raw


@pytest.mark.promise(9)
def test_without_a_terminal_it_is_refused(desk: Desk, tmp_path: Path) -> None:
    command, environment = program(desk.url, tmp_path)
    ended = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "The interface needs a terminal with a screen" in ended.stderr


@pytest.mark.parametrize(
    "variables",
    [
        {"TERM": "linux"},
        {"TERM": "vt100"},
        {"TERM": "xterm"},
        {"NO_COLOR": "1"},
        {"COLORTERM": "truecolor"},
    ],
    ids=lambda variables: "=".join(*variables.items()),
)
def test_every_kind_of_terminal_shows_the_same(start: Start, variables: dict[str, str]) -> None:
    terminal = start(**variables)
    terminal.wait("4 Unassigned 1", "TKT0001   Printer on fire")
    terminal.press("t")
    terminal.wait("✓ TKT0001 is yours.", "Every ticket has somebody.")
    coloured = b"38;2;" in terminal.raw or b"38;5;" in terminal.raw
    assert coloured == ("COLORTERM" in variables)
    if "NO_COLOR" in variables:
        assert not any(f"\x1b[{code}m".encode() in terminal.raw for code in range(30, 38))


def test_the_mouse_is_the_terminals_own_unless_asked_for(
    desk: Desk, start: Start, tmp_path: Path
) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    assert not {1000, 1003, 1006} & terminal.modes
    command, environment = program(desk.url, tmp_path, "--mouse")
    with Terminal(command, environment) as asked:
        asked.wait("4 Unassigned 1", "Printer on fire")
        assert {1000, 1003, 1006} <= asked.modes


@pytest.mark.parametrize("number", [None, signal.SIGTERM])
def test_the_window_is_named_and_then_as_it_was(start: Start, number: int | None) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    named = b"\x1b[22;0t\x1b]2;Helpdesk \xe2\x80\x93 4 Unassigned 1\x07"
    terminal.wait_until(lambda: named in terminal.raw, "the title")
    terminal.press("enter")
    terminal.wait_until(lambda: b"\x1b]2;Helpdesk \xe2\x80\x93 TKT0001\x07" in terminal.raw, "it")
    if number is None:
        terminal.press("ctrl+q")
    else:
        terminal.signal(number)
    assert terminal.status() == (0 if number is None else 128 + number)
    assert terminal.raw.count(b"\x1b[22;0t") == terminal.raw.count(b"\x1b[23;0t") == 1
    assert_as_it_was(terminal)


def test_a_console_has_no_window_to_name(start: Start) -> None:
    terminal = start(TERM="linux")
    terminal.wait("4 Unassigned 1", "Printer on fire")
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert b"\x1b]2;" not in terminal.raw and b"\x1b[23;0t" not in terminal.raw


@pytest.mark.promise(9)
def test_any_size_is_survived(start: Start) -> None:
    terminal = start()
    terminal.wait("4 Unassigned 1", "Printer on fire")
    terminal.press("enter")
    terminal.wait("Conversation")
    for columns, lines in [(1, 1), (200, 60), (3, 40), (150, 2), (59, 15), (60, 14)]:
        terminal.resize(columns, lines)
        if (columns, lines) == (200, 60):
            terminal.wait("Conversation")
        elif columns > 40:
            terminal.wait(f"The terminal has {columns} × {lines} cells: 60 × 15 are the least.")
            assert "Conversation" not in terminal.screen
    terminal.press("r")  # what is not seen is not acted on
    terminal.resize(60, 15)
    terminal.wait("Conversation", "○ New")
    terminal.resize(40, 10)
    terminal.wait("60 × 15")
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert_as_it_was(terminal)


WATCHED = many(60, 3)
"""Seconds for which an idle session is listened to."""


@pytest.mark.promise(8)
def test_a_session_at_which_nobody_types_is_quiet(desk: Desk, tmp_path: Path) -> None:
    now = int(time.time())
    for minute in range(12):
        desk.ticket(due_at=now + 1800 + 55 * minute)
    command, environment = program(desk.url, tmp_path)
    calm = "from helpdesk_tui import app, cli; app.CALM_AFTER = 0; cli.main()"
    with Terminal([*command[:1], "-c", calm, *command[3:]], environment) as terminal:
        terminal.wait("4 Unassigned 12", "● 0:30 ", "● 0:39 ")
        drawn, used = len(terminal.raw), _seconds_of_work(terminal)
        Event().wait(WATCHED)
        assert len(terminal.raw) - drawn <= 400
        if FULL:
            assert _seconds_of_work(terminal) - used <= 0.005 * WATCHED


def _seconds_of_work(terminal: Terminal) -> float:
    told = Path(f"/proc/{terminal.process.pid}/stat")
    times = told.read_text().rpartition(")")[2].split()[11:13] if told.exists() else []
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def test_the_program_says_when_it_fails_and_the_log_says_where(
    start: Start, desk: Desk, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "from helpdesk_tui.widgets import pager\n"
        "def fail(self, y): raise ZeroDivisionError('secret\\x1b[31m')\n"
        "pager.Pager.render_line = fail\n"
    )
    path = os.pathsep.join([str(broken), program(desk.url, tmp_path)[1]["PYTHONPATH"]])
    terminal = start(PYTHONPATH=path)
    terminal.wait("4 Unassigned 1", "Printer on fire")
    terminal.press("enter")
    assert terminal.status() == 1
    assert_as_it_was(terminal)
    log = tmp_path / ".local/state/helpdesk-tui/log/helpdesk-tui.log"
    shown = terminal.screen.replace("\n", "")
    assert "The program failed (ZeroDivisionError)" in shown
    assert "Traceback" not in shown and "secret" not in shown
    assert "ZeroDivisionError: secret␛[31m" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
