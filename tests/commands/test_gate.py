"""The door behind SSH: what the client says decides neither who calls nor on which desk."""

from __future__ import annotations

import argparse
import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk_tui.commands import gate, grammar
from helpdesk_tui.commands.parser import file_name
from helpdesk_tui.commands.session import Request
from helpdesk_tui.errors import Forbidden
from tests.conftest import Desk, Outcome, Run

Ask = Callable[..., Outcome]


@pytest.fixture
def ask(run: Run, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """What comes back to the holder of a key who asks for something."""

    def asked(words: str, *, login: str = "bob", **environment: str) -> Outcome:
        monkeypatch.setenv(gate.ASKED, words)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return run("gate", login, by=None)

    return asked


@pytest.mark.promise(11)
def test_a_command_is_carried_out_as_the_agent_of_the_key(desk: Desk, ask: Ask) -> None:
    desk.ticket("Printer on fire")
    assert "Printer on fire" in ask("list --queue unassigned").out
    assert ask("helpdesk-tui take 1").status == 0
    shown = ask("show 1 --json", login="carol")
    assert shown.json["assignee"] == "bob"
    assert shown.json["events"][-1]["actor"] == "bob"


def test_what_the_client_types_is_parted_as_by_a_shell_and_never_given_to_one(
    desk: Desk, ask: Ask, tmp_path: Path
) -> None:
    said = "note 1 'a $(touch x) `touch x`; touch x && \"b\"'"
    desk.ticket()
    assert ask(said).status == 0
    body = ask("show 1 --json").json["messages"][0]["body"]
    assert body == 'a $(touch x) `touch x`; touch x && "b"'
    assert "quotation mark" in ask("note 1 'open").err


ESCAPES = (
    "--as alice list",
    "list --as alice",
    "--as=alice list",
    "list --db sqlite:////tmp/other.sqlite",
    "--db=sqlite:////tmp/other.sqlite",
    "--as alice",
    "init",
    "migrate",
    "demo",
    "backup -",
    "restore -",
    "doctor",
    "gate alice",
    "gate --contact dana@acme.example",
    "portal --as-contact dana@acme.example",
    "ssh-key add bob /etc/hostname",
    "copy-database sqlite:////tmp/a sqlite:////tmp/b",
    "import tickets /etc/passwd",
    "import tickets ../x.csv --dry-run",
    "report tickets --html /tmp/page.html",
    "report sla --html=page.html",
)


@pytest.mark.promise(10, 11)
@pytest.mark.parametrize("words", ESCAPES)
def test_there_is_no_way_out(desk: Desk, ask: Ask, tmp_path: Path, words: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = ask(words)
    assert done.status == 1
    assert not done.out
    assert "SSH" in done.err
    assert len(done.err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "words",
    ["bash", "list; bash", "list | bash", "$(bash)", "-i", "../../bin/sh", "gate alice list"],
)
def test_what_is_no_command_is_not_understood(desk: Desk, ask: Ask, words: str) -> None:
    assert ask(words).status == 2


@pytest.mark.promise(11)
def test_neither_environment_nor_settings_of_the_account_say_anything(
    desk: Desk, ask: Ask, home: Path
) -> None:
    folder = home / ".config" / "helpdesk-tui"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('agent = "alice"\nlanguage = "fr"\n')
    desk.ticket()
    said = ask("take 1", HELPDESK_AGENT="alice", HELPDESK_DB="sqlite:////x", HELPDESK_LANG="fr")
    assert said.status == 0
    assert ask("show 1 --json").json["assignee"] == "bob"
    assert "No such" not in ask("show 9").err
    assert ask("show 9").err == "There is no ticket 9.\n"


@pytest.mark.promise(10)
def test_an_empty_command_opens_the_interface(
    desk: Desk, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk_tui.commands.interface.has_terminal", lambda: True)
    opened = []

    def open_as(request: Request, login: str, url: str, durable: bool) -> int:
        opened.append((login, url, request.settings.editor))
        return 0

    monkeypatch.setattr("helpdesk_tui.commands.interface.open_as", open_as)
    assert ask("").status == 0
    assert opened == [("bob", desk.url, False)]  # and no other program can be opened from it


def test_an_archived_agents_key_opens_nothing(desk: Desk, ask: Ask) -> None:
    done = ask("list", login="nobody")
    assert done.status == 1
    assert "nobody is not an agent" in done.err


def test_every_file_that_can_be_named_is_known_to_the_door() -> None:
    named = {
        action.dest
        for parser in _parsers(grammar.parser())
        if str(parser.get_default("run")).partition(":")[0] in gate.MODULES
        for action in parser._actions
        if action.type is file_name and action.dest not in ("db", "command")
    }
    assert named and named <= gate.FILES


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _parsers(inner)


ALLOWED = (
    *(
        "list",
        "search",
        "show",
        "new",
        "next",
        "take",
        "release",
        "start",
        "wait",
        "resume",
        "resolve",
    ),
    *("reopen", "close", "share", "unshare", "copy", "follow-up", "assign", "set", "note"),
    *("message", "timer start", "timer stop", "timer status", "timer log", "timer edit"),
    *("timer delete", "sla explain", "sla recompute", "report tickets", "report sla"),
    *("report time", "import tickets", "export tickets", "config list", "config show"),
    *("config add", "config set", "config archive", "config restore"),
    *("views list", "views add", "views set", "views remove"),
)
"""What roles decide about, as on the machine itself."""

REFUSED = (
    *("init", "migrate", "demo", "copy-database", "backup", "restore", "doctor"),
    *("ssh-key add", "gate", "portal", "config export", "config import", "completions"),
)
"""What reaches other desks, files and people, whoever asks."""


def _commands(parser: argparse.ArgumentParser, *before: str) -> Iterator[tuple[str, str]]:
    """Each command in full, with what carries it out."""
    inner = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if before and not inner:
        yield " ".join(before), str(parser.get_default("run"))
    for action in inner:
        for name, made in action.choices.items():
            yield from _commands(made, *before, name)


@pytest.mark.promise(10)
def test_every_command_is_let_through_or_refused_on_purpose() -> None:
    """A command that nobody has thought about is in neither list, and shut out."""
    commands = dict(_commands(grammar.parser()))
    assert sorted(commands) == sorted((*ALLOWED, *REFUSED))
    let_through = {name for name, run in commands.items() if run.partition(":")[0] in gate.MODULES}
    assert let_through == set(ALLOWED)


ARGUMENTS = {
    "copy-database": "sqlite:////a sqlite:////b",
    "backup": "-",
    "restore": "-",
    "ssh-key add": "bob -",
    "gate": "alice",
    "portal": "--as-contact dana@acme.example",
    "config export": "-",
    "config import": "-",
    "completions": "bash",
}


@pytest.mark.promise(10)
@pytest.mark.parametrize("command", REFUSED)
def test_what_is_refused_is_so_to_administrators_too(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv(gate.ASKED, f"{command} {ARGUMENTS.get(command, '')}")
    with pytest.raises(Forbidden, match="not for use over SSH"):
        gate.admitted(Namespace(admits="alice", contact=None))
    assert gate.ASKED not in os.environ


@pytest.mark.promise(10)
def test_a_fault_is_written_beside_the_desk_and_nothing_elsewhere(
    desk: Desk, ask: Ask, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> int:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr("helpdesk_tui.commands.listing.run", fail)
    elsewhere = home / "elsewhere"
    done = ask("list", XDG_STATE_HOME=str(elsewhere), XDG_DATA_HOME=str(elsewhere))
    log = Path(f"{desk.path}.log")
    assert done.status == 1
    assert f"{log} says where" in done.err
    assert "ZeroDivisionError: unforeseen" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert list(home.iterdir()) == []
