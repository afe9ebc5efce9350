"""Who writes next into a desk in a file: first come, first served, whatever program they run in."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpdesk_tui.databases.companions import is_shared

_READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""How the line's file is opened: whatever stands there in its place is never waited for."""

PATIENCE = 2.0
"""Seconds in line after which somebody tries without a turn."""


class WriteTurns:
    """A line before SQLite's lock, which is given to whoever happens to look when it is free.

    Who stands first holds a lock on a file beside the desk until the desk's own is theirs. It goes
    with its process, and its file is never written. Where it cannot be made, nobody stands in line.
    """

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._file = Path(f"{desk}.turns")
        self._left: _Place | None = None
        """Where one has stood in vain: while that lasts, standing there again would only cost."""

    @contextmanager
    def first(self) -> Iterator[None]:
        """Stand in line until first, and stay so until the block ends."""
        stuck = self._left is not None and self._left.is_waiting
        descriptor = None if stuck else self._open()
        if descriptor is None:
            yield
            return
        if not _taken(descriptor):
            place = _Place(descriptor)
            if not place.reached(PATIENCE):
                self._left = place
                yield
                return
        try:
            yield
        finally:
            os.close(descriptor)

    def _open(self) -> int | None:
        try:
            return os.open(self._file, _READING)
        except FileNotFoundError:
            return self._made()
        except OSError:
            return None

    def _made(self) -> int | None:
        """The file, which all who share the desk can open."""
        with suppress(OSError):
            shared = is_shared(self._desk)
            descriptor = os.open(self._file, os.O_CREAT | _READING, 0o600)
            with suppress(PermissionError):  # another account was quicker
                os.fchmod(descriptor, 0o640 if shared else 0o600)
            return descriptor
        return None


def _taken(descriptor: int) -> bool:
    """Whether nobody stands in line."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class _Place:
    """A place in line that can be left: the system's own waiting for a lock has no end."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._first = threading.Event()
        self._left = False
        self._deciding = threading.Lock()
        threading.Thread(target=self._wait, name="turn", daemon=True).start()

    def _wait(self) -> None:
        with suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._deciding:
            if self._left:
                os.close(self._descriptor)
            self._first.set()

    @property
    def is_waiting(self) -> bool:
        """Whether the line has not moved since."""
        return not self._first.is_set()

    def reached(self, seconds: float) -> bool:
        """Whether it was one's turn within that time; else the place is left."""
        self._first.wait(seconds)
        with self._deciding:
            self._left = not self._first.is_set()
            return not self._left
