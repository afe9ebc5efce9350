"""The entry of the configuration: every kind with how much there is of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from helpdesk_tui.i18n import N_, _, language
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import configuration
from helpdesk_tui.queues import CONFIGURATION
from helpdesk_tui.rows import ConfigCount
from helpdesk_tui.screens import configuring, viewing
from helpdesk_tui.screens.config_kinds import KINDS
from helpdesk_tui.screens.config_list import ConfigList
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.screens.kinds.kind import ConfigKind
from helpdesk_tui.screens.queue import SIDEBAR_FROM
from helpdesk_tui.services.settings import ROW
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.menu import Menu
from helpdesk_tui.widgets.row_columns import Cell, Column
from helpdesk_tui.widgets.row_table import RowTable
from helpdesk_tui.widgets.row_window import Window
from helpdesk_tui.widgets.title_bar import TitleBar


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind in the list of kinds."""

    id: int
    kind: ConfigKind
    count: ConfigCount | None
    language: str

    @property
    def stamp(self) -> tuple[ConfigCount | None, str]:
        return (self.count, self.language)


class KindSource:
    """All the kinds in one page."""

    def __init__(self) -> None:
        self.counts: dict[str, ConfigCount] = {}

    async def start(self, limit: int) -> Window[KindRow]:
        rows = [
            KindRow(place, kind, self.counts.get(kind.id), language())
            for place, kind in enumerate(KINDS)
        ]
        return Window(rows, True, True, len(rows))

    async def end(self, limit: int) -> Window[KindRow]:
        return await self.start(limit)

    async def after(self, row: KindRow, limit: int) -> Window[KindRow]:
        return Window([], False, True, None)

    async def before(self, row: KindRow, limit: int) -> Window[KindRow]:
        return Window([], True, False, None)

    async def around(self, row: KindRow, before: int, after: int) -> Window[KindRow]:
        return await self.start(before)


def _title(row: KindRow, now: int) -> Cell:
    return Cell(_(row.kind.title))


def _count(row: KindRow, now: int) -> Cell:
    return Cell("" if row.count is None else str(row.count.live))


def _archived(row: KindRow, now: int) -> Cell:
    gone = row.count.archived if row.count else 0
    return Cell(_("{count} archived").format(count=gone) if gone else "", "muted")


def _about(row: KindRow, now: int) -> Cell:
    return Cell(_(row.kind.about), "muted")


COLUMNS: tuple[Column[KindRow], ...] = (
    Column("title", N_("Kind"), 16, _title),
    Column("count", "", 6, _count, right=True),
    Column("archived", "", 14, _archived, drop=1),
    Column("about", "", 0, _about),
)


class ConfigurationScreen(DeskScreen):
    """Lists the kinds; Enter opens the list of one, or the form of one that has a single row."""

    DEFAULT_CSS = """
    ConfigurationScreen {
        layout: vertical;
        & #body { height: 1fr; }
        & #list { width: 1fr; }
        & #strip { display: none; }
        & #sidebar { display: none; }
        &.-wide #sidebar { display: block; }
        &.-narrow #strip { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", N_("Leave"), id="app.leave"),
        Binding("l,right", "step_menu(1)", N_("Next queue"), id="menu.next", show=False),
        Binding("h,left", "step_menu(-1)", N_("Previous queue"), id="menu.previous", show=False),
    ]

    HINTS = ("list.open", "menu.former", "app.palette", "app.leave", "app.keys")

    def compose(self) -> ComposeResult:
        self._source = KindSource()
        yield TitleBar()
        strip = Menu(CONFIGURATION.id, folded=True)
        strip.id = "strip"
        yield strip
        with Horizontal(id="body"):
            sidebar = Menu(CONFIGURATION.id)
            sidebar.id = "sidebar"
            yield sidebar
            yield RowTable(COLUMNS, self._source, self.desk.clock, id="list")
        yield HintBar()

    def on_mount(self) -> None:
        self.table.focus()

    @property
    def table(self) -> RowTable[KindRow]:
        """The list of kinds."""
        return self.query_one("#list", RowTable)

    def on_screen_resume(self) -> None:
        self._lay_out()
        self.load()

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.app.size.width
        self.set_class(width >= SIDEBAR_FROM, "-wide")
        self.set_class(width < SIDEBAR_FROM, "-narrow")

    async def refresh_from_desk(self) -> None:
        desk = self.desk
        if self.table.total is None:
            await self.table.reload()  # keys that are hit ahead find the kinds there already
        self._source.counts = await desk.store.run(configuration.counts)
        await self.table.reload()
        await viewing.count(self)
        bar = self.query_one(TitleBar)
        bar.left = f"{CONFIGURATION.key} {_(CONFIGURATION.title)}"
        bar.right = desk.who_and_when()
        self.show_hints()

    def on_row_table_opened(self, message: RowTable.Opened) -> None:
        self.open(KINDS[message.row.id])

    @work(group="open", exclusive=True)
    async def open(self, kind: ConfigKind) -> None:
        """Show the rows of a kind, or the form of its only row."""
        with self.desk.refusals():
            if not kind.is_single:
                await self.desk.push_screen(ConfigList(kind))
                return
            permit(self.desk.actor, kind.needed)
            if await configuring.edit(self.desk, kind, ROW) is not None:
                self.tell(_("The settings are saved."))

    def action_step_menu(self, step: int) -> None:
        self.desk.step_menu(CONFIGURATION.id, step)

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        self.desk.show_queue(message.queue)

    def action_leave(self) -> None:
        self.desk.action_ask_to_leave()
