"""What every screen of the desk has in common: its title and hint lines, and that it follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, work
from textual.binding import Binding
from textual.screen import Screen

from helpdesk_tui.screens import forgotten
from helpdesk_tui.screens.dialogs import Ask
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.widgets.hint_bar import Hint, HintBar
from helpdesk_tui.widgets.stopwatch import counting
from helpdesk_tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp


class DeskScreen(Screen[None]):
    """A subclass composes a TitleBar and a HintBar, and says what it shows."""

    HINTS: ClassVar[tuple[str, ...]] = ()
    """The ids of the keys that the bottom line shows, the most useful first."""

    @property
    def desk(self) -> HelpdeskApp:
        """The application, by its own type."""
        return cast("HelpdeskApp", self.app)

    # Following the desk

    @work(exclusive=True, group="load")
    async def load(self, *, news: bool = False) -> None:
        """Read what is shown anew, once others may have changed it; a later call replaces this."""
        with self.desk.refusals():
            await (self.refresh_with_news() if news else self.refresh_from_desk())

    async def refresh_from_desk(self) -> None:
        """Show the desk as it is now."""

    async def refresh_with_news(self) -> None:
        """The same, pointing out what others have changed where the screen does so."""
        await self.refresh_from_desk()

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

    # The bottom line

    def tell(self, message: str, *, refused: bool = False) -> None:
        """One sentence in the bottom line, until the next key."""
        self.query_one(HintBar).tell(message, refused=refused)

    def hinted(self) -> Sequence[str]:
        """The ids of the keys to show where the focus is."""
        return self.HINTS

    def is_possible(self, binding: Binding) -> bool:
        """Whether the key can do something now; it is dimmed when not."""
        return True

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.show_hints()

    def show_hints(self) -> None:
        """The keys to show as they are mapped now."""
        live: dict[str | None, Binding] = {}
        for active in self.active_bindings.values():
            live.setdefault(active.binding.id, active.binding)
        hints = []
        for name in self.hinted():
            binding = live.get(name)
            if binding is not None:
                key = self.app.get_key_display(binding)
                hints.append(Hint(key, binding.description, self.is_possible(binding)))
        self.query_one(HintBar).hints = hints

    def on_key(self, event: events.Key) -> None:
        self.query_one(HintBar).clear()
        if forgotten.is_to_be_asked(self.desk):
            event.stop()
            event.prevent_default()
            self.run_worker(forgotten.ask(self), group=OPENING)

    async def agree(self, question: str, yes: str) -> bool:
        """Ask a question that another key than Enter says yes to."""
        answer: bool | None = await self.app.push_screen_wait(Ask(question, yes))
        return bool(answer)
