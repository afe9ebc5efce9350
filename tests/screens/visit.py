"""The portal over a real desk, at an instant that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from helpdesk_tui import i18n
from helpdesk_tui.portal import PortalApp
from helpdesk_tui.queries import portal
from helpdesk_tui.store import Store
from helpdesk_tui.text import one_line
from tests.conftest import Desk
from tests.screens.arrangement import ZONE, Clock, Running

DANA = "dana@acme.example"


Visit = Running[PortalApp]


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
