"""What every screen of the desk has in common: its title and hint lines, and that it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events

from helpdesk_tui.screens.telling import TellingScreen
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.stopwatch import counting
from helpdesk_tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp


class DeskScreen(TellingScreen):
    """A subclass composes a TitleBar and a HintBar, and says what it shows."""

    @property
    def desk(self) -> HelpdeskApp:
        """The application, by its own type."""
        return cast("HelpdeskApp", self.app)

    # Following the desk

    def show_presence(self) -> None:
        """Show who else is where, where the screen does so."""

    def changes_at(self) -> int | None:
        """The next instant at which what is shown changes by time alone."""
        return None

    def tick(self, now: int) -> None:
        """Repaint what reads otherwise a second later."""
        self.query_one(TitleBar).right = self.desk.who_and_when()

    def show_stopwatch(self) -> None:
        """The agent's stopwatch in the top line, as far as it has come."""
        desk = self.desk
        running = desk.stopwatch.running
        time = counting(running.lasting(desk.clock()), calm=desk.is_calm) if running else ""
        number = one_line(running.number) if running else ""
        self.query_one(TitleBar).show_stopwatch(number, time)

    async def follow_stopwatch(self) -> None:
        """Read what the agent's stopwatch runs on, which another terminal may have changed."""
        await self.desk.read_stopwatch()
        self.show_stopwatch()

    def on_key(self, event: events.Key) -> None:
        if self.desk.stopwatch.running is None:
            return

        from helpdesk_tui.screens import forgotten

        if forgotten.is_to_be_asked(self.desk):
            event.stop()
            event.prevent_default()
            self.query_one(HintBar).clear()
            self.run_worker(forgotten.ask(self), group=OPENING)
