"""What the full-screen programs have in common: terminal, following, refusals and faults."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual import events, work
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.timer import Timer
from textual.worker import WorkerFailed

from helpdesk_tui import dates, garbage, log, schema, themes
from helpdesk_tui.drafts import Drafts
from helpdesk_tui.driver import FORMER_TITLE, Terminal
from helpdesk_tui.errors import DatabaseRefused, Forbidden, HelpdeskError, Unreachable
from helpdesk_tui.hangup import RESTORE, Hangup
from helpdesk_tui.i18n import N_, _, explain
from helpdesk_tui.screens.drafting import Keeping, left_behind
from helpdesk_tui.screens.small import SmallScreen, too_small
from helpdesk_tui.store import Store
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.banner import Banner
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.named_keys import with_keys

if TYPE_CHECKING:
    from helpdesk_tui.screens.keys import LiveKey
    from helpdesk_tui.widgets.legend import Signs

POLL = 0.4
"""Seconds between two looks at whether another program has changed the desk."""

LEAST_POLL = 0.25
"""Seconds at least between two looks for which the desk calls, however often it changes."""

LAST_WAIT = 3.0
"""Seconds after which leaving no longer waits for the database."""

STARTED = 1.0
"""Seconds after which whatever the first screen needs is there."""

TITLE_CELLS = 60
"""The longest name that a window is given."""

KEY_NAMES = {
    "enter": N_("enter"),
    "escape": N_("esc"),
    "space": N_("space"),
    "tab": N_("tab"),
    "shift+tab": N_("shift+tab"),
    "home": N_("home"),
    "end": N_("end"),
    "pageup": N_("pgup"),
    "pagedown": N_("pgdn"),
}
"""Keys that are called by a word; the other names are the characters that they type."""

logger = logging.getLogger(__name__)

_OVERTAKEN = N_("A newer program has brought this desk up to date: start that one.")


@runtime_checkable
class Telling(Protocol):
    """A screen with a line for what has just happened."""

    def tell(self, message: str, *, refused: bool = False) -> None: ...


class TerminalApp(App[int]):
    """What a screen needs of any session; a subclass calls `begin` and overrides `look`."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "helpdesk"
    CSS = """
    * { scrollbar-size-vertical: 1; }
    .input--placeholder, .input--suggestion, .text-area--placeholder { color: $text-muted; }
    """

    def __init__(
        self,
        store: Store,
        person: str,
        *,
        zone: str,
        clock: Callable[[], int],
        keys: Mapping[str, str] | None = None,
        theme: str = themes.DARK.name,
        hangup: Hangup | None = None,
        driver_class: type[Driver] | None = Terminal,
    ) -> None:
        """`person` is whose drafts are kept."""
        # NO_COLOR is honoured fully only if ANSI colours are chosen this early.
        own_colours = True if theme == themes.SIXTEEN_COLOURS else None
        super().__init__(driver_class=driver_class, ansi_color=own_colours)
        self.store = store
        self.drafts = Drafts(store.url, person)
        self._drafts_told = False
        self.zone = zone
        self.clock = clock
        self.user_keys = dict(keys or {})
        self._hangup = hangup
        self.titles = False
        """Whether the window is named after what it shows."""
        self.own_editor = False
        """Whether texts may be written in an editor, which leads to everything on the machine."""
        self._dismissal: Exception | None = None
        self._looking = asyncio.Lock()
        self._called_at = 0.0
        self._hearing: Timer | None = None
        self.set_keymap(self.user_keys)  # before the first screen, which names its keys
        themes.register(self)
        self.set_reactive(TerminalApp.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled_for = theme

    def begin(self, poll_every: float) -> None:
        """Follow the terminal and the desk from now on."""
        if self._hangup is not None:
            self._hangup.watch(asyncio.get_running_loop(), self._leave_now)
        self.set_interval(poll_every, self._poll_again)
        self.set_timer(STARTED, garbage.collect_again)
        self.store.listen(partial(self.call_later, self._hear))

    def _leave_now(self) -> None:
        self.store.abandon()
        self.exit(0)

    def exit(self, *args: Any, **options: Any) -> None:
        """Leave; what is being typed is kept."""
        self._keep_drafts()
        super().exit(*args, **options)

    def _keep_drafts(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Keeping) and screen.is_mounted:  # one that comes has no text yet
                screen.keep_draft()

    def write_in_editor(self, text: str, take: Callable[[str], None]) -> None:
        """Have `take` get the text as the person's editor leaves it, and do nothing meanwhile.

        Raises HelpdeskError where there is no editor, or when its text cannot be taken.
        """
        from helpdesk_tui import own_editor

        if not self.own_editor:
            raise Forbidden(own_editor.FORBIDDEN)
        command = own_editor.command(os.environ)
        if self._driver is None or not self._driver.can_suspend:
            raise Forbidden(own_editor.FORBIDDEN)
        self._keep_drafts()
        refused: HelpdeskError | None = None
        with self.suspend():  # which an exception would leave suspended
            try:
                take(own_editor.edited(command, text, self._hangup))
            except HelpdeskError as error:
                refused = error
            if self._hangup is not None and self._hangup.received is not None:
                self._keep_drafts()
                self.store.abandon()
                self._hangup.finish()
        if refused is not None:
            raise refused

    def name_window(self, place: str) -> None:
        """Tell the terminal what to call its window, unless it is to keep its own name."""
        if self.titles and isinstance(self._driver, Terminal):
            self._driver.show_title(one_line(f"Helpdesk – {place}", TITLE_CELLS))
            if self._hangup is not None:
                self._hangup.restore = RESTORE + FORMER_TITLE.encode()

    def tell_of_drafts(self) -> None:
        """Say once what earlier sessions have left behind, on the first screen that shows."""
        if not self._drafts_told and isinstance(self.screen, Telling):
            self._drafts_told = True
            message = left_behind(self.drafts.left())
            if message:
                self.screen.tell(message)

    async def leave_to_newer(self) -> bool:
        """End, and say so, where a newer program has migrated the desk under this one."""
        overtaken = await self.store.run(schema.is_overtaken)
        if overtaken:
            self.dismiss_person(_OVERTAKEN)
        return overtaken

    def dismiss_person(self, reason: str) -> None:
        """End because whoever uses the program may do so no longer; `reason` is a message id."""
        self._dismissal = Forbidden(reason)
        self.exit()

    # Following the desk

    async def _poll_again(self) -> None:
        if not self._looking.locked():  # a server that does not answer takes its time
            await self._poll()

    def _hear(self) -> None:
        """The desk tells that it has changed: look soon, but a few times a second at most."""
        if self._hearing is None:
            wait = max(0.0, self._called_at + LEAST_POLL - monotonic())
            if wait:
                self._hearing = self.set_timer(wait, self._answer)
            else:
                self._answer()

    def _answer(self) -> None:
        self._hearing, self._called_at = None, monotonic()
        self.poll()

    @work(group="poll")
    async def poll(self) -> None:
        """Reload what is shown once another program has changed the desk, or its time has come."""
        await self._poll()

    async def _poll(self) -> None:
        async with self._looking:
            if self.is_running:
                await self.look()

    async def look(self) -> None:
        """Bring what is shown in line with the desk, where that has changed."""

    async def warn_of(self, error: HelpdeskError) -> None:
        """Say that the desk cannot be followed; when it is only busy, the next look is soon."""
        if isinstance(error, Unreachable):
            await self.warn(_("The database does not answer; trying again …"))
        elif isinstance(error, DatabaseRefused):
            await self.warn(explain(error))

    async def warn(self, text: str) -> None:
        """Say something over whatever is on screen, until it is told to be nothing."""
        shown = [child for child in self.screen.children if isinstance(child, Banner)]
        if text and not shown:
            await self.screen.mount(Banner(text))
        elif not text and shown:
            await self.screen.remove_children(shown)

    # What screens ask

    def written(self, instant: int) -> str:
        """An instant as people read it here."""
        return dates.instant(instant, self.zone, self.clock())

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """The one place where what an act raises becomes a sentence in the bottom line."""
        try:
            yield
        except HelpdeskError as error:
            self.tell_error(error)
        except Exception as error:  # a fault of ours: the log gets it, people a sentence
            logger.exception("an act failed")
            self.tell_error(error)

    def tell_error(self, error: Exception) -> None:
        """Say why something did not happen, in the bottom line or over what covers it."""
        if isinstance(error, HelpdeskError):
            message = explain(error)
        else:
            message = _(
                "Something went wrong here; nothing was saved. The log file has the details."
            )
        screen = self.screen
        if isinstance(screen, Telling) and screen.query(HintBar):  # which a coming screen has not
            screen.tell(message, refused=True)
        else:
            self.notify(one_line(message), severity="error", markup=False)

    # Keys

    def action_keys(self) -> None:
        from helpdesk_tui.screens.keys import KeysScreen

        if isinstance(self.screen, Telling):
            self.push_screen(KeysScreen(self.keys_here(), self.legend()))

    def legend(self) -> Sequence[Signs]:
        """The signs that `?` explains beside the keys: those that stand without words."""
        return ()

    def keys_here(self) -> list[LiveKey]:
        """What can be done on the screen by key."""
        from helpdesk_tui.screens.keys import live_keys

        return live_keys(self.screen)

    def action_help_quit(self) -> None:
        """ctrl+c copies in other programs, so it only says how one leaves."""
        if isinstance(self.screen, Telling):
            self.screen.tell(with_keys(_("<app.leave> leaves; <app.quit> leaves at once."), self))

    def get_key_display(self, binding: Binding) -> str:
        """A key as people read it."""
        name = KEY_NAMES.get(binding.key)
        return _(name) if name and not binding.key_display else super().get_key_display(binding)

    # Styles

    def refresh_css(self, animate: bool = True) -> None:
        """Textual reads all styles anew at the start and at each first look at a mode: only another
        theme asks for that.
        """
        if self.theme != self._styled_for:
            self._styled_for = self.theme
            super().refresh_css(animate)

    # The size of the terminal

    def on_resize(self, event: events.Resize) -> None:
        """Below the least size a notice stands before everything else."""
        screen = self.screen
        if isinstance(screen, SmallScreen):
            screen.show_size(event.size)
            if not too_small(event.size):
                screen.dismiss()
        elif too_small(event.size):
            self.push_screen(SmallScreen())

    # Faults of the program itself

    def _handle_exception(self, error: Exception) -> None:
        """A failed worker costs its own act only; any other fault leaves a broken screen."""
        if isinstance(error, WorkerFailed):
            logger.error("an act failed", exc_info=error.error)
            self.tell_error(error)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual would print the traceback on the person's screen."""
        self._close_messages_no_wait()

    @property
    def failure(self) -> Exception | None:
        """The fault that has ended the program, or why the person had to leave."""
        return self._dismissal or self._exception


def takes_titles(environ: Mapping[str, str]) -> bool:
    """Whether the terminal has a window, or a tab, that can be named."""
    return not environ.get("TERM", "").startswith(("linux", "dumb", "ansi", "cons", "vt1", "vt2"))


def run_to_end(app: TerminalApp, hangup: Hangup, *, mouse: bool) -> int:
    """Draw the program until it is left; its exit status."""
    with log.kept():
        status = app.run(mouse=mouse) or app.return_code or 0
    hangup.finish()
    hangup.guard(LAST_WAIT, status)
    return status
