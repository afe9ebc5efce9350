"""In a real terminal: what the driver sends looks like all that Textual writes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import NOW, Desk
from tests.emulator import Emulator
from tests.system.terminal import Terminal, program

COLUMNS, LINES = 100, 24

RECORD = """
import os, sys
from helpdesk_tui import diff_driver
record = open(os.environ["RECORD"], "w", encoding="utf-8", newline="")
class Recorded(diff_driver.DiffTerminal):
    def write(self, data):
        record.write(data)
        record.flush()
        super().write(data)
"""
"""A driver that also keeps all it is asked to write."""

PROGRAM = (
    RECORD
    + """
from helpdesk_tui import app, cli
app.DiffTerminal = Recorded
sys.exit(cli.main(sys.argv[1:]))
"""
)

FAILING = """
from helpdesk_tui import cell_diff
feed = cell_diff.CellDiff.feed
def fail(self, data):
    if os.path.exists(os.environ["RECORD"] + ".fail"):
        self._wanted.clear()
    return feed(self, data)
cell_diff.CellDiff.feed = fail
"""

AWAY = (
    RECORD
    + """
from textual.app import App
from textual.widgets import Label
class Leaving(App):
    BINDINGS = [("s", "away"), ("n", "next"), ("q", "quit")]
    def compose(self):
        yield Label("at home", id="label")
    def action_away(self):
        with self.suspend():
            print("elsewhere", flush=True)
            input()
    def action_next(self):
        self.query_one(Label).update("at home again")
Leaving(driver_class=Recorded).run()
"""
)


class Both:
    """Two emulators: one follows the terminal, the other what Textual has written."""

    def __init__(self, terminal: Terminal, record: Path) -> None:
        self._terminal, self._record = terminal, record
        self._sent = self._written = 0
        self.spared, self.whole = Emulator(COLUMNS, LINES), Emulator(COLUMNS, LINES)

    def follow(self) -> bool:
        """Whether both show the same by now."""
        sent = self._terminal.raw.decode(errors="ignore")
        written = self._record.read_text(encoding="utf-8", errors="ignore")
        self.spared.feed(sent[self._sent :].replace("\r\n", "\n"))
        self.whole.feed(written[self._written :])
        self._sent, self._written = len(sent), len(written)
        return self.spared.seen == self.whole.seen

    def wait(self, *texts: str) -> None:
        """Come until both show these texts, and all else alike."""

        def shown() -> bool:
            alike = self.follow()
            return alike and all(text in "\n".join(self.whole.text) for text in texts)

        self._terminal.wait_until(shown, f"{texts} on both")

    def resize(self, columns: int, lines: int) -> None:
        self.follow()
        self.spared.resize(columns, lines)
        self.whole.resize(columns, lines)
        self._terminal.resize(columns, lines)


Open = Callable[..., tuple[Terminal, Both]]


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Iterator[Open]:
    """Runs a script as if it were the program, on a desk of sixty tickets."""
    for index in range(60):
        desk.ticket(f"Toner order {index:02}", due_at=NOW + 10**8 + 3600 * index)
    with ExitStack() as programs:

        def start(script: str = PROGRAM) -> tuple[Terminal, Both]:
            record = tmp_path / "record"
            record.touch()
            command, environment = program(desk.url, tmp_path, RECORD=str(record))
            arguments = command[command.index("helpdesk_tui") + 1 :]
            terminal = programs.enter_context(
                Terminal(
                    [sys.executable, "-c", script, *arguments],
                    environment,
                    columns=COLUMNS,
                    lines=LINES,
                )
            )
            return terminal, Both(terminal, record)

        yield start


def test_the_program_looks_the_same_and_sends_a_part_of_it(opened: Open, tmp_path: Path) -> None:
    terminal, both = opened()
    both.wait("Unassigned", "Toner order 00")
    terminal.press(*["down"] * 30)
    both.wait("Toner order 30")
    terminal.press("?")
    both.wait("Keys that work here")
    both.resize(80, 20)
    both.wait("Keys that work here")
    terminal.press("escape")
    both.wait("Toner order 30")
    both.resize(120, 30)
    terminal.press("end")
    both.wait("Toner order 59")
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert terminal.modes == set()
    assert both.follow()
    assert len(terminal.raw) * 3 < (tmp_path / "record").stat().st_size


def test_the_setting_switches_it_off(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "helpdesk-tui"
    for setting, line_feeds in (("", False), ("diff_output = false", True)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.toml").write_text(setting)
        with Terminal(*program(desk.url, tmp_path)) as terminal:
            terminal.wait("Unassigned")
            terminal.press("ctrl+q")
            assert terminal.status() == 0
            assert (b"\n" in terminal.raw) == line_feeds


def test_when_it_fails_all_is_sent_and_the_log_says_so_once(opened: Open, tmp_path: Path) -> None:
    terminal, both = opened(
        PROGRAM.replace("from helpdesk_tui import app", FAILING + "from helpdesk_tui import app")
    )
    both.wait("Toner order 00")
    (tmp_path / "record.fail").touch()
    terminal.press("?")
    both.wait("Keys that work here")
    terminal.press("escape", "end")
    both.wait("Toner order 59")
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    [log] = tmp_path.rglob("*.log")
    assert log.read_text().count("from now on frames are sent whole") == 1


def test_after_another_program_had_the_terminal_all_is_drawn_again(opened: Open) -> None:
    terminal, both = opened(AWAY)
    both.wait("at home")
    terminal.press("s")
    terminal.wait("elsewhere")
    terminal.send("\r")
    terminal.wait("at home", gone="elsewhere")
    terminal.press("n")
    terminal.wait("at home again", gone="elsewhere")
    terminal.press("q")
    assert terminal.status() == 0
    assert terminal.modes == set()
