"""What a terminal shows that is too small for any other screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from helpdesk_tui.i18n import N_, _

LEAST = Size(60, 15)


def too_small(size: Size) -> bool:
    """Whether the other screens would break in it."""
    return size.width < LEAST.width or size.height < LEAST.height


class SmallScreen(ModalScreen[None]):
    """Covers the others, which go on, until the terminal is large enough; no other key works."""

    DEFAULT_CSS = """
    SmallScreen {
        background: $background;
        color: $foreground;
        align: center middle;
        & > Static { width: 100%; height: auto; text-align: center; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "app.quit", N_("Quit"), id="small.quit"),
    ]

    def compose(self) -> ComposeResult:
        yield Static()

    def on_mount(self) -> None:
        self.show_size(self.app.size)

    def show_size(self, size: Size) -> None:
        """Say how large the terminal is and must be."""
        sentence = _("The terminal has {width} × {height} cells: {least} are the least.").format(
            width=size.width, height=size.height, least=f"{LEAST.width} × {LEAST.height}"
        )
        self.query_one(Static).update(Content(sentence))
