"""One line in which people type: what is pasted is cleaned as it comes."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from helpdesk_tui.text import one_line


class LineInput(Input):
    """One line without a frame; `value` may hold anything and is shown cleaned.

    While it is empty and has the focus it shows its `help`; `most` bounds its characters.
    """

    DEFAULT_CSS = """
    LineInput {
        &:ansi > .input--cursor, &:ansi > .input--selection {
            color: ansi_default;
            background: ansi_default;
            text-style: reverse;
        }
    }
    """

    def __init__(
        self, value: str = "", *, help: str = "", select: bool = False, most: int = 0
    ) -> None:
        super().__init__(one_line(value), max_length=most, compact=True, select_on_focus=select)
        self.cursor_blink = False
        self._help = one_line(help)

    def on_focus(self) -> None:
        self.placeholder = self._help

    def on_blur(self) -> None:
        self.placeholder = ""

    def on_paste(self, event: events.Paste) -> None:
        # Runs before Input's own handler, which would insert it raw and drop all but one line.
        event.text = one_line(event.text.strip("\r\n"))
