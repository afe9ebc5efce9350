"""What docs/limits.md says is the most, the program takes as the most."""

from __future__ import annotations

import re

from helpdesk_tui import app, drafts, search_words, vocabulary
from helpdesk_tui.screens import small
from helpdesk_tui.services import time_entries
from helpdesk_tui.widgets import row_table
from tests.documented import ROOT


def test_the_table_of_limits_is_the_programs() -> None:
    page = (ROOT / "docs" / "limits.md").read_text()
    section = page.split("\n## ")[2]
    _titles, _rule, *rows = [line for line in section.splitlines() if line.startswith("|")]
    assert [[int(number) for number in re.findall(r"\d+", row)] for row in rows] == [
        [vocabulary.SUBJECT_LIMIT],
        [vocabulary.TEXT_LIMIT],
        [time_entries.NOTE_LIMIT],
        [search_words.DOCUMENT_LIMIT],
        [row_table.MARK_LIMIT],
        [app.UNDO_DEPTH],
        [drafts.MOST],
        list(small.LEAST),
    ]
