from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from helpdesk_tui import models, schema
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import explain
from helpdesk_tui.migrations import search, triggers
from helpdesk_tui.queries.search import search as search_query
from helpdesk_tui.search_terms import terms
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import Status
from tests.conftest import Desk
from tests.desks import put_ticket


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where no database is yet."""
    return tmp_path / "new" / "desk.sqlite"


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def migrated(path: Path) -> list[str]:
    return schema.migrate(connect(url(path), durable=False), url(path))


def everything_defined(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master"
            " WHERE name NOT LIKE 'sqlite%' AND tbl_name <> 'schema_migration'"
        )
        return set(rows)


def _on_tables(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, name, tbl_name FROM sqlite_master"))


# Creating and migrating


def test_a_migrated_database_equals_a_fresh_one(path: Path, tmp_path: Path) -> None:
    migrated(path)
    fresh = tmp_path / "fresh.sqlite"
    database = SqliteDatabase(str(fresh))
    tables: list[type[models.Table]] = [*models.TABLES, models.TicketWords]
    with database.bind_ctx(tables), database.connection_context():
        database.create_tables(tables)
        triggers.create(database)
        search.create(database)
    assert everything_defined(path) == everything_defined(fresh)
    assert len([each for each in everything_defined(path) if each[0] == "trigger"]) > 5


def test_every_step_is_applied_once(path: Path) -> None:
    assert not schema.exists(url(path))
    assert migrated(path) == sorted(each.stem for each in schema.MIGRATIONS.glob("[0-9]*.py"))
    before = everything_defined(path)
    assert migrated(path) == []
    assert everything_defined(path) == before
    assert schema.exists(url(path))
    schema.check(url(path))


def test_triggers_survive_being_dropped_for_a_rebuild(desk: Desk) -> None:
    before = everything_defined(desk.path)
    database = models.database.obj
    assert database is not None
    with database.atomic():
        triggers.drop(database)
    left = {table for kind, _name, table in _on_tables(desk.path) if kind == "trigger"}
    assert left == {search.TABLE}
    with database.atomic():
        triggers.create(database)
    assert everything_defined(desk.path) == before


def test_the_tickets_of_an_older_desk_are_found_once_it_is_migrated(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "steps"
    first.mkdir()
    (first / "0001_initial.py").write_bytes((schema.MIGRATIONS / "0001_initial.py").read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", first)
        assert migrated(path) == ["0001_initial"]
    with models.database.connection_context():
        put_ticket(subject="Écran noir")
        put_ticket(subject="Closed", status=Status.CLOSED)
    assert migrated(path) == ["0002_search", "0003_words", "0004_views"]
    with models.database.connection_context():
        found = [search_query(terms(typed), 9) for typed in ("ecran", "closed", "1")]
    assert [[each.id for each in page] for page in found] == [[1], [2], [1]]


@pytest.mark.promise(12)
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_reads_what_is_made(path: Path, mask: int) -> None:
    former = os.umask(mask)
    try:
        migrated(path)
        connection = sqlite3.connect(path)
        connection.execute("INSERT INTO setting (key, value) VALUES ('x', '1')")
        made = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
        connection.close()
    finally:
        os.umask(former)
    assert made["desk.sqlite-wal"] == made["desk.sqlite"] == 0o600
    assert set(made.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


def _nothing_yet(path: Path) -> None:
    path.touch()


def _only_marked(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")


def _ready_to_migrate(path: Path) -> None:
    _only_marked(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE schema_migration (id INTEGER PRIMARY KEY, name, applied)")


@pytest.mark.parametrize("begun", [_nothing_yet, _only_marked, _ready_to_migrate])
def test_a_creation_cut_short_is_none_and_is_finished(
    path: Path, begun: Callable[[Path], None]
) -> None:
    path.parent.mkdir()
    begun(path)
    assert not schema.exists(url(path))
    assert "no database" in refused(path)
    assert migrated(path)
    schema.check(url(path))


def test_a_failing_step_leaves_nothing_half_made(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_database: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(triggers, "create", fail)
        with pytest.raises(RuntimeError):
            migrated(path)
    assert everything_defined(path) == set()
    assert migrated(path)
    schema.check(url(path))


def test_what_a_removed_desk_left_behind_is_not_replayed(path: Path) -> None:
    migrated(path)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE of_the_old_desk (x)")
    wal = path.with_name("desk.sqlite-wal")
    left = wal.read_bytes()
    connection.close()
    path.unlink()
    wal.write_bytes(left)
    migrated(path)
    with closing(sqlite3.connect(path)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert "ticket" in names
        assert "of_the_old_desk" not in names
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# What is refused


def _newer(path: Path) -> None:
    migrated(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_x', '')")


def _no_database(path: Path) -> None:
    path.write_bytes(b"Dear Sir or Madam,\n" * 500)


def _another_programs(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE ticket (id)")
        connection.execute("PRAGMA application_id = 7")


def _damaged(path: Path) -> None:
    migrated(path)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


@pytest.mark.promise(23)
@pytest.mark.parametrize(
    ("put", "sentence"),
    [
        (_newer, "belongs to a newer helpdesk-tui"),
        (_no_database, "is not a helpdesk database; nothing was changed"),
        (_another_programs, "is another program's database; nothing was changed"),
        (_damaged, "is damaged. Nothing was changed: restore a backup"),
        (Path.mkdir, "is a folder: name a file in it"),
    ],
)
def test_what_does_not_fit_is_refused_untouched(
    path: Path, put: Callable[[Path], None], sentence: str
) -> None:
    path.parent.mkdir()
    put(path)
    before = path.read_bytes() if path.is_file() else b""
    assert sentence in refused(path)
    with pytest.raises(DatabaseRefused) as caught:
        migrated(path)
    assert sentence in explain(caught.value)
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.promise(23)
def test_an_older_one_is_refused_untouched_until_it_is_migrated(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated(path)
    before = path.read_bytes()
    steps = tmp_path / "steps"
    steps.mkdir()
    for step in schema.MIGRATIONS.glob("[0-9]*.py"):
        (steps / step.name).write_bytes(step.read_bytes())
    (steps / "9000_next.py").write_text(
        "def up(migrator, database):\n    database.execute_sql('CREATE TABLE later (id)')\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    said = refused(path)
    assert "older than this program" in said
    assert "helpdesk-tui migrate" in said
    assert path.read_bytes() == before
    assert migrated(path) == ["9000_next"]
    schema.check(url(path))


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_or_empty_file_is_no_database_yet(path: Path, content: bytes | None) -> None:
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    assert "“helpdesk-tui init” creates it" in refused(path)
    assert path.exists() == (content is not None)


@pytest.mark.parametrize(
    "address", ["desk.sqlite", "", "sqlite:///", "mysql://desk", "SQLITE:///x", "sqlite://x"]
)
def test_what_is_no_address_of_a_file(address: str) -> None:
    with pytest.raises(DatabaseRefused) as caught:
        schema.check(address)
    assert "sqlite:///path/to/file" in explain(caught.value)


@pytest.mark.parametrize("place", ["x" * 300, "file/desk.sqlite", "/proc/nowhere/desk.sqlite", "/"])
def test_where_no_file_can_be(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / place
    with pytest.raises(DatabaseRefused) as caught:
        migrated(path)
    assert "{" not in explain(caught.value)


def refused(path: Path) -> str:
    with pytest.raises(DatabaseRefused) as caught:
        schema.check(url(path))
    said = explain(caught.value)
    assert str(path) in said
    return said
