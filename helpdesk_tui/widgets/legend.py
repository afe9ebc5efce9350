"""What the signs of lists and tickets mean, from the tables by which they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk_tui.i18n import N_
from helpdesk_tui.promises import STATE_GLYPHS, STATE_INKS, STATE_WORDS
from helpdesk_tui.vocabulary import Priority, Status
from helpdesk_tui.widgets.hint_bar import DONE, REFUSED
from helpdesk_tui.widgets.menu import LATE
from helpdesk_tui.widgets.message_doors import DOORS
from helpdesk_tui.widgets.presence import LOOKS, WORKS
from helpdesk_tui.widgets.queue_columns import PRIORITY_GLYPHS, STATUS_GLYPHS
from helpdesk_tui.widgets.row_painter import MARKED
from helpdesk_tui.widgets.time_lines import DOUBTFUL, OVERLAPS, RUNS
from helpdesk_tui.widgets.title_bar import STOPWATCH


@dataclass(frozen=True, slots=True)
class Sign:
    """A glyph, what it says as a message id, and the name of its ink."""

    glyph: str
    words: str
    ink: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that stand in one place, whose name is a message id."""

    place: str
    signs: Sequence[Sign]


_PRIORITY_INKS = {Priority.URGENT: "urgent", Priority.LOW: "muted"}

LEGEND: tuple[Signs, ...] = (
    Signs(
        N_("Signs of the clock"),
        [
            Sign(glyph, STATE_WORDS[state], STATE_INKS.get(state, ""))
            for state, glyph in STATE_GLYPHS.items()
        ],
    ),
    Signs(
        N_("Signs of the status"),
        [Sign(STATUS_GLYPHS[status], status.label) for status in Status],
    ),
    Signs(
        N_("Signs of the priority"),
        [
            Sign(PRIORITY_GLYPHS[each], each.label, _PRIORITY_INKS.get(each, ""))
            for each in Priority
        ],
    ),
    Signs(
        N_("Signs before a line of the list"),
        [
            Sign(MARKED.text, N_("marked: acts apply to all marked tickets"), "accent"),
            Sign(WORKS, N_("another agent works on it"), "soon"),
            Sign(LOOKS, N_("another agent has it open"), "soon"),
            Sign("▁▁", N_("underlined for a moment: another agent has just changed it"), "title"),
        ],
    ),
    Signs(
        N_("Signs of the conversation"),
        [Sign(door.glyph, door.words, door.ink) for door in DOORS],
    ),
    Signs(
        N_("Signs of the time spent"),
        [
            Sign(RUNS, N_("the stopwatch runs"), "accent"),
            Sign(DOUBTFUL, N_("to be checked"), "soon"),
            Sign(OVERLAPS, N_("overlaps"), "soon"),
        ],
    ),
    Signs(
        N_("Signs around the list"),
        [
            Sign(LATE, N_("behind a count of the menu: so many are late"), "late"),
            Sign(STOPWATCH, N_("in the top line: the ticket that your stopwatch runs on")),
            Sign(DONE, N_("in the bottom line: it is done")),
            Sign(REFUSED, N_("in the bottom line: it was refused, and why"), "soon"),
        ],
    ),
)
