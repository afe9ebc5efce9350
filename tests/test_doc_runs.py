"""Commands that the documentation shows do what the page says, in order, on one desk a page.

A page whose first command is `init` begins without a desk, any other with the demonstration desk.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from helpdesk_tui.cli import main
from helpdesk_tui.commands.ssh_key import contact_line, forced_line
from scripts.pictures import demonstration
from tests.conftest import NOW, Desk
from tests.documented import FENCED, NAMES, PAGES, ROOT, Shown, shown

WHATEVER = "…"
"""In what a page shows: any text of a line; alone in a line, any lines."""

NOT_RUN = {
    ("*", ""): "needs a terminal",
    ("*", "--lang fr"): "needs a terminal",
    ("*", "demo"): "needs a terminal",
    ("*", "portal --as-contact marta@balticfoods.example"): "needs a terminal",
    ("docs/postgresql.md", "init"): "needs a server",
    (
        "docs/postgresql.md",
        "copy-database sqlite:////var/lib/helpdesk/desk.sqlite"
        " postgresql://helpdesk@db.example.com/helpdesk",
    ): "needs a server",
}
"""By page (`*`: any) and command; the grammar checks these too, in test_doc_commands.py."""

REFUSED_LINES = ("old.csv", "other.csv")
"""Tables to import, two lines of which are refused, as docs/migration.md says."""

KEYS = ("bob.pub", "marta.pub")
_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return demonstration(tmp_path_factory.mktemp("demonstration"), "en")


@pytest.fixture
def machine(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the whole machine, with the files that the pages speak of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_AGENT", "alice")
    monkeypatch.setattr("helpdesk_tui.store.Store.clock", lambda store: NOW)
    # How good the machine's SQLite is does not concern the page.
    monkeypatch.setattr("helpdesk_tui.databases.checkup.has_wal_bug", lambda version: False)
    _indent, table = FENCED.findall((ROOT / "docs" / "migration.md").read_text())[0]
    for name in REFUSED_LINES:
        (tmp_path / name).write_text(table)
    for folder in ("tmp", "var/backups"):
        (tmp_path / folder).mkdir(parents=True)
    for name in KEYS:
        (tmp_path / "tmp" / name).write_text(f"{_KEY} {name}\n")
    return tmp_path


def runs(page: Path) -> list[Shown]:
    """The page's commands without those that need more than this test has."""
    return [
        one
        for one in shown(page)
        if not {("*", " ".join(one.words)), (one.page, " ".join(one.words))} & NOT_RUN.keys()
    ]


WITH_COMMANDS = [name for name, page in zip(NAMES, PAGES, strict=True) if runs(page)]


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_every_command_does_what_the_page_says(
    name: str, demo: Desk, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = runs(ROOT / name)
    if commands[0].words[0] != "init":
        shutil.copy(demo.path, machine / "desk.sqlite")
        monkeypatch.setenv("HELPDESK_DB", f"sqlite:///{machine / 'desk.sqlite'}")
    for one in commands:
        status, said = _typed(one, machine)
        refused = one.words[0] == "import" and not set(one.words).isdisjoint(REFUSED_LINES)
        assert status == refused, f"{name}: helpdesk-tui {one.typed}\n{said}"
        if one.said is not None:
            assert _matches(one.said, said), f"{name}: helpdesk-tui {one.typed}\n{said}"


def _typed(one: Shown, machine: Path) -> tuple[int, str]:
    """The command's status and all that it says."""
    words = [f"{machine}{word}" if word.startswith("/") else word for word in one.words]
    output = io.BytesIO()
    stream = io.TextIOWrapper(output, "utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream):
        status = main(words)
    return status, output.getvalue().decode(errors="replace")


def _matches(page: str, said: str) -> bool:
    lines = (
        r"(?:.*\n)*?"
        if line.strip() == WHATEVER
        else re.escape(line).replace(WHATEVER, ".*") + "\n"
        for line in page.splitlines()
    )
    trimmed = "".join(f"{line.rstrip()}\n" for line in said.strip().splitlines())
    return re.fullmatch("".join(lines), trimmed) is not None


@pytest.mark.parametrize(
    ("page", "line", "person"),
    [("ssh.md", forced_line, "bob"), ("portal.md", contact_line, "marta@balticfoods.example")],
)
def test_the_lines_of_keys_are_as_shown(
    page: str, line: Callable[..., str], person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/helpdesk/bin/python3")
    made = line(person, "sqlite:////home/helpdesk/desk.sqlite", "ssh-ed25519", "AAAA…")
    assert f"\n{made}" in (ROOT / "docs" / page).read_text()


def test_what_is_not_run_is_shown() -> None:
    every = {
        (page, " ".join(one.words)) for p in PAGES for one in shown(p) for page in ("*", one.page)
    }
    assert NOT_RUN.keys() <= every
