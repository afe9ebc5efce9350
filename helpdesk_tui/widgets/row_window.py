"""The part of a long list that is loaded, the cursor in it and what of it is on screen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, Literal, Protocol, TypeVar

from helpdesk_tui.records import record

PAGE = 200
"""Rows asked for at a time, unless the screen is so tall that three of it are more."""

Edge = Literal["before", "after"]


class Row(Protocol):
    """What a list can hold: any frozen dataclass with these two."""

    @property
    def id(self) -> int:
        """Identity: cursor and marks are kept by it."""

    @property
    def stamp(self) -> Hashable:
        """Differs whenever anything drawn of the row does, save what depends on the time."""


R = TypeVar("R", bound=Row)


@record
class Window(Generic[R]):
    """Neighbouring rows in list order; `total` counts the whole list where that is known."""

    rows: Sequence[R]
    at_start: bool
    at_end: bool
    total: int | None


class RowWindow(Generic[R]):
    """At most about four pages of rows, the cursor (an index into them) and the top line."""

    def __init__(self, page: int = PAGE) -> None:
        self.rows: list[R] = []
        self.at_start = True
        self.at_end = True
        self.total: int | None = None
        self.cursor = 0
        self.top = 0
        self.height = 1
        self._least_page = page
        self._places: dict[int, int] = {}

    @property
    def page(self) -> int:
        """How many rows to ask for at a time."""
        return max(self._least_page, 3 * self.height)

    @property
    def current(self) -> R | None:
        """The row under the cursor; None in an empty list."""
        return self.rows[self.cursor] if self.rows else None

    def visible(self) -> Sequence[R]:
        """The rows on screen, from the top."""
        return self.rows[self.top : self.top + self.height]

    def place(self, row_id: int) -> int | None:
        """The index of a row, if it is loaded."""
        return self._places.get(row_id)

    def resize(self, height: int) -> None:
        """Set how many lines show rows; the cursor stays among them."""
        self.height = max(1, height)
        self._reveal()

    # Moving

    def move_to(self, index: int) -> None:
        """Put the cursor on a loaded row, scrolling no more than that takes."""
        self.cursor = max(0, min(index, len(self.rows) - 1))
        self._reveal()

    def turn(self, lines: int) -> None:
        """Move cursor and screen together, so that the cursor stays on its line."""
        self.top += lines
        self.move_to(self.cursor + lines)

    def scroll(self, lines: int) -> None:
        """Move the screen; the cursor stays on its row, or on the nearest that shows."""
        self.top = max(0, min(self.top + lines, len(self.rows) - self.height))
        self.move_to(max(self.top, min(self.cursor, self.top + self.height - 1)))

    def _reveal(self) -> None:
        self.top = min(max(self.top, self.cursor - self.height + 1), self.cursor)
        self.top = max(0, min(self.top, len(self.rows) - self.height))

    # Loading

    def wanted(self) -> Edge | None:
        """The end that the screen has come near to and that has more rows to load."""
        margin = self.page // 2
        if not self.rows:
            return None
        if not self.at_end and len(self.rows) - self.top - self.height < margin:
            return "after"
        if not self.at_start and self.top < margin:
            return "before"
        return None

    def show(self, loaded: Window[R], *, at_last: bool = False) -> None:
        """Replace every row, with the cursor on the first or the last."""
        self._install(loaded)
        self.top = 0
        self.move_to(len(self.rows) - 1 if at_last else 0)

    def extend(self, edge: Edge, loaded: Window[R]) -> None:
        """Join the rows beyond one end and drop what is too much at the other.

        Rows that are loaded already stay where they are: they have moved in the list since, and
        the next merge puts them right.
        """
        fresh = [row for row in loaded.rows if row.id not in self._places]
        if edge == "after":
            self.rows.extend(fresh)
            self.at_end = loaded.at_end or not fresh
            self._drop_from_start()
        else:
            self.rows[:0] = fresh
            self.at_start = loaded.at_start or not fresh
            self.cursor += len(fresh)
            self.top += len(fresh)
            self._drop_from_end()
        if loaded.total is not None:
            self.total = loaded.total
        self._index()
        self._reveal()

    def merge(self, loaded: Window[R]) -> None:
        """Replace every row by fresher ones: the cursor keeps its row and its line on screen.

        A cursor whose row is gone goes to the row that took its place. A list that shows its
        very beginning goes on showing it, while the cursor fits, so that new rows there are seen.
        """
        if not self.rows:
            self.show(loaded)
            return
        line = self.cursor - self.top
        from_start = self.at_start and self.top == 0
        before, cursor = self.rows, self.cursor
        self._install(loaded)
        self.cursor = self._heir(before, cursor)
        stay = from_start and self.at_start and self.cursor < self.height
        self.top = 0 if stay else self.cursor - line
        self.move_to(self.cursor)

    def _heir(self, before: Sequence[R], cursor: int) -> int:
        candidates = [*before[cursor:], *reversed(before[:cursor])]
        places = (self._places.get(row.id) for row in candidates)
        return next((place for place in places if place is not None), cursor)

    def _install(self, loaded: Window[R]) -> None:
        self.rows = list(loaded.rows)
        self.at_start = loaded.at_start
        self.at_end = loaded.at_end
        self.total = loaded.total
        self._index()

    def _index(self) -> None:
        self._places = {row.id: index for index, row in enumerate(self.rows)}

    def _drop_from_start(self) -> None:
        spare = self.top - self.page // 2
        excess = min(len(self.rows) - 3 * self.page, spare)
        if excess > 0:
            del self.rows[:excess]
            self.cursor -= excess
            self.top -= excess
            self.at_start = False

    def _drop_from_end(self) -> None:
        keep = max(3 * self.page, self.top + self.height + self.page // 2)
        if keep < len(self.rows):
            del self.rows[keep:]
            self.at_end = False
