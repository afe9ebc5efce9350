"""Turns all that Textual writes to a terminal into the cells that differ from what it shows."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from helpdesk_tui.brush import NOWHERE
from helpdesk_tui.cell_painter import CellPainter
from helpdesk_tui.cell_table import UNKNOWN, CellTable
from helpdesk_tui.pens import PLAIN, Pen, Unfamiliar, selected

BEGIN_TOGETHER, END_TOGETHER = "\x1b[?2026h", "\x1b[?2026l"
"""What is written between them, a terminal shows at once."""

_AT_ONCE = 512
"""Characters that arrive in one piece, so that they need not be held together."""

_CELLS = 16_384
"""Different cells from which those no longer on screen are given up."""

_STRIPS = 2048
"""Strips whose cells are kept, as lines come back while one moves about."""

_TEXT = r"[^\x00-\x1f\x7f-\x9f]++"
_STYLED = rf"(?:{_TEXT}|\x1b\[[\d;]++m(?:{_TEXT})?\x1b\[0m)"
_LINKED = rf"\x1b\]8;[^\x00-\x1f;]*+;[^\x00-\x1f]++\x1b\\{_STYLED}?\x1b\]8;;\x1b\\"
_STRIP = re.compile(rf"(?:{_STYLED}|{_LINKED})*+\n?")
"""A part of a line as Textual writes it: it leaves the pen as it found it."""

_MOVE = re.compile(r"\x1b\[(\d{1,5});(\d{1,5})H")
_PIECE = re.compile(rf"({_TEXT})|\x1b\[([\d;]*)m|\x1b\]8;([^\x00-\x1f]*)\x1b\\")
_TOKEN = re.compile(
    rf"(?P<text>{_TEXT})"
    r"|\x1b\[(?P<pen>[\d;]*)m"
    r"|(?P<line>\n)"
    r"|(?P<screen>\x1b\[\?1049[hl])"
    r"|\x1b\[\?7(?P<wrap>[hl])"
    # Modes, questions, keyboard, title, clipboard, pointer, bell: nothing of it shows.
    r"|(?P<quiet>\x1b\[\?(?:25|100[0-6]|101[56]|2004|2026|2031|2048)[hl]"
    r"|\x1b\[\?\d*\$p|\x1b\[[<=>?][\d;]*u|\x1b\[[>=]?\d*[cn]"
    r"|\x1b\[2[23];0t"
    r"|\x1b\](?!8;)[^\x00-\x1f]*(?:\x07|\x1b\\)|\x07)"
    r"|(?P<rest>\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b?.)",
    re.DOTALL,
)


class CellDiff:
    """Keeps the screen that is wanted; what a terminal gets of each write is only the difference.

    What is not understood goes through as it came, and what it may have drawn counts as unknown
    until it is drawn over.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._columns, self._lines = columns, lines
        self._together = False
        self._wraps = True
        self._pen: Pen | None = None
        self._number_with(CellTable())
        self._painter = CellPainter(self._table, columns, lines)
        self._want_unknown()

    def resize(self, columns: int, lines: int) -> None:
        """The terminal has this size now, perhaps after another, and may show anything."""
        self._painter = CellPainter(self._table, columns, lines)
        if (columns, lines) != (self._columns, self._lines):
            self._columns, self._lines = columns, lines
            self._want_unknown()

    def feed(self, data: str) -> str:
        """What to send for one write; both marks of a synchronised update go with its frame."""
        if data in (BEGIN_TOGETHER, END_TOGETHER):
            self._together = data == BEGIN_TOGETHER
            return ""
        if len(self._table) > self._limit:
            self._renumber()
        before, *parts = _MOVE.split(data)
        if before:
            self._draw(before)
        for line, column, chunk in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            self._x = min(max(int(column), 1), self._columns) - 1
            self._y = min(max(int(line), 1), self._lines) - 1
            if chunk:
                self._draw(chunk)
        self._show()
        output = self._painter.taken()
        if self._together and len(output) > _AT_ONCE:
            return f"{BEGIN_TOGETHER}{output}{END_TOGETHER}"
        return output

    # What is wanted

    def _draw(self, chunk: str) -> None:
        """All that is written between two movements of the cursor."""
        ends_line = chunk.endswith("\n")
        stays = not ends_line or self._y + 1 < self._lines
        if stays and self._pen == PLAIN and self._x != NOWHERE:
            cells = self._cells(chunk)
            if cells is not None and self._fits(cells):
                self._put(cells)
                if ends_line:
                    self._next_line()
                return
            if not self._wraps and _STRIP.fullmatch(chunk):
                self._pass_in_row(chunk)
                return
        for token in _TOKEN.finditer(chunk):
            self._take(token)

    def _take(self, token: re.Match[str]) -> None:
        """One piece of a chunk that is not a strip."""
        kind = token.lastgroup or ""
        value = token[kind]
        try:
            match kind:
                case "text":
                    self._write(value)
                case "pen":
                    self._select(value)
                case "line":
                    self._end_line()
                case "screen":
                    self._change_screen(value)
                case "wrap":
                    self._wraps = value == "h"
                    self._painter.brush.say(token[0])
                case "quiet":
                    self._show()
                    self._painter.brush.say(value)
                case _:
                    raise Unfamiliar(value)
        except Unfamiliar:
            self._pass(token[0])

    def _write(self, text: str) -> None:
        if self._pen is None or self._x == NOWHERE:
            raise Unfamiliar(text)
        cells = self._table.cells(text, self._pen)
        if not self._fits(cells):
            raise Unfamiliar(text)
        self._put(cells)

    def _select(self, parameters: str) -> None:
        if self._pen is None and parameters not in ("", "0"):
            raise Unfamiliar(parameters)
        self._pen = selected(self._pen or PLAIN, parameters)

    def _end_line(self) -> None:
        if self._x == NOWHERE or self._y + 1 >= self._lines:
            raise Unfamiliar("\n")
        self._next_line()

    def _fits(self, cells: str) -> bool:
        """Where text wraps, what reaches the edge is left to the terminal."""
        return self._x + len(cells) + self._wraps <= self._columns

    def _put(self, cells: str) -> None:
        row, x, end = self._wanted[self._y], self._x, self._x + len(cells)
        left, right = row[:x], row[end:]
        halves = self._table.halves
        if right[:1] in halves:
            right = self._table.half_lost(right[0]) + right[1:]
        if left and row[x : x + 1] in halves:
            left = left[:-1] + self._table.half_lost(left[-1])
        self._wanted[self._y] = f"{left}{cells}{right}"
        self._x = end

    def _next_line(self) -> None:
        """The terminal's line discipline makes of a line feed a return to the first column too."""
        self._x, self._y = 0, self._y + 1

    def _want_unknown(self) -> None:
        self._wanted = [UNKNOWN * self._columns] * self._lines
        self._x = self._y = NOWHERE

    # What is sent

    def _show(self) -> None:
        self._painter.paint(self._wanted)
        brush = self._painter.brush
        if self._x != NOWHERE:
            brush.move(min(self._x, self._columns - 1), self._y)
        if brush.pen is not None and brush.pen.link:
            brush.take(brush.pen._replace(link=""))

    def _change_screen(self, sequence: str) -> None:
        """To the screen that has only frames on it, or back to that of the shell."""
        self._show()
        self._painter.brush.take(PLAIN)
        self._let_through(sequence)
        if sequence.endswith("h"):
            self._pen = PLAIN
            self._painter.brush.take(PLAIN)

    def _pass(self, sequence: str) -> None:
        """Send what is not understood as it came; it may have changed everything."""
        self._show()
        if self._pen is not None:
            self._painter.brush.take(self._pen)
        self._let_through(sequence)

    def _let_through(self, sequence: str) -> None:
        self._painter.brush.say(sequence)
        self._painter.forget()
        self._want_unknown()
        self._pen = None

    def _pass_in_row(self, strip: str) -> None:
        """Send a strip whose cells are not known, but for their being in its row."""
        self._show()
        brush = self._painter.brush
        brush.take(PLAIN)
        brush.say(strip)
        brush.lose()
        self._wanted[self._y] = self._painter.rows[self._y] = UNKNOWN * self._columns
        if strip.endswith("\n"):
            self._next_line()
        else:
            self._x = NOWHERE

    # Numbers of cells

    def _number_with(self, table: CellTable) -> None:
        self._table = table
        self._limit = max(_CELLS, 2 * len(table))
        self._cells = lru_cache(_STRIPS)(partial(_strip_cells, table))

    def _renumber(self) -> None:
        rows = [*self._wanted, *self._painter.rows]
        table, rows = self._table.renumbered(rows)
        self._number_with(table)
        self._wanted, self._painter.rows = rows[: self._lines], rows[self._lines :]
        self._painter.number_with(table)


def _strip_cells(table: CellTable, chunk: str) -> str | None:
    """The cells of a strip in plain pen; None where that is not known."""
    if not _STRIP.fullmatch(chunk):
        return None
    pen = PLAIN
    cells = []
    try:
        for text, parameters, link in _PIECE.findall(chunk):
            if text:
                cells.append(table.cells(text, pen))
            elif link:
                pen = pen._replace(link="" if link == ";" else link)
            else:
                pen = selected(pen, parameters)
    except Unfamiliar:
        return None
    return "".join(cells)
