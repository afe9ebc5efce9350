"""What docs/faq.md quotes of the program, the program says; the settings it shows can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpdesk_tui import keymap, settings
from scripts.catalogue import PO, read
from tests.documented import PAGES, ROOT

_QUOTED = re.compile(r"\*\*“([^”]+)”|: “([^”]+\.)”")
"""Sentences that begin a question, or end an answer."""

_TOML = re.compile(r"^ *```toml\n(.*?)^ *```", re.M | re.S)


def test_quoted_sentences_are_the_programs_own() -> None:
    page = (ROOT / "docs" / "faq.md").read_text()
    ours = [str(message.id) for message in read(PO)]
    quoted = [" ".join((begins or ends).split()) for begins, ends in _QUOTED.findall(page)]
    assert len(quoted) >= 4
    for sentence in quoted:
        pattern = ".*".join(map(re.escape, sentence.split("…")))
        assert any(re.fullmatch(pattern, message) for message in ours), sentence


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name in ("faq.md", "keys.md", "touches.md")]
)
def test_settings_that_are_shown_can_be_read(page: Path, tmp_path: Path) -> None:
    for number, block in enumerate(_TOML.findall(page.read_text())):
        file = tmp_path / f"{number}.toml"
        file.write_text(block)
        keymap.check(settings.load({}, (file,)).keymap)
