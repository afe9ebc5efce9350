"""Agents who all take the next ticket at once, on each database, beside a loop of bare SQL."""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpdesk_tui import schema
from helpdesk_tui.models import database
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.services import people, tickets, triage
from helpdesk_tui.store import Store, connect
from tests.databases import absence, served

TICKETS, AGENTS = 3000, 30
NOW = 1_777_280_400

_FIRST = (
    "SELECT id FROM ticket WHERE closed_at IS NULL AND assignee_id IS NULL AND status IN (1, 2)"
    " ORDER BY next_due_at, priority, id LIMIT 1"
)
_TAKE = "UPDATE ticket SET assignee_id = {0}, status = 2 WHERE id = {0}"


@dataclass(frozen=True)
class Result:
    """What some processes did together; `claims` tells whether every ticket was taken once."""

    database: str
    who: str
    claims: int
    twice: int
    failures: int
    per_second: float
    p50_ms: float
    p95_ms: float


# One process


def work(how: str, url: str, login: str) -> None:
    """Take tickets until there is none; write down each and the seconds it took."""
    with ExitStack() as stack:
        claim = stack.enter_context(bare(url) if how == "bare" else program(url, login))
        print("ready", flush=True)
        sys.stdin.readline()
        claims, failures = [], 0
        while True:
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


def claimed(name: str, who: str, url: str, processes: int, expected: int) -> Result:
    """Begin the processes, let them all go at once, and add up what they did."""
    how = "bare" if who == "bare SQL" else "program"
    running = []
    for n in range(processes):
        login = "agent0" if who == "one agent" else f"agent{n}"
        command = [sys.executable, "-m", "benchmarks.claims", "--work", how, url, login]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        running.append(subprocess.Popen(command, text=True, **pipes))
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
    waits = sorted(seconds * 1000 for each in said for _ticket, seconds in each["claims"])
    return Result(
        database=name,
        who=who,
        claims=len(set(taken)),
        twice=len(taken) - len(set(taken)),
        failures=sum(each["failures"] for each in said) + expected - len(set(taken)),
        per_second=len(taken) / took,
        p50_ms=statistics.median(waits),
        p95_ms=waits[int(len(waits) * 0.95)],
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


def trials(processes: int, count: int) -> Iterator[Result]:
    """Thirty agents, one agent, and bare SQL, on a fresh copy of the same desk each."""
    kinds = (f"{processes} agents", "one agent", "bare SQL")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "desk.sqlite"
        fill(f"sqlite:///{made}", count, processes)
        for who in kinds:
            path = Path(shutil.copy(made, made.with_name(f"{who}.sqlite")))
            yield claimed("SQLite", who, f"sqlite:///{path}", processes, count)
    reason = absence()
    if reason is not None:
        print(f"PostgreSQL is left out: {reason}.", file=sys.stderr)
        return
    with served() as server:
        template = server.create()
        fill(server.url(template), count, processes)
        for who in kinds:
            name = server.create(template)
            yield claimed("PostgreSQL", who, server.url(name), processes, count)


def draw(results: list[Result]) -> None:
    """The table, each figure beside that of bare SQL on the same database."""
    bare_rate = {each.database: each.per_second for each in results if each.who == "bare SQL"}
    print("Without waiting for the disk, on either database.")
    heads = ("claims", "twice", "failed", "per s", "p50 ms", "p95 ms", "ratio")
    print(" " * 24 + "".join(f"{head:>8}" for head in heads))
    for each in results:
        ratio = each.per_second / bare_rate[each.database]
        print(
            f"{each.database + ', ' + each.who:24}{each.claims:8}{each.twice:8}{each.failures:8}"
            f"{each.per_second:8.0f}{each.p50_ms:8.1f}{each.p95_ms:8.1f}{ratio:8.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--processes", type=int, default=AGENTS)
    parser.add_argument("--json", action="store_true", help="JSON instead of the table")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(*options.work)
        return
    results = list(trials(options.processes, options.tickets))
    if options.json:
        print(json.dumps([asdict(each) for each in results], indent=2))
    else:
        draw(results)


if __name__ == "__main__":
    main()
