"""The database threads: the only door between the interface and the database."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from peewee import PeeweeException, SqliteDatabase

from helpdesk_tui import faults, models, schema
from helpdesk_tui.errors import Busy

P = ParamSpec("P")
R = TypeVar("R")

LOCK_WAIT = 0.9
"""Seconds that one attempt waits for another process's write lock."""

ATTEMPTS = 3
"""How often an act is tried before the agent is told that the desk is busy."""


def connect(url: str, *, durable: bool = True) -> SqliteDatabase:
    """An unconnected database that the tables are bound to; `durable` survives a power cut."""
    database = SqliteDatabase(
        str(schema.sqlite_path(url)),
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
    models.database.initialize(database)
    return database


class Store:
    """Runs plain functions on the thread that owns the connection."""

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = url
        self._database = connect(url, durable=durable)
        self._connection: sqlite3.Connection | None = None
        self._closing = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Await the function's result; raises HelpdeskError for what people can understand."""
        call = self._guarded(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same from a command, which has nothing else to do meanwhile."""
        return self._thread.submit(self._guarded(function, *args, **kwargs)).result()

    async def revision(self) -> int:
        """A number that differs once another connection has changed the database."""
        return await self.run(self._data_version)

    def close(self) -> None:
        """Let the running call end, drop those that wait, and close the connection."""
        if not self._closing.is_set():
            self._closing.set()
            self._thread.submit(self._disconnect)
        self._thread.shutdown(wait=True)

    def abandon(self) -> None:
        """Interrupt what is being read and start nothing more, without waiting for anything."""
        self._closing.set()
        self._thread.shutdown(wait=False, cancel_futures=True)
        connection = self._connection
        if connection is not None and not connection.in_transaction:
            connection.interrupt()  # an act under way is saved whole: it takes milliseconds

    def _guarded(
        self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Callable[[], R]:
        def call() -> R:
            if self._closing.is_set():
                raise CancelledError
            attempt = 1
            while True:
                try:
                    self._connect()
                    return function(*args, **kwargs)
                except PeeweeException as error:
                    refusal = faults.explained(error, self.url)
                    if refusal is error:
                        raise
                    again = attempt < ATTEMPTS and not self._closing.is_set()
                    if not (again and isinstance(refusal, Busy)):
                        raise refusal from error
                    attempt += 1

        return call

    def _connect(self) -> None:
        if self._database.is_closed():
            self._database.connect()
            self._connection = self._database.connection()

    def _disconnect(self) -> None:
        if not self._database.is_closed():
            self._database.close()

    def _data_version(self) -> int:
        return int(self._database.execute_sql("PRAGMA data_version").fetchone()[0])
