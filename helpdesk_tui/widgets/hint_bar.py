"""The bottom line: what can be done here by key, or what has just happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.i18n import _
from helpdesk_tui.records import record
from helpdesk_tui.text import cells, one_line, wrap

DONE = "✓"
REFUSED = "✗"

MOST = 8
"""Hints shown at once; `?` has the rest."""

MOST_LINES = 3
"""Lines that a message may take."""


@record
class Hint:
    """A key with its message id; `possible` is whether it can run now."""

    key: str
    label: str
    possible: bool = True


class HintBar(Widget):
    """Shows `hints` until told a message, and the message until `clear`."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "hint-bar--key",
        "hint-bar--dim",
        "hint-bar--message",
        "hint-bar--refusal",
    }
    DEFAULT_CSS = """
    HintBar {
        height: auto;
        min-height: 1;
        background: $panel;
        color: $foreground;
        & > .hint-bar--key { color: $accent; text-style: bold; }
        & > .hint-bar--dim { color: $foreground; text-style: dim; }
        & > .hint-bar--message { color: $foreground; }
        & > .hint-bar--refusal { color: $warning; text-style: bold; }
    }
    """

    hints: reactive[Sequence[Hint]] = reactive(tuple)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.message = ""
        self._refused = False
        self._lines: list[str] = []

    def tell(self, message: str, *, refused: bool = False) -> None:
        """Show a message, which may hold text from people, in place of the hints."""
        self.message = one_line(message)
        self._refused = refused
        self._wrap()

    def clear(self) -> None:
        """Show the hints again."""
        if self.message:
            self.message = ""
            self._wrap()

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        width = max(10, self.size.width - 3)
        self._lines = wrap(self.message, width)[:MOST_LINES] if self.message else []
        height = max(1, len(self._lines))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.refresh()

    def render_line(self, y: int) -> Strip:
        plain = self.rich_style
        segments = self._said(y) if self._lines else self._hinted()
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def _said(self, y: int) -> list[Segment]:
        kind = "refusal" if self._refused else "message"
        style = self.get_component_rich_style(f"hint-bar--{kind}")
        glyph = (REFUSED if self._refused else DONE) if y == 0 else " "
        line = self._lines[y] if y < len(self._lines) else ""
        return [Segment(f" {glyph} {line}", style)]

    def _hinted(self) -> list[Segment]:
        key = self.get_component_rich_style("hint-bar--key")
        dim = self.get_component_rich_style("hint-bar--dim")
        plain = self.rich_style  # is worked out anew each time it is asked for
        segments: list[Segment] = []
        for hint in self._shown():
            segments += [
                Segment(f" {hint.key}", key if hint.possible else dim),
                Segment(f" {_(hint.label)} ", plain if hint.possible else dim),
                Segment(" ", plain),
            ]
        return segments

    def _shown(self) -> list[Hint]:
        """The hints that have room, the last of them first: it leads to all the others."""
        if not self.hints:
            return []
        *others, last = self.hints[:MOST]
        room = self.size.width - _width(last)
        shown = []
        for hint in others:
            room -= _width(hint)
            if room < 0:
                break
            shown.append(hint)
        return [*shown, last]


def _width(hint: Hint) -> int:
    return cells(hint.key) + cells(_(hint.label)) + 4
