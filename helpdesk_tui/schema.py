"""Creating, checking and migrating a desk's database; what does not fit is refused untouched."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from peewee import Database

from helpdesk_tui.databases import sqlite_file
from helpdesk_tui.databases.addresses import is_postgresql
from helpdesk_tui.databases.sqlite_file import APPLICATION_ID
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import bound

__all__ = ["APPLICATION_ID", "MIGRATIONS", "check", "exists", "is_overtaken", "migrate", "name"]

MIGRATIONS = Path(__file__).with_name("migrations")

_HISTORY = "schema_migration"


class _Place(Protocol):
    """What the modules about a desk's place, a file or a server, have in common."""

    def name(self, url: str, /) -> str: ...
    def applied(self, url: str, history: str, /) -> set[str]: ...
    def create(self, url: str, history: str, database: Database, /) -> None: ...
    def locked(self, url: str, /) -> AbstractContextManager[None]: ...


def _place(url: str) -> _Place:
    if is_postgresql(url):
        from helpdesk_tui.databases import postgresql_schema  # needs the driver

        return postgresql_schema
    return sqlite_file


def name(url: str) -> str:
    """What people call the desk's place; raises DatabaseRefused for what is none."""
    return _place(url).name(url)


def exists(url: str) -> bool:
    """Whether there is a database of whatever kind; one whose creation goes on is none yet."""
    try:
        return bool(_place(url).applied(url, _HISTORY))
    except DatabaseRefused:
        return True


def check(url: str) -> None:
    """Raise DatabaseRefused unless the database is ours and exactly as new as the program."""
    applied = _place(url).applied(url, _HISTORY)
    known = _known()
    if not applied:
        raise DatabaseRefused(
            N_("There is no database at {path} yet: “helpdesk-tui init” creates it."),
            path=name(url),
        )
    if applied - known:
        raise DatabaseRefused(
            N_("{path} belongs to a newer helpdesk-tui than this one: install the newer program."),
            path=name(url),
        )
    if known - applied:
        raise DatabaseRefused(
            N_(
                "{path} is older than this program: make a backup, then run “helpdesk-tui migrate”."
            ),
            path=name(url),
        )


def migrate(database: Database, url: str) -> list[str]:
    """Create the desk where there is none, apply what is pending, and name what was applied."""
    from playhouse.migrations import Runner  # not worth its time to the other commands

    place = _place(url)
    with place.locked(url):
        if place.applied(url, _HISTORY) - _known():
            check(url)
        place.create(url, _HISTORY, database)
        with database.connection_context():
            return list(Runner(database, str(MIGRATIONS), table_name=_HISTORY).up())


def is_overtaken() -> bool:
    """Whether a newer program has migrated the database in use since it was opened."""
    found = bound().execute_sql(f"SELECT name FROM {_HISTORY}").fetchall()
    return not {name for (name,) in found} <= _known()


def _known() -> set[str]:
    return {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
