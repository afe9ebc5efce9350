"""What a million tickets cost: the same figures on a small desk and on a large one."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import _programs, queries, reports
from benchmarks._command import alone
from benchmarks._programs import EMPTY
from benchmarks._rows import Budget, Row, at_most, times
from benchmarks._run import Run
from benchmarks._sessions import Figures, medians, used
from benchmarks._table import figure

TITLE = "A desk a hundred times as large (1 000 000 tickets, about 10 000 of them open)"

ITEMS: tuple[tuple[str, str, str, Budget | None], ...] = (
    ("ready", "start to ready for keys", "ms", times(1.05)),
    ("move p50", "move, p50", "ms", None),
    ("move p95", "move, p95", "ms", at_most(50)),
    ("scroll p95", "scroll one row, p95", "ms", at_most(50)),
    ("page p95", "page, p95", "ms", at_most(50)),
    ("memory", "memory at most", "MiB", None),
)


def rows(run: Run) -> Iterator[Row]:
    """Rounds in which each desk has its turn."""
    desks = (run.desk(run.grown), run.desk())
    rounds: tuple[list[Figures], list[Figures], list[Figures]] = ([], [], [])
    programs = [_programs.ours(desk, run.folder) for desk in desks]
    for _ in range(run.rounds):
        for found, program in zip(rounds, [*programs, _programs.empty(run.folder)], strict=True):
            found.append(used(program, run))
    large, small, empty = map(medians, rounds)
    beside = f"{figure(run.tickets)} tickets"
    for name, title, unit, budget in ITEMS:
        yield Row(title, unit, large[name], small[name], beside, budget)
    yield Row("memory at most", "MiB", large["memory"], empty["memory"], EMPTY, times(1.6))
    grown, before = (queries.measured(run, desk) for desk in desks)
    for item in before:
        yield Row(item, "ms", grown[item][0], before[item][0], beside)
    yield queries.last_page(grown)
    ours, counted = reports.month(run, desks[0])
    yield Row(reports.MONTH, "ms", ours, counted, reports.FROM_ROWS, reports.MONTH_BUDGET)


if __name__ == "__main__":
    alone(__file__)
