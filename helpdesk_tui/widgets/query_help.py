"""What stands under the search line: an example, what it can be completed to, or what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.text import cells, fit, one_line, wrap

if TYPE_CHECKING:
    from helpdesk_tui.query_completion import Candidate

INDENT = 3
"""Cells before the line's text."""

_LEAST_LINES = 2
_MOST_LINES = 4


class QueryHelp(Widget):
    """Two lines, so that the list does not move while one types; more for a long refusal."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "query-help--dim",
        "query-help--wrong",
        "query-help--chosen",
    }
    DEFAULT_CSS = """
    QueryHelp {
        height: 2;
        background: $panel;
        color: $foreground;
        & > .query-help--dim { color: $text-muted; }
        & > .query-help--wrong { color: $warning; text-style: bold; }
        & > .query-help--chosen { color: $accent; text-style: reverse; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[list[tuple[str, str]]] = []

    def hint(self, *lines: str) -> None:
        """Show lines that only advise."""
        self._show([[(one_line(line), "dim")] for line in lines])

    def offer(self, candidates: Sequence[Candidate], chosen: int, said: str) -> None:
        """Show what one can go on with, one of them chosen, over a sentence about it."""
        room = self.size.width - INDENT
        first = max(0, chosen - 2)
        if sum(cells(each.text) + 2 for each in candidates) <= room:
            first = 0
        names = []
        for place, each in enumerate(candidates[first:], first):
            ink = "chosen" if place == chosen else ""
            names += [(one_line(each.text), ink), ("  ", "")]
        if first:
            names.insert(0, ("← ", "dim"))
        self._show([names, [(one_line(said), "dim")]])

    def refuse(self, at: int, size: int, sentence: str) -> None:
        """Point at some cells of the line above and say what is wrong there."""
        room = max(2, self.size.width - INDENT - 2)
        said = wrap(one_line(sentence), room)
        marks = (" " * at + "^" * size)[: max(1, self.size.width - INDENT)]
        told = [f"{'✗ ' if n == 0 else '  '}{line}" for n, line in enumerate(said)]
        self._show([[(marks, "wrong")], *([(line, "wrong")] for line in told)])

    def _show(self, lines: list[list[tuple[str, str]]]) -> None:
        self._lines = lines[:_MOST_LINES]
        self.styles.height = max(_LEAST_LINES, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, plain = self.size.width, self.rich_style
        segments = [Segment(" " * INDENT, plain)]
        room = width - INDENT
        for text, ink in self._lines[y] if y < len(self._lines) else ():
            shown = text if cells(text) <= room else fit(text, room)
            style = self.get_component_rich_style(f"query-help--{ink}") if ink else plain
            segments.append(Segment(shown, style))
            room -= cells(shown)
            if room <= 0:
                break
        return Strip(segments).adjust_cell_length(width, plain)
