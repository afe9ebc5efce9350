"""The database threads: the only door between the interface and the database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from peewee import Database, PeeweeException

from helpdesk_tui import faults, models
from helpdesk_tui.databases.links import Link, link_to
from helpdesk_tui.errors import Busy, Unreachable
from helpdesk_tui.i18n import N_
from helpdesk_tui.rows import Place

P = ParamSpec("P")
R = TypeVar("R")

INTERRUPT_AGAIN = 0.02
"""Seconds after which a reading that nobody awaits is interrupted once more."""

ATTEMPTS = 3
"""How often an act is tried before the agent is told that the desk is busy."""

_GONE = N_("The database does not answer. Nothing was saved: try again once it does.")
_UNSURE = N_("The database went away while this was being saved: look whether it was.")


def connect(url: str, *, durable: bool = True) -> Database:
    """An unconnected database that the tables are bound to; `durable` survives a power cut."""
    return _bound(url, durable=durable).database


def _bound(url: str, *, durable: bool) -> Link:
    link = link_to(url, durable=durable)
    models.database.initialize(link.database)
    return link


class Store:
    """Runs plain functions on the thread that owns the connection."""

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = url
        self._link = _bound(url, durable=durable)
        self._answered = False
        self._closing = threading.Event()
        self._abandoned = False
        self._slow: object = None
        """The reading that runs now and may be interrupted."""
        self._slow_ends = threading.Lock()
        """Held while one begins, ends or is interrupted: nothing else is ever hit."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Await the function's result; raises HelpdeskError for what people can understand."""
        call = self._guarded(function, *args, **kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, call)
        except RuntimeError:
            if not self._closing.is_set():
                raise
            raise asyncio.CancelledError from None  # the thread takes nothing any more

    async def run_slow(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same for a reading that ends at once when whoever awaits it is cancelled."""
        reading = object()

        def read() -> R:
            self._take_turn(reading)
            try:
                return function(*args, **kwargs)
            finally:
                self._take_turn(None)

        try:
            return await self.run(read)
        except asyncio.CancelledError:
            self._interrupt(reading)
            raise

    def _interrupt(self, reading: object) -> None:
        """Again and again until it has ended: between two statements there is nothing to hit."""
        with self._slow_ends:
            if self._slow is not reading:
                return
            self._link.interrupt()
        asyncio.get_running_loop().call_later(INTERRUPT_AGAIN, self._interrupt, reading)

    def _take_turn(self, reading: object) -> None:
        with self._slow_ends:
            self._slow = reading

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same from a command, which has nothing else to do meanwhile."""
        return self._thread.submit(self._guarded(function, *args, **kwargs)).result()

    async def revision(self) -> Hashable:
        """A value that differs once another connection has changed the database."""
        return await self.run(self._link.revision)

    async def stand(self, place: Place | None) -> None:
        """Tell other sessions where this one is, until it ends or tells otherwise."""
        await self.run(self._link.presence.stand, place)

    async def places(self) -> frozenset[Place]:
        """Where the other sessions on the desk are."""
        return await self.run(self._link.presence.places)

    def clock(self) -> int:
        """Now, by the clock of the database's server where it has one; asks the server nothing."""
        return self._link.clock()

    def listen(self, heard: Callable[[], object]) -> None:
        """Have `heard` called, on another thread, when others change a desk that tells of it."""
        self._link.listen(heard)

    def close(self) -> None:
        """Let the running call end, drop those that wait, and close the connection."""
        if not self._closing.is_set():
            self._closing.set()
            self._thread.submit(self._link.disconnect)
        self._thread.shutdown(wait=True)

    def abandon(self) -> None:
        """Interrupt what is being read and start nothing more, without waiting for anything."""
        if not self._closing.is_set():
            self._abandoned = True
            self._closing.set()
            self._link.interrupt()
            self._thread.submit(self._link.disconnect)
        self._thread.shutdown(wait=False)

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
                    refusal = self._refusal(error, attempt)
                    if refusal is error:
                        raise
                    if refusal is not None:
                        raise refusal from error
                    attempt += 1
                except Exception as error:
                    if self._abandoned:  # rows that were interrupted while they were fetched
                        raise CancelledError from error
                    raise

        return call

    def _connect(self) -> None:
        try:
            self._link.connect()
        except Unreachable as error:
            if not self._answered:
                raise
            raise Unreachable(_GONE) from error
        self._answered = True

    def _refusal(self, error: PeeweeException, attempt: int) -> BaseException | None:
        """What people are told, the error itself when it is a fault of ours; None to try again."""
        if self._abandoned:  # it was interrupted, and there is nobody to be told
            return CancelledError()
        if self._link.lost(error):
            if self._link.unsure:
                return Unreachable(_UNSURE)
            return None if attempt == 1 else Unreachable(_GONE)
        again = attempt < ATTEMPTS and not self._closing.is_set()
        if again and self._link.collided(error):
            return None
        refusal = faults.explained(error, self.url)
        return None if again and isinstance(refusal, Busy) else refusal
