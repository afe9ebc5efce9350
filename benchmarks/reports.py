"""Both dashboards on a desk of a million tickets, from the roll-up and without it, in one run."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks._report_desk import NOW, ZONE, build
from helpdesk_tui.periods import local_day
from helpdesk_tui.queries import report_sla, report_tickets
from helpdesk_tui.queries.report_period import Kind, Period
from helpdesk_tui.reports import Filters, Scope
from helpdesk_tui.store import connect

BUDGET = 1.0
"""Seconds for each dashboard, whatever is asked."""

DASHBOARDS: dict[str, Any] = {"tickets": report_tickets, "sla": report_sla}


@dataclass(frozen=True)
class Case:
    """A period with filters."""

    name: str
    kind: Kind
    filters: Filters

    def scope(self) -> Scope:
        return Period.of(self.kind, local_day(NOW, ZONE)).scope(ZONE, self.filters)


CASES = (
    Case("last 30 days", "recent", Filters()),
    Case("last 30 days, one team", "recent", Filters(team=1)),
    Case("last 30 days, one agent", "recent", Filters(agent=1)),
    Case("last 30 days, team and type", "recent", Filters(team=1, type=1)),
    Case("this year", "year", Filters()),
)


@contextmanager
def without_roll_up() -> Iterator[None]:
    """Everything is counted from the rows themselves."""
    with mock.patch("helpdesk_tui.queries.report_counts._rolled", lambda *asked: None):
        yield


def seconds(case: Case) -> dict[str, float]:
    """For each part of both dashboards, how long it takes."""
    scope = case.scope()
    taken = {}
    for dashboard, queries in DASHBOARDS.items():
        for name, part in queries.PARTS.items():
            begun = time.perf_counter()
            part(scope, NOW)
            taken[f"{dashboard} {name}"] = time.perf_counter() - begun
    return taken


def measured(rounds: int) -> dict[tuple[str, str], dict[str, float]]:
    """Medians by case and way of counting; each round goes through all of them."""
    found: dict[tuple[str, str], list[dict[str, float]]] = {}
    for turn in range(rounds + 1):
        for case in CASES:
            taken = {"roll-up": seconds(case)}
            with without_roll_up():
                taken["rows"] = seconds(case)
            if turn:  # the first round warms the cache
                for way, each in taken.items():
                    found.setdefault((case.name, way), []).append(each)
    return {
        key: {part: statistics.median(each[part] for each in runs) for part in runs[0]}
        for key, runs in found.items()
    }


def table(found: dict[tuple[str, str], dict[str, float]]) -> Iterator[str]:
    """Milliseconds; ratios hold where the machine's load moves the rest."""
    yield f"{'':<30}{'tickets':>12}{'SLA':>12}{'both from rows':>18}{'ratio':>9}"
    for case in CASES:
        tickets, sla = (dashboard(found[case.name, "roll-up"], name) for name in DASHBOARDS)
        rows = sum(found[case.name, "rows"].values())
        over = "  OVER THE BUDGET" if max(tickets, sla) > BUDGET else ""
        yield (
            f"{case.name:<30}{tickets * 1000:>9.0f} ms{sla * 1000:>9.0f} ms"
            f"{rows * 1000:>15.0f} ms{rows / (tickets + sla):>8.1f}×{over}"
        )
    yield f"budget: {BUDGET * 1000:.0f} ms for each dashboard"
    yield ""
    yield f"{'parts, ' + CASES[0].name:<30}{'from the roll-up':>18}{'from the rows':>16}"
    rolled_parts, row_parts = (found[CASES[0].name, way] for way in ("roll-up", "rows"))
    for part, taken in rolled_parts.items():
        yield f"{part:<30}{taken * 1000:>15.1f} ms{row_parts[part] * 1000:>13.1f} ms"


def dashboard(taken: dict[str, float], name: str) -> float:
    """Seconds of all parts of one dashboard."""
    return sum(seconds for part, seconds in taken.items() if part.startswith(f"{name} "))


def main() -> None:
    """Prints the table, and writes the same figures as JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--desk", type=Path, metavar="FILE", help="make the desk here, or reuse it")
    parser.add_argument("--rounds", type=int, default=3, help="rounds measured (default 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file: Path = options.desk or Path(folder) / "desk.sqlite"
        if not file.exists():
            print(f"making {options.tickets:,} tickets …")
            build(file, options.tickets)
        with connect(f"sqlite:///{file}", durable=False).connection_context():
            found = measured(options.rounds)
    print(*table(found), sep="\n")
    if options.json:
        results = [
            {
                "case": case,
                "counted_from": way,
                "milliseconds": {p: round(t * 1000, 2) for p, t in parts.items()},
            }
            for (case, way), parts in found.items()
        ]
        result = {"benchmark": "reports", "tickets": options.tickets, "results": results}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
