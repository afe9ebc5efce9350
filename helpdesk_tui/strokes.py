"""Cells cut into what one pen draws without a break."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import compress, groupby, repeat
from operator import gt, sub
from typing import NamedTuple

from helpdesk_tui.cell_table import CellTable
from helpdesk_tui.pens import Pen

_GAP = 4
"""Cells that are written again rather than jumped over, a jump being three bytes or more."""

_KEPT = 2048
"""Runs of cells whose strokes are kept, as lines are drawn again while one moves about."""


class Stroke(NamedTuple):
    """Cells side by side that one pen draws; `x` counts from where the run begins."""

    x: int
    width: int
    text: str
    pen: Pen
    is_blank: bool
    """Whether any pen on the same background draws this alike."""


class Strokes:
    """Cuts cells as one table numbers them."""

    def __init__(self, table: CellTable) -> None:
        self._table = table
        self.of = lru_cache(_KEPT)(self._cut)
        self._bridged = lru_cache(_KEPT)(self._same_pen)

    def runs(self, row: str, changed: list[int]) -> Iterator[tuple[int, int]]:
        """Start and end of what is written in one go: the changed cells, and with them those
        between that are not worth a jump, and both halves of every wide cell.
        """
        if not changed:
            return
        start = changed[0]
        jumps = map(gt, map(sub, changed[1:], changed), repeat(1))
        for index in compress(range(len(changed) - 1), jumps):
            end, following = changed[index], changed[index + 1]
            if following - end - 1 > _GAP or not self._bridged(row[end:following]):
                yield self._whole(row, start, end + 1)
                start = following
        yield self._whole(row, start, changed[-1] + 1)

    def _whole(self, row: str, start: int, end: int) -> tuple[int, int]:
        halves = self._table.halves
        return start - (row[start] in halves), end + (row[end : end + 1] in halves)

    def _same_pen(self, cells: str) -> bool:
        """Whether the pen of the first, already in hand, draws the others with a byte each."""
        texts, pens = self._table.texts, self._table.pens
        pen = pens[cells[0]]
        return pen is not None and all(
            texts[cell].isascii()
            and (pens[cell] == pen or (texts[cell] == " " and pens[cell] == pen.on_blanks()))
            for cell in cells[1:]
        )

    def _cut(self, cells: str) -> list[Stroke]:
        strokes: list[Stroke] = []
        texts = self._table.texts
        x = 0
        for pen, group in groupby(cells, self._table.pens.__getitem__):
            assert pen is not None  # unknown cells are not drawn
            drawn = "".join(group)
            text = "".join(map(texts.__getitem__, drawn))
            stroke = Stroke(x, len(drawn), text, pen, pen.only_fills and not text.strip(" "))
            joined = _joined(strokes[-1], stroke) if strokes else None
            if joined is None:
                strokes.append(stroke)
            else:
                strokes[-1] = joined
            x += len(drawn)
        return strokes


def _joined(stroke: Stroke, following: Stroke) -> Stroke | None:
    """Both as one, if the pen of one draws the other alike."""
    if following.is_blank and stroke.pen.fills_like(following.pen):
        pen = stroke.pen
    elif stroke.is_blank and following.pen.fills_like(stroke.pen):
        pen = following.pen
    else:
        return None
    is_blank = stroke.is_blank and following.is_blank
    width = stroke.width + following.width
    return Stroke(stroke.x, width, stroke.text + following.text, pen, is_blank)
