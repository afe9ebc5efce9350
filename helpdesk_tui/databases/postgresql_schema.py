"""A desk in a schema of a PostgreSQL database: whose it is, what it has seen, how it begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from peewee import Database

from helpdesk_tui.databases.addresses import shown
from helpdesk_tui.databases.sessions import open_session
from helpdesk_tui.databases.sqlite_file import APPLICATION_ID
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_

MARK = "helpdesk-tui"
"""The comment on the table of migrations that says whose tables these are."""

_TABLES = """
SELECT c.relname, obj_description(c.oid, 'pg_class')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
)
"""
"""The tables and views that no extension brought, with their comments."""


def name(url: str) -> str:
    """What people call the desk: its URL without the password."""
    return shown(url)


def applied(url: str, history: str) -> set[str]:
    """The migrations that the table `history` names, none where nothing is; refuses others'."""
    with open_session(url) as session:
        tables: dict[str, str | None] = dict(session.execute(_TABLES).fetchall())
        if not tables:
            return set()
        if tables.get(history) != MARK:
            raise DatabaseRefused(
                N_(
                    "{path} holds another program's tables; nothing was changed: create a database"
                    " of its own for the desk."
                ),
                path=shown(url),
            )
        return {row[0] for row in session.execute(f"SELECT name FROM {history}")}


def create(url: str, history: str, database: Database) -> None:
    """Mark an empty schema as ours; raises DatabaseRefused where not every text can be stored."""
    with database.connection_context(), database.atomic():
        encoding = database.execute_sql("SHOW server_encoding").fetchone()[0]
        if encoding != "UTF8":
            message = N_(
                "{path} stores text as {encoding}: create a database with the encoding UTF8."
            )
            raise DatabaseRefused(message, path=shown(url), encoding=encoding)
        database.execute_sql(
            f"CREATE TABLE IF NOT EXISTS {history} (id SERIAL NOT NULL PRIMARY KEY,"
            " name VARCHAR(255) NOT NULL, applied TIMESTAMP NOT NULL)"
        )
        database.execute_sql(f"COMMENT ON TABLE {history} IS '{MARK}'")


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Only one process at a time creates or migrates a desk."""
    with open_session(url) as session:
        session.execute("SET lock_timeout = 0")
        session.execute("SELECT pg_advisory_lock(%s)", (APPLICATION_ID,))
        yield
