"""Columns as values, how they share the width, and how cells become a line."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Generic

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from helpdesk_tui.records import record
from helpdesk_tui.rows import Hits
from helpdesk_tui.widgets.row_window import R

MARK_WIDTH = 1
GAP = 1
HIT = Style(bold=True, underline=True)
"""What tells found words also where there is no colour, and under the cursor."""

LEAST_REST = 28
"""Cells that the column taking the rest keeps before another column is dropped."""


@record
class Cell:
    """Text already fit for the terminal, and the name of its ink: urgent, late, soon, muted …"""

    text: str
    style: str = ""
    hits: Hits = ()
    """Parts of the text that stand out, where it is not right-aligned."""


@record
class Column(Generic[R]):
    """One column of a list."""

    id: str
    title: str
    """A message id."""
    width: int
    """Cells; 0 takes the rest, as exactly one column does."""
    cell: Callable[[R, int], Cell]
    """From the row and the present time in epoch seconds."""
    live: bool = False
    """Depends on the time, so is looked at again on every tick."""
    drop: int = 0
    """Where room is short the lowest have it first; 0 always stays."""
    least: int = 0
    """Cells to which it is narrowed before others are dropped; 0 is its width."""
    right: bool = False


@record
class Placed(Generic[R]):
    """A column that has room on the line, and where."""

    column: Column[R]
    x: int
    width: int


def place(columns: Sequence[Column[R]], width: int) -> tuple[Placed[R], ...]:
    """Share `width` cells: those that have room, then what is left, first to the narrowed."""
    kept: set[str] = set()
    for column in sorted(columns, key=lambda column: column.drop):
        if not column.drop or _need(columns, {*kept, column.id}) <= width:
            kept.add(column.id)
    spare = width - _need(columns, kept)
    cells = {}
    for column in sorted(columns, key=lambda column: column.drop):
        if column.id in kept and column.width:
            grown = max(0, min(spare, column.width - _least(column)))
            cells[column.id] = _least(column) + grown
            spare -= grown
    placed = []
    x = MARK_WIDTH
    for column in columns:
        if column.id in kept:
            taken = cells.get(column.id, max(0, LEAST_REST + spare))
            placed.append(Placed(column, x, taken))
            x += taken + GAP
    return tuple(placed)


def _least(column: Column[R]) -> int:
    return column.least or column.width or LEAST_REST


def _need(columns: Sequence[Column[R]], kept: Container[str]) -> int:
    widths = [_least(column) for column in columns if column.id in kept]
    return MARK_WIDTH + sum(widths) + GAP * (len(widths) - 1)


def fit(text: str, width: int, right: bool = False) -> str:
    """Exactly `width` cells as the terminal library counts them, cut with an ellipsis or padded."""
    cells = cell_len(text)
    if cells > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    padding = " " * (width - cells)
    return padding + text if right else text + padding


def _inked(cell: Cell, fitted: str, ink: Callable[[str], Style]) -> Iterator[tuple[str, Style]]:
    """The cell's text as it has been cut or padded at its end, what was found in it apart."""
    ground, at = ink(cell.style), 0
    for begin, end in cell.hits:
        yield fitted[at:begin], ground
        yield fitted[begin:end], ground + ink("hit") + HIT
        at = end
    yield fitted[at:], ground


def draw_line(
    placed: Sequence[Placed[R]],
    cells: Sequence[Cell],
    mark: Cell,
    width: int,
    ink: Callable[[str], Style],
) -> Strip:
    """A line of `width` cells: `mark`, then the cells in their places, `ink` giving the styles."""
    ground = ink("")
    parts = [(mark.text, ink(mark.style))]
    end = MARK_WIDTH
    for slot, cell in zip(placed, cells, strict=True):
        if slot.x > end:
            parts.append((" " * (slot.x - end), ground))
        fitted = fit(cell.text, slot.width, slot.column.right)
        if cell.hits:
            parts += _inked(cell, fitted, ink)
        else:
            parts.append((fitted, ink(cell.style)))
        end = slot.x + slot.width
    if end < width:
        parts.append((" " * (width - end), ground))
    # Neighbours of one style are joined: each segment costs a style sequence on the wire.
    segments = [
        Segment("".join(text for text, _ in run), style)
        for style, run in groupby(parts, key=itemgetter(1))
    ]
    strip = Strip(segments, max(end, width))  # counting the cells again would take as long
    return strip if end <= width else strip.crop(0, width)
