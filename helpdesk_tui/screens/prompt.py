"""Asking for one value that is typed freely and understood as one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from helpdesk_tui.drafts import Draft
from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_
from helpdesk_tui.screens.drafting import EVERY, BackNotice
from helpdesk_tui.screens.frame import Box, Dialog, live_hints, refusal
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.line_input import LineInput

T = TypeVar("T")


class PromptInput(LineInput):
    """The line of the dialog, where Enter accepts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.accept", N_("Accept"), id="prompt.accept"),
    ]


class Prompt(Dialog[T | None], Generic[T]):
    """What `check` makes of the text, None when left with Escape; `check` raises HelpdeskError."""

    DEFAULT_CSS = """
    Prompt BackNotice { padding: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Leave"), id="dialog.leave"),
    ]

    def __init__(
        self,
        title: str,
        *,
        check: Callable[[str], T],
        value: str = "",
        hint: str = "",
        echo: Callable[[T], str] = str,
        draft: Draft | None = None,
    ) -> None:
        super().__init__()
        self._draft = draft
        self._title_text = title
        self._hint = hint
        self._check = check
        self._echo = echo
        self._value = value
        self._ended = False

    def compose(self) -> ComposeResult:
        with Box():
            yield Static(Content(one_line(self._title_text)), classes="title")
            typed = self._draft.typed if self._draft else None
            if typed is not None:
                yield BackNotice()
            # what comes back is gone on with, what is only proposed is typed over
            value = self._value if typed is None else str(typed.get("text", ""))
            yield PromptInput(value, select=typed is None)
            yield Static(Content(one_line(self._hint)), id="understood", classes="muted")
            yield HintBar()

    def on_mount(self) -> None:
        self.query_one(HintBar).hints = live_hints(self, "prompt.accept", "dialog.leave")
        if self._draft is not None:
            self.set_interval(EVERY, self.keep_draft)

    def on_unmount(self) -> None:
        if self._draft is not None:
            self._draft.close()

    def keep_draft(self) -> None:
        """Keep what is typed now, so that a broken line does not lose it."""
        if self._draft is not None and not self._ended:
            text = self.query_one(PromptInput).value
            self._draft.keep({"text": text} if text.strip() else None)

    def _end(self, value: T | None) -> None:
        self._ended = True
        if self._draft is not None:
            self._draft.drop()
        self.dismiss(value)

    def on_input_changed(self) -> None:
        """Show the value as it is understood so far; half a date is no mistake yet."""
        text = self.query_one(PromptInput).value
        try:
            shown = f"= {self._echo(self._check(text))}" if text.strip() else self._hint
        except HelpdeskError:
            shown = self._hint
        self._say(Content(one_line(shown)))

    def action_accept(self) -> None:
        try:
            value = self._check(self.query_one(PromptInput).value)
        except HelpdeskError as error:
            self._say(refusal(error), wrong=True)
        else:
            self._end(value)

    def _say(self, sentence: Content, *, wrong: bool = False) -> None:
        understood = self.query_one("#understood", Static)
        understood.set_classes("problem" if wrong else "muted")
        understood.update(sentence)

    def action_leave(self) -> None:
        self._end(None)
