"""The application: one mode for each queue, the acts' memory, and the two clocks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen

from helpdesk_tui import dates, i18n, keymap, keymap_presets, schema, themes
from helpdesk_tui.diff_driver import DiffTerminal
from helpdesk_tui.driver import Terminal
from helpdesk_tui.errors import HelpdeskError, NotFound
from helpdesk_tui.hangup import Hangup
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.presence import Watch
from helpdesk_tui.queries import people
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.queries import time as time_queries
from helpdesk_tui.queries.settings import is_untouched, switches
from helpdesk_tui.queues import CONFIGURATION, MENU, QUEUES, REPORTS
from helpdesk_tui.rows import Actor, Choice, Done, InHand, Stopwatch
from helpdesk_tui.saved_views import View
from helpdesk_tui.screens import ahead, view_modes
from helpdesk_tui.screens.acting import ActingScreen
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.screens.tour import Seen, Tour, seen
from helpdesk_tui.settings import Settings, local_zone
from helpdesk_tui.store import Store
from helpdesk_tui.terminal_app import POLL, TerminalApp, run_to_end, takes_titles
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.vocabulary import Role
from helpdesk_tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from helpdesk_tui.screens.keys import LiveKey
    from helpdesk_tui.screens.ticket import TicketScreen
    from helpdesk_tui.widgets.legend import Signs

UNDO_DEPTH = 100
"""How many acts of a session are remembered."""

CALM_AFTER = 120
"""Seconds without a key after which the stopwatch counts minutes: an idle session is quiet."""

_DISMISSED = N_("You are no longer an agent of this desk: ask an administrator.")


def _reports() -> Screen[None]:
    from helpdesk_tui.screens.reports import ReportsScreen

    return ReportsScreen()


def _configuration() -> Screen[None]:
    from helpdesk_tui.screens.configuration import ConfigurationScreen

    return ConfigurationScreen()


class HelpdeskApp(TerminalApp):
    """What the agents' screens need of the session beside what all screens need: who acts."""

    MODES: ClassVar[dict[str, Any]] = {
        **{q.id: partial(QueueScreen, q) for q in QUEUES},
        REPORTS.id: _reports,
        CONFIGURATION.id: _configuration,
    }
    DEFAULT_MODE = "unassigned"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(e.key, f"queue('{e.id}')", e.title, id=f"menu.{e.id}", show=False) for e in MENU),
        Binding("apostrophe", "view_by_key", N_("Go to a view"), id="menu.view", key_display="'"),
        Binding("minus", "former_queue", N_("The queue before"), id="menu.former", key_display="-"),
        Binding("ctrl+f", "search", N_("Search everything"), id="app.search"),
        Binding("colon,ctrl+p", "palette", N_("Commands"), id="app.palette", key_display=":"),
        Binding("question_mark", "keys", N_("All keys"), id="app.keys", key_display="?"),
        Binding("ctrl+t", "tour", N_("Take or end the tour"), id="app.tour", show=False),
        Binding("ctrl+q", "quit", N_("Quit"), id="app.quit", show=False),
    ]

    def __init__(
        self,
        store: Store,
        actor: Actor,
        *,
        zone: str,
        clock: Callable[[], int],
        keys: Mapping[str, str] | None = None,
        theme: str = themes.DARK.name,
        hangup: Hangup | None = None,
        driver_class: type[Driver] | None = Terminal,
    ) -> None:
        super().__init__(
            store,
            f"agent-{actor.id}",
            zone=zone,
            clock=clock,
            keys=keys,
            theme=theme,
            hangup=hangup,
            driver_class=driver_class,
        )
        self.actor = actor
        self.views: tuple[View, ...] = ()
        """The saved views that the agent sees, as last read."""
        self._view_modes: set[str] = set()
        """Those that have been shown."""
        self.watched = Watch(store, lambda: self.actor)
        self._revision: object = None
        self._actor_read_at: object = None
        self._undo: list[list[Done]] = []
        self.former: str | None = None
        """The queue, view or mode shown before this one."""
        self.alerted: set[tuple[int, int]] = set()
        """The alerts that have been shown, by promise and level: a new one rings."""
        self.hears_bell = True
        """Whether a new alert rings the terminal, where the desk wants that."""
        self.manages_sla = True
        """As last read; without it there are no clocks, alerts or explanations."""
        self.stopwatch = Stopwatch()
        """As last read: of this agent, wherever it was started."""
        self.asked_later: dict[int, int] = {}
        """When a question whether a stopwatch was forgotten was put off, by its entry."""
        self.tour = Tour()
        self._last_key_at = monotonic()

    def on_mount(self) -> None:
        self.begin(POLL)
        self.set_interval(1, self._tick)
        self.set_timer(ahead.AFTER, self._load_ahead)
        self.welcome()

    def _load_ahead(self) -> None:
        if ahead.load_one():
            self.set_timer(ahead.APART, self._load_ahead)

    @work(group="act")
    async def welcome(self) -> None:
        """Lead an administrator through a desk that nobody has set up."""
        with self.refusals():
            if self.actor.role < Role.ADMINISTRATOR or not await self.store.run(is_untouched):
                return

            from helpdesk_tui.screens.first_steps import first_steps

            await first_steps(self)

    # The two clocks

    def _in_sight(self) -> DeskScreen | None:
        """The screen of the desk that shows now, dialogs over it or not, while it is whole: neither
        coming nor going.
        """
        if not self.is_running:
            return None
        screens = (each for each in reversed(self.screen_stack) if isinstance(each, DeskScreen))
        screen = next(screens, None)
        return screen if screen is not None and screen.is_mounted else None

    def _shown(self) -> DeskScreen | None:
        """The same, while nothing covers it."""
        screen = self._in_sight()
        return screen if screen is not None and screen is self.screen else None

    def _tick(self) -> None:
        dates.calm_down(self.is_calm)
        screen = self._in_sight()
        if screen is not None:
            screen.tick(self.clock())
            screen.show_stopwatch()
            self.name_window(screen.query_one(TitleBar).left)

    async def look(self) -> None:
        screen = self._shown()
        try:
            revision = await self.store.revision()
            seen = await self.watched.follow(self._ticket_open(), revision)
            await self._follow_actor(revision)
        except HelpdeskError as error:
            await self.warn_of(error)
            return
        await self.warn("")
        if screen is None or screen is not self._shown():
            return  # it was left meanwhile
        self.tell_of_drafts()
        if seen:
            screen.show_presence()
        changes_at = screen.changes_at()
        changed = revision != self._revision
        if changed or (changes_at is not None and self.clock() >= changes_at):
            self._revision = revision
            with self.refusals(), screen.unless_left():
                await screen.follow_stopwatch()
                screen.load(news=changed)

    async def _follow_actor(self, revision: object) -> None:
        """Others may have changed what the agent is allowed; whoever is archived has to go."""
        if revision == self._actor_read_at:
            return
        if await self.leave_to_newer():
            return
        before = self.actor.role
        try:
            await self.read_actor()
        except NotFound:
            self.dismiss_person(_DISMISSED)
            return
        self._actor_read_at = revision
        if self.actor.role != before:
            self.refresh_bindings()

    def _ticket_open(self) -> int | None:
        """The ticket that fills the screen, or that what covers it is about."""
        about = (getattr(screen, "ticket_shown", None) for screen in reversed(self.screen_stack))
        return next((ticket for ticket in about if ticket is not None), None)

    # What screens ask

    async def read_stopwatch(self) -> None:
        """Learn what the agent's stopwatch runs on, and whether the desk uses any."""
        before = self.stopwatch.managed
        self.stopwatch = await self.store.run(time_queries.stopwatch, self.actor)
        if self.stopwatch.managed != before:
            self.refresh_bindings()

    @property
    def is_calm(self) -> bool:
        """Whether nobody has typed for so long that the line is better left quiet."""
        return monotonic() - self._last_key_at >= CALM_AFTER

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self._last_key_at = monotonic()
        await super().on_event(event)

    def who_and_when(self) -> str:
        """The agent, the language and the time, for the top line."""
        clock = dates.instant(self.clock(), self.zone, self.clock())
        return f"{self.actor.login} · {i18n.language().upper()} · {clock}"

    def remember(self, done: Sequence[Done]) -> None:
        """Keep acts for undo; those of one key press are undone together, or none of them is."""
        self.follow_tour(*(seen(each) for each in done))
        acts = [each for each in done if each.event is not None]
        if acts:
            self._undo = [*self._undo[-UNDO_DEPTH:], acts]

    def follow_tour(self, *acts: Seen) -> None:
        """Let the tour notice what was really done."""
        if any(self.tour.notice(act) for act in acts):
            self._draw_tour()

    def _draw_tour(self) -> None:
        screen = self._in_sight()
        if isinstance(screen, ActingScreen):
            self.tour.draw(screen)

    def last_acts(self) -> list[Done]:
        """Take the acts of the last key press from the memory; empty when there are none."""
        return self._undo.pop() if self._undo else []

    @property
    def has_acts(self) -> bool:
        """Whether the memory holds any."""
        return bool(self._undo)

    def viewer(self) -> Actor:
        """Who acts, in the zone of whose clock days are told."""
        return replace(self.actor, zone=self.zone)

    async def read_actor(self) -> None:
        """Go on as who the agent is now: teams, language and zone may have been changed."""
        before = self.actor
        self.actor = await self.store.run(people.actor, before.login, before.via)
        self.zone = self.actor.zone or self.zone
        if self.actor.language and self.actor.language != before.language:
            i18n.use(self.actor.language)

    async def open_ticket(self, ticket: int) -> TicketScreen:
        """Show a ticket; raises NotFound."""
        from helpdesk_tui.screens.ticket import TicketScreen

        screen = TicketScreen(await self.store.run(ticket_queries.detail, ticket))
        await self.push_screen(screen)
        return screen

    async def open_time_entries(self, ticket: InHand) -> None:
        """Show the time spent on a ticket, entry by entry."""
        from helpdesk_tui.screens.time_entries import TimeEntriesScreen

        await self.push_screen(TimeEntriesScreen(ticket))

    async def open_time_sheet(self) -> None:
        """Show the agent's own week."""
        from helpdesk_tui.periods import Period, local_day
        from helpdesk_tui.screens.time_sheet import TimeSheetScreen

        weekday = (await self.store.run(switches)).first_weekday
        week = Period.around(local_day(self.clock(), self.zone), "week", weekday)
        own = Choice(self.actor.id, self.actor.name, self.actor.login)
        await self.push_screen(TimeSheetScreen(own, week))

    # Keys

    def show_queue(self, queue: str) -> None:
        """Go to a queue or saved view, which is as one left it; from within it, to its list."""
        if queue not in self.MODES and queue not in self._view_modes:
            make = view_modes.screen_of(self, queue)
            if make is None:
                return  # it is there no more
            self.add_mode(queue, make)
            self._view_modes.add(queue)
        if queue == self.current_mode:
            self._uncover()
        else:
            self.former = self.current_mode
            self.switch_mode(queue)

    def _uncover(self) -> None:
        """Leave whatever was opened over the screen of the mode that one is in."""
        while isinstance(self.screen, DeskScreen) and len(self.screen_stack) > 1:
            self.screen.dismiss(None)

    def forget_mode(self, view: str) -> None:
        """Drop the screen of a view that is there no more, which is not shown."""
        if view not in self._view_modes:
            return
        self._view_modes.discard(view)
        self.remove_mode(view)
        if self.former == view:
            self.former = None

    def action_queue(self, queue: str) -> None:
        self.show_queue(queue)

    def action_former_queue(self) -> None:
        if self.former is not None:
            self.show_queue(self.former)

    def step_menu(self, here: str, step: int) -> None:
        """Go to the entry before or after, the saved views standing below the others."""
        ids = [*(entry.id for entry in MENU), *(view.mode for view in self.views)]
        at = ids.index(here) if here in ids else 0
        self.show_queue(ids[(at + step) % len(ids)])

    @work(group=OPENING)
    async def action_view_by_key(self) -> None:
        """Go to the saved view of the key that is pressed next."""
        if isinstance(self.screen, DeskScreen):
            with self.refusals():
                await view_modes.ask(self)

    def legend(self) -> Sequence[Signs]:
        from helpdesk_tui.widgets.legend import LEGEND

        return LEGEND

    def keys_here(self) -> list[LiveKey]:
        return [*super().keys_here(), *view_modes.keys(self)]

    @work(group=OPENING)
    async def action_search(self) -> None:
        """Look for tickets in everything that was written about them."""
        from helpdesk_tui.screens.search import SearchScreen

        if isinstance(self.screen, DeskScreen) and not isinstance(self.screen, SearchScreen):
            await self.push_screen(SearchScreen())

    @work(group=OPENING)
    async def action_palette(self) -> None:
        """Every act with its key, found as one types."""
        from helpdesk_tui.screens.choose import Choose
        from helpdesk_tui.screens.keys import matching, run_key

        screen: Screen[Any] = self.screen
        if not isinstance(screen, DeskScreen):
            return
        keys = self.keys_here()
        chosen = await self.push_screen_wait(Choose(_("Commands"), partial(matching, keys)))
        if chosen is not None:
            await run_key(self, keys[chosen.id])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The tour is for whoever may do what it teaches."""
        if action == "tour":
            return self.actor.role >= Role.AGENT
        return super().check_action(action, parameters)

    def action_tour(self) -> None:
        """Begin the tour, or end it."""
        if self.tour.is_shown:
            self.tour.end()
        else:
            self.tour.begin()
            self._tell_of_tour()
        self._draw_tour()

    def _tell_of_tour(self) -> None:
        screen = self._shown()
        if isinstance(screen, ActingScreen):
            screen.tell(_("The tour works on this desk's own tickets: what you do counts."))
        elif screen is not None:
            self.show_queue("unassigned")

    @work(group=OPENING)
    async def action_ask_to_leave(self) -> None:
        from helpdesk_tui.screens.ask import Ask

        question = _("Leave the helpdesk?")
        if running := self.stopwatch.running:
            runs_on = _("The stopwatch on {number} runs on meanwhile.")
            question += "\n" + runs_on.format(number=one_line(running.number))
        if await self.push_screen_wait(Ask(question, _("Leave"))):
            self.exit(0)


def run_interface(
    url: str,
    login: str,
    language: str | None,
    settings: Settings,
    *,
    durable: bool = True,
    tour: bool = False,
) -> int:
    """Open the interface on a database until the agent leaves; raises what refuses to begin.

    With `tour`, it begins with the tour, if that is for the agent.
    """
    keys = keymap_presets.resolved(settings.keymap)
    keymap.check({act: keys[act] for act in settings.keymap if act in keys})
    schema.check(url)
    store = Store(url, durable=durable)
    hangup = Hangup()
    try:
        actor = store.call(people.actor, login, "screen")
        i18n.use(language or actor.language or "en")
        app = HelpdeskApp(
            store,
            actor,
            zone=actor.zone or local_zone(os.environ),
            clock=store.clock,
            keys=keys,
            theme=themes.chosen(settings.theme, few=themes.few_colours(os.environ)),
            hangup=hangup,
            driver_class=DiffTerminal if settings.diff_output else Terminal,
        )
        app.own_editor = settings.editor
        app.hears_bell = settings.bell
        if tour and actor.role >= Role.AGENT:
            app.tour.begin()
        app.titles = settings.title and takes_titles(os.environ)
        status = run_to_end(app, hangup, mouse=settings.mouse)
    finally:
        store.close()
    if app.failure is not None:
        raise app.failure
    return status
