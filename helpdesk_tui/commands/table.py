"""Plain tables: columns as wide as they need, the last one cut to the terminal."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from helpdesk_tui.text import cells, fit, one_line

_GAP = "  "
_LEAST = 8
"""Cells that the last column keeps on the narrowest terminal."""


class Table:
    """Measured on some of its rows; `widest` bounds all columns but the last, `right` names those
    that stand at the right end of their cells.
    """

    def __init__(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        widest: Sequence[int],
        width: int | None,
        right: Collection[int] = (),
    ) -> None:
        measured = [[cells(one_line(text)) for text in row] for row in (titles, *rows)]
        columns = list(zip(*measured, strict=True))
        self._widths = [
            min(max(column), most) for column, most in zip(columns[:-1], widest, strict=True)
        ]
        taken = sum(self._widths) + len(_GAP) * len(self._widths)
        self._rest = None if width is None else max(width - taken, _LEAST)
        self._width = width
        self._right = frozenset(right)
        self._last = max(columns[-1])
        self.heading = self.line(titles)

    def line(self, row: Sequence[str]) -> str:
        """The row, no wider than the terminal; whole where there is none."""
        sized = (*self._widths, self._last)
        placed = [
            _at_the_right(text, width) if place in self._right else text
            for place, (text, width) in enumerate(zip(row, sized, strict=True))
        ]
        fitted = [fit(text, width) for text, width in zip(placed[:-1], self._widths, strict=True)]
        last = placed[-1] if self._rest is None else fit(placed[-1], self._rest)
        line = one_line(_GAP.join((*fitted, last))).rstrip()
        if self._width is None or cells(line) <= self._width:
            return line
        return fit(line, self._width).rstrip()


def _at_the_right(text: str, width: int) -> str:
    clean = one_line(text)
    return " " * (width - cells(clean)) + clean
