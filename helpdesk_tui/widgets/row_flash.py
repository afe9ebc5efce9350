"""Which rows of a list stand out, because somebody else has just changed them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

from helpdesk_tui.widgets.row_window import R

FLASH_SECONDS = 1.5


class Flash:
    """Rows by id; one that is lit again while it is lit goes out with the last time."""

    def __init__(self) -> None:
        self._lit: dict[int, int] = {}

    def __contains__(self, row: int) -> bool:
        return row in self._lit

    def light(self, rows: Collection[int]) -> None:
        """Let rows stand out until as many calls of `calm` have named them."""
        for row in rows:
            self._lit[row] = self._lit.get(row, 0) + 1

    def calm(self, rows: Collection[int]) -> None:
        """Let them go out."""
        for row in rows:
            self._lit[row] -= 1
            if not self._lit[row]:
                del self._lit[row]


def stamps(rows: Iterable[R]) -> dict[int, Hashable]:
    """What tells whether a row has changed, by its id."""
    return {row.id: row.stamp for row in rows}


def changed(before: dict[int, Hashable], rows: Iterable[R]) -> frozenset[int]:
    """The rows that were there before and differ now."""
    return frozenset(r.id for r in rows if before.get(r.id, r.stamp) != r.stamp)
