"""One screen draws every queue: menu, list, preview, filter, and the acts on its tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.queues import ORDER_NAMES, Queue, orders_of
from helpdesk_tui.rows import InHand, TicketDetail, TicketRow
from helpdesk_tui.screens import viewing
from helpdesk_tui.screens.acting import ActingScreen
from helpdesk_tui.screens.alerting import show_alerts
from helpdesk_tui.screens.queue_source import QueueSource
from helpdesk_tui.screens.search_line import in_force, query_bar
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.vocabulary import Role
from helpdesk_tui.widgets.alert_strip import AlertStrip
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.menu import Menu
from helpdesk_tui.widgets.pager import Line, Pager
from helpdesk_tui.widgets.presence import glyphs
from helpdesk_tui.widgets.query_bar import QueryBar
from helpdesk_tui.widgets.queue_columns import queue_columns
from helpdesk_tui.widgets.row_table import RowTable
from helpdesk_tui.widgets.ticket_lines import TicketLines
from helpdesk_tui.widgets.title_bar import PARTING, TitleBar

SIDEBAR_FROM = 120
"""Columns of the terminal from which the menu stands beside the list, which otherwise would have
less room for its columns than on a smaller terminal."""

PREVIEW_FROM = 130
"""Columns from which the preview does too."""

FILTER_HINTS = ("filter.keep", "filter.save", "filter.complete", "filter.clear")
"""Instead of the list's own while one types the filter."""

PAUSE = 0.15
"""Seconds that the cursor rests on a ticket before its preview is read."""


class QueueScreen(ActingScreen):
    """Keeps its own cursor, filter, marks and scroll while other screens are shown."""

    DEFAULT_CSS = """
    QueueScreen {
        layout: vertical;
        & #body { height: 1fr; }
        & #list { width: 1fr; }
        & #preview { width: 48; display: none; background: $surface; }
        &.-beside #preview { display: block; }
        &.-zoomed #body { layout: vertical; }
        &.-zoomed #list { height: 8; width: 1fr; }
        &.-zoomed #preview { display: block; width: 1fr; height: 1fr; }
        & #strip { display: none; }
        & #sidebar { display: none; }
        &.-wide #sidebar { display: block; }
        &.-narrow #strip { display: block; }
        &.-zoomed #sidebar { display: none; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", N_("Filter"), id="list.filter", key_display="/"),
        Binding("O", "sort", N_("Sort"), id="list.sort"),
        Binding("z", "zoom", N_("Zoom the preview"), id="list.zoom"),
        Binding("tab", "pane", N_("List or preview"), id="list.pane", show=False),
        Binding("escape", "step_back", N_("Clear filter or marks"), id="list.clear", show=False),
        Binding("q", "leave", N_("Leave"), id="app.leave"),
        Binding("l,right", "step_menu(1)", N_("Next queue"), id="menu.next", show=False),
        Binding("h,left", "step_menu(-1)", N_("Previous queue"), id="menu.previous", show=False),
    ]

    HINTS = (
        "ticket.next",
        "ticket.take",
        "ticket.start",
        "ticket.resolve",
        "list.mark",
        "list.filter",
        "app.palette",
        "app.keys",
    )

    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self.queue = queue
        self._rest: Timer | None = None
        self._alerts_change_at: int | None = None
        self._previewed: TicketDetail | None = None
        self.is_ready = False
        """Whether the list has been read, so that keys can mean its tickets."""

    def compose(self) -> ComposeResult:
        self._lay_out()  # before there is anything whose style it changes
        desk = self.desk
        self._source = QueueSource(desk.store, self.queue, desk.viewer, desk.clock)
        yield TitleBar()
        yield Menu(self.queue.id, folded=True, id="strip")
        with Horizontal(id="body"):
            yield Menu(self.queue.id, id="sidebar")
            columns = queue_columns(self.queue.columns, lambda: desk.zone)
            yield RowTable(columns, self._source, self.desk.clock, id="list")
            yield Pager(self._preview_lines, id="preview")
        yield AlertStrip()
        yield query_bar(desk)
        yield HintBar()

    def on_mount(self) -> None:
        self.table.empty_message = "…"
        self.watch(self.table, "highlighted", self._rest_on, init=False)
        self.table.focus()

    @property
    def table(self) -> RowTable[TicketRow]:
        """The list."""
        return self.query_one("#list", RowTable)

    # Which tickets are meant

    def current(self) -> InHand | None:
        row = self.table.cursor_row
        if row is None:
            return None
        return InHand(row.id, row.number, row.subject, row.status, row.priority, row.shared)

    def target_ids(self) -> list[int]:
        return self.table.targets()

    def done_with_marks(self) -> None:
        self.table.clear_marks()

    def hinted(self) -> Sequence[str]:
        return FILTER_HINTS if self.query_one(FilterBar).has_focus_within else self.HINTS

    # Following the desk

    def on_screen_resume(self) -> None:
        self._lay_out()
        self.load()

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.app.size.width
        self.set_class(width >= SIDEBAR_FROM, "-wide")
        self.set_class(width < SIDEBAR_FROM, "-narrow")
        self.set_class(width >= PREVIEW_FROM, "-beside")

    async def refresh_with_news(self) -> None:
        await self._refresh(flash=True)

    async def refresh_from_desk(self) -> None:
        await self._refresh(flash=False)

    async def _refresh(self, *, flash: bool) -> None:
        await self.table.reload(flash=flash)
        self.show_presence()
        self.is_ready = True
        await self._count()
        self._alerts_change_at = await show_alerts(self)
        await self.follow_stopwatch()

    async def _count(self) -> None:
        await viewing.count(self)
        self._say_empty()
        self.show_place()

    def show_presence(self) -> None:
        """A glyph before the tickets that others are at, a line in the preview."""
        self.table.note(glyphs(self.desk.watched.seen))
        self.query_one("#preview", Pager).rewrite(self._preview_lines)

    def changes_at(self) -> int | None:
        """The next instant at which what is shown changes by time alone."""
        instants = [self._source.changes_at, self._alerts_change_at]
        return min((each for each in instants if each is not None), default=None)

    def tick(self, now: int) -> None:
        """Repaint the clocks that read otherwise a second later."""
        self.table.tick(now)
        preview = self.query_one("#preview", Pager)
        if preview.display:
            preview.rewrite(self._preview_lines)
        self._show_time()

    def show_place(self) -> None:
        """Title, filter and marks in the top line."""
        bar = self.query_one(TitleBar)
        total = self.table.total
        title = self.place
        bar.left = title if total is None else f"{title} {total}"
        parts = []
        if searched := in_force(self.desk, self._source.text):
            parts.append(_("filter: {text}").format(text=one_line(searched)))
        if self._source.order:
            order = _(ORDER_NAMES[self._source.order])
            parts.append(_("order: {order}").format(order=order))
        if self.table.marks:
            count = len(self.table.marks)
            parts.append(ngettext("{count} marked", "{count} marked", count).format(count=count))
        if self.table.ranging:
            parts.append(_("range"))
        bar.middle = PARTING.join(parts)
        self._show_time()
        self.show_hints()

    @property
    def place(self) -> str:
        """Key and name of what the screen shows."""
        return f"{self.queue.key} {self.queue.shown}"

    def _show_time(self) -> None:
        self.query_one(TitleBar).right = self.desk.who_and_when()

    async def go_to(self, ticket: int) -> None:
        await self.table.go_to(ticket, self._source.holding)

    def _say_empty(self) -> None:
        if begun := self.query_one(QueryBar).begun:
            self.table.empty_message = _("Nothing matches so far. Go on typing: {field}…").format(
                field=begun
            )
        elif doubted := self.query_one(QueryBar).doubted:
            self.table.empty_message = doubted
        elif self._source.text:
            self.table.empty_message = _("Nothing matches. Escape clears the filter.")
        elif self.queue.id == "team" and self.desk.actor.team is None:
            self.table.empty_message = _("You belong to no team yet: a manager adds you to one.")
        elif self.desk.actor.role < Role.AGENT and self.queue.behind is None:
            self.table.empty_message = _(
                "There is no ticket here. <menu.history> shows all there ever were."
            )
        else:
            self.table.empty_message = _(self.queue.empty)

    # The list's messages

    def _rest_on(self, former: TicketRow | None, row: TicketRow | None) -> None:
        """The cursor is on another row, or what it is on has changed."""
        if former is None or row is None or row.status != former.status:
            self.dim_hints()
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if self.query_one("#preview", Pager).display:
            self._rest = self.set_timer(PAUSE, self.load_preview)

    def on_row_table_opened(self, message: RowTable.Opened) -> None:
        self.open_row(message.row.id)

    def on_row_table_marks_changed(self, message: RowTable.MarksChanged) -> None:
        self.show_place()
        if message.left_out:
            text = _("Only the first {count} are marked.").format(count=message.count)
            self.tell(text, refused=True)

    def on_row_table_load_failed(self, message: RowTable.LoadFailed) -> None:
        self.desk.tell_error(message.error)

    @work(group=OPENING, exclusive=True)
    async def open_row(self, ticket: int) -> None:
        with self.desk.refusals():
            await self.desk.open_ticket(ticket)

    @work(exclusive=True, group="preview")
    async def load_preview(self) -> None:
        """Read the ticket under the cursor, if the preview is on screen."""
        preview = self.query_one("#preview", Pager)
        row = self.table.cursor_row
        if not preview.display:
            return
        if row is None:
            self._previewed = None
            preview.show(self._preview_lines, keep=False)
            return
        with self.desk.refusals():
            former = self._previewed
            self._previewed = await self.desk.store.run(ticket_queries.detail, row.id)
            # Whoever reads on in a ticket that is read again stays where they are.
            preview.show(self._preview_lines, keep=former is not None and former.id == row.id)

    def _preview_lines(self, width: int) -> Sequence[Line]:
        if self._previewed is None:
            return ()
        ticket, desk = self._previewed, self.desk
        here = desk.watched.seen.get(ticket.id, ())
        return TicketLines(ticket, desk.zone, desk.clock(), here).preview(width)

    # Keys

    def action_filter(self) -> None:
        self.query_one(FilterBar).open()

    @work(exclusive=True, group="load")
    async def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        with self.desk.refusals():
            self._source.text = message.text
            # Once it is cleared, what it has found stands among its neighbours.
            await self.table.reload(keep=not message.text)
            self._say_empty()
            self.show_place()

    def on_filter_bar_left(self) -> None:
        self._say_empty()
        self.table.focus()

    @work(group=OPENING)
    async def on_query_bar_to_save(self, message: QueryBar.ToSave) -> None:
        with self.desk.refusals():
            await viewing.save(self, message.text)

    def action_step_back(self) -> None:
        """Escape: leave the preview, else clear the filter, else the marks."""
        if self.query_one("#preview").has_focus:
            self.table.focus()
        elif self._source.text:
            self.query_one(FilterBar).clear()
        elif self.table.marks or self.table.ranging:
            self.table.clear_marks()
        elif self.has_class("-zoomed"):
            self.action_zoom()

    @work(exclusive=True, group="load")
    async def action_sort(self) -> None:
        """Read the list in the next of its orders; the cursor stays on its ticket."""
        with self.desk.refusals():
            own, *_others = orders = orders_of(self._source.held)
            at = orders.index(self._source.order or own)
            order = orders[(at + 1) % len(orders)]
            self._source.order = order if order != own else ""
            await self.table.reload()
            self.show_place()
            self.tell(_("Order: {order}.").format(order=_(ORDER_NAMES[order])))

    def action_zoom(self) -> None:
        """Give the preview the room of the list, or give it back."""
        self.toggle_class("-zoomed")
        self.table.focus()
        self.load_preview()

    def action_pane(self) -> None:
        """Let the keys that move mean the preview, where it shows, or the list again."""
        preview = self.query_one("#preview")
        (preview if preview.display and not preview.has_focus else self.table).focus()

    def action_step_menu(self, step: int) -> None:
        self.desk.step_menu(self.queue.id, step)

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        self.desk.show_queue(message.queue)

    def action_leave(self) -> None:
        self.desk.action_ask_to_leave()
