"""A few lines over the hints: which key to press next, what for, and what came of the last one."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.text import cells, fit, wrap

MOST_LINES = 3
"""Lines of explanation under the key."""


class TourPanel(Widget):
    """Only shows; every key goes past it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tour-panel--key", "tour-panel--muted"}
    DEFAULT_CSS = """
    TourPanel {
        height: 3;
        background: $surface;
        color: $foreground;
        & > .tour-panel--key { color: $accent; text-style: bold; }
        & > .tour-panel--muted { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._praise = self._head = self._key = self._text = self._ending = ""
        self._lines: list[str] = []

    def show(self, head: str, key: str, praise: str, about: str, ending: str) -> None:
        """Texts already fit for the terminal; `praise` has a line of its own, so that nobody takes
        what is still to come for done, and `ending` stands at the right of the key.
        """
        self._praise, self._head, self._key, self._ending = praise, head, key, ending
        self._text = about
        self._wrap()

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        width = self.size.width or self.app.size.width
        self._lines = wrap(self._text, width - 2)[:MOST_LINES]
        height = bool(self._praise) + 1 + len(self._lines)
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, plain = self.size.width, self.rich_style
        if self._praise:
            if y == 0:
                praise = fit(f" {self._praise}", width)
                return Strip([Segment(praise, self.get_component_rich_style("tour-panel--muted"))])
            y -= 1
        if y > 0:
            line = self._lines[y - 1] if y <= len(self._lines) else ""
            return Strip([Segment(f" {line}", plain)]).adjust_cell_length(width, plain)
        key = self.get_component_rich_style("tour-panel--key")
        muted = self.get_component_rich_style("tour-panel--muted")
        head = f" {self._head} "
        room = width - cells(self._ending) - cells(head) - 1
        segments = [
            Segment(head, plain),
            Segment(fit(self._key, max(room, 1)), key),
            Segment(f"{self._ending} ", muted),
        ]
        return Strip(segments).adjust_cell_length(width, plain)
