"""The menu: queues and saved views with their counts; where room is short, queues in two lines."""

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
from helpdesk_tui.queues import MENU, Entry, Queue
from helpdesk_tui.rows import QueueCount
from helpdesk_tui.saved_views import View
from helpdesk_tui.text import cells, fit, one_line

SIDEBAR_WIDTH = 28
COUNT_WIDTH = 5
LATE_WIDTH = 6

LATE = "▲"

VIEWS_FROM = len(MENU) + 3
"""The line of the sidebar at which the saved views begin."""

FOLDED_LINES = 2
ENTRIES_A_LINE = len(MENU) // FOLDED_LINES
"""A line each half: the terminals that need it folded hold no more names side by side."""


def compact(count: int, most: int = 10_000) -> str:
    """A count in full below `most`, then 10k, then 1.2M: four cells at most."""
    if count < most:
        return str(count)
    return f"{count // 1000}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"


class Menu(Widget):
    """`counts` by queue id or view's mode; a click or a key chooses an entry."""

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
        &.-folded { width: 1fr; height: 2; }
    }
    """

    counts: reactive[dict[str, QueueCount]] = reactive(dict)
    views: reactive[tuple[View, ...]] = reactive(tuple)
    """Saved views, for which only the sidebar has room."""
    leader: reactive[str] = reactive("")
    """The key before that of a view."""

    class Chosen(Message):
        """A queue or view was clicked."""

        def __init__(self, queue: str) -> None:
            super().__init__()
            self.queue = queue

    def __init__(self, here: str, *, folded: bool = False, id: str | None = None) -> None:
        super().__init__(id=id, classes="-folded" if folded else "")
        self.here = here
        self.folded = folded

    def render_line(self, y: int) -> Strip:
        segments: list[Segment] = []
        if self.folded:
            width = self.size.width // ENTRIES_A_LINE
            for entry in MENU[y * ENTRIES_A_LINE : (y + 1) * ENTRIES_A_LINE]:
                segments += self._folded(entry, width)
        elif 0 < y <= len(MENU):
            entry = MENU[y - 1]
            segments = self._entry(entry.id, entry.key, _(entry.title))
        elif y == VIEWS_FROM - 1 and self.views:
            heading = _("Views")
            segments = [
                Segment(f" {self.leader} {heading}", self.get_component_rich_style("menu--key"))
            ]
        elif y >= VIEWS_FROM:
            segments = self._view(y)
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _folded(self, entry: Queue | Entry, width: int) -> list[Segment]:
        """Key, name and counts in so many cells; the short name where the whole one has no room."""
        total, late = self._said(entry.id, most=1000)
        ink, dim, red = self._inks(entry.id)
        if late == f"{LATE}{total}":
            total = ""  # all of them are: once is enough
        told = f" {total}" if total or late else ""
        room = width - cells(f" {entry.key} {told}{late}")
        name = _(entry.title)
        if cells(name) > room:
            name = fit(_(entry.short or entry.title), room).rstrip()
        return [
            Segment(f" {entry.key} ", dim),
            Segment(name, ink),
            Segment(told, ink),
            Segment(late, red),
            Segment(" " * (room - cells(name)), self.rich_style),
        ]

    def _view(self, y: int) -> list[Segment]:
        """A saved view; the last line tells how many have no room."""
        place, left = y - VIEWS_FROM, len(self.views) - (y - VIEWS_FROM)
        if y == self.size.height - 1 and left > 1:
            more = _("{count} more views").format(count=left)
            return [Segment(f"   {more}", self.get_component_rich_style("menu--key"))]
        if left < 1:
            return []
        view = self.views[place]
        return self._entry(view.mode, one_line(view.key) or " ", one_line(view.name))

    def _entry(self, id: str, key: str, title: str) -> list[Segment]:
        total, late = self._said(id)
        ink, dim, red = self._inks(id)
        room = SIDEBAR_WIDTH - 3 - COUNT_WIDTH - LATE_WIDTH
        return [
            Segment(f" {key} ", dim),
            Segment(fit(title, room), ink),
            Segment(total.rjust(COUNT_WIDTH), ink),
            Segment(fit(f" {late}", LATE_WIDTH), red),
        ]

    def _said(self, queue: str, most: int = 10_000) -> tuple[str, str]:
        count = self.counts.get(queue)
        if count is None:
            return "", ""
        late = f"{LATE}{compact(count.late, most)}" if count.late else ""
        return compact(count.total, most), late

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
        """The entry under the pointer."""
        if self.folded:
            width = self.size.width // ENTRIES_A_LINE
            place = event.y * ENTRIES_A_LINE + min(event.x // width, ENTRIES_A_LINE - 1)
            self.post_message(self.Chosen(MENU[place].id))
        elif 0 < event.y <= len(MENU):
            self.post_message(self.Chosen(MENU[event.y - 1].id))
        elif 0 <= event.y - VIEWS_FROM < len(self.views):
            self.post_message(self.Chosen(self.views[event.y - VIEWS_FROM].mode))
