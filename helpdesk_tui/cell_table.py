"""Numbers every different cell with a character, so that a row of the screen is one string."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from rich.cells import get_character_cell_size, split_graphemes

from helpdesk_tui.pens import Pen, Unfamiliar

UNKNOWN = "\x00"
"""The cell of which nobody knows what it shows."""

_WIDE = [
    (0x1100, 0x115F),
    (0x2E80, 0x303E),
    (0x3041, 0x4DBF),
    (0x4E00, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6),
    (0x20000, 0x3FFFD),
]
"""East Asian characters, which take two cells on every terminal; emoji do on most only."""


class CellTable:
    """What each character of a row stands for: a cluster of text and how it is drawn."""

    def __init__(self) -> None:
        self.texts = {UNKNOWN: ""}
        """What is written for a cell: nothing for the right half of a wide one."""
        self.pens: dict[str, Pen | None] = {UNKNOWN: None}
        self.halves: set[str] = set()
        """The right halves of wide cells."""
        self.doubtful: set[str] = set()
        """Cells whose text may take another width on some terminal than the one assumed."""
        self._numbers: dict[tuple[str, Pen, bool], str] = {}
        self._alphabets: dict[Pen, _Alphabet] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def cell(self, text: str, pen: Pen, *, half: bool = False) -> str:
        """The character that stands for this cell; `half` is the right half of a wide one."""
        if text == " ":
            pen = pen.on_blanks()
        number = self._numbers.get((text, pen, half))
        if number is None:
            number = self._numbers[text, pen, half] = chr(len(self.texts))
            self.texts[number] = "" if half else text
            self.pens[number] = pen
            if half:
                self.halves.add(number)
            elif not (_certain(text) or _certainly_wide(text)):
                self.doubtful.add(number)
        return number

    def cells(self, text: str, pen: Pen) -> str:
        """The cells of a text; raises Unfamiliar if it holds controls or begins within a cell."""
        alphabet = self._alphabets.get(pen)
        if alphabet is None:
            alphabet = self._alphabets[pen] = _Alphabet(lambda character: self.cell(character, pen))
        try:
            return text.translate(alphabet)
        except _Uncertain:
            return "".join(self._clusters(text, pen))

    def _clusters(self, text: str, pen: Pen) -> list[str]:
        cells = []
        for start, end, width in split_graphemes(text)[0]:
            cluster = text[start:end]
            if width not in (1, 2) or any(unicodedata.category(c) in ("Cc", "Cs") for c in cluster):
                raise Unfamiliar(cluster)
            cells.append(self.cell(cluster, pen))
            if width == 2:
                cells.append(self.cell(cluster, pen, half=True))
        return cells

    def half_lost(self, cell: str) -> str:
        """What is left of a wide cell when its other half is drawn over."""
        pen = self.pens[cell]
        return UNKNOWN if pen is None else self.cell(" ", pen)

    def renumbered(self, rows: list[str]) -> tuple[CellTable, list[str]]:
        """A table of only the cells of these rows, and the rows as it numbers them."""
        table = CellTable()
        used = set("".join(rows))
        numbers = {
            ord(number): table.cell(text, pen, half=half)
            for (text, pen, half), number in self._numbers.items()
            if number in used
        }
        return table, [row.translate(numbers) for row in rows]


class _Uncertain(Exception):
    """A character whose cells have to be found out with its neighbours."""


class _Alphabet(dict[int, str]):
    """The cells of single characters in one pen, for `str.translate`."""

    def __init__(self, cell: Callable[[str], str]) -> None:
        super().__init__()
        self._cell = cell

    def __missing__(self, number: int) -> str:
        character = chr(number)
        if not _certain(character):
            raise _Uncertain
        cell = self[number] = self._cell(character)
        return cell


def _certain(text: str) -> bool:
    """Whether this takes one cell of its own on every terminal."""
    return (
        len(text) == 1
        and (text == "\xa0" or text.isprintable())
        and unicodedata.category(text)[0] not in "MC"
        and get_character_cell_size(text) == 1
    )


def _certainly_wide(text: str) -> bool:
    return len(text) == 1 and any(first <= ord(text) <= last for first, last in _WIDE)
