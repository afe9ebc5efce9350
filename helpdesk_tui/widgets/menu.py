"""The menu: the queues with their counts, as a sidebar or, where room is short, as one line."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.i18n import _
from helpdesk_tui.queues import MENU
from helpdesk_tui.rows import QueueCount
from helpdesk_tui.text import fit

SIDEBAR_WIDTH = 28


COUNT_WIDTH = 5
LATE_WIDTH = 6


def compact(count: int) -> str:
    """A count in at most four cells: 9999, then 10k, then 1.2M."""
    if count < 10_000:
        return str(count)
    return f"{count // 1000}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"


class Menu(Widget):
    """`counts` by queue id; a click or a digit chooses an entry."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"menu--here", "menu--late", "menu--key"}
    DEFAULT_CSS = """
    Menu {
        width: 28;
        height: 1fr;
        background: $panel;
        color: $foreground;
        & > .menu--here { text-style: reverse; }
        & > .menu--late { color: $error; }
        & > .menu--key { color: $text-muted; }
        &.-folded { width: 1fr; height: 1; }
    }
    """

    counts: reactive[dict[str, QueueCount]] = reactive(dict)

    class Chosen(Message):
        """A queue was clicked."""

        def __init__(self, queue: str) -> None:
            super().__init__()
            self.queue = queue

    def __init__(self, here: str, *, folded: bool = False, id: str | None = None) -> None:
        super().__init__(id=id, classes="-folded" if folded else "")
        self.here = here
        self.folded = folded

    def render_line(self, y: int) -> Strip:
        plain = self.rich_style
        segments: list[Segment] = []
        if self.folded:
            for entry in MENU:
                segments += [*self._folded(entry.id, entry.key), Segment(" ", plain)]
        elif 0 < y <= len(MENU):
            entry = MENU[y - 1]
            segments = self._entry(entry.id, entry.key, _(entry.title))
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def _folded(self, queue: str, key: str) -> list[Segment]:
        total, late = self._said(queue)
        ink, dim, red = self._inks(queue)
        counted = f":{total}" if total else ""
        return [Segment(f" {key}", dim), Segment(counted, ink), Segment(f"{late} ", red)]

    def _entry(self, queue: str, key: str, title: str) -> list[Segment]:
        total, late = self._said(queue)
        ink, dim, red = self._inks(queue)
        room = SIDEBAR_WIDTH - 3 - COUNT_WIDTH - LATE_WIDTH
        return [
            Segment(f" {key} ", dim),
            Segment(fit(title, room), ink),
            Segment(total.rjust(COUNT_WIDTH), ink),
            Segment(fit(f" {late}", LATE_WIDTH), red),
        ]

    def _said(self, queue: str) -> tuple[str, str]:
        count = self.counts.get(queue)
        if count is None:
            return "", ""
        return compact(count.total), f"▲{compact(count.late)}" if count.late else ""

    def _inks(self, queue: str) -> tuple[Style, Style, Style]:
        """For text, key and lateness; the entry one is at is reversed."""
        plain = self.rich_style
        dim = self.get_component_rich_style("menu--key")
        red = self.get_component_rich_style("menu--late")
        if queue != self.here:
            return plain, dim, red
        here = self.get_component_rich_style("menu--here")
        return here, here, here

    def on_click(self, event: events.Click) -> None:
        if not self.folded and 0 < event.y <= len(MENU):
            self.post_message(self.Chosen(MENU[event.y - 1].id))
