"""The filter: narrows the list while one types, stays until it is cleared."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from helpdesk_tui.i18n import N_


class FilterBar(Horizontal):
    """Hidden until opened; tells each change, then whether the filter is kept or cleared."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        display: none;
        background: $panel;
        & > Label { width: 3; color: $accent; text-style: bold; }
        & > Input { border: none; height: 1; padding: 0; background: $panel; width: 1fr; }
        &.-open { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", N_("Clear the filter"), id="filter.clear"),
        Binding("down", "keep", N_("To the list"), id="filter.keep", show=False),
    ]

    class Changed(Message):
        """The text is another."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, type(self))

    class Left(Message):
        """Back to the list."""

    def compose(self) -> ComposeResult:
        yield Label(" / ")
        yield Input(max_length=200, select_on_focus=False)

    @property
    def text(self) -> str:
        """What the list is filtered by."""
        return self.query_one(Input).value

    def open(self) -> None:
        """Show the bar and put the cursor into it."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def clear(self) -> None:
        """Empty the filter and hide the bar."""
        self.query_one(Input).value = ""
        self.remove_class("-open")

    def action_clear(self) -> None:
        self.clear()
        self.post_message(self.Left())

    def action_keep(self) -> None:
        self.remove_class("-open")
        self.post_message(self.Left())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()
