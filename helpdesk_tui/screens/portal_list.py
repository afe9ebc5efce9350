"""The portal's first screen: the tickets of the visitor's customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import portal
from helpdesk_tui.screens.dialogs import Prompt
from helpdesk_tui.screens.portal_screen import PortalScreen
from helpdesk_tui.screens.portal_ticket import PortalTicketScreen
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.visitors import SharedPage, SharedRow
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.portal_list import SharedTable, shared_columns
from helpdesk_tui.widgets.row_window import Window
from helpdesk_tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from helpdesk_tui.portal import PortalApp


class PortalSource:
    """Asks the database thread for pages of what the visitor may see."""

    def __init__(self, visit: PortalApp) -> None:
        self._visit = visit

    async def start(self, limit: int) -> Window[SharedRow]:
        return await self._page(portal.first, limit)

    async def end(self, limit: int) -> Window[SharedRow]:
        return await self._page(portal.last, limit)

    async def after(self, row: SharedRow, limit: int) -> Window[SharedRow]:
        return await self._page(portal.after, row, limit)

    async def before(self, row: SharedRow, limit: int) -> Window[SharedRow]:
        return await self._page(portal.before, row, limit)

    async def around(self, row: SharedRow, before: int, after: int) -> Window[SharedRow]:
        return await self._page(portal.around, row, before, after)

    async def _page(self, read: Callable[..., SharedPage], *place: object) -> Window[SharedRow]:
        page = await self._visit.store.run(read, self._visit.visitor, *place)
        return Window(page.rows, page.at_start, page.at_end, None)


class PortalListScreen(PortalScreen):
    """Follows the desk: what agents answer appears by itself."""

    DEFAULT_CSS = """
    PortalListScreen { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", N_("Quit"), id="list.leave"),
        Binding("c", "create", N_("New ticket"), id="list.create"),
        Binding("slash", "find", N_("Find by number"), id="list.find", key_display="/"),
    ]

    HINTS = ("list.open", "list.create", "list.leave", "list.find", "app.keys")

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield SharedTable(
            shared_columns(self.visit.zone), PortalSource(self.visit), self.visit.clock, id="list"
        )
        yield HintBar()

    def on_mount(self) -> None:
        self.table.empty_message = _("There are no tickets yet. <list.create> opens the first.")
        self.table.focus()

    @property
    def table(self) -> SharedTable:
        """The list."""
        return self.query_one("#list", SharedTable)

    def on_screen_resume(self) -> None:
        self.load()

    async def refresh_from_desk(self) -> None:
        await self.table.reload()
        bar = self.query_one(TitleBar)
        bar.left = _("Your tickets")
        bar.right = self.visit.who_and_when()
        self.show_hints()

    async def refresh_with_news(self) -> None:
        await self.table.reload(flash=True)

    def tick(self, now: int) -> None:
        super().tick(now)
        self.table.tick(now)

    def on_row_table_opened(self, message: SharedTable.Opened) -> None:
        self.open_ticket(message.row.id)

    def on_row_table_load_failed(self, message: SharedTable.LoadFailed) -> None:
        self.visit.tell_error(message.error)

    @work(group=OPENING, exclusive=True)
    async def open_ticket(self, ticket: int) -> None:
        """Show a ticket whole."""
        visit = self.visit
        with visit.refusals():
            found = await visit.store.run(portal.ticket, visit.visitor, ticket)
            await visit.push_screen(PortalTicketScreen(found))

    @work(group=OPENING)
    async def action_create(self) -> None:
        """Ask the support team for something new."""
        with self.visit.refusals():
            done = await self.ask_for_ticket()
            if done is not None:
                await self.refresh_from_desk()
                self.table.move_to(done.ticket)
                opened = _("{number} is on its way to the support team.")
                self.tell(opened.format(number=one_line(done.number)))

    @work(group=OPENING)
    async def action_find(self) -> None:
        """Open a ticket by the number that somebody has written down."""
        visit = self.visit
        with visit.refusals():
            title, hint = _("Number of the ticket"), _("42, tkt42 or TKT0042")
            prompt: Prompt[Any] = Prompt(title, check=_typed, hint=hint, echo=one_line)
            typed = await visit.push_screen_wait(prompt)
            if typed is not None:
                self.open_ticket(await visit.store.run(portal.find, visit.visitor, typed))

    @work(group=OPENING)
    async def action_leave(self) -> None:
        if await self.agree(_("Leave the helpdesk?"), N_("Leave")):
            self.visit.exit(0)


def _typed(text: str) -> str:
    if not text.strip():
        raise Invalid("number", N_("Type the number of a ticket."))
    return text
