from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing

import pytest
from peewee import IntegrityError, InterfaceError, OperationalError

from helpdesk_tui import faults
from helpdesk_tui import store as stores
from helpdesk_tui.databases import sqlite
from helpdesk_tui.errors import Busy, DatabaseRefused, NotFound
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Setting, database
from helpdesk_tui.services.change import transaction
from helpdesk_tui.store import ATTEMPTS, Store
from tests.conftest import Desk

PATIENCE = 30
"""Seconds after which what should come at once has hung."""

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT {} FROM n WHERE begun(i)"
)


@pytest.fixture
def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The desk opened by a program whose patience with a lock is short."""
    monkeypatch.setattr(sqlite, "LOCK_WAIT", 0.01)
    store = Store(desk.url, durable=False)
    yield store
    store.close()


@pytest.fixture
def other(desk: Desk) -> Iterator[sqlite3.Connection]:
    """Another program on the same desk, which waits for no lock."""
    connection = sqlite3.connect(
        desk.path, timeout=0, isolation_level=None, check_same_thread=False
    )
    with closing(connection):
        yield connection


def endless(what: str = "COUNT(*)") -> tuple[threading.Event, Callable[[], object]]:
    """A reading that never ends by itself, and what tells that it has begun."""
    begun = threading.Event()

    def notice(_row: int) -> bool:
        begun.set()
        return True

    def read() -> object:
        database.connection().create_function("begun", 1, notice)
        rows = database.execute_sql(ENDLESS.format(what))
        while rows.fetchone():
            pass
        return None

    return begun, read


@transaction
def write(key: str = "x") -> str:
    Setting.insert(key=key, value="1").execute()
    return key


def keys() -> list[str]:
    return [setting.key for setting in Setting.select()]


async def test_functions_run_on_the_thread_of_the_connection(opened: Store) -> None:
    here = threading.get_ident()
    threads = {await opened.run(threading.get_ident), opened.call(threading.get_ident)}
    assert len(threads) == 1
    assert here not in threads
    assert await opened.run(write, key="run") == "run"
    assert opened.call(write, "call") == "call"
    assert opened.call(keys) == ["run", "call"]


async def test_a_query_of_the_callers_own_thread_raises(opened: Store) -> None:
    assert await opened.run(Agent.select().count) == 5
    with pytest.raises(InterfaceError):
        Agent.select().count()
    with pytest.raises(InterfaceError):
        write()


@pytest.mark.parametrize("durable", [True, False])
def test_what_every_connection_is_set_to(desk: Desk, durable: bool) -> None:
    store = Store(desk.url, durable=durable)

    def pragma(name: str) -> object:
        return database.execute_sql(f"PRAGMA {name}").fetchone()[0]

    assert store.call(pragma, "foreign_keys") == 1
    assert store.call(pragma, "journal_mode") == "wal"
    assert store.call(pragma, "synchronous") == (2 if durable else 1)
    store.close()


def test_an_act_takes_the_write_lock_before_it_reads(
    opened: Store, other: sqlite3.Connection
) -> None:
    @transaction
    def inside() -> None:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")

    opened.call(inside)
    other.execute("BEGIN IMMEDIATE")


# Locks


def test_a_lock_held_for_long_makes_the_desk_busy(opened: Store, other: sqlite3.Connection) -> None:
    tried = 0

    def act() -> str:
        nonlocal tried
        tried += 1
        return write()

    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy) as caught:
        opened.call(act)
    assert "Another agent is saving" in explain(caught.value)
    assert tried == ATTEMPTS
    assert opened.call(keys) == []  # reads go on
    other.execute("ROLLBACK")
    opened.call(write)
    assert opened.call(keys) == ["x"]


def test_a_lock_held_for_a_short_time_is_waited_for(
    opened: Store, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    other.execute("BEGIN IMMEDIATE")
    failures = []

    def let_go(error: BaseException, url: str) -> BaseException:
        failures.append(error)
        other.execute("ROLLBACK")
        return faults.explained(error, url)

    with monkeypatch.context() as patch:
        patch.setattr(stores, "faults", type("Faults", (), {"explained": staticmethod(let_go)}))
        assert opened.call(write) == "x"
    assert len(failures) == 1
    assert opened.call(keys) == ["x"]


def test_an_act_refused_by_a_lock_half_way_leaves_nothing(
    opened: Store, other: sqlite3.Connection
) -> None:
    @transaction
    def half() -> None:
        write("first")
        raise OperationalError("busy") from _busy(other)

    with pytest.raises(Busy):
        opened.call(half)
    assert opened.call(keys) == []


def _busy(other: sqlite3.Connection) -> BaseException:
    with pytest.raises(sqlite3.OperationalError) as caught:
        other.execute("BEGIN IMMEDIATE")
    return caught.value


# Errors


async def test_a_refusal_comes_through_as_it_is(opened: Store) -> None:
    refusal = NotFound("There is no such thing.")

    def refuse() -> None:
        raise refusal

    with pytest.raises(NotFound) as caught:
        await opened.run(refuse)
    assert caught.value is refusal


@pytest.mark.parametrize("error", [ValueError("a fault of our own"), IntegrityError("a rule")])
def test_an_unknown_error_comes_through_as_it_is(opened: Store, error: Exception) -> None:
    tried = 0

    def fail() -> None:
        nonlocal tried
        tried += 1
        raise error

    with pytest.raises(type(error)) as caught:
        opened.call(fail)
    assert caught.value is error
    assert error.__cause__ is None
    assert tried == 1
    assert opened.call(keys) == []  # the thread lives on


# The revision


async def test_the_revision_tells_what_others_do(opened: Store, other: sqlite3.Connection) -> None:
    first = await opened.revision()
    await opened.run(write)
    assert await opened.revision() == first
    other.execute("INSERT INTO setting (key, value) VALUES ('theirs', '1')")
    assert await opened.revision() != first


# Leaving


class Gate:
    """A call that has begun and does not end until it is let."""

    def __init__(self) -> None:
        self.begun, self.open = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.begun.set()
        assert self.open.wait(PATIENCE)
        return write()


def in_thread(function: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=function, daemon=True)
    thread.start()
    return thread


async def test_close_lets_the_running_call_end_and_drops_the_rest(opened: Store) -> None:
    gate = Gate()
    running = asyncio.create_task(opened.run(gate))
    waiting = asyncio.create_task(opened.run(write, "waiting"))
    await asyncio.to_thread(gate.begun.wait, PATIENCE)
    leaving = in_thread(opened.close)
    assert await asyncio.to_thread(opened._closing.wait, PATIENCE)
    gate.open.set()
    assert await running == "x"
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.to_thread(leaving.join, PATIENCE)
    assert not leaving.is_alive()


def test_nothing_is_run_after_closing_and_closing_twice_is_closing(
    opened: Store, other: sqlite3.Connection
) -> None:
    opened.call(write)
    opened.close()
    opened.close()
    with pytest.raises((RuntimeError, CancelledError)):
        opened.call(write, "late")
    assert other.execute("SELECT key FROM setting").fetchall() == [("x",)]


@pytest.mark.parametrize("what", ["COUNT(*)", "i"])
async def test_abandoning_interrupts_a_long_reading(opened: Store, what: str) -> None:
    begun, read = endless(what)
    reading = asyncio.create_task(opened.run(read))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    opened.abandon()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(reading, PATIENCE)
    leaving = in_thread(opened.close)
    await asyncio.to_thread(leaving.join, PATIENCE)
    assert not leaving.is_alive()


async def test_a_slow_reading_ends_once_nobody_waits_for_it(opened: Store) -> None:
    begun, read = endless()
    reading = asyncio.create_task(opened.run_slow(read))
    next_one = asyncio.create_task(opened.run_slow(write, "next"))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await asyncio.wait_for(next_one, PATIENCE) == "next"


async def test_only_the_reading_itself_is_interrupted(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted: list[int] = []
    monkeypatch.setattr(opened._link, "interrupt", lambda: interrupted.append(1))
    free, held = threading.Event(), threading.Event()

    def hold() -> None:
        held.set()
        free.wait(PATIENCE)

    other = asyncio.create_task(opened.run(hold))
    assert await asyncio.to_thread(held.wait, PATIENCE)
    reading = asyncio.create_task(opened.run_slow(keys))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    free.set()
    await other
    assert interrupted == []


async def test_abandoning_does_not_undo_an_act_under_way(
    opened: Store, other: sqlite3.Connection
) -> None:
    gate = Gate()

    @transaction
    def act() -> None:
        gate()

    acting = asyncio.create_task(opened.run(act))
    waiting = asyncio.create_task(opened.run(write, "waiting"))
    await asyncio.to_thread(gate.begun.wait, PATIENCE)
    opened.abandon()
    gate.open.set()
    await acting
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.to_thread(opened.close)  # the last to leave tidies the file, which locks it
    assert other.execute("SELECT key FROM setting").fetchall() == [("x",)]


def test_abandoning_closes_the_connection(desk: Desk) -> None:
    store = Store(desk.url)
    store.call(Agent.select().count)
    connection = store._link._connection  # type: ignore[attr-defined]
    store.abandon()
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.in_transaction  # noqa: B018


def test_abandoning_what_was_never_used_does_not_hang(desk: Desk) -> None:
    store = Store(desk.url)
    store.abandon()
    store.close()


# A file that goes away


@pytest.mark.promise(20)
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_is_not_the_one_opened_is_neither_read_nor_written(
    opened: Store, desk: Desk, how: str
) -> None:
    opened.call(Agent.select().count)
    aside = desk.path.with_name("aside.sqlite")
    shutil.copy(desk.path, aside)
    if how == "replaced":
        aside.replace(desk.path)
    else:
        desk.path.unlink()
    before = desk.path.read_bytes() if desk.path.exists() else None

    for _attempt in range(2):  # nor does it quietly become another desk's program
        with pytest.raises(DatabaseRefused) as caught:
            opened.call(Setting.create, key="x", value="1")
        assert "was deleted or replaced" in explain(caught.value)
        assert str(desk.path) in explain(caught.value)
    after = desk.path.read_bytes() if desk.path.exists() else None
    assert after == before
