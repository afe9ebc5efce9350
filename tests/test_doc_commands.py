"""Commands that the documentation shows are understood, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpdesk_tui.commands import grammar
from tests.documented import NAMES, PAGES, ROOT, shown


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_is_understood(page: Path) -> None:
    for one in shown(page):
        try:
            grammar.parser().parse_args(one.words)
        except SystemExit:
            pytest.fail(f"{one.page}: helpdesk-tui {one.typed}")


def test_commands_are_found_in_the_pages() -> None:
    assert sum(1 for page in PAGES for _ in shown(page)) > 40


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
