"""Agents who all take the next ticket at once, on each database, beside a loop of bare SQL."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from benchmarks import _desks
from benchmarks._command import alone
from benchmarks._desk import NOW
from benchmarks._rows import Row, at_least, at_most, percentile
from benchmarks._run import Run
from helpdesk_tui import schema
from helpdesk_tui.models import database
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.services import people, tickets, triage
from helpdesk_tui.store import Store, connect
from tests.databases import served

TITLE = "Agents who take the next ticket, beside one SELECT and one UPDATE through the driver"

BARE = "bare SQL"
PACE, PACED = 2.0, 20
"""Tickets a second, and how many, that each agent takes when they do not compete: still a lot."""

LEAST = {"PostgreSQL": at_least(1000)}
"""Claims a second of all who do not wait between two."""

_FIRST = (
    "SELECT id FROM ticket WHERE closed_at IS NULL AND assignee_id IS NULL AND status IN (1, 2)"
    " ORDER BY next_due_at, priority, id LIMIT 1"
)
_TAKE = "UPDATE ticket SET assignee_id = {0}, status = 2 WHERE id = {0}"


@dataclass(frozen=True)
class Result:
    """What some processes did together."""

    twice: int
    """Tickets that two of them took."""
    failures: int
    """Errors, and tickets that nobody took."""
    per_second: float
    p95_ms: float


# One process


def work(how: str, url: str, login: str, pace: float) -> None:
    """Take tickets until there is none; write down each and the seconds it took.

    With a pace, take a few, so many a second, at other moments than the other agents do.
    """
    with ExitStack() as stack:
        claim = stack.enter_context(bare(url) if how == "bare" else program(url, login))
        print("ready", flush=True)
        sys.stdin.readline()
        claims: list[tuple[int, float]] = []
        failures = 0
        due = time.perf_counter() + (random.random() / pace if pace else 0)
        while not pace or len(claims) < PACED:
            if pace:
                time.sleep(max(0.0, due - time.perf_counter()))
                due += 1 / pace
            began = time.perf_counter()
            try:
                ticket = claim()
            except Exception:
                failures += 1
                continue
            if ticket is None:
                break
            claims.append((ticket, time.perf_counter() - began))
        print(json.dumps({"claims": claims, "failures": failures}))


@contextmanager
def program(url: str, login: str) -> Iterator[Callable[[], int | None]]:
    """As the program does it: role, reason, stopwatch, history, promises and roll-up included."""
    store = Store(url, durable=False)
    actor = store.call(read_people.actor, login, "command")

    def claim() -> int | None:
        done = store.call(triage.take_next, actor, store.clock())
        return done.ticket if done else None

    yield claim
    store.close()


@contextmanager
def bare(url: str) -> Iterator[Callable[[], int | None]]:
    """One SELECT and one UPDATE in a transaction, straight through the driver."""
    connection: Any
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        connection.execute("PRAGMA synchronous = normal")
        begin, first, take = "BEGIN IMMEDIATE", _FIRST, _TAKE.format("?")
    else:
        import psycopg

        connection = psycopg.connect(url, autocommit=True)
        begin, first, take = "BEGIN", f"{_FIRST} FOR UPDATE SKIP LOCKED", _TAKE.format("%s")

    def claim() -> int | None:
        connection.execute(begin)
        found = connection.execute(first).fetchone()
        if found is not None:
            connection.execute(take, (1, found[0]))
        connection.execute("COMMIT")
        return found[0] if found else None

    with closing(connection):
        yield claim


# All of them


def claimed(how: str, url: str, agents: int, expected: int, pace: float = 0) -> Result:
    """Begin the processes, let them all go at once, and add up what they did."""
    running = []
    for n in range(agents):
        command = [sys.executable, "-m", "benchmarks.claims", "--work", how, url, f"agent{n}"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        running.append(subprocess.Popen([*command, str(pace)], text=True, cwd=_desks.ROOT, **pipes))
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [json.loads(process.communicate()[0]) for process in running]
    took = time.perf_counter() - began
    taken = [ticket for each in said for ticket, _seconds in each["claims"]]
    return Result(
        twice=len(taken) - len(set(taken)),
        failures=sum(each["failures"] for each in said) + expected - len(set(taken)),
        per_second=len(taken) / took,
        p95_ms=percentile([s * 1000 for each in said for _ticket, s in each["claims"]], 0.95),
    )


def fill(url: str, count: int, agents: int) -> None:
    """A desk with that many unassigned tickets of one team, and its agents."""
    made = connect(url, durable=False)
    schema.migrate(made, url)
    with made.connection_context(), database.atomic():
        people.found_desk("founder", "Founder", NOW)
        founder = read_people.actor("founder", "command")
        team = people.add_team(founder, NOW, "Support")
        for n in range(agents):
            people.add_agent(founder, NOW, f"agent{n}", teams=(team,))
        for n in range(count):
            fields = {"subject": f"Fire {n}", "team_id": team, "due_at": NOW + n * 7919 % 86_400}
            tickets.create(founder, NOW, fields)


def rows(run: Run) -> Iterator[Row]:
    """On each database, a fresh copy of the same desk for each trial."""
    made = run.folder / "claims.sqlite"
    fill(f"sqlite:///{made}", run.claims, run.agents)

    def copied() -> str:
        return f"sqlite:///{_desks.copied(made, run.folder / f'claims{next(numbers)}.sqlite')}"

    numbers = count(1)
    yield from _trials("SQLite", run, copied)
    if not run.has_server():
        return
    with served() as server:
        template = server.create()
        fill(server.url(template), run.claims, run.agents)
        yield from _trials("PostgreSQL", run, lambda: server.url(server.create(template)))


def _trials(database: str, run: Run, fresh: Callable[[], str]) -> Iterator[Row]:
    """All at once, the same through bare SQL, then all at an ordinary pace."""
    crowd = claimed("program", fresh(), run.agents, run.claims)
    bare = claimed("bare", fresh(), run.agents, run.claims)
    calm = claimed("program", fresh(), run.agents, min(run.claims, run.agents * PACED), PACE)
    item = f"{database}, {run.agents} agents"
    yield Row(f"{item} at once", "/s", crowd.per_second, bare.per_second, BARE, LEAST.get(database))
    yield Row(f"{item} at once: p95", "ms", crowd.p95_ms, bare.p95_ms, BARE)
    yield Row(f"{item} at {PACE:g}/s each: p95", "ms", calm.p95_ms, budget=at_most(5))
    twice, failures = crowd.twice + calm.twice, crowd.failures + calm.failures
    yield Row(f"{item}: taken twice", "", twice, budget=at_most(0))
    yield Row(f"{item}: refused or left", "", failures, budget=at_most(0))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        how, url, login, pace = sys.argv[2:]
        work(how, url, login, float(pace))
    else:
        alone(__file__)
