"""What screens read and acts write, by the program and by bare sqlite3 with the same statements."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ParamSpec

from benchmarks import _desks
from benchmarks._command import alone
from benchmarks._desk import NOW
from benchmarks._recorded import Statements, bare, recorded, recording
from benchmarks._rows import Row, times
from benchmarks._run import Run
from helpdesk_tui.models import Ticket, tuples
from helpdesk_tui.queries import people, ticket, tickets
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import lifecycle
from helpdesk_tui.store import connect

P = ParamSpec("P")

TITLE = "Queries and acts through the program, beside their statements through bare sqlite3"

PAGE = 50
WORD = "retraing"
"""In the texts of about one ticket in three."""

FIRST, LAST = "first page of history", "last page of history"
READS: dict[str, Callable[[Actor], object]] = {
    "a page of an open queue": lambda alice: tickets.first("in-progress", alice, "", PAGE, NOW),
    "an open queue filtered by a word": lambda alice: tickets.first(
        "in-progress", alice, WORD, PAGE, NOW
    ),
    "history filtered by a word": lambda alice: tickets.first("history", alice, WORD, PAGE, NOW),
    "counts of the menu": lambda alice: tickets.counts(alice, NOW),
    FIRST: lambda alice: tickets.first("history", alice, "", PAGE, NOW),
    LAST: lambda alice: tickets.last("history", alice, "", PAGE, NOW),
    "a ticket opened": lambda alice: ticket.detail(1),
}
TAKE = "a ticket taken"

BARE = "bare sqlite3"
_BUDGET = times(1.5)

Both = dict[str, tuple[float, float]]
"""Milliseconds by the program and by sqlite3."""


def rows(run: Run) -> Iterator[Row]:
    """Medians of single calls."""
    found = measured(run, run.desk())
    for item, (ours, bare_ms) in found.items():
        yield Row(item, "ms", ours, bare_ms, BARE, _BUDGET)
    yield last_page(found)


def last_page(found: Both) -> Row:
    """Going to the end costs what being at the start does."""
    return Row(LAST, "ms", found[LAST][0], found[FIRST][0], FIRST, times(1.2))


def measured(run: Run, file: Path) -> Both:
    """Each read in turn with its statements, then a ticket taken for each press."""
    found: dict[str, list[tuple[float, float]]] = {}
    database = connect(f"sqlite:///{file}", durable=False)
    with database.connection_context(), bare(file) as execute:
        alice = people.actor("alice", "screen")
        statements = {item: recorded(partial(read, alice)) for item, read in READS.items()}
        for _ in range(run.rounds * run.presses):
            for item, read in READS.items():
                ours = _milliseconds(read, alice)
                bare_ms = _milliseconds(execute, statements[item])
                found.setdefault(item, []).append((ours, bare_ms))
    found[TAKE] = _taken(run, file)
    return {item: _medians(pairs) for item, pairs in found.items() if pairs}


def _medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    ours, bare_ms = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(bare_ms)


def _taken(run: Run, file: Path) -> list[tuple[float, float]]:
    """Takes on a copy, and what they executed on another."""
    copies = [_desks.copied(file, run.folder / f"{name}.sqlite") for name in ("ours", "bare")]
    done: list[tuple[float, Statements]] = []
    with connect(f"sqlite:///{copies[0]}", durable=False).connection_context():
        alice = people.actor("alice", "screen")
        of_others = Ticket.closed_at.is_null() & (
            Ticket.assignee.is_null() | (Ticket.assignee != alice.id)
        )
        for number, owner in tuples(
            Ticket.select(Ticket.id, Ticket.assignee)
            .where(of_others)
            .order_by(Ticket.id)
            .limit(run.presses)
        ):
            with recording() as statements:
                took = _milliseconds(lifecycle.take, alice, number, NOW, owner=owner)
            done.append((took, statements))
    with bare(copies[1]) as execute:
        return [(took, _milliseconds(execute, each)) for took, each in done]


def _milliseconds(call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    begun = time.perf_counter()
    call(*args, **kwargs)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    alone(__file__)
