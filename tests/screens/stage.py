"""A bare application on which one screen at a time is tried."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual import events, work
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from helpdesk_tui import i18n
from helpdesk_tui.rows import Choice
from helpdesk_tui.text import fold

SIZES = [(60, 20), (80, 24), (120, 40)]

HOSTILE = (
    "[/foo][@click=app.quit]x[/] \x1b]52;c;x\x07 \u202egnp\u200b\x00 \x9b2J é\u0301\u0301\u0301"
)
"""Markup, a clipboard write, text turned around, NUL, a C1 control, stacked marks."""

FORBIDDEN = {chr(c) for c in [*range(0x20), *range(0x7F, 0xA0)]} | set("\u202e\u200b")


class Stage(App[None]):
    """Shows one screen and keeps what it ended with."""

    ENABLE_COMMAND_PALETTE = False
    UNENDED = object()

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.result: Any = Stage.UNENDED
        self._shown = screen

    def on_mount(self) -> None:
        self.ask()

    @work(group="stage")
    async def ask(self) -> None:
        self.result = await self.push_screen_wait(self._shown)

    @property
    def ended(self) -> bool:
        return self.result is not Stage.UNENDED


@asynccontextmanager
async def on_stage(
    screen: Screen[Any],
    size: tuple[int, int] = (80, 24),
    language: str = "en",
    theme: str = "textual-dark",
    keymap: dict[str, str] | None = None,
) -> AsyncIterator[tuple[Stage, Pilot[None]]]:
    i18n.use(language)
    try:
        app = Stage(screen)
        app.theme = theme
        app.set_keymap(keymap or {})
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield app, pilot
    finally:
        i18n.use("en")


def picture(app: App[Any]) -> str:
    """What is drawn, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def enter(pilot: Pilot[Any], text: str) -> None:
    """Put the text in at once, as a paste does, and let its consequences come about."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def settled(app: App[Any], pilot: Pilot[Any]) -> None:
    """Wait until what the screen has begun on the database's thread has come about."""
    await pilot.pause()
    while any(worker.group != "stage" for worker in app.workers):
        await pilot.pause()
    await pilot.pause()


def assert_harmless(app: App[Any]) -> None:
    drawn = picture(app)
    assert not FORBIDDEN & set(drawn.replace("\n", ""))


def among(*choices: Choice) -> Callable[[str], Awaitable[list[Choice]]]:
    """A search over these choices by part of a name."""

    async def search(text: str) -> list[Choice]:
        return [c for c in choices if fold(text.strip()) in fold(c.name)]

    return search
