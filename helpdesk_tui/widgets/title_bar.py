"""The top line: where one is, what is filtered and marked, who one is, and the time."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.text import cells, fit
from helpdesk_tui.widgets.stopwatch import StopwatchClock

STOPWATCH = "▶"

PARTING = " · "
"""Between the parts of the middle."""


class TitleBar(Widget):
    """One line: `left` in the accent colour, `middle` beside it, `right` at the other end."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"title-bar--name"}
    DEFAULT_CSS = """
    TitleBar {
        height: 1;
        background: $panel;
        color: $foreground;
        & > .title-bar--name { color: $accent; text-style: bold; }
    }
    """

    left: reactive[str] = reactive("")
    middle: reactive[str] = reactive("")
    rest: reactive[str] = reactive("")
    right: reactive[str] = reactive("")
    timed: reactive[str] = reactive("")
    """Texts already fit for the terminal; `rest` follows the middle where there is room, `timed` is
    the ticket that the stopwatch runs on.
    """

    def compose(self) -> ComposeResult:
        yield StopwatchClock()

    def show_stopwatch(self, number: str, time: str) -> None:
        """Count on a ticket, at the right end; both are empty when nothing runs."""
        self.timed = number
        clock = self.query_one(StopwatchClock)
        if cells(clock.time) != cells(time):
            self.refresh()  # what stands beside it makes room
        clock.time = time

    def render_line(self, y: int) -> Strip:
        strip = Strip([*self._place(self.room), Segment(self._timed, self.rich_style)])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    @property
    def room(self) -> int:
        """Cells that the place can take beside the stopwatch, at the cost of the text at right."""
        clock = cells(self.query_one(StopwatchClock).time) + 1 if self.timed else 0
        return self.size.width - clock - cells(self._timed)

    @property
    def _timed(self) -> str:
        return f" {STOPWATCH} {self.timed} " if self.timed else ""

    def _place(self, width: int) -> Strip:
        """Everything but the stopwatch."""
        name = self.get_component_rich_style("title-bar--name")
        left = f" {self.left} "
        right = f" {self.right}" + ("" if self.timed else " ")
        middle = f"{self.middle}{PARTING}{self.rest}" if self.rest else self.middle
        if cells(left) + cells(middle) + cells(right) > width:
            right = ""  # where room is short, the place one is at matters more
        room = max(0, width - cells(left) - cells(right))
        if cells(middle) > room:
            middle = _squeezed(self.middle, room)
        segments = [
            Segment(left, name),
            Segment(fit(middle, room), self.rich_style),
            Segment(right, self.rich_style),
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


def _squeezed(text: str, room: int) -> str:
    """The text in `room` cells: its longest parts are cut, so that each still says something."""
    if cells(text) <= room:
        return text
    parts = text.split(PARTING)
    sizes = [cells(part) for part in parts]
    room -= cells(PARTING) * (len(parts) - 1)
    most = next((m for m in range(max(sizes), 0, -1) if sum(min(m, s) for s in sizes) <= room), 0)
    return PARTING.join(
        fit(part, most) if size > most else part for part, size in zip(parts, sizes, strict=True)
    )
