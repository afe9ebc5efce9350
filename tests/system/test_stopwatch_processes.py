"""The stopwatch under processes that come and go: each agent has one, and nothing loses it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from helpdesk_tui.models import Event, TimeEntry
from helpdesk_tui.queries import time as time_queries
from helpdesk_tui.services import lifecycle, stopwatch
from tests.conftest import NOW, Desk
from tests.extent import many
from tests.system.agents import ROOT, begun
from tests.system.terminal import Terminal, program

PATIENCE = 120
TICKETS = 4

HOUR = 3600
AUTUMN, SPRING = 1_792_890_000, 1_806_195_600
"""When the clocks of Paris go back in October 2026, and forward in March 2027."""


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
    logins, count = ("bob", "bob", "carol", "bob"), many(400, 40)
    work = [("clock", login, f"{n}:{count}:{TICKETS}") for n, login in enumerate(logins)]
    with begun(desk.url, *work) as processes:
        for process in processes:
            out, err = process.communicate(timeout=PATIENCE)
            assert (process.returncode, err) == (0, "")
            assert out.count("done\n") > 0
    check_entries()


def test_killed_while_it_runs_it_runs_on_whole(desk: Desk) -> None:
    for number in range(TICKETS):
        desk.ticket(f"Ticket {number}")
    for seed in range(many(6, 2)):
        work = [
            ("clock", login, f"{n}:10000:{TICKETS}")
            for login, n in (("bob", seed), ("carol", seed + 50))
        ]
        with begun(desk.url, *work) as processes:
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


@pytest.mark.promise(5)
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
        started = TimeEntry.get().started_at
        if end == "kill":
            terminal.signal(signal.SIGKILL)
        else:
            terminal.hang_up()
        terminal.status()
    assert (TimeEntry.get().started_at, TimeEntry.get().ended_at) == (started, None)
    command, environment = program(desk.url, tmp_path, login="bob")
    with Terminal(command, environment) as terminal:
        terminal.wait("▶ TKT0001 0:0")
        stopwatch.stop(desk.actor("bob"), int(time.time()))
        terminal.wait(gone="▶ TKT0001", seconds=2)
        stopwatch.start(desk.actor("bob"), 1, int(time.time()) - 3600)
        terminal.wait("▶ TKT0001 1:00", seconds=2)


_AT = (
    "import sys; from helpdesk_tui.databases import drivers; drivers.load();"
    "from helpdesk_tui import cli, store;"
    "store.Store.clock = lambda self: int(sys.argv[1]); sys.exit(cli.main(sys.argv[2:]))"
)
"""The command line in a process whose clock shows the first argument."""


def command_at(desk: Desk, home: Path, now: int, *arguments: str) -> str:
    """What a command writes to people in Paris, by a clock that shows `now`."""
    _command, environment = program(desk.url, home)
    command = [sys.executable, "-c", _AT, str(now), "--db", desk.url, "--as", "bob", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.promise(22)
@pytest.mark.parametrize(
    ("passed", "seconds", "doubtful"),
    [(-3600, 0, True), (600, 600, False), (400 * 86_400, 400 * 86_400, True)],
)
def test_a_clock_that_was_moved_between_two_processes_makes_no_length_unmarked(
    desk: Desk, tmp_path: Path, passed: int, seconds: int, doubtful: bool
) -> None:
    desk.ticket()
    command_at(desk, tmp_path, NOW, "timer", "start", "1")
    told = command_at(desk, tmp_path, NOW + passed, "timer", "stop")
    assert ("marked to be checked" in told) == doubtful
    assert ("“helpdesk-tui timer edit 1 1h30”" in told) == doubtful
    entry = TimeEntry.get()
    assert (entry.seconds, entry.to_check) == (seconds, doubtful)
    check_entries()


@pytest.mark.promise(22)
@pytest.mark.parametrize(
    ("night", "change", "worked"), [("25/10/2026", AUTUMN, 3 * HOUR), ("28/3/2027", SPRING, HOUR)]
)
def test_time_over_the_change_of_the_clocks_is_as_long_as_it_was(
    desk: Desk, tmp_path: Path, night: str, change: int, worked: int
) -> None:
    desk.ticket()
    command_at(desk, tmp_path, change - HOUR, "timer", "start", "1")
    command_at(desk, tmp_path, change + HOUR, "timer", "stop")
    command_at(desk, tmp_path, change + 9 * HOUR, "timer", "log", "1", f"{night} 1:30-3:30")
    assert [entry.seconds for entry in TimeEntry.select().order_by(TimeEntry.id)] == [
        2 * HOUR,
        worked,
    ]


def test_counting_costs_the_line_few_bytes(desk: Desk, tmp_path: Path) -> None:
    desk.ticket()
    stopwatch.start(desk.actor("bob"), 1, int(time.time()) - 2 * HOUR)
    command, environment = program(desk.url, tmp_path, login="bob")
    with Terminal(command, environment, columns=200, lines=50) as terminal:
        terminal.wait("▶ TKT0001 2:00:0", "Printer on fire")

        def bytes_at_the_next_second() -> int:
            shown = terminal.line("▶ TKT0001").split()[-1]
            terminal.wait(gone=shown)
            return len(terminal.raw)

        bytes_at_the_next_second()  # whatever opening still draws
        sizes = [bytes_at_the_next_second() for _second in range(4)]
    steps = sorted(after - before for before, after in pairwise(sizes))
    assert 0 < steps[1] < 60  # the time of day may change in one of the seconds
