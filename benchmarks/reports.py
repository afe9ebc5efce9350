"""Both dashboards, from the roll-up and without it, in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks._command import alone
from benchmarks._desk import NOW, ZONE
from benchmarks._rows import Row, at_most
from benchmarks._run import Run
from helpdesk_tui.periods import local_day
from helpdesk_tui.queries import report_sla, report_tickets
from helpdesk_tui.queries.report_period import Kind, Period
from helpdesk_tui.reports import Filters, Scope
from helpdesk_tui.store import connect

TITLE = "Dashboards from the roll-up, beside the same figures counted from the rows"

BUDGET = at_most(1000)
"""Milliseconds for each dashboard, whatever is asked."""

MONTH = "promises of a month, by team"
MONTH_BUDGET = at_most(20)
FROM_ROWS = "from the rows"

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


def rows(run: Run) -> Iterator[Row]:
    """Each dashboard by what is asked, then one part of it that the roll-up answers alone."""
    with connect(f"sqlite:///{run.desk()}", durable=False).connection_context():
        found = measured(run.rounds)
    for case in CASES:
        for name in DASHBOARDS:
            ours, against = (
                dashboard(found[case.name, way], name) * 1000 for way in ("roll-up", "rows")
            )
            yield Row(f"{name}, {case.name}", "ms", ours, against, FROM_ROWS, BUDGET)
    yield Row(MONTH, "ms", *month(run, run.desk()), FROM_ROWS, MONTH_BUDGET)


def dashboard(taken: dict[str, float], name: str) -> float:
    """Seconds of all parts of one dashboard."""
    return sum(seconds for part, seconds in taken.items() if part.startswith(f"{name} "))


def month(run: Run, desk: Path) -> tuple[float, float]:
    """Milliseconds both ways, which have to agree."""
    scope = Period.of("month", local_day(NOW, ZONE)).scope(ZONE, Filters())
    taken: list[tuple[float, float]] = []
    with connect(f"sqlite:///{desk}", durable=False).connection_context():
        for _ in range(run.rounds * 3 + 1):
            begun = time.perf_counter()
            rolled = report_sla.by_team(scope, NOW)
            between = time.perf_counter()
            with without_roll_up():
                counted = report_sla.by_team(scope, NOW)
            taken.append((between - begun, time.perf_counter() - between))
            assert rolled == counted
    # the first round warms the cache
    ours, against = (statistics.median(each) * 1000 for each in zip(*taken[1:], strict=True))
    return ours, against


if __name__ == "__main__":
    alone(__file__)
