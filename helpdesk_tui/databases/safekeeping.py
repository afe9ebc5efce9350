"""Backups of a desk in a file: taken while it is in use, verified, and put back without a gap."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from helpdesk_tui.databases.sqlite_file import APPLICATION_ID, make, path_of
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_

_SQLITE = b"SQLite format 3\0"
_HEAD = 100
"""Bytes before the first page's content, among which whose the file is."""

_PATIENCE = 20.0
"""Seconds that a copy waits for whoever writes."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A verified copy of a desk."""

    path: Path
    tickets: int
    size: int
    """Bytes."""


def back_up(url: str, target: Path) -> Copy:
    """One private file that holds the desk as it is at one instant; others go on working.

    Raises DatabaseRefused where something stands at the target, or the copy is not whole: then
    nothing is left there.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        message = N_("{path} is there already: name a new file for the backup.")
        raise DatabaseRefused(message, path=target) from error
    except OSError as error:
        raise _unwritable(target, error.strerror) from error
    try:
        with closing(_opened(path_of(url))) as desk, closing(sqlite3.connect(target)) as copy:
            desk.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")  # or a second file would belong to it
        _on_disk(target)
        return verified(target)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error | OSError):
            raise _unwritable(target, str(error)) from error
        raise


def verified(file: Path) -> Copy:
    """What the file holds, each page and reference of it checked; raises DatabaseRefused."""
    try:
        with closing(_opened(file)) as opened:
            if opened.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                message = N_("{path} is not a helpdesk database; nothing was changed.")
                raise DatabaseRefused(message, path=file)
            damage = damages(opened)
            tickets = opened.execute("SELECT COUNT(*) FROM ticket").fetchone()[0]
    except (sqlite3.Error, OSError) as error:
        message = N_("{path} cannot be read ({reason}); nothing was changed.")
        raise DatabaseRefused(message, path=file, reason=str(error)) from error
    if damage:
        message = N_("{path} is damaged ({reason}); nothing was changed: take another backup.")
        raise DatabaseRefused(message, path=file, reason=damage[0])
    return Copy(file, int(tickets), file.stat().st_size)


def damages(opened: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file, in its own words; nothing in a sound one."""
    found = [str(row[0]) for row in opened.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        return found
    astray = opened.execute("PRAGMA foreign_key_check").fetchone()
    return [] if astray is None else [f"{astray[0]} {astray[1]} → {astray[2]}"]


def put_back(file: Path, url: str, aside: Path) -> Copy | None:
    """Make the desk what the verified file holds, in one write that running sessions see.

    What the desk held before is kept in `aside`, and told; None when there was nothing. A damaged
    one stands in `aside` as it is, and its sessions see that their file is another.
    """
    path = path_of(url)
    former = None
    try:
        if is_damaged(path):
            _move(path, aside)
        elif path.exists() and path.stat().st_size:
            former = back_up(url, aside)
        if former is None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                make(path)
        with closing(_opened(file)) as copy, closing(sqlite3.connect(path)) as desk:
            desk.execute(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")
            copy.backup(desk)
            desk.execute("PRAGMA journal_mode = wal")
    except (sqlite3.Error, OSError) as error:
        raise _unwritable(path, str(error)) from error
    _on_disk(path)
    verified(path)
    return former


def is_damaged(path: Path) -> bool:
    """Whether the file is a desk of ours that cannot be relied on."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head[:16] != _SQLITE or head[68:72] != APPLICATION_ID.to_bytes(4, "big"):
            return False
        with closing(_opened(path)) as opened:
            return bool(damages(opened))
    except FileNotFoundError:
        return False
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def _move(path: Path, aside: Path) -> None:
    """Take a file away with what was written last, which is in another beside it."""
    for ending in ("", "-wal"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=_PATIENCE)


def _on_disk(path: Path) -> None:
    """Return once neither the file nor its name is lost with the power."""
    for place in (path, path.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritable(path: Path, reason: str | None) -> DatabaseRefused:
    message = N_("{path} cannot be written ({reason}): choose another place.")
    return DatabaseRefused(message, path=path, reason=reason)
