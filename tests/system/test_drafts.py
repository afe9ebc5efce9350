"""A line that breaks in the middle of a text, in a real terminal: the next session has it back."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk_tui.queries import ticket as ticket_queries
from tests.conftest import Desk
from tests.system.terminal import Terminal, program, until

BACK = "This is what you had typed when your session ended."
TEXT = "smoke since noon"

End = Callable[[Terminal, Path], None]


def killed(terminal: Terminal, drafts: Path) -> None:
    """Nothing can be done at the end: what comes back was kept while it was typed."""
    until(lambda: any(TEXT in file.read_text() for file in drafts.glob("agent-*")))
    terminal.signal(signal.SIGKILL)
    assert terminal.status() == -signal.SIGKILL


def closed(terminal: Terminal, drafts: Path) -> None:
    terminal.hang_up()
    assert terminal.status() == 129


def hung_up(terminal: Terminal, drafts: Path) -> None:
    terminal.signal(signal.SIGHUP)
    assert terminal.status() == 129


@pytest.mark.promise(5)
@pytest.mark.parametrize(
    ("end", "key", "opens", "named"),
    [
        (killed, "m", "The customer will read this.", "message on TKT0001"),
        (closed, "c", "New ticket", "new ticket"),
        (hung_up, "e", "Edit TKT0001", "changes to TKT0001"),
    ],
    ids=["killed-message", "closed-new", "hung-up-edit"],
)
def test_what_was_being_typed_is_back(
    desk: Desk, tmp_path: Path, end: End, key: str, opens: str, named: str
) -> None:
    desk.ticket("Printer on fire")
    with Terminal(*program(desk.url, tmp_path)) as lost:
        lost.wait("4 Unassigned 1", "Printer on fire")
        lost.press(key)
        lost.wait(opens)
        lost.press("end", " ", TEXT)
        lost.wait(TEXT)
        end(lost, Path(f"{desk.path}.drafts"))
    with Terminal(*program(desk.url, tmp_path)) as next_one:
        next_one.wait("comes back where you typed it: " + named)
        next_one.press(key)
        next_one.wait(BACK, TEXT)
        next_one.press("ctrl+s")
        next_one.wait(gone=BACK)
    found = desk.call(ticket_queries.detail, 2 if key == "c" else 1)
    assert TEXT in "".join([found.subject, *(each.body for each in found.messages)])
    assert not list(Path(f"{desk.path}.drafts").iterdir())
