"""The time spent on one ticket, entry by entry: corrected and deleted here."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui import dates, typed_dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import time as time_queries
from helpdesk_tui.rows import Done, InHand, TimeRow
from helpdesk_tui.screens.acting import ActingScreen
from helpdesk_tui.screens.alerting import show_alerts
from helpdesk_tui.screens.fields import Field, Place
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.whole_list import WholeList
from helpdesk_tui.services import stopwatch, time_entries
from helpdesk_tui.text import one_line
from helpdesk_tui.time_words import total
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.widgets.alert_strip import AlertStrip
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.row_table import RowTable
from helpdesk_tui.widgets.time_columns import ticket_columns
from helpdesk_tui.widgets.title_bar import TitleBar
from helpdesk_tui.worked import Worked, parse_worked

_REST = (
    Field("started_at", N_("Start"), "date", required=True, help=N_("today 9:15")),
    Field("note", N_("Note")),
)


_NOT_BOTH = N_("The span says when the work began: type a length, or leave the start as it was.")

_RUNS = N_(
    "The stopwatch still runs: stop it with <ticket.stopwatch>, then its time can be corrected."
)


class EntriesScreen(ActingScreen):
    """A screen whose list may have an entry of time under its cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "back", N_("Back"), id="ticket.back", key_display="q"),
        Binding("e", "correct", N_("Correct"), id="list.correct"),
        Binding("D", "delete", N_("Delete"), id="list.delete"),
    ]

    def entry(self) -> TimeRow | None:
        """The entry under the cursor, if it is one."""
        return None

    def action_back(self) -> None:
        self.dismiss(None)

    @work(group=OPENING)
    async def action_correct(self) -> None:
        """Change start, length or note of the entry."""
        desk = self.desk
        with desk.refusals():
            row = self.entry()
            if row is None:
                self.tell(_("There is no time entry here."), refused=True)
                return
            done = await desk.push_screen_wait(self._form(row))
            if done is not None:
                await self.tell_done(done)

    def _form(self, row: TimeRow) -> FormScreen:
        desk = self.desk

        async def save(values: dict[str, Any]) -> Done:
            worked = values.get("seconds")
            if isinstance(worked, Worked):
                if values.get("started_at", row.started_at) != row.started_at:
                    raise Invalid("seconds", _NOT_BOTH)
                values = {**values, "seconds": worked.seconds, "started_at": worked.started_at}
            return await desk.store.run(
                time_entries.edit, desk.actor, row.id, desk.clock(), **values
            )

        values = {"seconds": row.raw_seconds, "started_at": row.started_at, "note": row.note}
        runs = row.ended_at is None
        fields, remark = (_REST, _RUNS) if runs else ((self._length(row), *_REST), "")
        title = _("Time of {who} on {number}").format(
            who=one_line(row.agent.name), number=one_line(row.ticket.number)
        )
        place = Place(desk.clock, desk.zone)
        draft = desk.drafts.begin("time", row.id, called=row.ticket.number)
        return FormScreen(title, fields, values, save, place=place, remark=remark, draft=draft)

    def _length(self, row: TimeRow) -> Field:
        """A length, or a span of which the time of day is meant on the day of the entry."""

        def read(text: str) -> int | Worked:
            worked = parse_worked(text, row.started_at, self.desk.zone, field="seconds")
            if worked.note or worked.started_at is None:
                return typed_dates.parse_duration(text, field="seconds")
            return worked

        def echo(value: int | Worked) -> str:
            return self.understood(value) if isinstance(value, Worked) else dates.duration(value)

        return Field(
            "seconds",
            N_("Time"),
            "duration",
            required=True,
            help=N_("1h30, 90m, 1.5h or 09:15-10:40"),
            read=read,
            echo=echo,
        )

    @work(group="act")
    async def action_delete(self) -> None:
        """Remove the entry after a question; a running one is a stopwatch thrown away."""
        desk = self.desk
        with desk.refusals():
            row = self.entry()
            if row is None:
                self.tell(_("There is no time entry here."), refused=True)
                return
            question = _("Delete {time} of {who} on {number}?").format(
                time=dates.duration(row.lasting(desk.clock())),
                who=one_line(row.agent.name),
                number=one_line(row.ticket.number),
            )
            if await self.agree(question, N_("Delete")):
                remove = stopwatch.cancel if row.ended_at is None else time_entries.delete
                done = await desk.store.run(remove, desk.actor, row.id, desk.clock())
                await self.tell_done(done)


class TimeEntriesScreen(EntriesScreen):
    """Everybody's entries on the ticket, oldest first."""

    DEFAULT_CSS = """
    TimeEntriesScreen { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "back", N_("Back"), id="list.back", show=False),
    ]

    HINTS = (
        "ticket.back",
        "list.correct",
        "list.delete",
        "ticket.log_time",
        "ticket.stopwatch",
        "app.keys",
    )

    def __init__(self, ticket: InHand) -> None:
        super().__init__()
        self._ticket = ticket
        self._source: WholeList[TimeRow] = WholeList()

    def compose(self) -> ComposeResult:
        columns = ticket_columns(self.desk.zone)
        yield TitleBar()
        yield RowTable(columns, self._source, self.desk.clock, id="list")
        yield AlertStrip()
        yield HintBar()

    def on_mount(self) -> None:
        self.table.empty_message = _(
            "Nobody has spent time on this ticket yet. <ticket.log_time> logs some."
        )
        self.table.focus()
        self.watch(self.table, "highlighted", self.dim_hints, init=False)

    @property
    def table(self) -> RowTable[TimeRow]:
        """The list."""
        return self.query_one("#list", RowTable)

    def entry(self) -> TimeRow | None:
        return self.table.cursor_row

    def current(self) -> InHand | None:
        return self._ticket

    def on_screen_resume(self) -> None:
        self.load()

    async def refresh_from_desk(self) -> None:
        desk = self.desk
        self._source.rows = await desk.store.run(time_queries.of_ticket, self._ticket.id)
        if self._source.rows:
            self._ticket = self._source.rows[0].ticket
        await self.table.reload()
        self._show()
        await show_alerts(self)
        await self.follow_stopwatch()

    def tick(self, now: int) -> None:
        super().tick(now)
        self.table.tick(now)

    def _show(self) -> None:
        bar = self.query_one(TitleBar)
        spent = dates.duration(total(self._source.rows, self.desk.clock()))
        bar.left = one_line(self._ticket.number)
        bar.middle = f"{_('Time spent')} {spent} · {one_line(self._ticket.subject)}"
        bar.right = self.desk.who_and_when()
        self.show_hints()

    def on_row_table_opened(self, message: RowTable.Opened) -> None:
        self.action_correct()

    def on_row_table_load_failed(self, message: RowTable.LoadFailed) -> None:
        self.desk.tell_error(message.error)
