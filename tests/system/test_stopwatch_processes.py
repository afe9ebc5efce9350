"""The stopwatch under processes that come and go: each agent has one, and nothing loses it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.models import Event, TimeEntry
from helpdesk_tui.queries import people
from helpdesk_tui.queries import time as time_queries
from helpdesk_tui.services import lifecycle, stopwatch
from helpdesk_tui.store import Store
from tests.conftest import Desk
from tests.extent import FULL
from tests.system.terminal import Terminal, program

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
TICKETS = 4


def work(url: str, login: str, seed: str, count: str) -> None:
    """Start, stop, resolve and reopen at random on a few tickets; each line is an act done."""
    store = Store(url, durable=False)
    actor = store.call(people.actor, login, "command")
    chance = random.Random(int(seed))
    print("ready", flush=True)
    sys.stdin.readline()
    for _each in range(int(count)):
        ticket = chance.randrange(TICKETS) + 1
        now = int(time.time()) + chance.choice((0, 0, 0, -3, 30))  # clocks that differ
        try:
            match chance.randrange(5):
                case 0 | 1:
                    store.call(stopwatch.start, actor, ticket, now)
                case 2:
                    store.call(stopwatch.stop, actor, now)
                case 3:
                    store.call(lifecycle.resolve, actor, ticket, now)
                case _:
                    store.call(lifecycle.reopen, actor, ticket, now)
        except HelpdeskError:
            continue
        print("done", flush=True)
    store.close()


@contextmanager
def at_work(desk: Desk, *workers: tuple[str, int, int]) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes of agents, given as login, seed and count of acts, all begun at once."""
    command = [sys.executable, "-m", "tests.system.test_stopwatch_processes", desk.url]
    processes = [
        subprocess.Popen(
            [*command, *map(str, worker)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for worker in workers
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            ready = process.stdout.readline()
            assert ready == "ready\n", process.communicate()[1]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def check_entries() -> None:
    """One running entry an agent at most, no negative length, and each entry told by its acts."""
    running = [entry.agent_id for entry in TimeEntry.select() if entry.ended_at is None]
    assert len(running) == len(set(running))
    ended = 0
    for entry in TimeEntry.select():
        assert entry.seconds >= 0
        if entry.ended_at is not None:
            ended += 1
            assert entry.raw_seconds == max(0, entry.ended_at - entry.started_at)
            assert entry.to_check or entry.ended_at >= entry.started_at
    assert Event.select().where(Event.act == "timer_start").count() == ended + len(running)
    assert Event.select().where(Event.act == "timer_stop").count() == ended


def test_many_terminals_of_few_agents_never_run_two_at_once(desk: Desk) -> None:
    for number in range(TICKETS):
        desk.ticket(f"Ticket {number}")
    count = 400 if FULL else 40
    workers = [(login, seed, count) for seed, login in enumerate(("bob", "bob", "carol", "bob"))]
    with at_work(desk, *workers) as processes:
        for process in processes:
            out, err = process.communicate(timeout=PATIENCE)
            assert (process.returncode, err) == (0, "")
            assert out.count("done\n") > 0
    check_entries()


def test_killed_while_it_runs_it_runs_on_whole(desk: Desk) -> None:
    for number in range(TICKETS):
        desk.ticket(f"Ticket {number}")
    for seed in range(6 if FULL else 2):
        with at_work(desk, ("bob", seed, 10_000), ("carol", seed + 50, 10_000)) as processes:
            for process in processes:
                assert process.stdout is not None
                for _act in range(8 + seed):
                    process.stdout.readline()
                process.send_signal(signal.SIGKILL)
        check_entries()
    bob = desk.actor("bob")
    if time_queries.stopwatch(bob).running is None:
        lifecycle.start(bob, desk.ticket("Last").ticket, int(time.time()))
    stopwatch.stop(bob, int(time.time()) + 60)  # nothing has to be repaired first
    check_entries()


@pytest.mark.parametrize("end", ["kill", "hang up"])
def test_it_runs_on_when_the_terminal_is_gone_and_another_one_shows_it(
    desk: Desk, tmp_path: Path, end: str
) -> None:
    desk.ticket()
    command, environment = program(desk.url, tmp_path, login="bob")
    with Terminal(command, environment) as terminal:
        terminal.wait("TKT0001")
        terminal.press("b")
        terminal.wait("The stopwatch runs on TKT0001.")
        begun = TimeEntry.get().started_at
        if end == "kill":
            terminal.signal(signal.SIGKILL)
        else:
            terminal.hang_up()
        terminal.status()
    assert (TimeEntry.get().started_at, TimeEntry.get().ended_at) == (begun, None)
    command, environment = program(desk.url, tmp_path, login="bob")
    with Terminal(command, environment) as terminal:
        terminal.wait("▶ TKT0001 0:0")
        stopwatch.stop(desk.actor("bob"), int(time.time()))
        terminal.wait(gone="▶ TKT0001", seconds=2)
        stopwatch.start(desk.actor("bob"), 1, int(time.time()) - 3600)
        terminal.wait("▶ TKT0001 1:00", seconds=2)


if __name__ == "__main__":
    work(*sys.argv[1:])
