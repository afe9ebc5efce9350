"""Where people type: one line, many lines, or a search; what is pasted is cleaned as it comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Protocol, runtime_checkable

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_, explain
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.matches import NO_CURSOR, Matches, Offer
from helpdesk_tui.text import many_lines, one_line
from helpdesk_tui.widgets.line_input import LineInput

EDITOR = "text.editor"
"""The id of the key that opens the person's own editor."""


class Complained(Message):
    """The editor was left holding something it cannot make sense of."""

    def __init__(self, error: HelpdeskError) -> None:
        super().__init__()
        self.error = error


@runtime_checkable
class LendsTerminal(Protocol):
    """A program that lets another one have the terminal; raises HelpdeskError."""

    own_editor: bool

    def write_in_editor(self, text: str, take: Callable[[str], None]) -> None: ...


class LinesInput(TextArea):
    """Many lines without a frame, left by Tab; `value` may hold anything and is shown cleaned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "own_editor", N_("Your editor"), id=EDITOR),
    ]

    DEFAULT_CSS = """
    LinesInput { height: 6; padding: 0; }
    """

    def __init__(self, value: str = "") -> None:
        super().__init__(many_lines(value), compact=True, highlight_cursor_line=False)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        event.text = many_lines(event.text)

    def go_on(self) -> None:
        """Put the cursor after what is there."""
        self.move_cursor(self.document.end)

    def action_own_editor(self) -> None:
        """Go on with the text in the editor that the person's environment names."""
        try:
            if isinstance(self.app, LendsTerminal):
                self.app.write_in_editor(self.text, self._take)
        except HelpdeskError as error:
            self.post_message(Complained(error))

    def _take(self, text: str) -> None:
        """Put the text in place of what is there, which undoing brings back."""
        cleaned = many_lines(text)
        if cleaned != self.text:
            self.replace(cleaned, self.document.start, self.document.end)
            self.go_on()


def editor_hint(app: object) -> tuple[str, ...]:
    """The id of the key that opens an editor, where that is allowed."""
    return (EDITOR,) if isinstance(app, LendsTerminal) and app.own_editor else ()


class SearchInput(LineInput):
    """Fills `matches` with what the text finds, always the answer to what was asked last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", N_("Down"), id="choice.down", show=False),
        Binding("up,ctrl+p", "step(-1)", N_("Up"), id="choice.up", show=False),
    ]

    POINTS_AT_ONCE: ClassVar[bool] = False
    """Whether the first match is under the cursor before anything is typed."""

    class Found(Message):
        """What matches the text asked for has been shown."""

        def __init__(self, text: str, choices: Sequence[Choice]) -> None:
            super().__init__()
            self.text = text
            self.choices = choices

    def __init__(
        self,
        search: Callable[[str], Awaitable[list[Choice]]],
        value: str = "",
        *,
        help: str = "",
    ) -> None:
        self._replaced: str | None = one_line(value)
        super().__init__(value, help=help, select=True)
        self.matches = Matches()
        self.seen: Sequence[Choice] | None = None
        """The choices on screen for what was asked last; None until they have come."""
        self._search = search

    def ask(self, text: str, current: Choice | None = None) -> None:
        """Look for the text; the cursor goes to `current`, else to the first where it may."""
        self.seen = None
        self.run_worker(self._look(text, current), group="look", exclusive=True)

    async def _look(self, text: str, current: Choice | None) -> None:
        # A newer worker cancels this one, so what arrives here is what was asked last.
        try:
            choices = await self._search(text)
        except HelpdeskError as error:
            self.matches.say(explain(error))
            return
        ids = [choice.id for choice in choices]
        is_offer = bool(choices) and isinstance(choices[0], Offer)
        wanted = (self.POINTS_AT_ONCE or text.strip()) and not is_offer
        start = 0 if wanted else NO_CURSOR
        cursor = ids.index(current.id) if current and current.id in ids else start
        self.matches.show(choices, cursor, text)
        self.seen = choices
        self.post_message(self.Found(text, choices))

    def watch_value(self, value: str) -> None:
        # Not on Input.Changed: a key pressed right after would still meet the older matches.
        if value != self._replaced:
            self._replaced = None
            self.typed()

    def replace_value(self, text: str) -> None:
        """Show another text without searching for it."""
        self._replaced = text
        self.value = text

    def typed(self) -> None:
        """Somebody typed: search."""
        self.ask(self.value)

    def forget(self) -> None:
        """Drop what was asked and what was found."""
        self.workers.cancel_group(self, "look")
        self.seen = None

    def action_step(self, step: int) -> None:
        self.matches.move(step)
