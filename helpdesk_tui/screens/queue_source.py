"""A queue as the list sees it: pages from the database, narrowed by the filter."""

from __future__ import annotations

from collections.abc import Callable

from helpdesk_tui.queries import tickets
from helpdesk_tui.queues import Held, Queue
from helpdesk_tui.rows import Actor, Page, TicketRow
from helpdesk_tui.store import Store
from helpdesk_tui.widgets.row_window import Window


class QueueSource:
    """Asks the database thread; every page is read with the filter `text`, in an order of the
    queue: its own where `order` is empty.
    """

    def __init__(
        self, store: Store, queue: Queue, actor: Callable[[], Actor], clock: Callable[[], int]
    ) -> None:
        self.text = ""
        self.order = ""
        self.changes_at: int | None = None
        """The next instant at which the queue changes by time alone."""
        self._total: int | None = None
        """As last counted: not every page counts again."""
        self._store = store
        self.held: Held = queue.behind or queue.id
        """Which tickets it asks for."""
        self._actor = actor
        self._clock = clock

    async def start(self, limit: int) -> Window[TicketRow]:
        return await self._page(tickets.first, limit)

    async def end(self, limit: int) -> Window[TicketRow]:
        return await self._page(tickets.last, limit)

    async def after(self, row: TicketRow, limit: int) -> Window[TicketRow]:
        return await self._page(tickets.after, row, limit)

    async def before(self, row: TicketRow, limit: int) -> Window[TicketRow]:
        return await self._page(tickets.before, row, limit)

    async def around(self, row: TicketRow, before: int, after: int) -> Window[TicketRow]:
        return await self._page(tickets.around, row, before, after)

    async def holding(self, ticket: int, limit: int) -> Window[TicketRow] | None:
        """A ticket among at most so many neighbours on each side; None where it is not listed."""
        asked = (self.held, self._actor(), self.text, ticket, self._clock())
        row = await self._store.run_slow(tickets.one, *asked)
        return None if row is None else await self.around(row, limit, limit)

    async def _page(self, read: Callable[..., Page], *place: object) -> Window[TicketRow]:
        page = await self._store.run_slow(
            read,
            self.held,
            self._actor(),
            self.text,
            *place,
            self._clock(),
            order=self.order,
        )
        if page.total is not None:
            self.changes_at = page.changes_at
            self._total = page.total
        return Window(page.rows, page.at_start, page.at_end, self._total)
