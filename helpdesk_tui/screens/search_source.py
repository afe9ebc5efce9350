"""What a search finds, as the list sees it: pages from the database, the newest tickets first."""

from __future__ import annotations

from helpdesk_tui.queries import search
from helpdesk_tui.rows import Found
from helpdesk_tui.search_terms import terms
from helpdesk_tui.store import Store
from helpdesk_tui.widgets.row_window import Window

PAGE = 50
"""The most that is read at once: while one types, the next key waits for nothing longer."""


class SearchSource:
    """Asks the database thread; `text` is what is searched, and nothing is found without any."""

    def __init__(self, store: Store) -> None:
        self.text = ""
        self._store = store

    async def start(self, limit: int) -> Window[Found]:
        rows, whole = await self._page(min(limit, PAGE))
        return Window(rows, True, whole, None)

    async def end(self, limit: int) -> Window[Found]:
        rows, whole = await self._page(min(limit, PAGE), 0, backwards=True)
        return Window(rows, whole, True, None)

    async def after(self, row: Found, limit: int) -> Window[Found]:
        rows, whole = await self._page(min(limit, PAGE), row.id)
        return Window(rows, False, whole, None)

    async def before(self, row: Found, limit: int) -> Window[Found]:
        rows, whole = await self._page(min(limit, PAGE), row.id, backwards=True)
        return Window(rows, whole, False, None)

    async def around(self, row: Found, before: int, after: int) -> Window[Found]:
        # the row itself is the first before the id that would follow it
        earlier, at_start = await self._page(min(before, PAGE), row.id, backwards=True)
        later, at_end = await self._page(min(after, PAGE) + 1, row.id + 1)
        return Window([*earlier, *later], at_start, at_end, None)

    async def _page(
        self, limit: int, beyond: int | None = None, *, backwards: bool = False
    ) -> tuple[list[Found], bool]:
        """At most `limit` rows, and whether there are no more that way."""
        rows = await self._store.run_slow(
            search.search, terms(self.text), limit + 1, beyond, backwards=backwards
        )
        kept = rows[max(0, len(rows) - limit) :] if backwards else rows[:limit]
        return kept, len(rows) <= limit
