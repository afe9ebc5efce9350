"""A whole desk from one database to another, row by row, compared before it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import BooleanField, DataError, IntegrityError, PostgresqlDatabase

from helpdesk_tui import faults
from helpdesk_tui.databases.addresses import shown
from helpdesk_tui.databases.links import link_to
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import TABLES, Event, Table, Ticket
from helpdesk_tui.services import search_index
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Status

READ = 1000
"""Rows that are in memory at once."""

WRITTEN = 200
"""Rows in one statement."""

Row = tuple[Any, ...]


def copy(origin: str, target: str) -> int:
    """Copy every row and return how many they are; what is not empty or differs is refused.

    Nobody can change the desk that is copied meanwhile, and the other keeps all of it or nothing.
    """
    read, write = _Side(origin), _Side(target)
    with read.opened(), read.kept(), write.opened(), write.database.atomic():
        for table in TABLES:
            if _Rows(write, table).count():
                message = N_("{path} is not empty: copy into a new database.")
                raise DatabaseRefused(message, path=shown(target))
        for table in TABLES:
            _fill(_Rows(read, table), _Rows(write, table))
        _close(_Rows(read, Ticket), write)
        search_index.rebuild(write.database)
        return sum(_compared(_Rows(read, each), _Rows(write, each)) for each in TABLES)


class _Side:
    """One of the two databases; what it refuses is told by its own name."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = link_to(url).database
        self.mark = self.database.param
        """What stands for a value in a statement."""

    @contextmanager
    def opened(self) -> Iterator[None]:
        with self._told(), self.database.connection_context():
            if self.is_server:  # which would end a session that waits for the other side
                self.execute("SET idle_in_transaction_session_timeout = 0")
            yield

    @contextmanager
    def kept(self) -> Iterator[None]:
        """One state of the database, which nobody changes until the end; reading goes on."""
        with self.database.atomic():
            if self.is_server:
                # every act writes an Event; a file is locked whole by the transaction itself
                self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                self.execute(f'LOCK TABLE "{Event._meta.table_name}" IN SHARE MODE')
            yield

    @property
    def is_server(self) -> bool:
        return isinstance(self.database, PostgresqlDatabase)

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any:
        with self._told():
            return self.database.execute_sql(statement, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A fault of the world inside becomes the sentence for this database."""
        try:
            yield
        except Exception as error:
            refusal = faults.explained(error, self.url)
            if refusal is error:
                raise
            raise refusal from error


class _Rows:
    """The rows of a table in one of the databases, as both would write them."""

    def __init__(self, side: _Side, table: type[Table]) -> None:
        fields = table._meta.sorted_fields
        self.side = side
        self.table = table
        self.name = f'"{table._meta.table_name}"'
        self.columns = [field.column_name for field in fields]
        self._booleans = [
            place for place, field in enumerate(fields) if isinstance(field, BooleanField)
        ]

    def __iter__(self) -> Iterator[Row]:
        """All of them by id, which is their first column."""
        columns = ", ".join(f'"{column}"' for column in self.columns)
        after = 0
        while True:
            query = (
                f"SELECT {columns} FROM {self.name} WHERE id > {self.side.mark}"
                f" ORDER BY id LIMIT {READ}"
            )
            found = self.side.execute(query, (after,)).fetchall()
            yield from map(self._alike, found)
            if len(found) < READ:
                return
            after = found[-1][0]

    def _alike(self, row: Row) -> Row:
        values = list(row)
        for place in self._booleans:
            values[place] = bool(values[place])
        return tuple(values)

    def count(self) -> int:
        return int(self.side.execute(f"SELECT COUNT(*) FROM {self.name}").fetchone()[0])

    def fingerprint(self) -> tuple[int, str]:
        """How many rows there are, and a checksum of all that is in them."""
        count, sum_ = 0, hashlib.sha256()
        for row in self:
            count += 1
            sum_.update(repr(row).encode())
        return count, sum_.hexdigest()

    def insert(self, rows: Sequence[Row]) -> None:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        marks = f"({', '.join([self.side.mark] * len(self.columns))})"
        self.side.execute(
            f"INSERT INTO {self.name} ({columns}) VALUES {', '.join([marks] * len(rows))}",
            [value for row in rows for value in row],
        )

    def go_on_counting(self) -> None:
        """Let the next row that is added follow the last one; a file does so by itself."""
        if self.side.is_server:
            self.side.execute(
                f"SELECT setval(pg_get_serial_sequence('{self.name}', 'id'), MAX(id))"
                f" FROM {self.name} HAVING MAX(id) IS NOT NULL"
            )


def _fill(origin: _Rows, target: _Rows) -> None:
    try:
        for batch in _batches(_unclosed(origin)):
            target.insert(batch)
    except (DataError, IntegrityError) as error:
        message = N_(
            "{path} does not take a row of the table {table} ({reason}). Nothing was copied."
        )
        reason = one_line(str(error))
        raise DatabaseRefused(
            message, path=shown(target.side.url), table=origin.name, reason=reason
        ) from error
    target.go_on_counting()


def _unclosed(rows: _Rows) -> Iterator[Row]:
    """The rows with closed tickets as they were before: nothing could join them any more."""
    if rows.table is not Ticket:
        yield from rows
        return
    status, closed = rows.columns.index("status"), rows.columns.index("closed_at")
    for row in rows:
        values = list(row)
        if row[closed] is not None:
            values[status], values[closed] = int(Status.RESOLVED), None
        yield tuple(values)


def _close(tickets: _Rows, target: _Side) -> None:
    """Close the tickets that are closed, once everything that belongs to them is there."""
    place = tickets.columns.index("closed_at")
    closed = ((row[0], row[place]) for row in tickets if row[place] is not None)
    mark = target.mark
    for batch in _batches(closed):
        cases = " ".join([f"WHEN {mark} THEN {mark}"] * len(batch))
        ids = [ticket for ticket, _at in batch]
        target.execute(
            f"UPDATE ticket SET status = {int(Status.CLOSED)}, closed_at = CASE id {cases} END"
            f" WHERE id IN ({', '.join([mark] * len(ids))})",
            [value for pair in batch for value in pair] + ids,
        )


def _compared(origin: _Rows, target: _Rows) -> int:
    """How many rows both have; raises DatabaseRefused unless they are the same."""
    expected, found = origin.fingerprint(), target.fingerprint()
    if expected != found:
        message = N_("The table {table} came to {path} otherwise than it was. Nothing was copied.")
        raise DatabaseRefused(message, table=origin.name, path=shown(target.side.url))
    return found[0]


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == WRITTEN:
            yield batch
            batch = []
    if batch:
        yield batch
