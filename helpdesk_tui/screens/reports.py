"""Reports: the dashboards of tickets and of SLA, and what another policy would have done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.queues import REPORTS
from helpdesk_tui.reports import Filters, WhatIf
from helpdesk_tui.rows import Switches
from helpdesk_tui.screens import report_choices, report_what_if, viewing
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.screens.queue import SIDEBAR_FROM
from helpdesk_tui.screens.report_asked import Asked
from helpdesk_tui.screens.report_queue import open_one
from helpdesk_tui.screens.report_reading import Reading
from helpdesk_tui.screens.report_what_if import Question
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.widgets import what_if_charts
from helpdesk_tui.widgets.chart_lines import ChartLine, blank, tabs
from helpdesk_tui.widgets.chart_pager import ChartPager
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.menu import Menu
from helpdesk_tui.widgets.title_bar import PARTING, TitleBar

TICKETS, SLA, WHAT_IF = "tickets", "sla", "what-if"

PAGES = {TICKETS: N_("Tickets"), SLA: N_("SLA"), WHAT_IF: N_("What if")}
"""In their order; all but the first are there only where the desk manages SLA."""

READING = "reading"
"""The group of the workers that read figures."""

FRESH = 30
"""Seconds that figures stand before a change on the desk has them read again."""


class ReportsScreen(DeskScreen):
    """Keeps its page, period, filters and scroll while other screens are shown."""

    DEFAULT_CSS = """
    ReportsScreen {
        layout: vertical;
        & #body { height: 1fr; }
        & ChartPager { width: 1fr; }
        & #strip { display: none; }
        & #sidebar { display: none; }
        &.-wide #sidebar { display: block; }
        &.-narrow #strip { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", N_("Next page"), id="report.next"),
        Binding("shift+tab", "turn(-1)", N_("Page before"), id="report.previous", show=False),
        Binding("p", "period", N_("Period"), id="report.period"),
        Binding("less_than_sign", "step(-1)", N_("Earlier"), id="report.earlier", key_display="<"),
        Binding("greater_than_sign", "step(1)", N_("Later"), id="report.later", key_display=">"),
        Binding("f", "filter", N_("Filter"), id="report.filter"),
        Binding("m", "whose", N_("Mine, my team's, all"), id="report.whose"),
        Binding("w", "what_if", N_("What if"), id="report.what_if"),
        Binding("R", "reload", N_("Read again"), id="report.reload"),
        Binding("escape", "clear", N_("Clear the filters"), id="report.clear", show=False),
        Binding("q", "leave", N_("Leave"), id="app.leave"),
        Binding("l,right", "step_menu(1)", N_("Next queue"), id="menu.next", show=False),
        Binding("h,left", "step_menu(-1)", N_("Previous queue"), id="menu.previous", show=False),
    ]

    HINTS = (
        "report.next",
        "page.open",
        "report.period",
        "report.earlier",
        "report.later",
        "report.filter",
        "report.whose",
        "app.keys",
    )

    def __init__(self) -> None:
        super().__init__()
        self._page = TICKETS
        self._switches = Switches()
        self._reading: Reading | None = None
        self._is_stale = False
        self._question: Question | None = None
        self._answer: WhatIf | None = None
        self._progress = ""

    def compose(self) -> ComposeResult:
        self._asked = Asked(self.desk.zone)
        yield TitleBar()
        strip = Menu(REPORTS.id, folded=True)
        strip.id = "strip"
        yield strip
        with Horizontal(id="body"):
            sidebar = Menu(REPORTS.id)
            sidebar.id = "sidebar"
            yield sidebar
            yield ChartPager(self._lines)
        yield HintBar()

    def on_mount(self) -> None:
        self._pager.focus()

    def hinted(self) -> Sequence[str]:
        if self._page != WHAT_IF:
            return self.HINTS
        return (self.HINTS[0], "report.what_if", *self.HINTS[1:-2], self.HINTS[-1])

    @property
    def _pager(self) -> ChartPager:
        return self.query_one(ChartPager)

    @property
    def pages(self) -> Sequence[str]:
        """Those that this desk has."""
        return tuple(PAGES) if self._switches.manage_sla else (TICKETS,)

    # Following the desk

    def on_screen_resume(self) -> None:
        self._lay_out()
        self._go_on()

    def on_screen_suspend(self) -> None:
        """What nobody looks at is not read on."""
        self.workers.cancel_group(self, READING)

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.app.size.width
        self.set_class(width >= SIDEBAR_FROM, "-wide")
        self.set_class(width < SIDEBAR_FROM, "-narrow")

    def changes_at(self) -> int | None:
        """When figures that the desk has passed are old enough to be read again."""
        reading = self._reading
        return reading.now + FRESH if reading is not None and self._is_stale else None

    async def refresh_from_desk(self) -> None:
        """A change on the desk: fresh figures stand for a while, and what is being read goes on."""
        reading = self._reading
        busy = any(worker.group == READING and worker.node is self for worker in self.workers)
        if busy or (reading is not None and self.desk.clock() < reading.now + FRESH):
            self._is_stale = True
        else:
            self.read_again()

    @work(exclusive=True, group=READING)
    async def read_again(self) -> None:
        """Read everything that is shown; a later call replaces this one."""
        with self.desk.refusals():
            await self._read()

    async def _read(self) -> None:
        desk = self.desk
        self._switches = await desk.store.run(switches)
        self._asked.first_weekday = self._switches.first_weekday
        if self._page not in self.pages:
            self._page = TICKETS
        await self._count()
        if self._page == WHAT_IF:
            self._show()
            return
        former = self._reading
        scope = self._asked.scope(desk.clock())
        reading = Reading(self._page, scope, desk.clock())
        self._is_stale = False
        if former is None or (former.dashboard, former.scope) != (self._page, scope):
            self._reading = reading  # nothing that is shown is about what is asked now
            self._show()

        def told() -> None:
            self._progress = _("reading {done} of {total}").format(
                done=reading.done, total=reading.total
            )
            self._show()

        try:
            await reading.read(desk.store, desk.actor, told)
            self._reading = reading
        finally:
            self._progress = ""
            self._show()

    async def _count(self) -> None:
        await viewing.count(self)
        await self.follow_stopwatch()

    # What is drawn

    def _show(self) -> None:
        self._pager.show_charts()
        bar = self.query_one(TitleBar)
        bar.left = f"{REPORTS.key} {_(REPORTS.title)}"
        said = [*self._asked.words(self.desk.clock()), self._progress]
        bar.middle = PARTING.join(part for part in said if part)
        bar.right = self.desk.who_and_when()
        self.show_hints()

    def _lines(self, width: int) -> list[ChartLine]:
        titles = [_(PAGES[page]) for page in self.pages]
        lines = [tabs(titles, self.pages.index(self._page)), blank()]
        if self._page == WHAT_IF:
            if self._question is None or self._answer is None:
                return [*lines, *what_if_charts.invitation(self.app, width)]
            return [*lines, *what_if_charts.answer(self._question.said, self._answer, width)]
        return [*lines, *(self._reading.lines(width) if self._reading else ())]

    # What is asked

    def _ask_anew(self) -> None:
        """Another question was asked: read its answer, from the top."""
        self._answer = None
        self._pager.show_charts(keep=False)
        self._go_on()

    def _go_on(self) -> None:
        """Read what is asked, unless it is an answer that stands."""
        if self._page != WHAT_IF or self._question is None:
            self.read_again()
        elif self._answer is None:
            self.replay(self._question)

    def action_turn(self, step: int) -> None:
        pages = self.pages
        self._page = pages[(pages.index(self._page) + step) % len(pages)]
        self._ask_anew()

    def action_step(self, count: int) -> None:
        if self._asked.step(count, self.desk.clock()):
            self._ask_anew()

    @work(group=OPENING)
    async def action_period(self) -> None:
        with self.desk.refusals():
            weekday = self._switches.first_weekday
            chosen = await report_choices.choose_period(self.desk, weekday, self._asked.kind)
            if chosen is not None:
                self._asked.choose(chosen)
                self._ask_anew()

    @work(group=OPENING)
    async def action_filter(self) -> None:
        with self.desk.refusals():
            known = self._asked.filters, self._asked.names
            chosen = await report_choices.choose_filter(self.desk, known)
            if chosen is not None:
                self._asked.filter_by(chosen)
                self._ask_anew()

    def action_whose(self) -> None:
        self._asked.filter_by(report_choices.whose(self.desk, self._asked.filters))
        self._ask_anew()

    def action_clear(self) -> None:
        if self._asked.names:
            self._asked.filter_by((Filters(), {}))
            self._ask_anew()

    def action_reload(self) -> None:
        self._ask_anew()

    @work(group=OPENING)
    async def action_what_if(self) -> None:
        """Ask what another policy would have made of the period."""
        with self.desk.refusals():
            if WHAT_IF not in self.pages:
                self.tell(_("This desk makes no promises: SLA is switched off."), refused=True)
                return
            question = await report_what_if.ask(self.desk)
            if question is not None:
                self._page, self._question = WHAT_IF, question
                self._ask_anew()

    @work(exclusive=True, group=READING)
    async def replay(self, question: Question) -> None:
        """Work out the answer; a later question, or leaving the screen, stops it."""

        def told(done: int, total: int) -> None:
            self._progress = _("replayed {done} of {total}").format(done=done, total=total)
            self._show()

        try:
            with self.desk.refusals():
                told(0, 0)
                scope = self._asked.scope(self.desk.clock())
                self._answer = await report_what_if.replay(self.desk, question, scope, told)
        finally:
            self._progress = ""
            self._show()

    # What is opened

    @work(group=OPENING)
    async def on_chart_pager_opened(self, message: ChartPager.Opened) -> None:
        with self.desk.refusals():
            await open_one(self.desk, message.line.opens)

    # The menu

    def action_step_menu(self, step: int) -> None:
        self.desk.step_menu(REPORTS.id, step)

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        self.desk.show_queue(message.queue)

    def action_leave(self) -> None:
        self.desk.action_ask_to_leave()
