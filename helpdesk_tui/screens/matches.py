"""The list under a search: names that match, one of them under the cursor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.text import cells, fit, fold, one_line

NO_CURSOR = -1

NO_MATCH = N_("No match for “{text}”: type another part of the name.")
SEVERAL = N_("Several match “{text}”: choose one of them.")


@dataclass(frozen=True, slots=True)
class Offer(Choice):
    """Stands among the matches for one that `make` would create; nobody chooses it by accident."""

    make: Callable[[], Awaitable[Choice]] = field(kw_only=True)


class Matches(Widget):
    """Choices with a cursor that another widget's keys move, or a sentence when there are none."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"matches--cursor", "matches--detail"}
    DEFAULT_CSS = """
    Matches {
        height: auto;
        background: $panel;
        & > .matches--cursor { color: $accent; text-style: reverse; }
        & > .matches--detail { color: $text-muted; }
    }
    """

    class Picked(Message):
        """A choice was clicked."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self) -> None:
        super().__init__()
        self._choices: Sequence[Choice] = ()
        self._cursor = NO_CURSOR
        self._top = 0
        self._sentence = ""

    @property
    def highlighted(self) -> Choice | None:
        """The choice under the cursor."""
        return self._choices[self._cursor] if self._cursor != NO_CURSOR else None

    def show(self, choices: Sequence[Choice], cursor: int, text: str) -> None:
        """Draw the choices that `text` found; `cursor` may be NO_CURSOR."""
        self._choices = choices
        self._cursor = cursor if cursor < len(choices) else NO_CURSOR
        self._top = 0
        self._sentence = "" if choices else no_match(text)
        self.refresh(layout=True)
        # How many lines there are is known only once they have been laid out.
        self.call_after_refresh(self._follow)

    def say(self, sentence: str) -> None:
        """Show one sentence, which may hold text from people, in place of choices."""
        self.show((), NO_CURSOR, "")
        self._sentence = one_line(sentence)

    def move(self, step: int) -> None:
        """Move the cursor, which stops at both ends."""
        if self._choices:
            start = self._cursor if self._cursor != NO_CURSOR or step < 0 else NO_CURSOR
            self._cursor = min(max(start + step, 0), len(self._choices) - 1)
            self._follow()

    def _follow(self) -> None:
        height = max(1, self.size.height)
        if self._cursor != NO_CURSOR:
            self._top = min(max(self._top, self._cursor - height + 1), self._cursor)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        at = self._top + event.y
        if at < len(self._choices):
            event.stop()
            self.post_message(self.Picked(self._choices[at]))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._choices))

    def render_line(self, y: int) -> Strip:
        width, at = self.size.width, self._top + y
        if at >= len(self._choices):
            said = fit(f"  {self._sentence}" if at == 0 else "", width)
            return Strip([Segment(said, self.rich_style)], width)
        choice = self._choices[at]
        name = fit(shown_name(choice), min(cells(shown_name(choice)), max(0, width - 3)))
        detail = fit(f"  {choice.detail}", max(0, width - 2 - cells(name)))
        if at == self._cursor:
            style = self.get_component_rich_style("matches--cursor")
            return Strip([Segment(f"› {name}{detail}", style)], width)
        muted = self.get_component_rich_style("matches--detail")
        head = Segment(f"{self._margin(y, at)} {name}", self.rich_style)
        return Strip([head, Segment(detail, muted)], width)

    def _margin(self, y: int, at: int) -> str:
        """An arrow where the list goes on beyond what shows."""
        if y == 0 and at > 0:
            return "↑"
        return "↓" if y == self.size.height - 1 and at < len(self._choices) - 1 else " "


def shown_name(choice: Choice) -> str:
    """The name fit to draw, never blank: some names hold nothing that can be seen."""
    return one_line(choice.name).strip() or f"#{choice.id}"


def no_match(text: str) -> str:
    """The sentence for a search that found nothing."""
    if not text.strip():
        return _("There is nothing to choose from yet.")
    return _(NO_MATCH).format(text=one_line(text, 40))


def chosen_before(kept: Sequence[Any]) -> Choice:
    """The choice that a draft holds as id, name and detail; raises TypeError or ValueError."""
    id, name, detail = kept
    return Choice(int(id), str(name), str(detail))


def obvious(choices: Sequence[Choice], text: str) -> Choice | None:
    """The only choice, or the only one of that very name or detail, case and accents aside."""
    choices = [choice for choice in choices if not isinstance(choice, Offer)]
    if len(choices) == 1:
        return choices[0]
    typed = fold(text.strip())
    exact = [c for c in choices if typed in (fold(c.name), fold(c.detail))]
    return exact[0] if len(exact) == 1 else None
