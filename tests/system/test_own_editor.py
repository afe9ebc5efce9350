"""A text in the person's own editor, in a real terminal: a script stands for the editor."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.vocabulary import TEXT_LIMIT
from tests.conftest import Desk
from tests.system.terminal import Terminal, program, until

TYPED = "smoke since noon"
READERS = "The customer will read this."
SOON = 10.0
"""Seconds: far more than the promised ones, for machines at work."""

Open = Callable[..., Terminal]


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Iterator[Open]:
    """The program with a message begun and the editor's key pressed, which runs these lines."""
    desk.ticket("Printer on fire")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    editor = tmp_path / "my editor"
    with ExitStack() as programs:

        def begin(lines: str, **variables: str) -> Terminal:
            editor.write_text(f"#!/bin/sh\n{lines}\n")
            editor.chmod(0o700)
            named = {"EDITOR": f"'{editor}' -x", "TMPDIR": str(temporary), **variables}
            command, environment = program(desk.url, tmp_path, **named)
            terminal = programs.enter_context(Terminal(command, environment))
            terminal.wait("4 Unassigned 1", "Printer on fire")
            terminal.press("m")
            terminal.wait(READERS, "Your editor")
            terminal.send(TYPED)
            terminal.wait(TYPED)
            terminal.press("ctrl+o")
            return terminal

        yield begin
    assert not list(temporary.iterdir())


def sent(desk: Desk) -> list[str]:
    return [each.body for each in desk.call(ticket_queries.detail, 1).messages]


def test_a_text_goes_to_the_editor_and_comes_back(opened: Open, desk: Desk, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    terminal = opened(
        f'stat -c "%a %s" "$2" > "{notes}"; stat -c %a "$(dirname "$2")" >> "{notes}"\n'
        f'cat "$2" >> "{notes}"; stty -a | grep -o " -*icanon" >> "{notes}"\n'
        'echo "it is the toner" >> "$2"\n'
        "printf '\\033[2J\\033[H'; echo EDITING\n"
        'read answer; echo "$answer" >> "$2"'
    )
    terminal.wait("EDITING", gone=READERS)  # the editor has wiped the screen
    assert 1049 not in terminal.modes
    terminal.send("no \x7f\x7f\x7fyes\n")  # typed into the terminal as the shell knows it
    terminal.wait(READERS, TYPED, "it is the toner", "yes")
    terminal.wait("4 Unassigned 1", "Printer on fire", gone="EDITING")  # the whole screen is drawn
    terminal.press("ctrl+s")
    terminal.wait(gone=READERS)
    assert sent(desk) == [f"{TYPED}\nit is the toner\nyes"]
    assert notes.read_text().split("\n")[:4] == ["600 17", "700", TYPED, " icanon"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('echo lost > "$2"; exit 3', "The editor ended with error 3"),
        ('echo lost > "$2"; kill -9 $$', "The editor ended with error 137"),
        ("printf 'caf\\351\\n' > \"$2\"", "is not UTF-8"),
        (
            f'head -c {TEXT_LIMIT + 9} /dev/zero | tr "\\0" x > "$2"',
            "the most that a text can have",
        ),
        ('rm "$2"', "The editor cannot be used (No such file"),
        ('rm "$2"; mkfifo "$2"', "The editor cannot be used (Invalid argument"),
    ],
    ids=["failed", "killed", "latin-1", "long", "removed", "pipe"],
)
def test_what_cannot_be_taken_is_refused_and_the_text_is_as_it_was(
    opened: Open, desk: Desk, lines: str, sentence: str
) -> None:
    terminal = opened(lines)
    terminal.wait(sentence, TYPED)
    terminal.press("ctrl+s")
    terminal.wait(gone=READERS)
    assert sent(desk) == [TYPED]


def test_an_editor_can_neither_be_left_asleep_nor_interrupt_the_program(opened: Open) -> None:
    terminal = opened(
        'trap "echo INTERRUPTED" INT; kill -STOP $$; echo AWAKE\n'
        'read line; read line; echo "$line" > "$2"'
    )
    terminal.wait("AWAKE")
    terminal.send("\x03")
    terminal.wait("INTERRUPTED")
    terminal.send("one\ntwo\nthree\n")
    terminal.wait(READERS, gone=TYPED)


@pytest.mark.promise(5)
@pytest.mark.parametrize(
    ("end", "trap", "status"),
    [
        (Terminal.hang_up, "", 129),
        (lambda terminal: terminal.signal(signal.SIGTERM), "", 143),
        (lambda terminal: terminal.signal(signal.SIGTERM), "trap '' HUP TERM", 143),
    ],
    ids=["line-lost", "terminated", "terminated-deaf"],
)
def test_a_lost_line_ends_both_and_what_was_saved_in_the_editor_comes_back(
    opened: Open,
    desk: Desk,
    tmp_path: Path,
    end: Callable[[Terminal], None],
    trap: str,
    status: int,
) -> None:
    identity = tmp_path / "editor.pid"
    terminal = opened(
        f'{trap}\necho saved meanwhile > "$2"; echo $$ > "{identity}"; echo EDITING\n'
        "while :; do sleep 1; done"
    )
    terminal.wait("EDITING")
    editor = int(identity.read_text())
    end(terminal)
    assert terminal.status(SOON) == status
    until(lambda: not Path(f"/proc/{editor}").exists())
    with Terminal(*program(desk.url, tmp_path)) as next_one:
        next_one.wait("comes back where you typed it: message on TKT0001")
        next_one.press("m")
        next_one.wait("saved meanwhile")
