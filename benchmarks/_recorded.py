"""The statements that a function of the program runs, and the same by bare sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from helpdesk_tui import models

Statements = list[tuple[str, Sequence[Any]]]


@contextmanager
def recording() -> Iterator[Statements]:
    """Fills a list with what is executed meanwhile, but for how long to wait for a lock."""
    database: Any = models.database.obj
    found: Statements = []
    execute, begin, commit = database.execute_sql, database.begin, database.commit

    def executed(sql: str, params: Sequence[Any] | None = None) -> Any:
        if not sql.startswith("PRAGMA"):
            found.append((sql, tuple(params or ())))
        return execute(sql, params)

    def begun(*given: Any) -> Any:
        found.append(("BEGIN IMMEDIATE", ()))
        return begin(*given)

    def committed() -> Any:
        found.append(("COMMIT", ()))
        return commit()

    with mock.patch.multiple(database, execute_sql=executed, begin=begun, commit=committed):
        yield found


def recorded(function: Callable[[], object]) -> Statements:
    """What one call executes."""
    with recording() as found:
        function()
    return found


@contextmanager
def bare(file: Path) -> Iterator[Callable[[Statements], None]]:
    """Runs statements on the desk in that file and fetches their rows, by nothing but sqlite3."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous = normal", "foreign_keys = 1", "temp_store = memory"):
        connection.execute(f"PRAGMA {pragma}")

    def run(statements: Statements) -> None:
        for sql, params in statements:
            connection.execute(sql, params).fetchall()

    yield run
    connection.close()
