"""Searching a desk as one types, beside bare FTS5 in the same run, and what acts pay for it."""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import Any
from unittest import mock

from peewee import PostgresqlDatabase

from benchmarks._rows import Row, at_most
from benchmarks._run import Run
from benchmarks._search_desk import NOW, build, vocabulary
from helpdesk_tui.databases.addresses import is_postgresql
from helpdesk_tui.models import bound
from helpdesk_tui.queries import people
from helpdesk_tui.queries.search import search
from helpdesk_tui.queries.search_match import match
from helpdesk_tui.search_terms import terms
from helpdesk_tui.services import conversation, search_index, tickets
from helpdesk_tui.store import connect

TITLE = "Searching everything as one types, beside bare FTS5; what acts pay for the index"

BUDGET = 60.0
"""Milliseconds from key to paint, of which the search is all but a few."""

SHOWN = 50

PICKS = {"common": 0, "1 in 10": 100, "1 in 100": 1_200, "rare": 25_000}
"""Ranks of words by how many tickets have them, about."""


def questions() -> dict[str, list[str]]:
    """What is typed, by kind; each kind several times with other words."""
    words = vocabulary()
    near = {name: words[rank : rank + 10] for name, rank in PICKS.items()}
    common, tenth, rare = near["common"], near["1 in 10"], near["rare"]
    pairs = list(zip(common, tenth, strict=True))
    return {
        **{name: [f"{word} " for word in found] for name, found in near.items()},
        "2 letters": [word[:2] for word in common],
        "3 letters": [word[:3] for word in tenth],
        "4 letters": [word[:4] for word in tenth],
        "all but one letter": [word[:-1] for word in [*near["1 in 100"][:5], *rare[:5]]],
        "three common words": [" ".join(common[n : n + 3]) + " " for n in range(7)],
        "common and rare": [f"{c} {r} " for c, r in zip(common, rare, strict=True)],
        "common phrase": [f'"{c} {d}"' for c, d in pairwise(common)],
        "phrase": [f'"{c} {t}"' for c, t in pairs],
        "common but not": [f"{c} -{t} " for c, t in pairs],
        "none": [f"q{word}" for word in rare],
        "number": [f"{n}" for n in range(1, 11)],
    }


def rows(run: Run) -> Iterator[Row]:
    """Of a desk of its own, whose tickets have more to say than those of the others."""
    file = run.folder / "search.sqlite"
    build(f"sqlite:///{file}", run.tickets)
    with connect(f"sqlite:///{file}", durable=False).connection_context():
        for each in searching(file, run.rounds):
            yield Row(f"{each['kind']}: p50", "ms", each["p50"], each["bare p50"], "FTS5")
            yield Row(
                f"{each['kind']}: p95", "ms", each["p95"], each["bare p95"], "FTS5", at_most(BUDGET)
            )
        for each in acting(run.rounds):
            yield Row(f"one {each['act']}", "ms", each["with"], each["without"], "without index")


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of the processor, which other work on the machine does not lengthen; on a
    server, whose processor is not ours, of the clock on the wall.
    """
    clock = time.perf_counter if isinstance(bound(), PostgresqlDatabase) else time.thread_time
    begun = clock()
    act()
    return (clock() - begun) * 1000


def bare(connection: sqlite3.Connection, typed: str) -> float:
    """The same question put to FTS5 by sqlite3 alone."""
    found = match(terms(typed))
    query = (
        f"SELECT {found.ticket} FROM {found.table} WHERE {found.condition}"
        f" ORDER BY {found.ticket} DESC LIMIT {SHOWN}"
    )
    return timed(lambda: connection.execute(query, found.values).fetchall())


def searching(file: Path | None, rounds: int) -> Iterator[dict[str, Any]]:
    """A line for each kind of question, in all rounds but the first, which warms the cache."""
    opened = sqlite3.connect(file) if file else None
    for kind, typed in questions().items():
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(rounds + 1):
            for text in typed:
                asked = terms(text)
                taken = timed(lambda asked=asked: search(asked, SHOWN))  # type: ignore[misc]
                raw = bare(opened, text) if opened else 0.0
                if turn:
                    ours.append(taken)
                    theirs.append(raw)
        yield {"kind": kind, "p50": statistics.median(ours), "p95": _p95(ours),
               "bare p50": statistics.median(theirs), "bare p95": _p95(theirs)}  # fmt: skip
    if opened:
        opened.close()


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def acting(rounds: int) -> Iterator[dict[str, Any]]:
    """Medians of creating a ticket and of writing on one, with the index and without."""
    alice = people.actor("alice", "command")
    text = " ".join(vocabulary()[:500:10])
    fields = {"subject": "Printer on fire", "description": text}

    def create() -> object:
        return tickets.create(alice, NOW, fields)

    quiet = count(1)

    def write() -> object:
        return conversation.note(alice, next(quiet), NOW, text)

    for name, act in (("create", create), ("message", write)):
        taken: dict[bool, list[float]] = {True: [], False: []}
        for _turn in range(rounds * 20):
            for kept in (True, False):
                with mock.patch.object(
                    search_index, "follow", search_index.follow if kept else lambda _tickets: None
                ):
                    taken[kept].append(timed(act))
        yield {"act": name, "with": statistics.median(taken[True]),
               "without": statistics.median(taken[False])}  # fmt: skip


def table(found: list[dict[str, Any]], acts: list[dict[str, Any]]) -> Iterator[str]:
    """Milliseconds; ratios hold where the machine's load moves the rest."""
    yield f"{'':<22}{'p50 ms':>9}{'p95 ms':>9}{'bare p50':>10}{'bare p95':>10}{'ratio':>8}"
    for each in found:
        ratio = f"{each['p50'] / each['bare p50']:.1f}×" if each["bare p50"] else "—"
        over = "  OVER THE BUDGET" if each["p95"] > BUDGET else ""
        yield (
            f"{each['kind']:<22}{each['p50']:>9.1f}{each['p95']:>9.1f}"
            f"{each['bare p50']:>10.2f}{each['bare p95']:>10.2f}{ratio:>8}{over}"
        )
    yield f"budget: p95 {BUDGET:.0f} ms"
    for each in acts:
        more = each["with"] - each["without"]
        yield (
            f"one {each['act']}: {each['with']:.2f} ms with the index,"
            f" {each['without']:.2f} ms without, {more:.2f} ms more"
        )


def main() -> None:
    """Prints the table, and writes the same figures as JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--db", metavar="URL", help="make the desk here, or reuse it")
    parser.add_argument("--rounds", type=int, default=3, help="rounds measured (default 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.db or f"sqlite:///{folder}/desk.sqlite"
        file = None if is_postgresql(url) else Path(url.removeprefix("sqlite:///"))
        if options.db is None or (file and not file.exists()):
            print(f"making {options.tickets:,} tickets …")
            begun = time.perf_counter()
            build(url, options.tickets)
            print(f"made in {time.perf_counter() - begun:.0f} s")
        with connect(url, durable=False).connection_context():
            found = list(searching(file, options.rounds))
            acts = list(acting(options.rounds))
    print(*table(found, acts), sep="\n")
    if options.json:
        result = {"benchmark": "search", "tickets": options.tickets, "search": found, "acts": acts}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
