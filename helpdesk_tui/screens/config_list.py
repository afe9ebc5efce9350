"""One screen lists the rows of any kind of configuration, with every act on them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.permissions import allows, permit
from helpdesk_tui.queries import config_rows
from helpdesk_tui.rows import ConfigRow
from helpdesk_tui.screens import archiving, configuring
from helpdesk_tui.screens.config_history import ConfigHistory
from helpdesk_tui.screens.config_source import ConfigSource
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.screens.kind_tickets import tickets_of
from helpdesk_tui.screens.kinds.kind import ConfigKind
from helpdesk_tui.screens.recomputing import recompute
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.row_table import RowTable
from helpdesk_tui.widgets.title_bar import TitleBar

NEEDS = {
    "config.create": "create",
    "config.edit": "edit",
    "config.copy": "copy",
    "config.archive": "archive",
}
"""What a kind must allow for a key to be there at all."""

NEEDS_ROW = frozenset(
    {"config.edit", "config.copy", "config.archive", "config.history", "config.tickets"}
)
"""The keys that are about the row under the cursor."""


class ConfigList(DeskScreen):
    """Archived rows show only when asked for; what cannot be done says why when its key is hit."""

    DEFAULT_CSS = """
    ConfigList { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "create", N_("Create"), id="config.create"),
        Binding("e", "edit", N_("Edit"), id="config.edit"),
        Binding("C", "copy", N_("Copy"), id="config.copy"),
        Binding("D", "archive", N_("Archive"), id="config.archive"),
        Binding("R", "recompute", N_("Recompute deadlines"), id="config.recompute"),
        Binding("T", "tickets", N_("Tickets"), id="config.tickets"),
        Binding("H", "history", N_("History"), id="config.history"),
        Binding("full_stop", "archived", N_("Archived too"), id="config.archived", key_display="."),
        Binding("slash", "filter", N_("Filter"), id="list.filter", key_display="/"),
        Binding("escape", "step_back", N_("Back"), id="config.step_back", show=False),
        Binding("q,h,left", "back", N_("Back"), id="config.back", key_display="q"),
    ]

    HINTS = (
        "config.back",
        "config.create",
        "config.edit",
        "config.archive",
        "config.recompute",
        "config.tickets",
        "list.filter",
        "config.archived",
        "app.keys",
    )

    def __init__(self, kind: ConfigKind) -> None:
        super().__init__()
        self.kind = kind

    def compose(self) -> ComposeResult:
        self._source = ConfigSource(self.desk.store, self.kind.id)
        yield TitleBar()
        yield RowTable(self.kind.columns, self._source, self.desk.clock, id="list")
        yield FilterBar()
        yield HintBar()

    def on_mount(self) -> None:
        self.table.focus()
        self.watch(self.table, "highlighted", self.dim_hints, init=False)

    @property
    def table(self) -> RowTable[ConfigRow]:
        """The list."""
        return self.query_one("#list", RowTable)

    # Following the desk

    def on_screen_resume(self) -> None:
        self.load()

    async def refresh_from_desk(self) -> None:
        await self.table.reload()
        self.show_place()

    def show_place(self) -> None:
        """Kind, filter and marks in the top line."""
        bar = self.query_one(TitleBar)
        total = self.table.total
        bar.left = _(self.kind.title) if total is None else f"{_(self.kind.title)} {total}"
        parts = []
        if self._source.archived:
            parts.append(_("with the archived ones"))
        if self._source.text:
            parts.append(_("filter: {text}").format(text=one_line(self._source.text)))
        if count := len(self.table.marks):
            parts.append(ngettext("{count} marked", "{count} marked", count).format(count=count))
        bar.middle = " · ".join(parts) or _(self.kind.about)
        bar.right = self.desk.who_and_when()
        self.table.empty_message = self._nothing()
        self.show_hints()

    def _nothing(self) -> str:
        if self._source.text:
            return _("Nothing matches. Escape clears the filter.")
        if not allows(self.desk.actor, self.kind.needed):
            return _("There is none yet. <config.back> goes back.")
        if self._source.archived:
            return _("There is none yet. <config.create> creates the first.")
        return _(
            "There is none yet. <config.create> creates the first,"
            " <config.archived> shows archived ones."
        )

    # The list's messages

    def on_row_table_opened(self, message: RowTable.Opened) -> None:
        if self.kind.tickets is None:
            self.action_edit()
        else:
            self.action_tickets()

    def on_row_table_marks_changed(self, message: RowTable.MarksChanged) -> None:
        self.show_place()

    def on_row_table_load_failed(self, message: RowTable.LoadFailed) -> None:
        self.desk.tell_error(message.error)

    # What is possible

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "recompute":
            return self.kind.id == "policy"
        if action == "tickets":
            return self.kind.tickets is not None
        needed = NEEDS.get(f"config.{action}")
        return needed is None or needed in self.kind.acts

    def is_possible(self, binding: Binding) -> bool:
        changes = binding.id in NEEDS or binding.id == "config.recompute"
        if changes and not allows(self.desk.actor, self.kind.needed):
            return False
        return binding.id not in NEEDS_ROW or self.table.cursor_row is not None

    # Keys

    @work(group="act")
    async def action_create(self) -> None:
        with self.desk.refusals():
            permit(self.desk.actor, self.kind.needed)
            await self._say_saved(await configuring.create(self.desk, self.kind))

    @work(group="act")
    async def action_edit(self) -> None:
        await self._on_row(configuring.edit)

    @work(group="act")
    async def action_copy(self) -> None:
        await self._on_row(configuring.copy)

    async def _on_row(self, act: Callable[..., Awaitable[int | None]]) -> None:
        with self.desk.refusals():
            permit(self.desk.actor, self.kind.needed)
            if row := await self._row():
                await self._say_saved(await act(self.desk, self.kind, row.id))

    async def _row(self) -> ConfigRow | None:
        """The row under the cursor, also for a key that is hit before the list has come."""
        if self.table.cursor_row is None:
            await self.refresh_from_desk()
        if self.table.cursor_row is None:
            self.tell(self._nothing(), refused=True)
        return self.table.cursor_row

    async def _say_saved(self, row: int | None) -> None:
        if row is not None:
            await self.refresh_from_desk()
            self.table.move_to(row)
            name = await configuring.called(self.desk, self.kind, row)
            self.tell(_("{name} is saved.").format(name=name))

    @work(group="act")
    async def action_archive(self) -> None:
        """Archive the marked rows or the one under the cursor; archived ones are restored."""
        with self.desk.refusals():
            permit(self.desk.actor, self.kind.needed)
            if row := await self._row():
                await archiving.archive_or_restore(self, row, self.table.targets())

    @work(group="act")
    async def action_recompute(self) -> None:
        with self.desk.refusals():
            await recompute(self)

    @work(group="act")
    async def action_tickets(self) -> None:
        """The tickets of the row under the cursor, whatever their status."""
        with self.desk.refusals():
            row = await self._row()
            if row is not None and self.kind.tickets is not None:
                name = await configuring.called(self.desk, self.kind, row.id)
                await self.desk.push_screen(tickets_of(name, self.kind.tickets(row.id)))

    @work(group="act")
    async def action_history(self) -> None:
        with self.desk.refusals():
            row = await self._row()
            if row is None:
                return
            events = await self.desk.store.run(config_rows.history, self.kind.id, row.id)
            name = await configuring.called(self.desk, self.kind, row.id)
            fields = self.kind.fields(configuring.session_of(self.desk))
            await self.desk.push_screen(ConfigHistory(self.kind, fields, name, events))

    @work(exclusive=True, group="load")
    async def action_archived(self) -> None:
        """Show archived rows too, or no more."""
        with self.desk.refusals():
            self._source.archived = not self._source.archived
            await self.refresh_from_desk()

    def action_filter(self) -> None:
        self.query_one(FilterBar).open()

    @work(exclusive=True, group="load")
    async def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        with self.desk.refusals():
            self._source.text = message.text
            await self.table.reload(keep=not message.text)
            self.show_place()

    def on_filter_bar_left(self) -> None:
        self.table.focus()

    def action_step_back(self) -> None:
        """Escape: clear the filter, else the marks, else go back."""
        if self._source.text:
            self.query_one(FilterBar).clear()
        elif self.table.marks or self.table.ranging:
            self.table.clear_marks()
        else:
            self.action_back()

    def action_back(self) -> None:
        self.dismiss(None)
