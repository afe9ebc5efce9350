"""Writing a message or an internal note, with its readers named above it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from helpdesk_tui.drafts import Draft
from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.screens.ask import Ask
from helpdesk_tui.screens.drafting import EVERY, BackNotice
from helpdesk_tui.screens.frame import Box, Dialog, live_hints, refusal
from helpdesk_tui.screens.inputs import Complained, LinesInput, editor_hint
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.hint_bar import Hint, HintBar

DISCARD_QUESTION = N_("Discard what you typed?")
DISCARD = N_("Discard")
KEEP = N_("Keep and go on")
SAVE = N_("Save")

FOR_CUSTOMER = N_("The customer will read this.")
FOR_AGENTS = N_("Only agents will read this.")


class Compose(Dialog[str | None]):
    """The text once `send` has taken it; a HelpdeskError of `send` is shown and the text stays."""

    DEFAULT_CSS = """
    Compose {
        & > Box { width: 100%; max-width: 100; height: 80%; min-height: 14; }
        & BackNotice { padding: 0; }
        & LinesInput { height: 1fr; margin-top: 1; }
        & #readers { color: $accent; }
        & #readers.-customer { color: $warning; text-style: bold; }
        & #problem { display: none; }
        & #problem.-shown { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2,ctrl+enter", "send", N_("Send"), id="compose.send"),
        Binding("escape", "leave", N_("Leave"), id="dialog.leave"),
    ]

    def __init__(
        self,
        title: str,
        *,
        internal: bool,
        send: Callable[[str], Awaitable[object]],
        draft: Draft | None = None,
        readers: str = "",
    ) -> None:
        """`readers`, a message id, says who will read it in place of the usual words."""
        super().__init__()
        self._title_text = title
        self._internal = internal
        self._send = send
        self._draft = draft
        self._readers = readers or (FOR_AGENTS if internal else FOR_CUSTOMER)
        self._busy = False
        self._keeps = False

    def compose(self) -> ComposeResult:
        readers = f"{'◇' if self._internal else '◆'} {_(self._readers)}"
        with Box():
            yield Static(Content(one_line(self._title_text)), classes="title")
            yield Static(
                Content(readers), id="readers", classes="" if self._internal else "-customer"
            )
            yield Static(id="problem", classes="problem")
            typed = self._draft.typed if self._draft else None
            if typed is not None:
                yield BackNotice()
            yield LinesInput(str(typed.get("text", "")) if typed else "")
            yield HintBar()

    def on_mount(self) -> None:
        send, *others = live_hints(self, "compose.send", *editor_hint(self.app), "dialog.leave")
        if self._internal:
            send = Hint(send.key, SAVE, send.possible)  # it goes to nobody
        self.query_one(HintBar).hints = [send, *others]
        if self._draft is not None:
            self._keeps = True
            self.query_one(LinesInput).go_on()
            self.set_interval(EVERY, self.keep_draft)

    def on_unmount(self) -> None:
        if self._draft is not None:
            self._draft.close()

    def keep_draft(self) -> None:
        """Keep what is typed now, so that a broken line does not lose it."""
        if self._draft is not None and self._keeps:
            text = self.text
            self._draft.keep({"text": text} if text.strip() else None)

    def _end(self, text: str | None) -> None:
        """It was sent, or given up."""
        self._keeps = False
        if self._draft is not None:
            self._draft.drop()
        self.dismiss(text)

    @property
    def text(self) -> str:
        """What has been typed so far."""
        return self.query_one(LinesInput).text

    @work(group="compose")
    async def action_send(self) -> None:
        if self._busy:
            return
        self._busy = True
        text = self.text
        try:
            await self._send(text)
        except HelpdeskError as error:
            self._complain(error)
        else:
            self._end(text)
        finally:
            self._busy = False

    def on_complained(self, event: Complained) -> None:
        event.stop()
        self._complain(event.error)

    def _complain(self, error: HelpdeskError) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(refusal(error))
        problem.add_class("-shown")

    @work(group="compose")
    async def action_leave(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            blank = not self.text.strip()
            question = Ask(_(DISCARD_QUESTION), DISCARD, KEEP)
            if blank or await self.app.push_screen_wait(question):
                self._end(None)
        finally:
            self._busy = False
