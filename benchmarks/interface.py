"""The list at the end of a line, beside neomutt, DataTable and an empty Textual application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import _line_desk, _programs
from benchmarks._command import alone
from benchmarks._line import Line, helpdesk
from benchmarks._programs import EMPTY, NEOMUTT, OURS, TABLE
from benchmarks._rows import Budget, Row, at_most, times
from benchmarks._run import Run
from benchmarks._sessions import MINUTE, NOTHING, RATE, SIZE, Figures, idle, medians, used

TITLE = f"The list of all tickets on a terminal of {SIZE[0]}×{SIZE[1]}"

ORDINARY = [5 * MINUTE + index * index * 2 * MINUTE + index * 7 for index in range(50)]
"""Deadlines as lists have them: some count seconds, most hours and days."""


@dataclass(frozen=True)
class _Item:
    """A figure, and the programs beside which it stands, each with a budget or none."""

    figure: str
    title: str
    unit: str
    beside: dict[str, Budget | None]


_ITEMS = (
    _Item("ready", "start to ready for keys", "ms", {EMPTY: times(1.3), NEOMUTT: None}),
    _Item("move first", "move, first paint p50", "ms", {NEOMUTT: None, TABLE: None}),
    _Item("move p50", "move, p50", "ms", {NEOMUTT: times(2), TABLE: None}),
    _Item("move p95", "move, p95", "ms", {NEOMUTT: times(3)}),
    _Item("move bytes", "move", "B", {NEOMUTT: times(1.7), TABLE: None}),
    _Item("scroll p50", "scroll one row, p50", "ms", {NEOMUTT: times(3), TABLE: times(0.25)}),
    _Item("scroll bytes", "scroll one row", "B", {NEOMUTT: times(3), TABLE: None}),
    _Item("page p50", "page, p50", "ms", {NEOMUTT: times(4), TABLE: None}),
    _Item("lag", f"key held at {RATE}/s: lag after it", "ms", {NEOMUTT: at_most(50), TABLE: None}),
    _Item("memory", "memory at most", "MiB", {EMPTY: times(1.6), NEOMUTT: None}),
)


def rows(run: Run) -> Iterator[Row]:
    """Rounds in which each program is used in turn."""
    programs = [
        _programs.ours(run.desk(), run.folder),
        _programs.neomutt(run.folder, run.tickets),
        _programs.data_table(run.folder),
        _programs.empty(run.folder),
    ]
    rounds: dict[str, list[Figures]] = {}
    counting: list[Figures] = []
    for _ in range(run.rounds):
        for program in filter(None, programs):
            rounds.setdefault(program.name, []).append(used(program, run))
        counting.append(_counting(run))
    found = {name: medians(each) for name, each in rounds.items()}
    mine = found[OURS]
    for item in _ITEMS:
        for name, budget in item.beside.items():
            against = found[name][item.figure] if name in found else None
            beside = name if name in found else f"{name} is not installed"
            yield Row(item.title, item.unit, mine[item.figure], against, beside, budget)
    before = mine["memory before"]
    yield Row("memory after paging", "MiB", mine["memory"], before, "before it", times(1.1))
    yield Row("idle, no countdown", "B/s", mine["idle bytes"], budget=at_most(0))
    yield Row("idle, no countdown", "% of a core", mine["idle processor"])
    ticking = medians(counting)
    yield Row("idle, ordinary countdowns", "B/s", ticking["idle bytes"], budget=at_most(100))
    processor = ticking["idle processor"]
    yield Row("idle, ordinary countdowns", "% of a core", processor, budget=at_most(0.5))


def _counting(run: Run) -> Figures:
    """Left idle on a list whose clocks run."""
    desk = run.folder / "ordinary.sqlite"
    desk.unlink(missing_ok=True)
    url = _line_desk.fill(f"sqlite:///{desk}", ORDINARY)
    with Line(*helpdesk(url, run.folder), *SIZE) as line:
        line.ready("TKT0")
        line.settle(4 * run.quiet, NOTHING)
        return idle(line, run.seconds)


if __name__ == "__main__":
    alone(__file__)
