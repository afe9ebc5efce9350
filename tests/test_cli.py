from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from helpdesk_tui import __version__
from helpdesk_tui.cli import main
from helpdesk_tui.store import Store
from tests.conftest import Desk, Run

Program = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def program(desk: Desk, home: Path) -> Program:
    """Runs the program itself on the desk, as bob."""

    def start(*arguments: str | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
        environ = {"HELPDESK_DB": desk.url, "HELPDESK_AGENT": "bob"}
        settings: dict[str, object] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        given: Mapping[str, object] = settings | options
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [sys.executable, "-m", "helpdesk_tui", *arguments],
            env={**os.environ, **environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            stderr=subprocess.PIPE,
            timeout=30,
            **given,
        )

    return start


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as", "bob", "list", "--json"],
        ["list", "--as", "bob", "--json"],
        ["list", "--json", "--as=bob"],
    ],
)
def test_the_caller_is_named_before_or_after_the_command(
    run: Run, desk: Desk, arguments: list[str]
) -> None:
    assert run(*arguments, by="nobody" if arguments[0] == "list" else None).status == 0


def test_the_database_is_named_after_the_command(
    desk: Desk, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--db", desk.url, "--as", "bob"]) == 0
    assert main(["config", "list", "team", "--as", "bob", "--db", desk.url]) == 0
    assert "Support" in capsys.readouterr().out


def test_the_environment_names_both(
    desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPDESK_DB", desk.url)
    monkeypatch.setenv("HELPDESK_AGENT", "bob")
    assert main(["list"]) == 0


def test_a_stranger_is_told_what_to_do(run: Run) -> None:
    done = run("list", by="nobody")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "config add agent nobody" in done.err


def test_version_and_help(run: Run) -> None:
    assert run("--version").out == f"helpdesk-tui {__version__}\n"
    shown = run("set", "--help")
    assert (shown.status, shown.err) == (0, "")
    assert "field=value" in shown.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dance"], "'dance' is none of init, "),
        (["show"], "missing: NUMBER"),
        (["list", "--nope"], "not understood: --nope"),
        (["list", "--que", "late"], "not understood: --que late"),
        (["list", "--queue"], "a value is missing after --queue"),
        (["list", "--queue", "nope"], "nope is none of in-progress, mine"),
        (["take"], "missing: NUMBER"),
        (["show", "1", "2"], "not understood: 2"),
    ],
)
def test_a_wrong_usage(run: Run, arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("usage: helpdesk-tui") and words in done.err


def test_broken_settings_are_named(run: Run, home: Path) -> None:
    file = home / "system.toml"
    file.write_text("colour = 1")
    done = run("list")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert str(file) in done.err


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Makes the next question to the database end like that."""

    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(Store, "call", fail)


def test_what_nobody_foresaw_goes_to_the_log(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, RuntimeError("\x1b[31mred"))
    for _twice in range(2):
        done = run("list")
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    log = home / ".local" / "state" / "helpdesk-tui" / "log" / "helpdesk-tui.log"
    assert str(log) in done.err
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    text = log.read_text()
    assert text.count("Traceback") == 2 and "\x1b" not in text


def test_a_log_that_cannot_be_written_is_no_second_fault(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".local").write_text("a file, not a folder")
    fail_with(monkeypatch, RuntimeError())
    done = run("list")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "cannot be written" in done.err


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyboardInterrupt(), 130, ""),
        (OSError(28, "No space left on device"), 1, "No space left on device"),
        (PermissionError(13, "Permission denied", "/x"), 1, "/x: Permission denied"),
    ],
)
def test_what_comes_from_outside(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, words: str
) -> None:
    fail_with(monkeypatch, error)
    done = run("list")
    assert (done.status, done.out) == (status, "")
    assert words in done.err and "Traceback" not in done.err


def test_the_program_itself(program: Program) -> None:
    made = program("new", "--subject", "Écran noir")
    assert (made.returncode, made.stdout, made.stderr) == (0, b"TKT0001\n", b"")
    assert "Écran noir".encode() in program("list").stdout
    refused = program("show", "9")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr == b"There is no ticket 9.\n"
    assert program("dance").returncode == 2


def test_arguments_that_are_not_utf8(program: Program) -> None:
    assert program("new", "--subject", b"caf\xe9").returncode == 0
    assert "caf\ufffd".encode() in program("show", "1").stdout
    for arguments in (
        ["show", b"\xff"],
        ["list", "--queue", b"\xff"],
        [b"\xff"],
        ["--db", b"sqlite:////\xff", "list"],
        ["--as", b"\xff", "list"],
        ["import", "tickets", b"\xff.csv"],
    ):
        done = program(*arguments)
        assert done.returncode in (1, 2), arguments
        assert b"Traceback" not in done.stderr and b"failed" not in done.stderr, arguments


def test_an_output_of_another_encoding(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("new", "--subject", "€ 字")
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    done = program("list")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"? ?" in done.stdout


def test_a_reader_that_leaves_ends_the_command_quietly(program: Program) -> None:
    program("new", "--subject", "x")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = program("list", stdout=writer)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_behind_the_output_is_said(program: Program) -> None:
    with open("/dev/full", "wb") as full:
        done = program("list", "--json", stdout=full)
    assert done.returncode == 1
    assert done.stderr == b"The system refused: No space left on device.\n"


@pytest.mark.parametrize("command", [[], ["demo"]])
def test_the_interface_needs_a_terminal(program: Program, command: list[str]) -> None:
    done = program(*command)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"The interface needs a terminal")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_without_a_screen_is_not_enough(
    program: Program, monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    leader, follower = pty.openpty()
    try:
        done = program(stdin=follower, stdout=follower)
    finally:
        os.close(follower)
        os.close(leader)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
