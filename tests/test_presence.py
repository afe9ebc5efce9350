"""Who else is at a ticket: told while their programs live, on both databases, and cheaply."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from helpdesk_tui import presence
from helpdesk_tui.databases.links import Link, link_to
from helpdesk_tui.databases.presence_files import PresenceFiles
from helpdesk_tui.models import database
from helpdesk_tui.queries import presence as queries
from helpdesk_tui.rows import Here, Place
from helpdesk_tui.services import lifecycle
from helpdesk_tui.store import Store
from tests.conftest import FILE, NOW, SERVER, Desk

on_both = pytest.mark.parametrize("desk", [FILE, SERVER], indirect=True)

PATIENCE = 10
"""Seconds after which who was killed is gone."""

HOLDER = """
import sys, time
from helpdesk_tui.databases.links import link_to
from helpdesk_tui.rows import Place
link = link_to(sys.argv[1])
link.connect()
link.presence.stand(Place(3, 17))
print("there", flush=True)
time.sleep(600)
"""


@contextmanager
def session(url: str) -> Iterator[Link]:
    link = link_to(url, durable=False)
    link.connect()
    try:
        yield link
    finally:
        link.disconnect()


def assert_alone(link: Link) -> None:
    """A server sees the end of a session a little later than whoever ended it."""
    deadline = time.monotonic() + PATIENCE
    while link.presence.places() and time.monotonic() < deadline:
        pass
    assert link.presence.places() == frozenset()


@on_both
def test_sessions_see_each_other_come_move_and_go(desk: Desk) -> None:
    with session(desk.url) as mine, session(desk.url) as other:
        other.presence.stand(Place(3, 17))
        assert mine.presence.places() == {Place(3, 17)}
        assert other.presence.places() == frozenset()  # one's own is left out
        other.presence.stand(Place(3, 18))
        mine.presence.stand(Place(2, 18))
        assert mine.presence.places() == {Place(3, 18)}
        assert other.presence.places() == {Place(2, 18)}
        other.presence.stand(None)
        assert mine.presence.places() == frozenset()
        other.presence.stand(Place(3, 17))
        assert mine.presence.places() == {Place(3, 17)}
        other.disconnect()
        assert_alone(mine)


@on_both
def test_two_sessions_of_an_agent_at_a_ticket_go_one_by_one(desk: Desk) -> None:
    with session(desk.url) as mine, session(desk.url) as one, session(desk.url) as two:
        for each in (one, two):
            each.presence.stand(Place(3, 17))
        one.presence.stand(None)
        assert mine.presence.places() == {Place(3, 17)}
        two.presence.stand(None)
        assert mine.presence.places() == frozenset()


@on_both
def test_a_killed_session_is_gone(desk: Desk) -> None:
    with session(desk.url) as mine, ExitStack() as ends:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, desk.url],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        ends.callback(holder.communicate)
        ends.callback(holder.kill)
        assert holder.stdout is not None and holder.stdout.readline() == "there\n"
        assert mine.presence.places() == {Place(3, 17)}
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert_alone(mine)
    assert not list(desk.path.parent.glob("*.present/*"))  # and nothing is left of it


def test_what_others_put_into_the_folder_harms_nobody(desk: Desk) -> None:
    with session(desk.url) as mine, session(desk.url) as other:
        other.presence.stand(Place(3, 17))
        folder = desk.path.with_name(desk.path.name + ".present")
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "README").write_text("hello")
        (folder / f"{'9' * 30}-1-{'0' * 16}").write_text("")
        os.mkfifo(folder / f"4-4-{'1' * 16}")
        (folder / f"5-5-{'2' * 16}").symlink_to("/dev/zero")
        assert mine.presence.places() == {Place(3, 17)}
        assert (folder / "README").exists()


def test_where_nothing_can_be_written_the_desk_works_on(desk: Desk) -> None:
    blocked = desk.path.with_name(desk.path.name + ".present")
    blocked.write_text("in the way")
    with session(desk.url) as mine:
        mine.presence.stand(Place(3, 17))
        assert mine.presence.places() == frozenset()
        mine.presence.stand(None)
    assert blocked.read_text() == "in the way"


def test_a_shared_desk_is_shared_here_too(desk: Desk) -> None:
    desk.path.chmod(0o660)
    files = PresenceFiles(desk.path)
    files.stand(Place(3, 17))
    folder = desk.path.with_name(desk.path.name + ".present")
    [held] = folder.iterdir()
    assert (folder.stat().st_mode & 0o7777, held.stat().st_mode & 0o777) == (0o3770, 0o640)
    files.stand(None)


@pytest.mark.parametrize("desk", [SERVER], indirect=True)
def test_a_session_that_was_cut_off_tells_again_where_it_is(desk: Desk) -> None:
    with session(desk.url) as mine, session(desk.url) as other:
        other.presence.stand(Place(3, 17))
        other.disconnect()
        assert_alone(mine)
        other.connect()
        assert mine.presence.places() == {Place(3, 17)}


@on_both
def test_who_is_there_is_told_by_name_and_without_oneself(desk: Desk) -> None:
    first, second = desk.ticket().ticket, desk.ticket().ticket
    bob, carol = desk.actor("bob"), desk.actor("carol")
    mona, gone = desk.actor("mona").id, 999
    lifecycle.start(carol, first, NOW)
    lifecycle.start(bob, second, NOW)
    places = {Place(carol.id, first), Place(mona, first), Place(bob.id, first), Place(gone, second)}
    assert queries.others(bob, places) == {
        first: (Here("Carol Weiss", True), Here("Mona Lenoir", False))
    }
    assert queries.others(carol, ()) == {second: (Here("Bob Stone", True),)}


class Counted:
    """Counts what is asked of the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        execute = type(database.obj).execute_sql

        def counting(*args: object, **kwargs: object) -> object:
            self.count += 1
            return execute(*args, **kwargs)

        monkeypatch.setattr(type(database.obj), "execute_sql", counting)


@on_both
async def test_two_hundred_agents_cost_nothing_while_they_stay(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(presence, "monotonic", lambda: now)
    bob = desk.actor("bob")
    places = frozenset(Place(agent, agent) for agent in range(10, 210))
    store = Store(desk.url, durable=False)
    try:
        watch = presence.Watch(store, lambda: bob)
        await store.revision()  # connects
        asked = Counted(monkeypatch)

        async def answer() -> frozenset[Place]:
            return places

        monkeypatch.setattr(store, "places", answer)
        assert not await watch.follow(None, 1)  # nobody of them is an agent of the desk
        assert asked.count == 2
        for _poll in range(50):
            now += 0.5
            await watch.follow(None, 1)
        assert asked.count == 2
    finally:
        store.close()


@on_both
async def test_a_look_costs_one_query_a_server_and_none_a_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(presence, "monotonic", lambda: now)
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    store = Store(desk.url, durable=False)
    try:
        with session(desk.url) as other:
            other.presence.stand(Place(desk.actor("carol").id, ticket))
            watch = presence.Watch(store, lambda: bob)
            assert await watch.follow(ticket, 1)
            assert watch.seen == {ticket: (Here("Carol Weiss", False),)}
            asked = Counted(monkeypatch)
            for _poll in range(60):
                now += 0.5
                assert not await watch.follow(ticket, 1)
            assert asked.count == (
                0 if desk.url.startswith("sqlite") else 30 / presence.LOOKED_EVERY
            )
            other.presence.stand(None)
            now += presence.LOOKED_EVERY
            assert await watch.follow(ticket, 1)
            assert watch.seen == {}
    finally:
        store.close()
