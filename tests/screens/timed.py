"""The interface over a real desk, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from textual.events import Paste
from textual.pilot import Pilot

from helpdesk_tui import i18n
from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.models import TimeEntry
from helpdesk_tui.store import Store
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.row_table import RowTable
from tests.conftest import NOW, Desk
from tests.screens.stage import picture

PATIENCE = 500
"""Looks at what is waited for before it will not come any more."""


class Trial:
    """One agent at the interface; `now` is what the clock says."""

    def __init__(self, store: Store, desk: Desk, login: str) -> None:
        self.now = NOW
        self.app = HelpdeskApp(
            store, desk.actor(login), zone="UTC", clock=lambda: self.now, driver_class=None
        )
        self.pilot: Pilot[int] | None = None

    async def press(self, *keys: str) -> None:
        assert self.pilot is not None
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Put a text into the field that has the focus."""
        assert self.pilot is not None
        assert self.app.focused is not None
        self.app.focused.post_message(Paste(text))
        await self.pilot.pause()

    async def loaded(self) -> None:
        """Wait until nothing is being read any more."""
        await self.until(lambda: not any(each.group == "load" for each in self.app.workers))

    async def until(self, what: Callable[[], Any]) -> None:
        assert self.pilot is not None
        for _look in range(PATIENCE):
            if what():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it never came about:\n{self.drawn}")

    async def shows(self, *texts: str) -> None:
        """Wait until all of it is on screen."""
        await self.until(lambda: all(text in self.drawn for text in texts))

    async def says(self, text: str) -> None:
        """Wait until the bottom line says it."""
        await self.until(lambda: text in self.said)

    @property
    def drawn(self) -> str:
        return picture(self.app)

    @property
    def top(self) -> str:
        """The top line, as far as the screen below a dialog shows it."""
        return self.drawn.splitlines()[0]

    @property
    def said(self) -> str:
        bars = self.app.screen.query(HintBar)
        return bars.first().message if bars else ""

    def tick(self, now: int | None = None) -> None:
        """Let a second pass as the program's own timer does, at that instant if one is given."""
        self.now = self.now + 1 if now is None else now
        self.app._tick()


@asynccontextmanager
async def trial(
    store: Store,
    desk: Desk,
    login: str = "bob",
    size: tuple[int, int] = (100, 30),
    language: str = "en",
) -> AsyncIterator[Trial]:
    """The interface on its first queue, in the desk's own time."""
    i18n.use(language)
    it = Trial(store, desk, login)
    with patch("helpdesk_tui.app.POLL", 3600):  # the test itself says when to look
        async with it.app.run_test(size=size, notifications=True) as pilot:
            it.pilot = pilot
            await it.until(lambda: it.app.screen.query("#list"))
            table = it.app.screen.query_one("#list", RowTable)
            await it.until(lambda: table._loader.loaded)
            yield it


def entries() -> list[tuple[str, str, int, int | None, str]]:
    """Every entry: login, number, start after NOW, seconds (None while it runs) and note."""
    return [
        (
            entry.agent.login,
            entry.ticket.number,
            entry.started_at - NOW,
            None if entry.ended_at is None else entry.seconds,
            entry.note,
        )
        for entry in TimeEntry.select().order_by(TimeEntry.id)
    ]
