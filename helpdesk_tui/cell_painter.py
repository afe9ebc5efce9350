"""What the terminal shows, and the fewest bytes that make it show something else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress
from operator import ne

from helpdesk_tui.brush import Brush
from helpdesk_tui.cell_table import UNKNOWN, CellTable
from helpdesk_tui.pens import PLAIN, Pen, change
from helpdesk_tui.row_shift import Shift, best_shift
from helpdesk_tui.strokes import Stroke, Strokes

_BLOCK = 3
"""Lines that differ from which it may be that a block has moved."""

_ERASED = 3
"""Blank cells beyond which erasing the rest of the line is shorter than writing them."""

_JUMP = 6
"""Bytes of a jump to the next place of a pen."""

_Place = tuple[int, int, Stroke]
"""Column and line of a stroke."""


class CellPainter:
    """Draws through its brush on a terminal of this size, of which nothing is known at first."""

    def __init__(self, table: CellTable, columns: int, lines: int) -> None:
        self.number_with(table)
        self.rows = [UNKNOWN * columns] * lines
        """What is shown, as the table numbers it."""
        self.brush = Brush(columns)
        self._columns = columns

    def number_with(self, table: CellTable) -> None:
        """From now on rows are numbered so."""
        self.table = table
        self._strokes = Strokes(table)

    def taken(self) -> str:
        """What has been collected, which from now on is taken to be shown."""
        output = "".join(self.brush.output)
        self.brush.output.clear()
        return output

    def forget(self) -> None:
        """From now on nothing is known of cells, cursor and pen."""
        self.rows = [UNKNOWN * self._columns] * len(self.rows)
        self.brush.lose()
        self.brush.pen = None

    def paint(self, wanted: Sequence[str]) -> None:
        """Show these rows; where they are unknown, what is shown is left alone."""
        dirty = [y for y, row in enumerate(wanted) if row != self.rows[y]]
        if len(dirty) >= _BLOCK:
            shift = best_shift(wanted, self.rows, dirty)
            if shift is not None:
                self._shift(shift)
                dirty = [y for y, row in enumerate(wanted) if row != self.rows[y]]
        doubtful = self.table.doubtful
        places: list[_Place] = []
        for y in dirty:
            row = wanted[y]
            changed = self._changed(row, self.rows[y])
            if doubtful and any(row[x] in doubtful for x in changed):
                self._draw_doubtful(y, row, changed)
            else:
                self._erase(y, row, changed)
                for start, end in self._strokes.runs(row, changed):
                    strokes = self._strokes.of(row[start:end])
                    places += [(start + stroke.x, y, stroke) for stroke in strokes]
            self.rows[y] = row
        self._draw(places)

    # Whole lines

    def _shift(self, shift: Shift) -> None:
        """Deleting and inserting lines needs no scroll region, which a killed program would leave
        behind; what comes in is in the terminal's own colours, whatever it makes of others.
        """
        top, bottom, up = shift
        away, back = (top, bottom - up + 1) if up > 0 else (bottom + up + 1, top)
        count = "" if abs(up) == 1 else abs(up)
        brush = self.brush
        brush.take(PLAIN)
        brush.move(0, away)
        brush.say(f"\x1b[{count}M")
        if up < 0 or bottom < len(self.rows) - 1:
            brush.move(0, back)
            brush.say(f"\x1b[{count}L")
        empty = [self.table.cell(" ", PLAIN) * self._columns] * abs(up)
        kept = self.rows[top : bottom + 1]
        self.rows[top : bottom + 1] = kept[up:] + empty if up > 0 else empty + kept[:up]

    def _erase(self, y: int, wanted: str, changed: list[int]) -> None:
        """Take those of the columns that erasing to the end of the line draws, and erase.

        In other colours than its own not every terminal erases with the background.
        """
        last = wanted[-1]
        if self.table.texts[last] != " " or self.table.pens[last] != PLAIN:
            return
        index = bisect_left(changed, len(wanted.rstrip(last)))
        if len(changed) - index > _ERASED:
            self.brush.take_for_blank(PLAIN)
            self.brush.move(changed[index], y)
            self.brush.say("\x1b[K")
            del changed[index:]

    # Parts of lines

    def _changed(self, wanted: str, shown: str) -> list[int]:
        """The columns to draw anew, in order."""
        changed = list(compress(range(len(wanted)), map(ne, wanted, shown)))
        if UNKNOWN in wanted:
            changed = [x for x in changed if wanted[x] != UNKNOWN]
        return changed

    def _draw(self, places: list[_Place]) -> None:
        """Line by line or pen by pen, whichever is shorter: long colours cost more than jumps."""
        pens = [stroke.pen for _x, _y, stroke in places]
        if self.brush.pen is not None:
            pens.insert(0, self.brush.pen)
        order = {pen: number for number, pen in enumerate(dict.fromkeys(pens))}
        changes = sum(map(ne, pens, pens[1:]))
        by_line = sum(map(_length, pens, pens[1:]))
        by_pen = sum(map(_length, order, list(order)[1:])) + _JUMP * changes
        if by_pen < by_line:
            places = sorted(places, key=lambda place: order[place[2].pen])
        self.brush.draw(places)

    def _draw_doubtful(self, y: int, wanted: str, changed: list[int]) -> None:
        """Cell by cell, each put where it belongs whatever width the terminal gave to the others.

        One may cover more than its own cells: all that is after the first goes anew.
        """
        table, brush = self.table, self.brush
        first = next(x for x in changed if wanted[x] in table.doubtful)
        columns = {*changed, *range(first, len(wanted))}
        for x in sorted(columns):
            cell, pen = wanted[x], table.pens[wanted[x]]
            if pen is None or cell in table.halves:
                continue
            width = 1 + (wanted[x + 1 : x + 2] in table.halves)
            brush.take(pen)
            brush.move(x, y)
            if cell in table.doubtful and width == 2:
                brush.write("  ", 2)  # it may turn out narrow
                brush.move(x, y)
            brush.write(table.texts[cell], width)
            if cell in table.doubtful:
                brush.lose()


def _length(before: Pen, after: Pen) -> int:
    return 0 if before == after else len(change(before, after))
