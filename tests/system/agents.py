"""Agents in processes of their own, each line of output an act that has been acknowledged.

Each is given WHAT URL LOGIN ARGUMENT; it says `ready`, and begins when it is given a line.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.queries import people
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import conversation, lifecycle, stopwatch, tickets, triage
from helpdesk_tui.store import Store

ROOT = Path(__file__).resolve().parents[2]

_START = (
    "import sys; from helpdesk_tui.databases import drivers; drivers.load(sys.argv[2]);"
    "from tests.system import agents; agents.main()"
)
"""As the program does, a process imports no driver of a server for a desk in a file."""


class Desk:
    """What an agent works on, and where each finished act is told."""

    def __init__(self, url: str, login: str) -> None:
        self.store = Store(url, durable=False)
        self.actor = self.store.call(people.actor, login, "command")

    def create(self) -> int:
        done = self.store.call(tickets.create, self.actor, now(), {"subject": "Fire"})
        say(done.number)
        return done.ticket

    def next(self) -> int | None:
        done = self.store.call(triage.take_next, self.actor, now())
        if done is not None:
            say(done.number)
        return done.ticket if done else None


def now() -> int:
    return int(time.time())


def say(word: str) -> None:
    print(word, flush=True)


def create(desk: Desk, count: str) -> None:
    """Create that many tickets."""
    for _each in range(int(count)):
        desk.create()


def next_until_none(desk: Desk, _argument: str) -> None:
    """Take the next ticket until there is none."""
    while desk.next() is not None:
        pass


def take(desk: Desk, ticket: str) -> None:
    """Take one ticket, or say whose it is."""
    try:
        desk.store.call(lifecycle.take, desk.actor, int(ticket), now())
        say("taken")
    except lifecycle.Owned as owned:
        say(owned.name)


def work(desk: Desk, argument: str) -> None:
    """Do acts of all kinds at random, as `SEED:COUNT:PAUSE` says; a refusal is an answer too.

    The pauses are in seconds, at random up to the one given.
    """
    seed, count, pause = argument.split(":")
    chance = random.Random(int(seed))
    steps: tuple[Callable[[Actor, int, int], object], ...] = (
        lifecycle.start,
        lifecycle.wait,
        lifecycle.resume,
        lifecycle.resolve,
        lifecycle.reopen,
        lifecycle.release,
        lifecycle.take,
    )
    mine: list[int] = []
    for _each in range(int(count)):
        time.sleep(chance.random() * float(pause))
        ticket = chance.choice(mine or [1])
        try:
            match chance.randrange(6) if mine else 0:
                case 0:
                    mine.append(desk.create())
                case 1:
                    mine += [taken for taken in [desk.next()] if taken is not None]
                case 2:
                    desk.store.call(conversation.note, desk.actor, ticket, now(), "Done.")
                    say("note")
                case _:
                    desk.store.call(chance.choice(steps), desk.actor, ticket, now())
                    say("step")
        except HelpdeskError as refusal:
            say(f"{type(refusal).__name__}: {refusal}")


def clock(desk: Desk, argument: str) -> None:
    """Start and stop the stopwatch at random on a few tickets, as `SEED:COUNT:TICKETS` says."""
    seed, count, tickets = map(int, argument.split(":"))
    chance = random.Random(seed)
    call = desk.store.call
    for _each in range(count):
        ticket = chance.randrange(tickets) + 1
        at = now() + chance.choice((0, 0, 0, -3, 30))  # clocks that differ
        try:
            match chance.randrange(5):
                case 0 | 1:
                    call(stopwatch.start, desk.actor, ticket, at)
                case 2:
                    call(stopwatch.stop, desk.actor, at)
                case 3:
                    call(lifecycle.resolve, desk.actor, ticket, at)
                case _:
                    call(lifecycle.reopen, desk.actor, ticket, at)
        except HelpdeskError:
            continue
        say("done")


WHAT = {"create": create, "next": next_until_none, "take": take, "work": work, "clock": clock}


@contextmanager
def begun(url: str, *tasks: tuple[str, str, str]) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that do their tasks (what, login, argument), all begun at once when they are up."""
    command = [sys.executable, "-c", _START]
    processes = [
        subprocess.Popen(
            [*command, what, url, login, argument],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for what, login, argument in tasks
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


def main() -> None:
    what, url, login, argument = sys.argv[1:]
    desk = Desk(url, login)
    say("ready")
    sys.stdin.readline()
    WHAT[what](desk, argument)
    desk.store.close()
