"""The French pages hold what their English ones hold: the same parts in the same order."""

from __future__ import annotations

import re

import pytest

from tests.documented import ROOT

PAIRS = {"quick-start": "demarrage", "keys": "touches", "sla": "delais"}

_PART = re.compile(r"#+ |```|- |\d+\. |\|")
"""What a line begins with that is no paragraph."""


@pytest.mark.parametrize("english", PAIRS)
def test_a_french_page_has_every_part_of_its_english_one(english: str) -> None:
    french = ROOT / "docs" / "fr" / f"{PAIRS[english]}.md"
    assert _parts(french.read_text()) == _parts((ROOT / "docs" / f"{english}.md").read_text())


def _parts(page: str) -> list[str]:
    """Headings, paragraphs, blocks, items and rows by what they begin with."""
    parts = []
    for paragraph in re.split(r"\n\n+", page.strip()):
        begins = [found[0] for line in paragraph.splitlines() if (found := _PART.match(line))]
        parts.append(" ".join(begins) or "text")
    return parts
