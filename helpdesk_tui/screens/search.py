"""Searching everything: a line to type in, and under it the tickets that it finds meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.worker import WorkerError

from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.rows import Found, InHand
from helpdesk_tui.screens.acting import ActingScreen
from helpdesk_tui.screens.alerting import show_alerts
from helpdesk_tui.screens.search_source import SearchSource
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.widgets.alert_strip import AlertStrip
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.row_table import RowTable
from helpdesk_tui.widgets.search_columns import search_columns
from helpdesk_tui.widgets.search_field import SearchField
from helpdesk_tui.widgets.title_bar import TitleBar

FIELD_HINTS = ("search.open", "search.down", "search.clear")
"""Instead of the list's own while one types."""


class SearchScreen(ActingScreen):
    """Every act can be done on what is found; a ticket that was opened goes back to here."""

    DEFAULT_CSS = """
    SearchScreen { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "type", N_("Search"), id="search.type", key_display="/"),
        Binding("escape", "step_back", N_("Clear the marks or back"), id="search.up", show=False),
        Binding("q,h,left", "back", N_("Back"), id="search.back", key_display="q"),
    ]

    HINTS = (
        "search.back",
        "list.open",
        "search.type",
        "ticket.take",
        "ticket.note",
        "list.mark",
        "app.palette",
        "app.keys",
    )

    def __init__(self) -> None:
        super().__init__()
        self._alerts_change_at: int | None = None

    def compose(self) -> ComposeResult:
        self._source = SearchSource(self.desk.store)
        yield TitleBar()
        yield SearchField()
        yield RowTable(search_columns(), self._source, self.desk.clock, id="list")
        yield AlertStrip()
        yield HintBar()

    def on_mount(self) -> None:
        self._say_empty()
        self._field.focus()
        self.watch(self.table, "highlighted", self.dim_hints, init=False)

    @property
    def table(self) -> RowTable[Found]:
        """What was found."""
        return self.query_one("#list", RowTable)

    @property
    def _field(self) -> SearchField:
        return self.query_one(SearchField)

    # Which tickets are meant

    def current(self) -> InHand | None:
        row = self.table.cursor_row
        if row is None:
            return None
        subject = row.subject.text
        return InHand(row.id, row.number, subject, row.status, row.priority, row.shared)

    def target_ids(self) -> list[int]:
        return self.table.targets()

    def done_with_marks(self) -> None:
        self.table.clear_marks()

    def hinted(self) -> Sequence[str]:
        return FIELD_HINTS if self._field.has_focus else self.HINTS

    # Following the desk

    def on_screen_resume(self) -> None:
        self.load()

    async def refresh_from_desk(self) -> None:
        await self.table.reload()
        self._show_place()
        self._alerts_change_at = await show_alerts(self)
        await self.follow_stopwatch()

    def changes_at(self) -> int | None:
        """The next instant at which the alerts change; each tick rewrites the ages."""
        return self._alerts_change_at

    def tick(self, now: int) -> None:
        super().tick(now)
        self.table.tick(now)

    def _show_place(self) -> None:
        bar = self.query_one(TitleBar)
        bar.left = _("Search everything")
        count = len(self.table.marks)
        marked = ngettext("{count} marked", "{count} marked", count).format(count=count)
        bar.middle = marked if count else ""
        bar.right = self.desk.who_and_when()
        self._say_empty()
        self.show_hints()

    def _say_empty(self) -> None:
        self.table.empty_message = (
            _("Nothing holds all of that.")
            if self._source.text.strip()
            else _('Type words, "a phrase", -without.')
        )

    # The field and the list

    def on_input_changed(self, message: Input.Changed) -> None:
        self._source.text = message.value
        self.search()

    @work(exclusive=True, group="load")
    async def search(self) -> None:
        """Show what is found now; what the last key has asked for is interrupted."""
        with self.desk.refusals():
            await self.table.reload(keep=False)
            self._show_place()

    def on_search_field_left(self) -> None:
        self.table.focus()

    @work(group=OPENING, exclusive=True)
    async def on_input_submitted(self) -> None:
        """Open the first ticket, or the one under the cursor, of what has been typed by now."""
        await self._up_to_date()
        if row := self.table.cursor_row:
            with self.desk.refusals():
                await self.desk.open_ticket(row.id)

    async def _up_to_date(self) -> None:
        """Return once the list shows what is in the field."""
        while searching := [w for w in self.workers if w.group == "load" and w.is_running]:
            with suppress(WorkerError):
                await searching[0].wait()

    def on_row_table_opened(self, message: RowTable.Opened) -> None:
        self.open_row(message.row.id)

    @work(group=OPENING, exclusive=True)
    async def open_row(self, ticket: int) -> None:
        """Show a ticket whole."""
        with self.desk.refusals():
            await self.desk.open_ticket(ticket)

    def on_row_table_marks_changed(self, message: RowTable.MarksChanged) -> None:
        self._show_place()

    def on_row_table_load_failed(self, message: RowTable.LoadFailed) -> None:
        self.desk.tell_error(message.error)

    # Keys

    def action_type(self) -> None:
        self._field.focus()

    def action_step_back(self) -> None:
        """Escape: clear the marks, else go back."""
        if self.table.marks or self.table.ranging:
            self.table.clear_marks()
        else:
            self.action_back()

    def on_search_field_given_up(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        self.dismiss(None)
