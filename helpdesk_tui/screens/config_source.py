"""A kind's rows as the list sees them: pages from the database, narrowed by the filter."""

from __future__ import annotations

from collections.abc import Callable

from helpdesk_tui.queries import configuration
from helpdesk_tui.rows import ConfigPage, ConfigRow
from helpdesk_tui.store import Store
from helpdesk_tui.widgets.row_window import Window


class ConfigSource:
    """Asks the database thread; `text` filters, `archived` adds the rows that are not offered."""

    def __init__(self, store: Store, kind: str) -> None:
        self.text = ""
        self.archived = False
        self._store = store
        self._kind = kind

    async def start(self, limit: int) -> Window[ConfigRow]:
        return await self._page(configuration.first, limit)

    async def end(self, limit: int) -> Window[ConfigRow]:
        return await self._page(configuration.last, limit)

    async def after(self, row: ConfigRow, limit: int) -> Window[ConfigRow]:
        return await self._page(configuration.after, row, limit)

    async def before(self, row: ConfigRow, limit: int) -> Window[ConfigRow]:
        return await self._page(configuration.before, row, limit)

    async def around(self, row: ConfigRow, before: int, after: int) -> Window[ConfigRow]:
        return await self._page(configuration.around, row, before, after)

    async def _page(self, read: Callable[..., ConfigPage], *place: object) -> Window[ConfigRow]:
        page = await self._store.run(read, self._kind, self.text, self.archived, *place)
        return Window(page.rows, page.at_start, page.at_end, page.total)
