"""Pages of text that scroll by keyboard: a ticket, the keys, an explanation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.i18n import N_

Span = tuple[str, str]
"""Clean text and the name of its ink; an empty name is plain."""

Line = Sequence[Span]


class Pager(Widget, can_focus=True):
    """Draws the lines that `compose_lines(width)` returns; one widget, however long the text."""

    ALLOW_SELECT = False

    INKS: ClassVar[tuple[str, ...]] = (
        "title",
        "label",
        "muted",
        "accent",
        "late",
        "soon",
        "paused",
        "urgent",
        "section",
        "internal",
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pager--{ink}" for ink in INKS}

    DEFAULT_CSS = """
    Pager {
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .pager--title { text-style: bold; }
        & > .pager--label { color: $text-muted; }
        & > .pager--muted { color: $text-muted; }
        & > .pager--accent { color: $accent; }
        & > .pager--late { color: $error; }
        & > .pager--soon { color: $warning; }
        & > .pager--paused { color: $text-muted; }
        & > .pager--urgent { color: $error; text-style: bold; }
        & > .pager--section { color: $accent; text-style: bold; }
        & > .pager--internal { color: $text-muted; text-style: italic; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_lines(1)", N_("Down"), id="page.down", show=False),
        Binding("k,up", "scroll_lines(-1)", N_("Up"), id="page.up", show=False),
        Binding("g,home", "scroll_start", N_("First"), id="page.first", show=False),
        Binding("G,end", "scroll_finish", N_("Last"), id="page.last", show=False),
        Binding(
            "ctrl+d,pagedown", "scroll_pages(1)", N_("Page down"), id="page.page_down", show=False
        ),
        Binding("ctrl+u,pageup", "scroll_pages(-1)", N_("Page up"), id="page.page_up", show=False),
    ]

    def __init__(
        self, compose_lines: Callable[[int], Sequence[Line]], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._compose_lines = compose_lines
        self._lines: Sequence[Line] = ()
        self._width = 0
        self.top = 0

    def show(self, compose_lines: Callable[[int], Sequence[Line]], *, keep: bool = True) -> None:
        """Show other lines; `keep` stays at the same height, else it starts at the top."""
        self._compose_lines = compose_lines
        self._width = 0
        if not keep:
            self.top = 0
        self._lay_out()
        self.refresh()

    def rewrite(self, compose_lines: Callable[[int], Sequence[Line]]) -> None:
        """Show lines that differ a little, repainting only those."""
        self._compose_lines = compose_lines
        if not self._width:
            return
        before, self._lines = self._lines, compose_lines(self._width)
        if len(before) != len(self._lines):
            self.go_to(self.top)
            self.refresh()
            return
        for y in range(self.size.height):
            index = self.top + y
            if index < len(before) and tuple(before[index]) != tuple(self._lines[index]):
                self.refresh(Region(0, y, self._width, 1))

    @property
    def at_end(self) -> bool:
        """Whether the last line shows."""
        return self.top >= len(self._lines) - self.size.height

    def line_at(self, wanted: Callable[[Line], bool], start: int) -> int | None:
        """The first line from `start` on that is wanted."""
        for index in range(start, len(self._lines)):
            if wanted(self._lines[index]):
                return index
        return None

    def on_resize(self) -> None:
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        if self.size.width and self._width != self.size.width:
            self._width = self.size.width
            self._lines = self._compose_lines(self._width)
        self.go_to(self.top)

    def go_to(self, top: int) -> None:
        """Put a line at the top, as far as the text reaches."""
        last = max(0, len(self._lines) - self.size.height)
        bounded = max(0, min(top, last))
        if bounded != self.top:
            self.top = bounded
            self.refresh()

    def action_scroll_lines(self, lines: int) -> None:
        self.go_to(self.top + lines)

    def action_scroll_pages(self, pages: int) -> None:
        self.go_to(self.top + pages * max(1, self.size.height - 1))

    def action_scroll_start(self) -> None:
        self.go_to(0)

    def action_scroll_finish(self) -> None:
        self.go_to(len(self._lines))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.go_to(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.go_to(self.top - 3)

    def render_line(self, y: int) -> Strip:
        index = self.top + y
        line = self._lines[index] if index < len(self._lines) else ()
        plain = self.rich_style
        segments = [Segment(text, self._ink(ink) if ink else plain) for text, ink in line]
        return Strip(segments).adjust_cell_length(self.size.width, plain).simplify()

    def _ink(self, name: str) -> Style:
        return self.get_component_rich_style(f"pager--{name}")
