"""What people have begun to write: kept in files meanwhile, found again by their next session.

A draft's file is locked by the session that writes it, as long as that lives; one that is not was
left behind. It is replaced whole, never written over, and only its own account can read it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from helpdesk_tui.databases.companions import beside, is_shared, make_folder
from helpdesk_tui.records import record

LARGEST = 2_000_000
"""Bytes of a draft: a text of the greatest length fits whatever it is written in."""

MOST = 50
"""Drafts of one person; beyond that the oldest that was left behind goes."""

_NAME = re.compile(r"([a-z]+-[0-9]{1,18})\.([a-z]+(?:-[a-z]+)*)((?:-[0-9]{1,18})?)\.[0-9a-f]{16}")
"""Whose it is, what it is, and the id of what it is about."""

Typed = Mapping[str, Any]
"""What was typed, by field, as JSON can hold it."""


@record
class Left:
    """A draft that a session left behind."""

    kind: str
    called: str
    """What it is about, as people know it; empty when it is about nothing yet."""


@record
class _Content:
    typed: Typed
    called: str
    version: int
    """Of what is edited, when the editing began."""


class Drafts:
    """The drafts of one person; where they cannot be kept people write without them."""

    def __init__(self, url: str, person: str) -> None:
        """`person` is who writes: `agent-3`, `contact-5`."""
        self._folder = beside(url, "drafts")
        self._desk = beside(url, "drafts").with_suffix("")
        self._person = person

    def begin(self, kind: str, about: int | None = None, *, called: str = "") -> Draft:
        """What is now being written; it starts with what was left behind of the same."""
        what = kind if about is None else f"{kind}-{about}"
        newest: tuple[Path, int] | None = None
        for path, descriptor in self._abandoned(what):
            if newest is None:
                newest = path, descriptor
            else:
                os.close(descriptor)
        return Draft(self, what, called, newest)

    def left(self) -> list[Left]:
        """What sessions left behind, the newest first."""
        found = []
        for path, descriptor in self._abandoned():
            content = _read(descriptor)
            os.close(descriptor)
            name = _NAME.fullmatch(path.name)
            if content is not None and name is not None:
                found.append(Left(name[2], content.called))
        return found

    def _abandoned(self, what: str | None = None) -> Iterator[tuple[Path, int]]:
        """Files of this person that no session holds, locked and open, the newest first."""
        for path in self._own():
            name = _NAME.fullmatch(path.name)
            if name is None or what not in (None, name[2] + name[3]):
                continue
            descriptor = _locked(path)
            if descriptor is not None:
                yield path, descriptor

    def _own(self) -> list[Path]:
        """This person's files, the newest first."""
        aged = []
        with suppress(OSError):
            for entry in os.scandir(self._folder):
                if entry.name.startswith(f"{self._person}."):
                    with suppress(OSError):
                        aged.append((entry.stat(follow_symlinks=False).st_mtime, entry.name))
        return [self._folder / name for _age, name in sorted(aged, reverse=True)]

    def new(self, what: str) -> Path:
        """Where another draft can be kept, once there is room for it; raises OSError."""
        make_folder(self._folder, shared=is_shared(self._desk))
        own = self._own()
        for path in reversed(own[MOST - 1 :]):
            descriptor = _locked(path)
            if descriptor is not None:
                path.unlink(missing_ok=True)
                os.close(descriptor)
        return self._folder / f"{self._person}.{what}.{token_hex(8)}"


class Draft:
    """What one screen writes; `typed` is what was left behind, None when nothing was."""

    def __init__(
        self, drafts: Drafts, what: str, called: str, held: tuple[Path, int] | None
    ) -> None:
        self._drafts = drafts
        self._what = what
        self._called = called
        self._held = held
        content = _read(held[1]) if held else None
        self.typed: Typed | None = content.typed if content else None
        self.version = content.version if content else 0
        """Of what is edited, when the editing began."""
        self._kept: Typed | None = self.typed

    def goes_on_from(self, version: int) -> int:
        """The version on which the editing began: the present one, unless it was begun before."""
        if self.typed is None or not 0 < self.version <= version:
            self.version = version
        return self.version

    def keep(self, typed: Typed | None) -> None:
        """Have the file hold what is typed now; None, where nothing is, removes it."""
        if typed == self._kept:
            return
        if typed is None:
            self.drop()
            return
        content = {"typed": typed, "called": self._called, "version": self.version}
        text = json.dumps(content).encode()
        if len(text) > LARGEST:
            return  # what was kept last is better than nothing
        with suppress(OSError):
            self._write(text)
            self._kept = dict(typed)

    def _write(self, text: bytes) -> None:
        path = self._held[0] if self._held else self._drafts.new(self._what)
        newborn = path.with_name(f".{path.name}")
        descriptor = os.open(newborn, os.O_CREAT | os.O_TRUNC | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with open(descriptor, "wb", closefd=False) as file:
            file.write(text)
        newborn.rename(path)
        self.close()
        self._held = path, descriptor

    def drop(self) -> None:
        """It was sent, or given up: nothing of it is left."""
        self._kept = None
        if self._held is not None:
            with suppress(OSError):
                self._held[0].unlink()
        self.close()

    def close(self) -> None:
        """Write no more; what was kept is left behind."""
        if self._held is not None:
            os.close(self._held[1])
            self._held = None


def _locked(path: Path) -> int | None:
    """The file, open and locked, unless a session holds it or it is not this account's."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        opened, named = os.fstat(descriptor), os.stat(path)
    except OSError:
        os.close(descriptor)
        return None
    if opened.st_uid == os.geteuid() and opened.st_ino == named.st_ino:
        return descriptor
    os.close(descriptor)  # another account's, or replaced just now by the session that writes it
    return None


def _read(descriptor: int) -> _Content | None:
    """What the file holds, None where that is no draft."""
    try:
        found = json.loads(os.pread(descriptor, LARGEST + 1, 0))
        content = _Content(dict(found["typed"]), str(found["called"]), int(found["version"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return content
