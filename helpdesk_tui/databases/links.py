"""A desk's database by its URL, and the connection to it that the store works with."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol

from peewee import Database

from helpdesk_tui.databases import sqlite
from helpdesk_tui.databases.addresses import is_postgresql
from helpdesk_tui.rows import Place


class Sessions(Protocol):
    """Where the program's sessions on a desk are."""

    def stand(self, place: Place | None, /) -> None: ...
    def places(self) -> frozenset[Place]: ...


class Link(Protocol):
    """A connection of either kind; interrupt, clock and listen on any thread, the others on one."""

    @property
    def database(self) -> Database: ...
    @property
    def unsure(self) -> bool: ...
    def connect(self) -> None: ...
    def disconnect(self) -> None: ...
    def lost(self, error: BaseException, /) -> bool: ...
    def collided(self, error: BaseException, /) -> bool: ...
    def revision(self) -> Hashable: ...
    def interrupt(self) -> None: ...
    def clock(self) -> int: ...
    def listen(self, heard: Callable[[], object], /) -> None: ...
    @property
    def presence(self) -> Sessions: ...


def link_to(url: str, *, durable: bool = True) -> Link:
    """An unconnected link; `durable` survives a power cut; raises DatabaseRefused for no URL."""
    if is_postgresql(url):
        from helpdesk_tui.databases import postgresql  # needs the driver

        return postgresql.PostgresqlLink(postgresql.Postgresql(url, durable=durable))
    return sqlite.SqliteLink(sqlite.database(url, durable=durable))
