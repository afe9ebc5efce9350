"""Brings rows from a source into the window while cursor and list move on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeAlias

from helpdesk_tui.widgets.row_window import R, RowWindow, Window


class Source(Protocol[R]):
    """Where a list's rows come from, in list order, at most `limit` at a time."""

    async def start(self, limit: int) -> Window[R]: ...

    async def end(self, limit: int) -> Window[R]: ...

    async def after(self, row: R, limit: int) -> Window[R]: ...

    async def before(self, row: R, limit: int) -> Window[R]: ...

    async def around(self, row: R, before: int, after: int) -> Window[R]:
        """The row with its neighbours where it stands now, or where it was if it is gone."""
        ...


Holding: TypeAlias = Callable[[int, int], Awaitable[Window[R] | None]]
"""Reads a row by its id, with at most so many neighbours on each side; None where it is not."""


class RowLoader(Generic[R]):
    """Loads that may overlap: what was asked before a later reload was shown is never shown."""

    def __init__(
        self, window: RowWindow[R], source: Source[R], changed: Callable[[], None]
    ) -> None:
        """`changed` is called whenever other rows than before may be on screen."""
        self._window = window
        self._source = source
        self._changed = changed
        self._reloads = 0
        self._shown = 0
        self._top_from = 0

    @property
    def loaded(self) -> bool:
        """Whether anything was ever shown."""
        return self._shown > 0

    async def reload(self, keep: bool) -> None:
        """Fetch anew what the window shows; without `keep`, the start of the list.

        A start that was asked for but never came, its load being cancelled, is made up for.
        """
        self._reloads += 1
        turn = self._reloads
        if not keep:
            self._top_from = turn
        from_top = self._shown < self._top_from
        loaded = await self._again(from_top)
        if turn < self._shown:
            return
        self._shown = turn
        if from_top:
            self._window.show(loaded)
        else:
            self._window.merge(loaded)
        self._changed()

    async def _again(self, from_top: bool) -> Window[R]:
        asked = self._window.current
        if from_top or asked is None:
            return await self._source.start(self._window.page)
        while True:
            loaded = await self._source.around(asked, self._window.page, self._window.page)
            current = self._window.current
            if current is None or current.id == asked.id:
                return loaded
            if any(row.id == current.id for row in loaded.rows):
                return loaded
            asked = current  # the cursor was carried off meanwhile

    async def jump(self, to_end: bool) -> None:
        """Replace the window by one end of the list."""
        while True:
            shown = self._shown
            load = self._source.end if to_end else self._source.start
            loaded = await load(self._window.page)
            if shown == self._shown:
                break
        self._window.show(loaded, at_last=to_end)
        self._changed()

    async def seek(self, row_id: int, holding: Holding[R]) -> None:
        """Replace the window by the neighbourhood of a row, with the cursor on it, where it is."""
        loaded = await holding(row_id, self._window.page)
        if loaded is not None:
            self._window.show(loaded)
            self._window.move_to(self._window.place(row_id) or 0)
            self._changed()

    async def fill(self) -> None:
        """Load pages until the screen is far from both ends of the window."""
        while (edge := self._window.wanted()) is not None:
            shown = self._shown
            if edge == "after":
                loaded = await self._source.after(self._window.rows[-1], self._window.page)
            else:
                loaded = await self._source.before(self._window.rows[0], self._window.page)
            if shown == self._shown and edge == self._window.wanted():
                visible = self._window.visible()
                self._window.extend(edge, loaded)
                if self._window.visible() != visible:
                    self._changed()


async def first_ids(source: Source[R], limit: int) -> tuple[list[int], bool]:
    """The first ids of the whole list, and whether there are more."""
    loaded = await source.start(limit)
    ids = [row.id for row in loaded.rows]
    while not loaded.at_end and loaded.rows and len(ids) < limit:
        loaded = await source.after(loaded.rows[-1], limit - len(ids))
        ids += [row.id for row in loaded.rows]
    return ids, not loaded.at_end
