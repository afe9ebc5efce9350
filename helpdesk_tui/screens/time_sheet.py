"""An agent's time sheet: a day entry by entry, a week or a month by ticket, customer or type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.periods import LENGTHS, Period, local_day, midnight
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import people, time_sheets
from helpdesk_tui.rows import Choice, InHand, SheetRow, TimeRow
from helpdesk_tui.screens.alerting import show_alerts
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.time_entries import EntriesScreen
from helpdesk_tui.screens.whole_list import WholeList
from helpdesk_tui.text import one_line
from helpdesk_tui.time_words import total
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.widgets.alert_strip import AlertStrip
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.row_columns import Column
from helpdesk_tui.widgets.row_table import RowTable
from helpdesk_tui.widgets.time_columns import TOTAL, day_columns, sheet_columns
from helpdesk_tui.widgets.time_table import TimeTable
from helpdesk_tui.widgets.title_bar import PARTING, TitleBar

GROUP_WORDS = {
    "ticket": N_("by ticket"),
    "customer": N_("by customer"),
    "type": N_("by type"),
}

MINUTE = 60
"""Seconds after which the sums of a running stopwatch read otherwise."""


class TimeSheetScreen(EntriesScreen):
    """Begins with the agent's own week; `h` and `l` step through time."""

    DEFAULT_CSS = """
    TimeSheetScreen { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "step(-1)", N_("Earlier"), id="list.period_before"),
        Binding("l,right", "step(1)", N_("Later"), id="list.period_after"),
        Binding("W", "today", N_("Today"), id="list.period_now"),
        Binding("d", "lengthen", N_("Period"), id="list.period_length"),
        Binding("tab", "regroup", N_("Group"), id="list.group"),
        Binding("f", "choose_agent", N_("Whose"), id="list.agent"),
    ]

    HINTS = (
        "ticket.back",
        "list.period_before",
        "list.period_after",
        "list.period_length",
        "list.group",
        "list.agent",
        "list.correct",
        "app.keys",
    )

    def __init__(self, agent: Choice, period: Period) -> None:
        super().__init__()
        self._agent = agent
        self._period = period
        self._group = time_sheets.GROUPS[0]
        self._source: WholeList[Any] = WholeList()
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield TimeTable(self._columns(), self._source, self.desk.clock, id="list")
        yield AlertStrip()
        yield HintBar()

    def on_mount(self) -> None:
        self.table.empty_message = _(
            "No time is logged here. <ticket.log_time> on a ticket logs some;"
            " <ticket.back> goes back."
        )
        self.table.focus()
        self.watch(self.table, "highlighted", self.dim_hints, init=False)

    @property
    def table(self) -> TimeTable:
        """The list of entries, or of sums."""
        return self.query_one("#list", TimeTable)

    def _columns(self) -> Sequence[Column[Any]]:
        if self._is_day:
            return day_columns(self.desk.zone)
        return sheet_columns(self._titles())

    @property
    def _wanted(self) -> tuple[object, ...]:
        """Whose time of which period, and by what it is summed up."""
        return (self._agent, self._period, self._group)

    @property
    def _is_day(self) -> bool:
        return self._period.length == "day"

    # What is under the cursor

    def entry(self) -> TimeRow | None:
        row = self.table.cursor_row
        return row if isinstance(row, TimeRow) else None

    def current(self) -> InHand | None:
        row = self.table.cursor_row
        return row.ticket if isinstance(row, (TimeRow, SheetRow)) else None

    # Following the desk

    def on_screen_resume(self) -> None:
        self.load()

    async def refresh_from_desk(self) -> None:
        asked = self._wanted
        rows = await self._read()
        if asked != self._wanted:
            return  # a later key wants to see something else, and loads that
        self._source.rows = rows
        if asked != self._shown:
            self.table.show_columns(self._columns())
        await self.table.reload(keep=asked == self._shown)
        self._shown = asked
        self._show()
        await show_alerts(self)
        await self.follow_stopwatch()

    async def _read(self) -> list[Any]:
        desk = self.desk
        bounds = self._period.bounds(desk.zone)
        viewer, agent = desk.actor, self._agent.id
        if self._is_day:
            return list(
                await desk.store.run(time_sheets.entries, viewer, agent, bounds[0], bounds[-1])
            )
        rows = await desk.store.run(
            time_sheets.sheet, viewer, agent, bounds, self._group, desk.clock()
        )
        sums = tuple(sum(parts) for parts in zip(*(row.parts for row in rows), strict=True))
        exact = any(part % MINUTE for row in rows for part in row.parts)
        detail = _("(seconds counted)") if exact else ""
        return [*rows, SheetRow(TOTAL, _("Total"), detail, sums)] if rows else []

    def tick(self, now: int) -> None:
        super().tick(now)
        self.table.tick(now)
        if now % MINUTE == 0 and not self._is_day and self.desk.stopwatch.running is not None:
            self.load()  # sums are read, not counted on here

    def _show(self) -> None:
        bar = self.query_one(TitleBar)
        bar.left = _("Time sheet")
        said = [one_line(self._agent.name), self._named(), dates.duration(self._total())]
        bar.middle = PARTING.join(said)
        bar.rest = "" if self._is_day else _(GROUP_WORDS[self._group])
        bar.right = self.desk.who_and_when()
        self.show_hints()

    def _total(self) -> int:
        rows = self._source.rows
        if self._is_day:
            return total(rows, self.desk.clock())
        return int(rows[-1].total) if rows else 0

    def _named(self) -> str:
        """The period in words."""
        days = self._period.parts()
        first = _written(midnight(days[0], self.desk.zone), self.desk.zone)
        if self._is_day:
            return " ".join(first)
        if self._period.length == "month":
            return " ".join(first[2:])
        last = _written(midnight(days[-2], self.desk.zone), self.desk.zone)
        # only what differs is said twice: the sum has to find room behind it on small terminals
        differs = next(part for part in (3, 2, 1) if part == 1 or first[part] != last[part])
        dash = "–" if differs == 1 else " – "
        return f"{' '.join(first[1 : differs + 1])}{dash}{' '.join(last[1:])}"

    def _titles(self) -> list[str]:
        """Over a week's columns the day, `Mo 27`; over a month's the days of each week."""
        days = self._period.parts()
        zone = self.desk.zone
        if self._period.length == "week":
            written = [_written(midnight(day, zone), zone) for day in days[:-1]]
            return [f"{weekday[:2]} {number}" for weekday, number, *_rest in written]
        last = [day - timedelta(days=1) for day in days[1:]]
        return [
            f"{day.day}–{end.day}" if day < end else f"{day.day}"
            for day, end in zip(days[:-1], last, strict=True)
        ]

    # Keys

    def action_step(self, count: int) -> None:
        self._period = self._period.step(count)
        self.load()

    def action_today(self) -> None:
        self._go(self._period.length, self.desk.clock())

    def action_lengthen(self) -> None:
        """Week, month, day, and round again, each around the beginning of the one before."""
        following = LENGTHS[(LENGTHS.index(self._period.length) + 1) % len(LENGTHS)]
        bounds = self._period.bounds(self.desk.zone)
        now = self.desk.clock()
        self._go(following, now if bounds[0] <= now < bounds[-1] else bounds[0])

    def _go(self, length: Any, instant: int) -> None:
        day = local_day(instant, self.desk.zone)
        self._period = Period.around(day, length, self._period.first_weekday)
        self.load()

    def action_regroup(self) -> None:
        groups = time_sheets.GROUPS
        self._group = groups[(groups.index(self._group) + 1) % len(groups)]
        self.load()

    @work(group=OPENING)
    async def action_choose_agent(self) -> None:
        """Show another agent's sheet."""
        desk = self.desk
        with desk.refusals():
            permit(desk.actor, "time.sheet_others")

            async def search(text: str) -> list[Choice]:
                return await desk.store.run(people.agents, text)

            dialog = Choose(_("Whose time sheet?"), search, current=self._agent)
            chosen = await desk.push_screen_wait(dialog)
            if chosen is not None:
                self._agent = chosen
                self.load()

    # The list's messages

    @work(group="open", exclusive=True)
    async def on_row_table_opened(self, message: RowTable.Opened) -> None:
        with self.desk.refusals():
            ticket = self.current()
            if ticket is not None:
                await self.desk.open_ticket(ticket.id)

    def on_row_table_load_failed(self, message: RowTable.LoadFailed) -> None:
        self.desk.tell_error(message.error)


def _written(instant: int, zone: str) -> list[str]:
    """Weekday, day, month and year of an instant, as people write them."""
    return dates.full(instant, zone).split(" ")[:4]
