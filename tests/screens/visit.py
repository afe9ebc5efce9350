"""The portal over a real desk, at an instant that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.pilot import Pilot

from helpdesk_tui import i18n
from helpdesk_tui.portal import PortalApp
from helpdesk_tui.queries import portal
from helpdesk_tui.store import Store
from helpdesk_tui.text import one_line
from tests.conftest import Desk
from tests.screens.arrangement import PATIENCE, ZONE, Clock
from tests.screens.stage import picture

DANA = "dana@acme.example"


@dataclass
class Visit:
    """A running portal: what it shows, and keys to press."""

    app: PortalApp
    pilot: Pilot[int]
    clock: Clock

    @property
    def screen(self) -> str:
        """What is drawn, line by line."""
        return picture(self.app)

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


@asynccontextmanager
async def visiting(
    desk: Desk,
    email: str = DANA,
    *,
    size: tuple[int, int] = (80, 24),
    language: str = "en",
) -> AsyncIterator[Visit]:
    """The portal of a contact, its list loaded."""
    i18n.use(language)
    store = Store(desk.url, durable=False)
    clock = Clock()
    try:
        visitor = store.call(portal.visitor, email)
        app = PortalApp(store, visitor, zone=ZONE, clock=clock, driver_class=None)
        async with app.run_test(size=size, notifications=True) as pilot:
            visit = Visit(app, pilot, clock)
            await visit.wait(one_line(visitor.name, 8).rstrip("…"))
            yield visit
    finally:
        store.close()
        i18n.use("en")
