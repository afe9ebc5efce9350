"""Lines of authorized_keys: made of a real key, for a real agent, and nothing else."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from tests.conftest import Desk, Run

KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIJ0sTeZ2vD4rVv4vF7mS0E0vLk7mXH0h1zq1cW5uJt9K"
PUBLIC = f"ssh-ed25519 {KEY} bob@laptop\n"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "id.pub"
    file.write_text(PUBLIC)
    return file


def lines(home: Path) -> list[str]:
    return (home / ".ssh" / "authorized_keys").read_text().splitlines()


def test_the_line_forces_the_gate_and_forbids_the_rest(
    run: Run, desk: Desk, home: Path, key: Path
) -> None:
    done = run("ssh-key", "add", "bob", str(key), by="alice")
    assert done.status == 0, done.err
    assert "bob can now log in" in done.out
    command = f"{sys.executable} -I -B -m helpdesk_tui --db {desk.url} gate bob"
    assert lines(home) == [f'command="{command}",restrict,pty ssh-ed25519 {KEY} bob']
    folder = home / ".ssh"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "authorized_keys").stat().st_mode) == 0o600


def test_other_lines_stay_as_they_were(run: Run, home: Path, key: Path) -> None:
    folder = home / ".ssh"
    folder.mkdir()
    (folder / "authorized_keys").write_text("# mine\nssh-rsa AAAAB3 me")
    run("ssh-key", "add", "bob", str(key), by="alice")
    assert lines(home)[:2] == ["# mine", "ssh-rsa AAAAB3 me"]
    assert len(lines(home)) == 3


def test_a_key_is_one_agents(run: Run, home: Path, key: Path) -> None:
    run("ssh-key", "add", "bob", str(key), by="alice")
    done = run("ssh-key", "add", "carol", str(key), by="alice")
    assert done.status == 1
    assert "has a line" in done.err
    assert len(lines(home)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no key",
        "ssh-ed25519 AAAA",
        f"ssh-rsa {KEY}",
        f'command="sh" ssh-ed25519 {KEY}',
        f"ssh-ed25519 {KEY}x!",
        PUBLIC + PUBLIC,
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n",
    ],
)
def test_what_is_not_one_public_key_is_refused(run: Run, home: Path, key: Path, text: str) -> None:
    key.write_text(text)
    done = run("ssh-key", "add", "bob", str(key), by="alice")
    assert done.status == 1
    assert ".pub" in done.err
    assert not (home / ".ssh").exists()


@pytest.mark.parametrize(("by", "login"), [("mona", "bob"), ("bob", "bob"), ("alice", "nobody")])
def test_only_administrators_let_in_only_agents(
    run: Run, home: Path, key: Path, by: str, login: str
) -> None:
    assert run("ssh-key", "add", login, str(key), by=by).status == 1
    assert not (home / ".ssh").exists()
