"""Choosing one of many by typing part of its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from helpdesk_tui.i18n import N_
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.frame import Box, Dialog, live_hints
from helpdesk_tui.screens.inputs import SearchInput
from helpdesk_tui.screens.matches import Matches, obvious
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.hint_bar import HintBar

NONE = Choice(0, "")
"""What Choose ends with when the agent chose none of the choices on purpose."""


class ChoiceInput(SearchInput):
    """The search of the dialog, where Enter chooses: there is always something to choose."""

    POINTS_AT_ONCE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.choose", N_("Choose"), id="choice.take"),
    ]


class Choose(Dialog[Choice | None]):
    """The chosen Choice, NONE for the `allow_none` line, None when left with Escape.

    The cursor begins at `current`, else at that line, else at the first choice.
    """

    DEFAULT_CSS = """
    Choose Matches { margin-top: 1; min-height: 3; max-height: 12; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Leave"), id="dialog.leave"),
    ]

    def __init__(
        self,
        title: str,
        search: Callable[[str], Awaitable[list[Choice]]],
        *,
        allow_none: str | None = None,
        current: Choice | None = None,
    ) -> None:
        super().__init__()
        self._title_text = title
        self._search = search
        self._none = Choice(NONE.id, allow_none) if allow_none is not None else None
        self._current = current
        self._awaited: str | None = None
        """The text for which Enter came before the answer."""
        self._input = ChoiceInput(self._offered)

    async def _offered(self, text: str) -> list[Choice]:
        found = await self._search(text)
        return [self._none, *found] if self._none and not text.strip() else found

    def compose(self) -> ComposeResult:
        with Box():
            yield Static(Content(one_line(self._title_text)), classes="title")
            yield self._input
            yield self._input.matches
            yield HintBar()

    def on_mount(self) -> None:
        self._input.ask("", self._current or self._none)
        hints = live_hints(self, "choice.take", "choice.down", "choice.up", "dialog.leave")
        self.query_one(HintBar).hints = hints

    def action_choose(self) -> None:
        if self._input.seen is None:
            self._awaited = self._input.value
        elif (choice := self._input.matches.highlighted) is not None:
            self._end(choice)

    def on_search_input_found(self, event: SearchInput.Found) -> None:
        if self._awaited == event.text:
            self._awaited = None
            choice = obvious(event.choices, event.text)
            if choice is not None:
                self._end(choice)

    def on_matches_picked(self, event: Matches.Picked) -> None:
        self._end(event.choice)

    def _end(self, choice: Choice) -> None:
        self.dismiss(NONE if choice is self._none else choice)

    def action_leave(self) -> None:
        self.dismiss(None)
