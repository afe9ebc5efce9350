"""A page of charts: it scrolls like any page, and its cursor goes from one figure to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from helpdesk_tui.i18n import N_
from helpdesk_tui.widgets.chart_lines import GUTTER, ChartLine
from helpdesk_tui.widgets.pager import Line, Pager

Draw = Callable[[int], Sequence[ChartLine]]

_HERE, _NOT_HERE = ("▸ ", "accent"), ("  ", "")
_MARGIN = 2
"""Lines that stay in sight beyond the cursor, where there are any."""


class ChartPager(Pager):
    """Draws what `draw(width)` gives; a line that opens something can be under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open"), id="page.open"),
    ]

    class Opened(Message):
        """Enter, or a click, on a line that opens something."""

        def __init__(self, line: ChartLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self, draw: Draw, *, id: str | None = None) -> None:
        super().__init__(self._marked, id=id)
        self._draw = draw
        self._drawn: Sequence[ChartLine] = ()
        self.cursor: int | None = None
        """The line that Enter opens."""

    def show_charts(self, *, keep: bool = True) -> None:
        """Draw anew; `keep` leaves scroll and cursor where they are, else they begin at the top."""
        if not keep:
            self.cursor = None
        self.show(self._marked, keep=keep)

    def _marked(self, width: int) -> Sequence[Line]:
        self._drawn = self._draw(width - GUTTER - 1)
        openable = [index for index, line in enumerate(self._drawn) if line.opens]
        if self.cursor not in openable:
            before = [index for index in openable if index <= (self.cursor or 0)]
            self.cursor = before[-1] if before else (openable[0] if openable else None)
        return [self._line(index) for index in range(len(self._drawn))]

    def _line(self, index: int) -> Line:
        here = index == self.cursor
        spans = self._drawn[index].spans
        return (_HERE if here else _NOT_HERE, *spans)

    # Moving

    def action_scroll_lines(self, lines: int) -> None:
        """To the next figure that opens something; where none is near, the page scrolls."""
        following = self._next(lines)
        height = self.size.height
        if following is None or not self.top - height <= following < self.top + 2 * height:
            super().action_scroll_lines(lines)
        else:
            self._move(following)

    def action_scroll_pages(self, pages: int) -> None:
        super().action_scroll_pages(pages)
        self._into_sight(pages > 0)

    def action_scroll_start(self) -> None:
        super().action_scroll_start()
        self._into_sight(True)

    def action_scroll_finish(self) -> None:
        super().action_scroll_finish()
        self._into_sight(False)

    def _next(self, step: int) -> int | None:
        index = (self.cursor if self.cursor is not None else -1) + step
        while 0 <= index < len(self._drawn):
            if self._drawn[index].opens:
                return index
            index += step
        return None

    def _move(self, cursor: int) -> None:
        former, self.cursor = self.cursor, cursor
        self._lines = [self._line(index) for index in range(len(self._drawn))]
        height = self.size.height
        lowest = max(0, cursor - height + 1 + _MARGIN)
        highest = max(0, cursor - _MARGIN)
        self.go_to(min(max(self.top, lowest), highest))
        for index in (former, cursor):
            if index is not None and self.top <= index < self.top + height:
                self.refresh(Region(0, index - self.top, self.size.width, 1))

    def _into_sight(self, from_top: bool) -> None:
        """Put the cursor on the first, or the last, figure that shows."""
        shown = range(self.top, min(self.top + self.size.height, len(self._drawn)))
        for index in shown if from_top else reversed(shown):
            if self._drawn[index].opens:
                self._move(index)
                return

    # Opening

    def action_open(self) -> None:
        if self.cursor is not None and self._drawn:
            self.post_message(self.Opened(self._drawn[self.cursor]))

    def on_click(self, event: events.Click) -> None:
        index = self.top + event.y
        if index < len(self._drawn) and self._drawn[index].opens:
            if index == self.cursor:
                self.action_open()
            else:
                self._move(index)
