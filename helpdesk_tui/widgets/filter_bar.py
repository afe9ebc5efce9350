"""The filter: narrows the list while one types, stays until it is cleared."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from helpdesk_tui.i18n import N_
from helpdesk_tui.widgets.line_input import LineInput

LONGEST = 200
"""Characters of what is searched."""


class FilterInput(LineInput):
    """The line of the filter, left by Enter or by going down to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", N_("Keep"), id="filter.keep"),
        Binding("down", "keep", N_("To the list"), id="filter.down", show=False),
    ]

    class Kept(Message):
        """The text is to stay in force."""

    def __init__(self) -> None:
        super().__init__(most=LONGEST)

    def action_keep(self) -> None:
        self.post_message(self.Kept())


class FilterBar(Vertical):
    """Hidden until opened; tells each change, then whether the filter is kept or cleared."""

    DEFAULT_CSS = """
    FilterBar {
        height: auto;
        display: none;
        background: $panel;
        & > Horizontal { height: 1; }
        & Label { width: 3; color: $accent; text-style: bold; }
        & FilterInput { background: $panel; width: 1fr; }
        &.-open { display: block; }
    }
    """

    LINE: ClassVar[type[FilterInput]] = FilterInput

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", N_("Clear"), id="filter.clear"),
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
        with Horizontal():
            yield Label(" / ")
            yield self.LINE()

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

    def keep(self) -> None:
        """Hide the bar, whose text stays in force."""
        self.remove_class("-open")
        self.post_message(self.Left())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.typed(event.value)

    def typed(self, text: str) -> None:
        """The text is another."""
        self.post_message(self.Changed(text))

    def on_filter_input_kept(self, event: FilterInput.Kept) -> None:
        event.stop()
        self.keep()
