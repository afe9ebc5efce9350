"""Which rows a person has marked, kept by id and in the order of marking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Marks:
    """Marked ids, among them a range that grows and shrinks with the cursor until it is ended."""

    def __init__(self) -> None:
        self._kept: dict[int, None] = {}
        self._range: dict[int, None] | None = None

    def __contains__(self, row_id: int) -> bool:
        return row_id in self._kept or (self._range is not None and row_id in self._range)

    def __iter__(self) -> Iterator[int]:
        return iter(self._kept | (self._range or {}))

    def __len__(self) -> int:
        return len(self._kept | self._range) if self._range else len(self._kept)

    @property
    def ranging(self) -> bool:
        """Whether moving the cursor marks."""
        return self._range is not None

    def toggle(self, row_id: int) -> None:
        """Mark or unmark one row; a range under way is ended first."""
        self.end_range()
        if row_id in self._kept:
            del self._kept[row_id]
        else:
            self._kept[row_id] = None

    def add(self, row_ids: Iterable[int]) -> None:
        """Mark rows; those marked already keep their place in the order."""
        self.end_range()
        self._kept |= dict.fromkeys(row_ids)

    def clear(self) -> None:
        """Unmark everything and end the range."""
        self._kept = {}
        self._range = None

    def start_range(self, row_id: int) -> None:
        """Mark one row and have the cursor mark what it passes."""
        self.end_range()
        self._range = {row_id: None}

    def end_range(self) -> None:
        """Keep what the range has marked; moving marks no more."""
        if self._range is not None:
            self._kept |= self._range
            self._range = None

    def walk(self, row_ids: Iterable[int]) -> None:
        """Lead the range along rows the cursor passes: new ones join, going back unmarks."""
        path = self._range
        if path is None:
            return
        for row_id in row_ids:
            if row_id in path:
                while next(reversed(path)) != row_id:
                    path.popitem()
            else:
                path[row_id] = None
