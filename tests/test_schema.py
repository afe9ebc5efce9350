from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from peewee import IntegrityError, SqliteDatabase

from helpdesk_tui import models, schema
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import explain
from helpdesk_tui.migrations import triggers
from helpdesk_tui.services import conversation, lifecycle
from helpdesk_tui.store import connect
from tests.conftest import NOW, Desk
from tests.desks import everything


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


# Creating and migrating


def test_a_migrated_database_equals_a_fresh_one(path: Path, tmp_path: Path) -> None:
    migrated(path)
    fresh = tmp_path / "fresh.sqlite"
    database = SqliteDatabase(str(fresh))
    with database.bind_ctx(models.TABLES), database.connection_context():
        database.create_tables(models.TABLES)
        triggers.create(database)
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
    assert not [each for each in everything_defined(desk.path) if each[0] == "trigger"]
    with database.atomic():
        triggers.create(database)
    assert everything_defined(desk.path) == before


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


# Rules that hold whoever writes


@pytest.fixture
def raw(desk: Desk) -> Iterator[sqlite3.Connection]:
    """Another program's connection to a desk where ticket 1 is closed and ticket 2 is not."""
    bob = desk.actor("bob")
    for _each in range(2):
        ticket = desk.ticket(customer_id=desk.id("customer", "Acme SA")).ticket
        conversation.message(bob, ticket, NOW, "Hello")
    lifecycle.close(bob, 1, NOW, resolve_first=True)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as connection:
        yield connection


ANOTHER = (
    "(id, number, number_folded, serial, subject, subject_folded, description, priority, status,"
    " progress, started_at, shared_with_customer, version, created_at, updated_at, next_due_at)"
    " VALUES ({id}, '{number}', 'x', 9, 's', 's', '', 3, 1, 0, 0, 0, 1, 0, 0, 0)"
)

FORBIDDEN = {
    "a closed ticket": [
        "UPDATE ticket SET subject = 'Other' WHERE id = 1",
        "UPDATE ticket SET closed_at = NULL, status = 4 WHERE id = 1",
        "UPDATE ticket SET version = version WHERE id = 1",
        "DELETE FROM ticket WHERE id = 1",
        "DELETE FROM ticket",
        "REPLACE INTO ticket " + ANOTHER.format(id=1, number="NEW"),
        "REPLACE INTO ticket " + ANOTHER.format(id=77, number="TKT0001"),
    ],
    "the messages of a closed ticket": [
        "INSERT INTO message (ticket_id, body, internal, at) VALUES (1, 'late', 0, 0)",
        "UPDATE message SET body = 'Other' WHERE ticket_id = 1",
        "UPDATE message SET ticket_id = 2 WHERE ticket_id = 1",
        "UPDATE message SET ticket_id = 1 WHERE ticket_id = 2",
        "DELETE FROM message WHERE ticket_id = 1",
        "REPLACE INTO message (id, ticket_id, body, internal, at) VALUES (1, 2, 'x', 0, 0)",
    ],
    "the record of acts": [
        "UPDATE event SET at = at",
        "UPDATE event SET changes = '{}' WHERE ticket_id = 2",
        "DELETE FROM event",
        "DELETE FROM event WHERE ticket_id = 2",
        "REPLACE INTO event (id, at, act, changes, via) VALUES (1, 0, 'x', '{}', 'x')",
    ],
    "steps that no life has": [
        "UPDATE ticket SET status = 3 WHERE id = 2",
        "UPDATE ticket SET status = 5, closed_at = 0 WHERE id = 2",
        "UPDATE ticket SET status = 0 WHERE id = 2",
        "UPDATE ticket SET status = 6 WHERE id = 2",
        "UPDATE ticket SET status = 5 WHERE id = 2",
        "UPDATE ticket SET closed_at = 0 WHERE id = 2",
    ],
    "values that no ticket has": [
        "UPDATE ticket SET progress = 101 WHERE id = 2",
        "UPDATE ticket SET progress = -1 WHERE id = 2",
        "UPDATE ticket SET priority = 0 WHERE id = 2",
        "UPDATE ticket SET priority = 5 WHERE id = 2",
        "UPDATE ticket SET subject = NULL WHERE id = 2",
        "UPDATE ticket SET next_due_at = NULL WHERE id = 2",
        "UPDATE ticket SET lead_id = 1 WHERE id = 2",
        "UPDATE ticket SET customer_id = NULL, contact_id = 1 WHERE id = 2",
        "UPDATE ticket SET number = 'TKT0001' WHERE id = 2",
        "INSERT INTO ticket " + ANOTHER.format(id=9, number="TKT0002"),
    ],
    "two stays at once": [
        "INSERT INTO status_period (ticket_id, status, from_at) VALUES (2, 2, 0)",
    ],
    "people and sequences": [
        "UPDATE agent SET role = 0 WHERE login = 'bob'",
        "UPDATE agent SET role = 5 WHERE login = 'bob'",
        "UPDATE agent SET login = 'carol' WHERE login = 'bob'",
        "INSERT INTO contact (customer_id, name, name_folded, email, archived)"
        " VALUES (1, 'x', 'x', 'dana@acme.example', 0)",
        "UPDATE sequence SET next_number = 0",
        "UPDATE sequence SET reset = 'daily'",
        "INSERT INTO membership (agent_id, team_id) VALUES (3, 1)",
    ],
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_raw_sql_cannot_change(
    raw: sqlite3.Connection, what: str, subtests: pytest.Subtests
) -> None:
    before = everything()
    for statement in FORBIDDEN[what]:
        with subtests.test(statement=statement):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)
            assert everything() == before


ALLOWED = (
    "UPDATE ticket SET status = 2 WHERE id = 2",
    "UPDATE ticket SET status = 4 WHERE id = 2",
    "UPDATE ticket SET progress = 100, priority = 1 WHERE id = 2",
    "UPDATE message SET body = 'Other' WHERE ticket_id = 2",
    "INSERT INTO message (ticket_id, body, internal, at) VALUES (2, 'more', 0, 0)",
    "INSERT INTO event (at, act, changes, via) VALUES (0, 'x', '{}', 'x')",
    "INSERT INTO ticket " + ANOTHER.format(id=9, number="NEW"),
)

ASTRAY = (
    "UPDATE ticket SET assignee_id = 999 WHERE id = 2",
    "UPDATE ticket SET customer_id = 999 WHERE id = 2",
    "INSERT INTO message (ticket_id, body, internal, at) VALUES (999, 'x', 0, 0)",
    "INSERT INTO event (ticket_id, at, act, changes, via) VALUES (999, 0, 'x', '{}', 'x')",
    "DELETE FROM agent WHERE login = 'bob'",
    "DELETE FROM ticket WHERE id = 2",
)


def test_raw_sql_may_do_what_the_rules_allow(
    raw: sqlite3.Connection, subtests: pytest.Subtests
) -> None:
    for statement in ALLOWED:
        with subtests.test(statement=statement):
            before = everything()
            raw.execute(statement)
            assert everything() != before


def test_what_is_referred_to_is_there(raw: sqlite3.Connection, subtests: pytest.Subtests) -> None:
    before = everything()
    for statement in ASTRAY:
        with subtests.test(statement=statement):
            with pytest.raises(IntegrityError):
                models.database.execute_sql(statement)
            assert everything() == before
