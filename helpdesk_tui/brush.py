"""The terminal's cursor and pen, and the shortest ways to change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from helpdesk_tui.pens import Pen, change
from helpdesk_tui.strokes import Stroke

NOWHERE = -1
"""The column or line of a cursor of which nobody knows where it is."""


class Brush:
    """Collects what a terminal of this width is sent; where it stands is not known at first."""

    def __init__(self, columns: int) -> None:
        self.pen: Pen | None = None
        self.x = self.y = NOWHERE
        self.output: list[str] = []
        self._columns = columns

    def move(self, x: int, y: int) -> None:
        """Put the cursor there."""
        if x != self.x or y != self.y:
            self.output.append(_way(self.x, self.y, x, y))
            self.x, self.y = x, y

    def take(self, pen: Pen) -> None:
        """Draw with this pen from now on."""
        if pen != self.pen:
            self.output.append(change(self.pen, pen))
            self.pen = pen

    def take_for_blank(self, pen: Pen) -> None:
        """Take a pen whose blanks look like those of this one."""
        self.take(pen if self.pen is None else self.pen.over(pen))

    def draw(self, places: Iterable[tuple[int, int, Stroke]]) -> None:
        """Draw strokes, each from that column of that line; a frame has hundreds of them."""
        pen, x, y, say = self.pen, self.x, self.y, self.output.append
        for to_x, to_y, stroke in places:
            wanted = stroke.pen
            if stroke.is_blank and pen is not None:
                wanted = pen.over(wanted)
            if wanted is not pen and wanted != pen:
                say(change(pen, wanted))
                pen = wanted
            if to_x != x or to_y != y:
                say(_way(x, y, to_x, to_y))
            say(stroke.text)
            x, y = self._after(to_x, stroke.width), to_y
        self.pen, self.x, self.y = pen, x, y

    def write(self, text: str, width: int) -> None:
        """Draw a text that takes so many cells."""
        self.output.append(text)
        self.x = self._after(self.x, width)

    def say(self, sequence: str) -> None:
        """Send something that leaves cursor and pen as they are."""
        self.output.append(sequence)

    def lose(self) -> None:
        """From now on nobody knows where the cursor is."""
        self.x = self.y = NOWHERE

    def _after(self, x: int, width: int) -> int:
        """The column after so many cells; terminals differ in where the edge leaves the cursor."""
        return x + width if x + width < self._columns else NOWHERE


@lru_cache(4096)
def _way(from_x: int, from_y: int, x: int, y: int) -> str:
    """The shortest sequence from there to here."""
    ways = [f"\x1b[{y + 1}{f';{x + 1}' if x else ''}H" if x or y else "\x1b[H"]
    across = list(_across(from_x, x))
    if from_y == y:
        ways += across
    elif from_y != NOWHERE and from_x != NOWHERE:
        down = y - from_y
        count = "" if abs(down) == 1 else abs(down)
        ways += [f"\x1b[{count}{'B' if down > 0 else 'A'}{way}" for way in across]
    return min(ways, key=len)


def _across(from_x: int, x: int) -> Iterator[str]:
    if from_x == x:
        yield ""
        return
    if x == 0:
        yield "\r"
    yield f"\x1b[{x + 1}G"
    if from_x != NOWHERE:
        right = x - from_x
        count = "" if abs(right) == 1 else abs(right)
        yield f"\x1b[{count}{'C' if right > 0 else 'D'}"
        if right < 0:
            yield "\b" * -right
