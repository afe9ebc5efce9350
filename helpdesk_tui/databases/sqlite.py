"""A connection to a desk in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from peewee import OperationalError, SqliteDatabase

from helpdesk_tui.databases.presence_files import PresenceFiles
from helpdesk_tui.databases.sqlite_file import path_of
from helpdesk_tui.databases.write_turns import WriteTurns
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_

LOCK_WAIT = 0.9
"""Seconds that one attempt waits for another process's write lock."""

GLANCE = 0.0005
"""Seconds between two looks at the lock of whoever writes next."""


class Sqlite(SqliteDatabase):
    """Writes in turn: SQLite itself lets whoever has waited long wait ever longer."""

    def __init__(self, path: Path, **options: Any) -> None:
        super().__init__(str(path), **options)
        self._turns = WriteTurns(path)

    def begin(self, lock_type: str | None = None) -> None:
        with self._turns.first():
            give_up = time.monotonic() + LOCK_WAIT
            self.execute_sql("PRAGMA busy_timeout = 0")
            try:
                while not self._begun(lock_type, give_up):
                    time.sleep(GLANCE)
            finally:
                self.execute_sql(f"PRAGMA busy_timeout = {LOCK_WAIT * 1000:.0f}")

    def _begun(self, lock_type: str | None, give_up: float) -> bool:
        """Whether the lock was free; raises OperationalError when it is time to give up."""
        try:
            super().begin(lock_type)
        except OperationalError as error:
            if not _is_busy(error) or time.monotonic() >= give_up:
                raise
            return False
        return True


def _is_busy(error: OperationalError) -> bool:
    cause = error.__cause__ or error.__context__
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def database(url: str, *, durable: bool) -> Sqlite:
    """The database, unconnected; `durable` survives a power cut."""
    return Sqlite(
        path_of(url),
        pragmas={
            "journal_mode": "wal",
            "synchronous": "full" if durable else "normal",
            "foreign_keys": 1,
            "temp_store": "memory",
        },
        lock_type="IMMEDIATE",  # a deferred BEGIN that turns into a write fails at once when busy
        autoconnect=False,  # a stray query on the interface's thread raises instead of freezing it
        timeout=LOCK_WAIT,
    )


class SqliteLink:
    """What the store does with the connection; all but `interrupt` on the database's thread."""

    unsure = False

    def __init__(self, database: Sqlite) -> None:
        self.database = database
        self.presence = PresenceFiles(Path(str(database.database)))
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def connect(self) -> None:
        """Open the file, or make sure that it is still the one that was opened."""
        if self._file is not None and self._file != self._on_disk():
            self.disconnect()  # SQLite would go on writing into what nobody finds any more
            raise DatabaseRefused(
                N_(
                    "The desk's file was deleted or replaced. Nothing was saved: leave and start"
                    " again ({path})."
                ),
                path=self.database.database,
            )
        if self.database.is_closed():
            self.database.connect()
            self._connection = self.database.connection()
            self._file = self._on_disk()

    def _on_disk(self) -> tuple[int, int] | None:
        """Device and inode of the file that bears the desk's name now."""
        try:
            found = os.stat(self.database.database)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def disconnect(self) -> None:
        self.presence.stand(None)
        if not self.database.is_closed():
            self.database.close()

    def interrupt(self) -> None:
        """End what is being read; an act under way is saved whole: it takes milliseconds."""
        if self._connection is not None and not self._connection.in_transaction:
            self._connection.interrupt()

    def lost(self, _error: BaseException) -> bool:
        """A file does not go away as a server does."""
        return False

    def collided(self, _error: BaseException) -> bool:
        """Who writes has the whole file: what a check has seen, nobody changes before the end."""
        return False

    def revision(self) -> Hashable:
        return int(self.database.execute_sql("PRAGMA data_version").fetchone()[0])

    def clock(self) -> int:
        return int(time.time())

    def listen(self, _heard: Callable[[], object]) -> None:
        """A file tells nobody: whoever follows it asks for its revision."""
