"""One ticket whole, with every act that its state allows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.rows import InHand, TicketDetail
from helpdesk_tui.screens.acting import ActingScreen
from helpdesk_tui.screens.alerting import show_alerts
from helpdesk_tui.screens.news import told
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.alert_strip import AlertStrip
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.pager import Line, Pager
from helpdesk_tui.widgets.ticket_lines import TicketLines
from helpdesk_tui.widgets.title_bar import TitleBar


class TicketScreen(ActingScreen):
    """Shows the ticket as it is now, and again whenever anybody changes it."""

    DEFAULT_CSS = """
    TicketScreen { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,h,left", "back", N_("Back"), id="ticket.back", key_display="q"),
        Binding("tab", "section(1)", N_("Next section"), id="ticket.section", show=False),
    ]

    HINTS = (
        "ticket.back",
        "ticket.take",
        "ticket.start",
        "ticket.wait",
        "ticket.message",
        "ticket.note",
        "ticket.resolve",
        "app.keys",
    )

    def __init__(self, detail: TicketDetail) -> None:
        super().__init__()
        self.detail = detail
        self._alerts_change_at: int | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Pager(self._lines)
        yield AlertStrip()
        yield HintBar()

    def on_mount(self) -> None:
        self.query_one(Pager).focus()
        self._show()

    def current(self) -> InHand | None:
        ticket = self.detail
        return InHand(
            ticket.id, ticket.number, ticket.subject, ticket.status, ticket.priority, ticket.shared
        )

    @property
    def ticket_shown(self) -> int | None:
        return self.detail.id

    def on_screen_resume(self) -> None:
        self.load(news=True)

    async def refresh_with_news(self) -> None:
        before = self.detail
        await self.refresh_from_desk()
        if news := told(before, self.detail, self.desk.actor):
            self.tell(news)

    async def refresh_from_desk(self) -> None:
        self.detail = await self.desk.store.run(ticket_queries.detail, self.detail.id)
        self._show()
        self._alerts_change_at = await show_alerts(self)
        await self.follow_stopwatch()

    async def show_ticket(self, ticket: int) -> None:
        self.detail = await self.desk.store.run(ticket_queries.detail, ticket)
        self.query_one(Pager).go_to(0)
        await self.refresh_from_desk()

    def changes_at(self) -> int | None:
        """The next instant at which the alerts change; each tick rewrites the clocks."""
        return self._alerts_change_at

    def tick(self, now: int) -> None:
        """Rewrite the lines that read otherwise now."""
        self.query_one(Pager).rewrite(self._lines)
        self.query_one(TitleBar).right = self.desk.who_and_when()

    def _lines(self, width: int) -> list[Line]:
        here = self.desk.watched.seen.get(self.detail.id, ())
        lines = TicketLines(self.detail, self.desk.zone, self.desk.clock(), here)
        return lines.whole(width, self.query_one(TitleBar).room)

    def show_presence(self) -> None:
        self.query_one(Pager).rewrite(self._lines)

    def _show(self) -> None:
        self.query_one(Pager).rewrite(self._lines)
        bar = self.query_one(TitleBar)
        bar.left = one_line(self.detail.number)
        bar.middle = one_line(self.detail.subject)
        bar.right = self.desk.who_and_when()
        self.show_hints()

    def action_back(self) -> None:
        self.dismiss(None)

    def action_section(self, step: int) -> None:
        """Put the next section's title at the top; after the last one, the beginning."""
        pager = self.query_one(Pager)
        found = pager.line_at(lambda line: any(ink == "section" for _t, ink in line), pager.top + 1)
        pager.go_to(0 if found is None or pager.at_end else found)
