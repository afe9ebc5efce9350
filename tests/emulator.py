"""A terminal for tests: every cell with its colours, attributes and link, and the cursor."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes

_TOKEN = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<parameters>[\d;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\](?P<command>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<control>.)",
    re.DOTALL,
)
_ENDS = {
    22: "1 2",
    23: "3",
    24: "4 21",
    25: "5 6",
    27: "7",
    28: "8",
    29: "9",
    54: "51 52",
    55: "53",
}
_SEEN_ON_BLANKS = {"4", "5", "6", "7", "9", "21", "51", "52", "53"}

Clusters = Callable[[str], list[tuple[str, int]]]
"""How a terminal cuts a text into cells: each with its width, 0 for what joins the one before."""


class Style(NamedTuple):
    foreground: str = ""
    background: str = ""
    attributes: frozenset[str] = frozenset()
    link: str = ""


class Cell(NamedTuple):
    text: str = " "
    """Empty for the right half of a wide one."""
    style: Style = Style()


@lru_cache(65536)
def drawn(text: str, style: Style) -> Cell:
    """A cell without what does not show: the colour of a space's text."""
    if text != " " or style.attributes & _SEEN_ON_BLANKS or style.link:
        return Cell(text, style)
    return Cell(" ", Style(background=style.background))


def as_assumed(text: str) -> list[tuple[str, int]]:
    """Clusters with the widths that the interface counts with."""
    return [(text[start:end], width) for start, end, width in split_graphemes(text)[0]]


class Emulator:
    """Line feeds return to the first column, as the line discipline of a terminal makes them.

    Where it does not `fill`, erased cells and new lines have the terminal's own background.
    """

    def __init__(
        self, columns: int, lines: int, *, fills: bool = True, clusters: Clusters = as_assumed
    ) -> None:
        self.columns, self.lines = columns, lines
        self.fills = fills
        self.clusters = clusters
        self.rows = [[Cell()] * columns for _ in range(lines)]
        self.x = self.y = 0
        self.style = Style()
        self.wraps = True
        self.modes: set[str] = set()
        self.rung = 0
        self._main: tuple[list[list[Cell]], int, int, Style] | None = None

    @property
    def seen(self) -> tuple[list[list[Cell]], int, int]:
        """All that shows: cells and cursor."""
        return [*self.rows], self.x, self.y

    @property
    def text(self) -> list[str]:
        return ["".join(cell.text for cell in row) for row in self.rows]

    def resize(self, columns: int, lines: int) -> None:
        self.rows = [(row + [Cell()] * columns)[:columns] for row in self.rows[:lines]]
        self.rows += [[Cell()] * columns for _ in range(lines - len(self.rows))]
        self.columns, self.lines = columns, lines
        self.x, self.y = min(self.x, columns - 1), min(self.y, lines - 1)

    def feed(self, data: str) -> None:
        for token in _TOKEN.finditer(data):
            if token["final"]:
                self._sequence(token)
            elif token["command"] is not None:
                if token["command"].startswith("8;"):
                    link = token["command"][2:]
                    self.style = self.style._replace(link="" if link == ";" else link)
            elif token["text"]:
                for cluster, width in self.clusters(token["text"]):
                    self._put(cluster, width)
            else:
                self._control(token["control"])

    # Drawing

    def _put(self, text: str, width: int) -> None:
        if width == 0:
            x = self.x if self.x == self.columns else self.x - 1
            x = min(x, self.columns - 1)
            if x > 0 and not self.rows[self.y][x].text:
                x -= 1
            if x >= 0:
                old = self.rows[self.y][x]
                self.rows[self.y][x] = old._replace(text=old.text + text)
            return
        if self.x + width > self.columns:
            if self.wraps:
                self.x = 0
                self._feed_line()
            else:
                self.x = self.columns - width
        self._set(self.x, drawn(text, self.style))
        if width == 2:
            self._set(self.x + 1, drawn("", self.style), beside=self.x)
        self.x = min(self.x + width, self.columns if self.wraps else self.columns - 1)

    def _set(self, x: int, cell: Cell, beside: int = -1) -> None:
        """Half of a wide cell that is drawn over leaves a blank in its other half."""
        row = self.rows[self.y]
        if x and not row[x].text and x - 1 != beside:
            row[x - 1] = drawn(" ", row[x - 1].style)
        if row[x].text and x + 1 < self.columns and not row[x + 1].text:
            row[x + 1] = drawn(" ", row[x + 1].style)
        row[x] = cell

    def _blank(self) -> Cell:
        return Cell(" ", Style(background=self.style.background) if self.fills else Style())

    def _feed_line(self) -> None:
        if self.y + 1 < self.lines:
            self.y += 1
        else:
            self.rows = [*self.rows[1:], [self._blank()] * self.columns]

    def _control(self, control: str) -> None:
        if control == "\n":
            self.x = 0
            self._feed_line()
        elif control == "\r":
            self.x = 0
        elif control == "\b":
            self.x = max(0, min(self.x, self.columns - 1) - 1)
        elif control == "\t":
            self.x = min(self.columns - 1, (self.x // 8 + 1) * 8)
        elif control == "\x07":
            self.rung += 1

    # Sequences

    def _sequence(self, token: re.Match[str]) -> None:
        final, words = token["final"], token["parameters"]
        if token["between"]:
            return
        if token["private"] == "?" and final in "hl":
            self._mode(words, final == "h")
        elif token["private"]:
            return
        elif final == "m":
            self._select(words)
        else:
            numbers = [int(word or 0) for word in words.replace(":", ";").split(";")]
            first = numbers[0] or 1
            if final == "H":
                second = (numbers[1] if len(numbers) > 1 else 0) or 1
                self.y, self.x = min(first, self.lines) - 1, min(second, self.columns) - 1
            elif final in "ABCDG":
                self._go(final, first)
            elif final in "JKXLM":
                self._erase(final, numbers[0])

    def _mode(self, number: str, on: bool) -> None:
        if number == "7":
            self.wraps = on
            self.x = min(self.x, self.columns - 1)
        elif number == "1049" and on:
            self._main = (self.rows, self.x, self.y, self.style)
            self.rows = [[Cell()] * self.columns for _ in range(self.lines)]
        elif number == "1049" and self._main:
            self.rows, self.x, self.y, self.style = self._main
            self._main = None
            self.resize(self.columns, self.lines)
        elif on:
            self.modes.add(number)
        else:
            self.modes.discard(number)

    def _go(self, way: str, count: int) -> None:
        x = min(self.x, self.columns - 1)
        if way == "A":
            self.y = max(0, self.y - count)
        elif way == "B":
            self.y = min(self.lines - 1, self.y + count)
        elif way == "G":
            x = count - 1
        else:
            x += count if way == "C" else -count
        self.x = max(0, min(x, self.columns - 1))

    def _erase(self, what: str, number: int) -> None:
        x = min(self.x, self.columns - 1)
        if what == "J":
            self.rows = [[self._blank()] * self.columns for _ in range(self.lines)]
        elif what in "KX":
            end = self.columns if what == "K" else min(self.columns, x + (number or 1))
            for at in range(x, end):
                self._set(at, self._blank())
        else:
            above, below = self.rows[: self.y], self.rows[self.y :]
            count = min(number or 1, len(below))
            new = [[self._blank()] * self.columns for _ in range(count)]
            below = new + below[:-count] if what == "L" else below[count:] + new
            self.rows = above + below
            self.x = 0

    def _select(self, words: str) -> None:
        style = self.style
        left = words.split(";")
        while left:
            word = left.pop(0)
            if ":" in word:
                style = style._replace(attributes=style.attributes | {word})
                continue
            code = int(word or 0)
            if code == 0:
                style = Style(link=style.link)
            elif code in _ENDS:
                ended = set(_ENDS[code].split())
                style = style._replace(attributes=style.attributes - ended)
            elif 30 <= code <= 49 or 90 <= code <= 107:
                length = {"5": 2, "2": 4}[left[0]] if code in (38, 48) else 0
                colour = "" if code in (39, 49) else ";".join([word, *left[:length]])
                del left[:length]
                if 40 <= code <= 49 or code >= 100:
                    style = style._replace(background=colour)
                else:
                    style = style._replace(foreground=colour)
            else:
                style = style._replace(attributes=style.attributes | {word})
        self.style = style
