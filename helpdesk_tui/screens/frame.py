"""What every dialog looks like, and the keys that a screen answers to now."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import explain
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.hint_bar import Hint

R = TypeVar("R")


class Dialog(ModalScreen[R], Generic[R]):
    """A box over the screen that asked; it ends with a result."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > Box {
            width: 68;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: round $accent;
            background: $surface;
            padding: 0 1;
        }
        & .title { text-style: bold; }
        & .muted { color: $text-muted; }
        & .problem { color: $error; text-style: bold; }
        & HintBar { margin-top: 1; background: $surface; }
    }
    """


class Box(Vertical):
    """The frame around a dialog."""


def live_hints(screen: Screen[R], *ids: str) -> list[Hint]:
    """The bindings of those ids that can run now, with the first key each has in the keymap."""
    keys: dict[str, Hint] = {}
    for _namespace, binding, enabled, _tooltip in screen.active_bindings.values():
        if binding.id in ids and binding.id not in keys:
            shown = screen.app.get_key_display(binding)
            keys[binding.id] = Hint(one_line(shown), binding.description, enabled)
    return [keys[id] for id in ids if id in keys]


def refusal(error: HelpdeskError) -> Content:
    """Why something was refused, fit to draw; the glyph says it without colour."""
    return Content(f"✗ {one_line(explain(error))}")
