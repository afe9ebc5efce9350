"""Keys typed faster than the screens change: each waits until those before it have done their work.

Textual hands a key to whatever has the focus when it arrives. Of `/printer` on a slow line, which
brings all of it at once, only the `/` would reach the filter's key and the rest act on tickets.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Protocol, runtime_checkable

from textual.app import App, ScreenStackError
from textual.events import Callback
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
        await _Way(app).gone()
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
    await _Way(app.focused or app.screen).gone()


class _Way:
    """Leads from a node to the application, each step taken once the node has dealt with what it
    was sent before; it ends early where a node was closed by what came before.
    """

    def __init__(self, node: MessagePump | None) -> None:
        self._node = node
        self._end = asyncio.Event()

    async def gone(self) -> None:
        """Return once the way is gone."""
        self._post()
        while not self._end.is_set() and self._node is not None and self._node.is_running:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), _LOOK)

    def _step(self) -> None:
        self._node = self._node and self._node._parent
        self._post()

    def _post(self) -> None:
        # As `call_later`, but that looks anew each time at what its callback takes.
        if self._node is None or not self._node.post_message(Callback(callback=self._step)):
            self._end.set()
