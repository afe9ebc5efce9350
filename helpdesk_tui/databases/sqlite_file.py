"""A desk in one SQLite file: whose it is, what it has seen, and how it is created."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from peewee import Database

from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_

APPLICATION_ID = 0x48445455
"""Marks an SQLite file as ours ("HDTU") in its header."""

PRIVATE, SHARED = 0o600, 0o660
"""The mode of a desk's file: its owner's alone, or also its group's."""

_SCHEME = "sqlite:///"


def path_of(url: str) -> Path:
    """The file that a sqlite:/// URL names; raises DatabaseRefused for any other URL."""
    if not url.startswith(_SCHEME) or len(url) == len(_SCHEME):
        raise DatabaseRefused(
            N_(
                "{url} is not a database this program can open: write sqlite:///path/to/file, or"
                " postgresql://user@host/name."
            ),
            url=url,
        )
    return Path(url.removeprefix(_SCHEME)).expanduser().absolute()


def name(url: str) -> str:
    """What people call the desk: its file."""
    return str(path_of(url))


def applied(url: str, history: str) -> set[str]:
    """The migrations that the table `history` names, none where no file is; refuses others'."""
    path = path_of(url)
    if not _has_content(path):
        return set()
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
            owner = connection.execute("PRAGMA application_id").fetchone()[0]
            if owner != APPLICATION_ID:
                raise DatabaseRefused(
                    N_("{path} is another program's database; nothing was changed."), path=path
                )
            rows = connection.execute(f"SELECT name FROM {history}").fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return set()
        raise _unreadable(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
            message = N_("{path} is damaged. Nothing was changed: restore a backup.")
        else:
            message = N_("{path} is not a helpdesk database; nothing was changed.")
        raise DatabaseRefused(message, path=path) from error
    return {row[0] for row in rows}


def create(url: str, _history: str, _database: Database) -> None:
    """Make the file where none is, ours from its first byte on: SQLite's all can read."""
    path = path_of(url)
    if _has_content(path):
        return
    made = path.with_name(path.name + ".new")
    try:
        made.unlink(missing_ok=True)
        make(made)
        with closing(sqlite3.connect(made)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for ending in ("-wal", "-journal"):  # of a file removed since: they would be replayed
            path.with_name(path.name + ending).unlink(missing_ok=True)
        made.replace(path)
    except OSError as error:
        raise _uncreatable(path, error) from error


def make(file: Path) -> None:
    """Make an empty file, private or, in a folder that hands its group on, the group's too.

    SQLite gives the files that it makes beside a desk the mode of the desk's own.
    """
    folder = file.parent.stat().st_mode
    shared = folder & stat.S_ISGID and folder & stat.S_IWGRP
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE)
    os.fchmod(descriptor, SHARED if shared else PRIVATE)  # whatever the umask takes away
    os.close(descriptor)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Only one process at a time creates or migrates a desk."""
    path = path_of(url)
    _has_content(path)  # refuses what is no file before anything is written beside it
    lock = path.with_name(path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not lock.exists():
            with suppress(FileExistsError):
                make(lock)
        descriptor = os.open(lock, os.O_RDWR)  # creating what another account owns is refused
    except OSError as error:
        raise _uncreatable(path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _has_content(path: Path) -> bool:
    """Whether there is a file that is not empty; raises DatabaseRefused for a folder."""
    try:
        if path.is_dir():
            raise DatabaseRefused(N_("{path} is a folder: name a file in it."), path=path)
        return path.is_file() and path.stat().st_size > 0
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error


def _unreadable(path: Path, reason: str) -> DatabaseRefused:
    message = N_("{path} cannot be opened ({reason}): check its path, owner and mode.")
    return DatabaseRefused(message, path=path, reason=reason)


def _uncreatable(path: Path, error: OSError) -> DatabaseRefused:
    message = N_("{path} cannot be created ({reason}): choose another place with --db.")
    return DatabaseRefused(message, path=path, reason=error.strerror)
