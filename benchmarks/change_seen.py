"""How long it takes until an agent sees what another has done."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator

from benchmarks import _line_desk
from benchmarks._command import alone
from benchmarks._line import Line, helpdesk
from benchmarks._rows import Budget, Row, at_most, percentile
from benchmarks._run import Run
from benchmarks._sessions import NOTHING, SIZE
from benchmarks.bytes import HOUR
from helpdesk_tui.queries import people
from helpdesk_tui.services import tickets
from helpdesk_tui.store import Store
from tests.databases import served

TITLE = "A change by another agent: from its commit to the screen"


def rows(run: Run) -> Iterator[Row]:
    """On each database."""
    yield from _seen("SQLite", f"sqlite:///{run.folder}/seen.sqlite", run, at_most(500))
    if not run.has_server():
        return
    with served() as server:
        yield from _seen("PostgreSQL", server.url(server.create()), run, at_most(150))


def _seen(database: str, url: str, run: Run, budget: Budget) -> Iterator[Row]:
    """New tickets, saved at any moment of the half second after which a file is looked at."""
    _line_desk.fill(url, _line_desk.evenly(20, 30 * HOUR, 90 * HOUR))
    chance, waits = random.Random(1), []
    store = Store(url, durable=False)
    try:
        alice = store.call(people.actor, "alice", "command")
        with Line(*helpdesk(url, run.folder), *SIZE) as line:
            line.ready("TKT0")
            line.settle(4 * run.quiet, NOTHING)
            for number in range(run.presses):
                line.idle(4 * run.quiet + chance.random())
                store.call(tickets.create, alice, store.clock(), {"subject": f"Fire {number}"})
                begun = time.perf_counter()
                before = line.count
                while line.count == before and time.perf_counter() - begun < 5:
                    line.idle(0.005)
                waits.append((time.perf_counter() - begun) * 1000)
                line.settle(run.quiet, NOTHING)
    finally:
        store.close()
    yield Row(f"{database}: p50", "ms", statistics.median(waits))
    yield Row(f"{database}: p95", "ms", percentile(waits, 0.95), budget=budget)


if __name__ == "__main__":
    alone(__file__)
