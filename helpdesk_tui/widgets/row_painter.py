"""The lines of a list as strips, each drawn once and given again while it looks the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import FIFOCache
from textual.strip import Strip

from helpdesk_tui.i18n import _
from helpdesk_tui.widgets.row_columns import Cell, Column, Placed, draw_line, fit, place
from helpdesk_tui.widgets.row_window import R

MARKED = Cell("*", "mark")
NOTHING = Cell(" ")
FLASH = Style(bold=True, underline=True)
"""What tells a row that has just changed also where there is no colour, and under the cursor."""

STRIPS_KEPT = 512
"""A few screens of the tallest terminals."""


class RowPainter(Generic[R]):
    """Knows columns, width, the present time and, through `ink`, the style of a component."""

    def __init__(self, columns: Sequence[Column[R]], ink: Callable[[str], Style], now: int) -> None:
        self.now = now
        self._columns = columns
        self._find_ink = ink
        self._width = 0
        self._placed: tuple[Placed[R], ...] = ()
        self._inks: dict[str, Style] = {}
        self._live: dict[int, tuple[Cell, ...]] = {}
        self._strips: FIFOCache[tuple[object, ...], Strip] = FIFOCache(STRIPS_KEPT)

    def lay_out(self, width: int) -> None:
        """Share `width` cells among the columns."""
        self._width = width
        self._placed = place(self._columns, width)
        self.forget_styles()
        self.forget_times()

    def forget_styles(self) -> None:
        """Draw every line anew: colours or words may be others."""
        self._inks.clear()
        self._strips.clear()

    def forget_times(self) -> None:
        """Look again at what depends on the time: rows may be others."""
        self._live.clear()

    def tick(self, rows: Sequence[R], now: int) -> Iterator[tuple[int, int, int]]:
        """Pass to `now`; the cells of `rows` that read otherwise, as row index, x and width."""
        self.now = now
        before, self._live = self._live, {row.id: self._live_cells(row) for row in rows}
        slots = [slot for slot in self._placed if slot.column.live]
        for index, row in enumerate(rows):
            drawn = before.get(row.id, ())  # a row not drawn yet has nothing to repaint
            for slot, old, new in zip(slots, drawn, self._live[row.id], strict=False):
                if old != new:
                    yield index, slot.x, slot.width

    def header(self) -> Strip:
        """The titles of the columns."""
        strip = self._strips.get(("header",))
        if strip is None:
            titles = [Cell(_(slot.column.title)) for slot in self._placed]
            strip = self._strips[("header",)] = self._draw(titles, "header", NOTHING)
        return strip

    def row(self, row: R, state: str, margin: Cell, flash: bool = False) -> Strip:
        """The line of a row; `state` is row, cursor or cursor-unfocused."""
        live = self._live.get(row.id)
        if live is None:
            live = self._live[row.id] = self._live_cells(row)
        key = (row.id, row.stamp, live, state, margin, flash)
        strip = self._strips.get(key)
        if strip is None:
            lively = iter(live)
            cells = [
                next(lively) if slot.column.live else slot.column.cell(row, self.now)
                for slot in self._placed
            ]
            strip = self._strips[key] = self._draw(cells, state, margin, flash)
        return strip

    def message(self, text: str) -> Strip:
        """A sentence in the middle of a line."""
        indent = " " * max(0, (self._width - cell_len(text)) // 2)
        return Strip([Segment(fit(indent + text, self._width), self._ink("muted"))], self._width)

    def blank(self) -> Strip:
        """A line below the last row."""
        return Strip.blank(self._width, self._ink("row"))

    def _draw(self, cells: Sequence[Cell], state: str, margin: Cell, flash: bool = False) -> Strip:
        plain = state == "row"
        over = FLASH + Style(bgcolor=self._ink("flash").bgcolor) if flash and plain else FLASH

        def ink(style: str) -> Style:
            own = self._ink(style or "row") if plain else self._ink(state)
            return own + over if flash else own

        return draw_line(self._placed, cells, margin, self._width, ink)

    def _live_cells(self, row: R) -> tuple[Cell, ...]:
        return tuple(slot.column.cell(row, self.now) for slot in self._placed if slot.column.live)

    def _ink(self, name: str) -> Style:
        style = self._inks.get(name)
        if style is None:
            style = self._inks[name] = self._find_ink(name)
        return style
