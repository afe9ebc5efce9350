"""Keys typed faster than the screens change: each waits until those before it have done their work.

Textual hands a key to whatever has the focus when it arrives. Of `/printer` on a slow line, which
brings all of it at once, only the `/` would reach the filter's key and the rest act on tickets.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Protocol, runtime_checkable

from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump

OPENING = "open"
"""The group of the workers that open what the next keys are meant for."""

_LOOK = 0.01
"""Seconds between two looks at what may never come."""

_MOST_LOOKS = 500
"""Looks after which keys go through whatever is still being opened: no keyboard stays dead."""


@runtime_checkable
class Awaited(Protocol):
    """A screen whose keys mean nothing before it has read what it shows."""

    is_ready: bool
    """Whether it has."""


async def settled(app: App[Any]) -> None:
    """Return once the keys so far are dealt with and what they open is there to be typed into."""
    with suppress(ScreenStackError):  # the program is being left: there is nothing to type into
        await _through(app)
        await _passed(app)
        for _look in range(_MOST_LOOKS):
            if not _is_opening(app):
                break
            await asyncio.sleep(_LOOK)
        await _passed(app)


def _is_opening(app: App[Any]) -> bool:
    screen = app.screen
    if screen.is_modal:
        return False
    if isinstance(screen, Awaited) and not screen.is_ready:
        return True
    return any(worker.group == OPENING and worker.is_running for worker in app.workers)


async def _passed(app: App[Any]) -> None:
    """Follow a key's way from the focus up to the application, through the same queues."""
    node: MessagePump | None = app.focused or app.screen
    while node is not None:
        if not await _through(node):
            return
        node = node._parent


async def _through(node: MessagePump) -> bool:
    """Return once the node has dealt with what it was sent so far; whether it still lives."""
    dealt_with = asyncio.Event()
    if not node.call_later(dealt_with.set):
        return False
    while not dealt_with.is_set():
        if not node.is_running:
            return False  # it was closed by what came before
        with suppress(TimeoutError):
            await asyncio.wait_for(dealt_with.wait(), _LOOK)
    return True
