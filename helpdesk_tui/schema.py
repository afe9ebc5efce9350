"""Creating, checking and migrating the database file; what does not fit is refused untouched."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from peewee import Database
from playhouse.migrations import Runner

from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_

APPLICATION_ID = 0x48445455
"""Marks an SQLite file as ours ("HDTU") in its header."""

MIGRATIONS = Path(__file__).with_name("migrations")

_HISTORY = "schema_migration"
_SCHEME = "sqlite:///"


def sqlite_path(url: str) -> Path:
    """The file that a sqlite:/// URL names; raises DatabaseRefused for any other URL."""
    if not url.startswith(_SCHEME) or len(url) == len(_SCHEME):
        raise DatabaseRefused(
            N_("{url} is not a database this program can open: write sqlite:///path/to/file."),
            url=url,
        )
    return Path(url.removeprefix(_SCHEME)).expanduser().absolute()


def exists(url: str) -> bool:
    """Whether there is a database of whatever kind; one whose creation goes on is none yet."""
    path = sqlite_path(url)
    if not _has_content(path):
        return False
    try:
        return bool(_applied(path))
    except DatabaseRefused:
        return True


def check(url: str) -> None:
    """Raise DatabaseRefused unless the database is ours and exactly as new as the program."""
    path = sqlite_path(url)
    if not exists(url):
        raise DatabaseRefused(
            N_("There is no database at {path} yet: “helpdesk-tui init” creates it."), path=path
        )
    applied = _applied(path)
    known = _known()
    if applied - known:
        raise DatabaseRefused(
            N_("{path} belongs to a newer helpdesk-tui than this one: install the newer program."),
            path=path,
        )
    if known - applied:
        raise DatabaseRefused(
            N_(
                "{path} is older than this program: make a backup, then run “helpdesk-tui migrate”."
            ),
            path=path,
        )


def migrate(database: Database, url: str) -> list[str]:
    """Create the file when it is missing, apply what is pending, and name what was applied."""
    path = sqlite_path(url)
    _has_content(path)  # refuses what is no file before anything is written beside it
    with _lock(path):
        if not _has_content(path):
            _create(path)
        elif _applied(path) - _known():
            check(url)
        with database.connection_context():
            return list(Runner(database, str(MIGRATIONS), table_name=_HISTORY).up())


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


def _known() -> set[str]:
    return {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}


def _applied(path: Path) -> set[str]:
    """The migrations a file has seen; raises DatabaseRefused when the file is not ours."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
            owner = connection.execute("PRAGMA application_id").fetchone()[0]
            if owner != APPLICATION_ID:
                raise DatabaseRefused(
                    N_("{path} is another program's database; nothing was changed."), path=path
                )
            rows = connection.execute(f"SELECT name FROM {_HISTORY}").fetchall()
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


def _create(path: Path) -> None:
    """Make a private file, ours from its first byte on: SQLite would let everybody read it."""
    made = path.with_name(path.name + ".new")
    try:
        made.unlink(missing_ok=True)
        descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.fchmod(descriptor, 0o600)
        os.close(descriptor)
        with closing(sqlite3.connect(made)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for ending in ("-wal", "-journal"):  # of a file removed since: they would be replayed
            path.with_name(path.name + ending).unlink(missing_ok=True)
        made.replace(path)
    except OSError as error:
        raise _uncreatable(path, error) from error


def _uncreatable(path: Path, error: OSError) -> DatabaseRefused:
    message = N_("{path} cannot be created ({reason}): choose another place with --db.")
    return DatabaseRefused(message, path=path, reason=error.strerror)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Only one process at a time creates or migrates a database."""
    lock = path.with_name(path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise _uncreatable(path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
