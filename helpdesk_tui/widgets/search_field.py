"""The line in which one types what is searched."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from helpdesk_tui.i18n import N_
from helpdesk_tui.widgets.filter_bar import LONGEST
from helpdesk_tui.widgets.line_input import LineInput


class SearchField(LineInput):
    """Tells each change, and when one is done: by opening, by going down, or by giving up."""

    DEFAULT_CSS = """
    SearchField { height: 1; padding: 0 1; background: $panel; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("Open the first"), id="search.open"),
        Binding("down,tab", "leave", N_("To the list"), id="search.down"),
        Binding("escape", "clear_or_give_up", N_("Clear, then back"), id="search.clear"),
    ]

    def __init__(self) -> None:
        super().__init__(most=LONGEST)

    class Left(Message):
        """Down to the list."""

    class GivenUp(Message):
        """Back to where one was."""

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def action_clear_or_give_up(self) -> None:
        if self.value:
            self.value = ""
        else:
            self.post_message(self.GivenUp())
