"""The running stopwatch's time: a widget of its own, so that each second repaints nothing else."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui import dates
from helpdesk_tui.text import cells


class StopwatchClock(Widget):
    """Counts in the corner of the top line; hidden while `time` is empty."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"stopwatch-clock--time"}
    DEFAULT_CSS = """
    StopwatchClock {
        dock: right;
        width: 8;
        height: 1;
        display: none;
        background: $panel;
        color: $foreground;
        & > .stopwatch-clock--time { color: $foreground; }
    }
    """

    time: reactive[str] = reactive("")

    def watch_time(self, before: str, time: str) -> None:
        if cells(before) != cells(time):  # a layout costs more than the seconds it makes room for
            self.display = bool(time)
            self.styles.width = cells(time) + 1

    def render_line(self, y: int) -> Strip:
        ink = self.get_component_rich_style("stopwatch-clock--time")
        return Strip([Segment(f"{self.time} ", ink)]).adjust_cell_length(self.size.width, ink)


def counting(seconds: int, *, calm: bool) -> str:
    """`0:14:07`; in a session where nobody types, where each byte counts, `0:14` alone."""
    return dates.clock(seconds).rpartition(":")[0] if calm else dates.clock(seconds)
