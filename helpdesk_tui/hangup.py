"""Leaving when the line drops or the system asks: quickly, with the terminal as it was found."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

GRACE = 0.6
"""Seconds that an orderly exit may take before the watchdog leaves without it."""

RESTORING = 0.2
"""Seconds that the watchdog waits for a terminal whose reader is slow to take its modes back."""

RESTORE = (
    b"\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l"
    b"\x1b[?2048l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""Paste mode, mouse, focus and size reports, wrapping, keys, alternate screen, cursor as before."""


class Hangup:
    """Turns SIGHUP and SIGTERM into an exit with status 128 + signal, from its making on.

    A handler set through the event loop would deadlock under load and wait for a client that does
    not read; a plain one with a watchdog thread does neither.
    """

    def __init__(self) -> None:
        self.received: int | None = None
        self.restore = RESTORE
        """What is written to a terminal that is given back by force."""
        self._attributes = _attributes()
        self._leave: Callable[[], None] = _nothing
        self._loop: asyncio.AbstractEventLoop | None = None
        self._along: int | None = None
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def watch(self, loop: asyncio.AbstractEventLoop, leave: Callable[[], None]) -> None:
        """From now on a signal, or one that came already, makes the loop call `leave`."""
        self._loop = loop
        self._leave = leave
        if self.received is not None:
            self._ask_loop()

    def take_along(self, group: int | None) -> None:
        """Until it is another, a signal ends these processes too: the program waits for them."""
        self._along = group
        if self.received is not None:
            self._signal_along(self.received)

    def finish(self) -> None:
        """After the interface has ended: leave at once if a signal asked for it."""
        if self.received is not None:
            os._exit(128 + self.received)

    def guard(self, seconds: float, status: int) -> None:
        """Leave with `status` after that long, whatever still hangs."""
        threading.Thread(target=self._watchdog, args=(seconds, status), daemon=True).start()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self.received is not None:
            return
        self.received = number
        self._signal_along(number)
        self.guard(GRACE, 128 + number)
        self._ask_loop()

    def _signal_along(self, number: int) -> None:
        if self._along is not None:
            with suppress(OSError):
                os.killpg(self._along, number)
                os.killpg(self._along, signal.SIGCONT)  # a stopped one would not hear

    def _ask_loop(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave)

    def _watchdog(self, seconds: float, status: int) -> None:
        threading.Event().wait(seconds)
        if self._along is not None:  # deaf to the signal: what it has saved is kept now
            self._signal_along(signal.SIGKILL)
            threading.Event().wait(GRACE)
        # In a thread of its own: a terminal that nobody reads may never take what is written.
        restoring = threading.Thread(
            target=_restore, args=(self._attributes, self.restore), daemon=True
        )
        restoring.start()
        restoring.join(2 * RESTORING)
        os._exit(status)


def _nothing() -> None:
    """Before the interface runs there is nothing to leave."""


def _attributes() -> list[Any] | None:
    try:
        return termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ else None
    except (OSError, termios.error):
        return None


def _restore(attributes: list[Any] | None, modes: bytes) -> None:
    """Give the terminal back, unless it is gone or its reader has stopped reading."""
    if attributes is None or sys.__stdin__ is None:
        return
    descriptor = sys.__stdin__.fileno()
    try:
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
        _, writable, _ = select.select([], [descriptor], [], RESTORING)
        if writable:
            os.write(descriptor, modes)
    except (OSError, termios.error, ValueError):
        return  # the terminal is gone: nothing to give back
