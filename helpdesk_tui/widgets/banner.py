"""The line over a screen that says what is wrong for as long as it is."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.text import fit


class Banner(Widget):
    """Stands above everything else, with a text that is already fit for the terminal."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Banner {
        dock: top;
        height: 1;
        background: $error;
        color: $text;
        text-style: bold;
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        line = fit(f" ! {self._text}", width)
        return Strip([Segment(line, self.rich_style)]).adjust_cell_length(width, self.rich_style)
