"""The other agents at a ticket: a glyph in the list, a line in the ticket."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui.i18n import _
from helpdesk_tui.rows import Here, Presence
from helpdesk_tui.text import fit, one_line
from helpdesk_tui.widgets.pager import Line
from helpdesk_tui.widgets.row_columns import Cell

WORKS = "»"
LOOKS = "•"


def glyphs(presence: Presence) -> dict[int, Cell]:
    """What stands in the margin of each ticket that others are at."""
    return {ticket: Cell(_glyph(here), "soon") for ticket, here in presence.items()}


def _glyph(here: Sequence[Here]) -> str:
    return WORKS if any(each.works for each in here) else LOOKS


def presence_lines(here: Sequence[Here], width: int) -> list[Line]:
    """One line, or none where nobody is; who works comes first."""
    if not here:
        return []
    told = [_said(each) for each in sorted(here, key=lambda each: (not each.works, each.name))]
    glyph = _glyph(here)
    text = fit(f"{glyph} {' · '.join(told)}", max(1, width - 2)).rstrip()
    return [((f" {text}", "soon"),)]


def _said(here: Here) -> str:
    text = _("{who} is working on it") if here.works else _("{who} has this open")
    return text.format(who=one_line(here.name))
