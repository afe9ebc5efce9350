from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from peewee import IntegrityError, OperationalError, PeeweeException

from helpdesk_tui import faults
from helpdesk_tui.errors import Busy, DatabaseRefused, HelpdeskError, NotFound
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Setting, database
from helpdesk_tui.services import tickets
from helpdesk_tui.store import Store
from tests.conftest import NOW, Desk
from tests.desks import everything

URL = "sqlite:////desk.sqlite"


def raised(function: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:
        function()
    return caught.value


def sqlite_error(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("some words")
    error.sqlite_errorname = name
    return error


def in_peewee(cause: BaseException) -> BaseException:
    """The error as peewee hands it on: its own, in the context of the true one."""

    def fail() -> None:
        try:
            raise cause
        except BaseException:
            raise OperationalError("cannot rollback - no transaction is active")  # noqa: B904

    return raised(fail)


@pytest.mark.promise(14)
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("SQLITE_FULL", "The disk is full. Nothing was lost, nothing was saved"),
        ("SQLITE_READONLY", "cannot be written by this account"),
        ("SQLITE_READONLY_DIRECTORY", "cannot be written by this account"),
        ("SQLITE_CANTOPEN", "cannot be opened"),
        ("SQLITE_CANTOPEN_ISDIR", "cannot be opened"),
        ("SQLITE_NOTADB", "is not a helpdesk database"),
        ("SQLITE_CORRUPT", "is damaged"),
        ("SQLITE_CORRUPT_INDEX", "is damaged"),
        ("SQLITE_IOERR_READ", "the disk reports an error"),
        ("SQLITE_BUSY", "Another agent is saving"),
        ("SQLITE_BUSY_SNAPSHOT", "Another agent is saving"),
        ("SQLITE_LOCKED_SHAREDCACHE", "Another agent is saving"),
    ],
)
def test_each_fault_has_its_sentence(name: str, sentence: str) -> None:
    for error in (sqlite_error(name), in_peewee(sqlite_error(name))):
        found = faults.explained(error, URL)
        assert isinstance(found, HelpdeskError)
        assert isinstance(found, Busy if sentence.startswith("Another") else DatabaseRefused)
        assert sentence in explain(found)
        assert "{" not in explain(found)


def test_the_first_cause_says_why() -> None:
    error = sqlite_error("SQLITE_FULL")
    later = sqlite_error("SQLITE_IOERR")
    later.__context__ = error
    found = faults.explained(in_peewee(later), URL)
    assert isinstance(found, HelpdeskError)
    assert "disk is full" in explain(found)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("the disk is full"),
        IntegrityError("database is locked"),
        sqlite_error("SQLITE_CONSTRAINT"),
        sqlite_error("SQLITE_ERROR"),
        sqlite3.OperationalError("database is locked"),
    ],
)
def test_a_fault_of_our_own_stays_what_it_is(error: Exception) -> None:
    assert faults.explained(error, URL) is error


def test_a_refusal_within_is_the_refusal() -> None:
    refusal = NotFound("There is no such thing.")
    assert faults.explained(in_peewee(refusal), URL) is refusal


def test_causes_in_a_circle_come_to_an_end() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__context__, second.__context__ = second, first
    assert faults.explained(first, URL) is first


# Real faults


def explained_by_store(desk: Desk, act: Callable[[], object]) -> str:
    """What people read when the act fails in the program; nothing may have been written."""
    before = everything()
    store = Store(desk.url, durable=False)
    try:
        with pytest.raises(HelpdeskError) as caught:
            store.call(act)
    finally:
        store.close()
    assert desk.call(everything) == before
    return explain(caught.value)


@pytest.mark.promise(14)
def test_a_full_disk(desk: Desk) -> None:
    bob = desk.actor("bob")

    def act() -> object:
        [pages] = database.execute_sql("PRAGMA page_count").fetchone()
        database.execute_sql(f"PRAGMA max_page_count = {pages}")
        return tickets.create(bob, NOW, {"subject": "Fire", "description": "x" * 99_000})

    assert "The disk is full" in explained_by_store(desk, act)


@pytest.mark.promise(14)
def test_a_file_that_may_only_be_read(desk: Desk) -> None:
    bob = desk.actor("bob")

    def act() -> object:
        database.execute_sql("PRAGMA query_only = 1")
        return tickets.create(bob, NOW, {"subject": "Fire"})

    assert "cannot be written by this account" in explained_by_store(desk, act)


@pytest.mark.promise(14)
def test_a_damaged_page(desk: Desk) -> None:
    damaged = desk.path.with_name("damaged.sqlite")
    database.execute_sql("VACUUM INTO ?", (str(damaged),))
    with closing(sqlite3.connect(damaged)) as connection:
        [root] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'agent'"
        ).fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    with damaged.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    store = Store(f"sqlite:///{damaged}", durable=False)
    with pytest.raises(DatabaseRefused) as caught:
        store.call(list, Agent.select())
    store.close()
    assert "is damaged. Nothing was changed: restore a backup." in explain(caught.value)


@pytest.mark.promise(14)
def test_a_file_that_is_gone_with_its_folder(desk: Desk) -> None:
    store = Store(f"sqlite:///{desk.path.parent}/nowhere/desk.sqlite")
    with pytest.raises(DatabaseRefused) as caught:
        store.call(Setting.select().count)
    store.close()
    assert "cannot be opened" in explain(caught.value)


@pytest.mark.promise(14)
def test_what_is_no_database_at_all(desk: Desk) -> None:
    text = desk.path.with_name("letter.txt")
    text.write_text("Dear Sir or Madam,\n" * 500)
    store = Store(f"sqlite:///{text}")
    with pytest.raises(DatabaseRefused) as caught:
        store.call(Setting.select().count)
    store.close()
    assert "is not a helpdesk database" in explain(caught.value)


def test_a_rule_broken_by_the_program_is_no_fault_of_the_world(desk: Desk) -> None:
    store = Store(desk.url, durable=False)
    with pytest.raises(PeeweeException):
        store.call(Setting.insert(key=None, value="1").execute)
    store.close()
