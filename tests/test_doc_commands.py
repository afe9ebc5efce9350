"""Commands that the documentation shows are understood, and its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from helpdesk_tui.commands import grammar
from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_FENCED = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.M | re.S)
_COMMAND = re.compile(r"^ *(?:\$ )?helpdesk-tui(?= |$)(.*)$", re.M)
_SHELL = re.compile(r" [|<>] .*")
"""What the shell does with a command's output and input."""


def commands() -> list[tuple[str, str]]:
    """The commands in the fenced blocks of each page."""
    return [
        (str(page.relative_to(ROOT)), _SHELL.sub("", found).strip())
        for page in PAGES
        for block in _FENCED.findall(page.read_text())
        for found in _COMMAND.findall(block)
    ]


@pytest.mark.parametrize("page", [str(page.relative_to(ROOT)) for page in PAGES])
def test_every_command_is_understood(page: str) -> None:
    for shown, command in commands():
        if shown == page:
            try:
                grammar.parser().parse_args(shlex.split(command, comments=True))
            except SystemExit:
                pytest.fail(f"{page}: helpdesk-tui {command}")


def test_commands_are_found_in_the_pages() -> None:
    assert len(commands()) > 40


_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def test_every_link_leads_to_a_file() -> None:
    for page in PAGES:
        for target in _LINK.findall(page.read_text()):
            assert (page.parent / target).exists(), (page.name, target)


def test_the_index_names_every_page() -> None:
    folder = ROOT / "docs"
    index = {
        (folder / target).resolve() for target in _LINK.findall((folder / "README.md").read_text())
    }
    assert {page for page in PAGES if folder in page.parents} - index == {folder / "README.md"}


def test_the_import_goes_as_the_page_says(run: Run, tmp_path: Path) -> None:
    table, _dry, said, *_others = re.findall(
        r"^ *```\n(.*?)^ *```", (ROOT / "docs" / "migration.md").read_text(), re.M | re.S
    )
    file = tmp_path / "old.csv"
    file.write_text(table)
    run("config", "add", "customer", "Baltic Foods", by="alice")
    tried = run("import", "tickets", str(file), "--dry-run", by="alice")
    assert tried.status == 1
    told = {line.strip() for line in said.splitlines()}
    assert told == {*tried.out.splitlines(), *tried.err.splitlines()}
    for result in ("1 created, 0 there already", "0 created, 1 there already"):
        assert result in run("import", "tickets", str(file), by="alice").out
