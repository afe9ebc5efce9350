"""The customer's side from the command line: who gets in, in which language, with which key."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from helpdesk_tui.commands import gate, portal
from helpdesk_tui.models import Contact
from helpdesk_tui.settings import Settings
from tests.commands.test_ssh_key import KEY, PUBLIC, lines
from tests.conftest import Desk, Run

DANA = "dana@acme.example"

Opened = list[tuple[str, str, str | None]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Which desk was opened for whom, in which language; stands for the portal."""
    seen: Opened = []

    def run_portal(
        url: str, email: str, language: str | None, settings: Settings, *, served: bool
    ) -> int:
        assert not served
        seen.append((url, email, language))
        return 0

    module = ModuleType("helpdesk_tui.portal")
    module.__dict__["run_portal"] = run_portal
    monkeypatch.setitem(sys.modules, "helpdesk_tui.portal", module)
    monkeypatch.setattr("helpdesk_tui.portal", module, raising=False)
    monkeypatch.setattr(portal, "has_terminal", lambda: True)
    return seen


def test_a_contact_gets_the_portal_in_the_desks_language(
    run: Run, desk: Desk, opened: Opened
) -> None:
    assert run("portal", "--as-contact", DANA, by=None).status == 0
    run("config", "set", "settings", "language=fr", by="alice")
    run("portal", "--as-contact", DANA, by=None)
    run("--lang", "en", "portal", "--as-contact", DANA, by=None)
    assert opened == [(desk.url, DANA, language) for language in ("en", "fr", "en")]


def test_nobody_else_gets_in(run: Run, desk: Desk, opened: Opened) -> None:
    unknown = run("portal", "--as-contact", "x@acme.example", by=None)
    desk.call(lambda: Contact.update(archived=True).execute())
    archived = run("portal", "--as-contact", DANA, by=None)
    assert (unknown.status, archived.status, opened) == (1, 1, [])
    assert archived.err == unknown.err.replace("x@acme.example", DANA)
    assert "has no access here" in archived.err


def test_without_a_terminal_there_is_no_portal(run: Run) -> None:
    done = run("portal", "--as-contact", DANA, by=None)
    assert done.status == 2
    assert "needs a terminal" in done.err
    assert run("portal", by=None).status == 2


# Behind SSH


def test_a_contacts_key_opens_the_portal_whatever_the_account_says(
    run: Run, desk: Desk, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(gate.ASKED, " ")
    monkeypatch.setenv("HELPDESK_AGENT", "alice")
    monkeypatch.setenv("HELPDESK_DB", "sqlite:////elsewhere")
    assert run("gate", "--contact", DANA, by=None).status == 0
    assert opened == [(desk.url, DANA, "en")]


@pytest.mark.parametrize(
    "words",
    ["list", "show 1", "portal --as-contact other@acme.example", "--as alice", "sh", "--help", "'"],
)
def test_a_contacts_key_takes_no_command(
    run: Run, opened: Opened, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv(gate.ASKED, words)
    done = run("gate", "--contact", DANA, by=None)
    assert (done.status, done.out, opened) == (1, "", [])
    assert "opens the portal only" in done.err


def test_the_door_admits_one_person(run: Run) -> None:
    assert run("gate", "bob", "--contact", DANA, by=None).status == 2
    assert run("gate", by=None).status == 2


def test_a_contacts_line_forces_the_portal(
    run: Run, desk: Desk, home: Path, tmp_path: Path
) -> None:
    key = tmp_path / "dana.pub"
    key.write_text(PUBLIC)
    done = run("ssh-key", "add", "--contact", DANA, str(key), by="alice")
    assert done.status == 0, done.err
    assert f"{DANA} can now log in" in done.out
    command = f"{sys.executable} -I -B -m helpdesk_tui --db {desk.url} gate --contact={DANA}"
    assert lines(home) == [f'command="{command}",restrict,pty ssh-ed25519 {KEY} {DANA}']


@pytest.mark.parametrize(
    ("by", "email"), [("mona", DANA), ("alice", "x@acme.example"), ("alice", "a b@acme.example")]
)
def test_only_administrators_let_in_only_contacts(
    run: Run, desk: Desk, home: Path, tmp_path: Path, by: str, email: Any
) -> None:
    if " " in email:
        desk.call(lambda: Contact.update(email=email).execute())
    key = tmp_path / "key.pub"
    key.write_text(PUBLIC)
    assert run("ssh-key", "add", "--contact", email, str(key), by=by).status == 1
    assert not (home / ".ssh").exists()
