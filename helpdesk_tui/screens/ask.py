"""Questions answered by one key, none of which is Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from helpdesk_tui.i18n import N_, _, language
from helpdesk_tui.screens.frame import Box, Dialog, live_hints
from helpdesk_tui.text import many_lines, one_line

V = TypeVar("V")


class Ask(Dialog[bool]):
    """True only when the key for yes was pressed; labels are message ids, the question is text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", N_("Yes"), id="dialog.yes"),
        Binding("o", "answer_oui", N_("Yes"), id="dialog.yes_french"),
        Binding("n,q,escape,enter", "answer(False)", N_("No"), id="dialog.no"),
    ]

    def __init__(self, question: str, yes_label: str = N_("Yes"), no_label: str = N_("No")) -> None:
        super().__init__()
        self._question = question
        self._yes_label = yes_label
        self._no_label = no_label

    def compose(self) -> ComposeResult:
        with Box():
            yield Static(Content(many_lines(self._question)), classes="title")
            yield Static(id="answers")

    def on_mount(self) -> None:
        keys = [
            live_hints(self, "dialog.yes_french", "dialog.yes")[:1],
            live_hints(self, "dialog.no"),
        ]
        labels = [self._yes_label, self._no_label]
        answers = [(h[0].key, label) for h, label in zip(keys, labels, strict=True) if h]
        self.query_one("#answers", Static).update(answers_content(answers))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "answer_oui" or language() == "fr"

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

    def action_answer_oui(self) -> None:
        self.dismiss(True)


class AskWhich(Dialog[V | None], Generic[V]):
    """One of several answers, each (key, message id, value); None when it is left with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", N_("Leave"), id="dialog.leave"),
    ]

    def __init__(self, question: str, answers: Sequence[tuple[str, str, V]]) -> None:
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        with Box():
            yield Static(Content(many_lines(self._question)), classes="title")
            yield Static(id="answers")

    def on_mount(self) -> None:
        shown = [(key, label) for key, label, _value in self._answers]
        shown += [(hint.key, hint.label) for hint in live_hints(self, "dialog.leave")]
        self.query_one("#answers", Static).update(answers_content(shown))

    def on_key(self, event: events.Key) -> None:
        for key, _label, value in self._answers:
            if event.key == key or event.character == key:
                event.stop()
                event.prevent_default()
                self.dismiss(value)
                return

    def action_leave(self) -> None:
        self.dismiss(None)


def answers_content(answers: Sequence[tuple[str, str]]) -> Content:
    """One line for each (key, message id), the keys standing out."""
    width = max((len(key) for key, _label in answers), default=0)
    lines = [
        Content.assemble((f"\n {key.rjust(width)}", "bold $accent"), f"  {one_line(_(label))}")
        for key, label in answers
    ]
    return Content("").join(lines)
