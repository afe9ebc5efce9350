"""What every screen with a bottom line has in common: hints, messages, and that it follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, work
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.screen import Screen

from helpdesk_tui.widgets.hint_bar import Hint, HintBar

if TYPE_CHECKING:
    from helpdesk_tui.terminal_app import TerminalApp


class TellingScreen(Screen[None]):
    """A subclass composes a HintBar, and says what it shows."""

    HINTS: ClassVar[tuple[str, ...]] = ()
    """The ids of the keys that the bottom line shows, the most useful first."""

    _hinted: Sequence[Binding] = ()
    """The keys that the bottom line shows."""

    # Following the desk

    @work(exclusive=True, group="load")
    async def load(self, *, news: bool = False) -> None:
        """Read what is shown anew, once others may have changed it; a later call replaces this."""
        with cast("TerminalApp", self.app).refusals(), self.unless_left():
            await (self.refresh_with_news() if news else self.refresh_from_desk())

    @contextmanager
    def unless_left(self) -> Iterator[None]:
        """Whoever has left the screen while something was read has nothing to draw it on."""
        try:
            yield
        except NoMatches:
            if self.display:  # which a screen that goes says no more
                raise

    async def refresh_from_desk(self) -> None:
        """Show the desk as it is now."""

    async def refresh_with_news(self) -> None:
        """The same, pointing out what others have changed where the screen does so."""
        await self.refresh_from_desk()

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

    def called(self, binding: Binding) -> str:
        """The message id of what the key does now."""
        return binding.description

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.show_hints()

    def show_hints(self) -> None:
        """The keys to show as they are mapped now."""
        live: dict[str | None, Binding] = {}
        for active in self.active_bindings.values():
            live.setdefault(active.binding.id, active.binding)
        self._hinted = [live[name] for name in self.hinted() if name in live]
        self.dim_hints()

    def dim_hints(self) -> None:
        """The same keys as before, as far as they can run now; finding them takes far longer."""
        self.query_one(HintBar).hints = [
            Hint(self.app.get_key_display(each), self.called(each), self.is_possible(each))
            for each in self._hinted
        ]

    def on_key(self, event: events.Key) -> None:
        self.query_one(HintBar).clear()

    async def agree(self, question: str, yes: str) -> bool:
        """Ask a question that another key than Enter says yes to."""
        from helpdesk_tui.screens.ask import Ask

        answer: bool | None = await self.app.push_screen_wait(Ask(question, yes))
        return bool(answer)
