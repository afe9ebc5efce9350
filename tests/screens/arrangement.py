"""The whole interface over a real desk, at an instant that stands still until a test moves it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.pilot import Pilot

from helpdesk_tui import i18n
from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.queries import people
from helpdesk_tui.store import Store
from helpdesk_tui.terminal_app import TerminalApp
from tests.conftest import NOW, Desk
from tests.screens.stage import picture

ZONE = "Europe/Paris"

_COUNTED = re.compile(r" 4 .*\d")
"""The beginning of the first line once the list is there."""

PATIENCE = 500
"""Rounds of the event loop, of 10 ms each, after which nothing more will come."""


@dataclass
class Clock:
    """Tells `now`, which tests set."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now


A = TypeVar("A", bound=TerminalApp)


@dataclass
class Running(Generic[A]):
    """A running program: what it shows, and keys to press."""

    app: A
    pilot: Pilot[int]
    clock: Clock

    @property
    def screen(self) -> str:
        """What is drawn, line by line."""
        return picture(self.app)

    @property
    def bottom(self) -> str:
        """The last line, where hints and messages stand."""
        return self.screen.splitlines()[-1].strip()

    def line(self, text: str) -> str:
        """The first line that holds the text, empty when none does."""
        return next((line for line in self.screen.splitlines() if text in line), "")

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each done before the next."""
        for key in keys:
            await self.pilot.press(key)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*("space" if character == " " else character for character in text))

    async def wait(self, *texts: str, gone: str | None = None) -> str:
        """The screen, once it shows every text and does not show `gone`."""

        def shown() -> bool:
            screen = self.screen
            return all(text in screen for text in texts) and (gone is None or gone not in screen)

        await self.until(shown)
        return self.screen

    async def until(self, condition: Callable[[], bool]) -> None:
        """Go on until the condition holds."""
        for _round in range(PATIENCE):
            await self.pilot.pause()
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it did not come; the screen:\n{self.screen}")

    async def pass_time(self, seconds: int) -> None:
        """Move the clock on and let the screen see it."""
        self.clock.now += seconds
        self.app.poll()
        await self.pilot.pause()


Interface = Running[HelpdeskApp]


@asynccontextmanager
async def opened(
    desk: Desk,
    login: str = "bob",
    *,
    size: tuple[int, int] = (100, 30),
    language: str = "en",
    keys: Mapping[str, str] | None = None,
    theme: str | None = None,
    now: int = NOW,
) -> AsyncIterator[Interface]:
    """The interface of an agent, its first list loaded."""
    i18n.use(language)
    store = Store(desk.url, durable=False)
    clock = Clock(now)
    options: dict[str, Any] = {} if theme is None else {"theme": theme}
    try:
        app = HelpdeskApp(
            store,
            store.call(people.actor, login, "screen"),
            zone=ZONE,
            clock=clock,
            keys=keys,
            driver_class=None,
            **options,
        )
        async with app.run_test(size=size, notifications=True) as pilot:
            interface = Interface(app, pilot, clock)
            await interface.until(lambda: _COUNTED.match(interface.screen) is not None)
            yield interface
    finally:
        store.close()
        i18n.use("en")
