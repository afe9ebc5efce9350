"""Who has a ticket open, beside a desk in a file: one file a session, locked while it lives."""

from __future__ import annotations

import fcntl
import os
import re
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from helpdesk_tui.databases.companions import is_shared, make_folder
from helpdesk_tui.rows import Place

_NAME = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-[0-9a-f]{16}")
"""Agent, ticket, and what tells sessions apart: renaming a file tells another ticket at once."""


class PresenceFiles:
    """The lock goes with its process, however that ends, so nothing is ever written to stay alive.

    Where the folder cannot be written nobody is told anything: the desk itself works on.
    """

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._folder = Path(f"{desk}.present")
        self._token = token_hex(8)
        self._file: tuple[Path, int] | None = None
        """The session's own, with the descriptor that holds its lock."""

    def stand(self, place: Place | None) -> None:
        """Tell where this session is; None tells nothing more."""
        if place is None:
            self._leave()
            return
        path = self._folder / f"{place.agent}-{place.ticket}-{self._token}"
        with suppress(OSError):
            if self._file is None:
                self._file = path, self._locked()
                self._newborn.rename(path)
            else:
                former, descriptor = self._file
                former.rename(path)
                self._file = path, descriptor

    def places(self) -> frozenset[Place]:
        """Where the living sessions are but this one; what the dead have left is removed."""
        try:
            names = os.listdir(self._folder)
        except OSError:
            return frozenset()
        found = [(name, _NAME.fullmatch(name)) for name in names if not name.endswith(self._token)]
        return frozenset(
            Place(int(told[1]), int(told[2])) for name, told in found if told and self._lives(name)
        )

    @property
    def _newborn(self) -> Path:
        return self._folder / f".{self._token}"

    def _locked(self) -> int:
        """A file that nobody looks for before it is locked; all who share the desk can read it."""
        shared = is_shared(self._desk)
        make_folder(self._folder, shared=shared)
        descriptor = os.open(self._newborn, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.fchmod(descriptor, 0o640 if shared else 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return descriptor

    def _lives(self, name: str) -> bool:
        path = self._folder / name
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        with suppress(OSError):
            path.unlink()
        return False

    def _leave(self) -> None:
        if self._file is not None:
            path, descriptor = self._file
            self._file = None
            with suppress(OSError):
                path.unlink()
            os.close(descriptor)
