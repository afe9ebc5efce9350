"""Bytes and processor time of what an agent does, with and without the difference, in one run."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from benchmarks import _line_desk
from benchmarks._command import alone
from benchmarks._line import Line, helpdesk
from benchmarks._programs import DOWN, PAGE_DOWN
from benchmarks._rows import Row, at_most
from benchmarks._run import Run
from benchmarks._sessions import NOTHING, SIZE

TITLE = "Only the cells that differ are written: beside all that Textual writes"

TALL = (120, 56)
"""Fifty rows of the list at once."""
ROWS = 50

ESCAPE = "\x1b"
HOUR = 3600
EVERYTHING = "without the difference"

BUDGETS = {"tick, each of 50 rows that count seconds": 8}
"""Bytes."""

Measured = dict[str, list[tuple[float, float]]]
"""Bytes and milliseconds of processor time, by act."""


def rows(run: Run) -> Iterator[Row]:
    """Both ways in turn."""
    far = _line_desk.evenly(2 * SIZE[1] + 6 * run.presses, 30 * HOUR, 90 * HOUR)
    desk = _line_desk.fill(f"sqlite:///{run.folder}/far.sqlite", far)
    found: dict[bool, Measured] = {False: {}, True: {}}
    for number in range(run.rounds):
        near = _line_desk.evenly(60, HOUR // 4, HOUR - 120)
        counting = _line_desk.fill(f"sqlite:///{run.folder}/near{number}.sqlite", near)
        for diff, measured in found.items():
            _keys(desk, run, measured, diff=diff)
            _ticks(counting, run, measured, diff=diff)
    whole, spared = (
        {act: tuple(map(statistics.median, zip(*each, strict=True))) for act, each in way.items()}
        for way in found.values()
    )
    for act, (sent, _used) in spared.items():
        budget = at_most(BUDGETS[act]) if act in BUDGETS else None
        yield Row(act, "B", sent, whole[act][0], EVERYTHING, budget)
    for act, (_sent, used) in spared.items():
        yield Row(f"{act}: processor", "ms", used, whole[act][1], EVERYTHING)


def _keys(url: str, run: Run, measured: Measured, *, diff: bool) -> None:
    """Start, then each act several times on a list of far deadlines."""
    aside: Measured = {}
    many, some = max(1, run.presses // 2), max(1, run.presses // 8)
    with Line(*helpdesk(url, run.folder, diff=diff), *SIZE) as line:
        line.ready("TKT0")
        line.settle(run.quiet, NOTHING)
        measured.setdefault("start", []).append((line.count, line.processor()))
        for name, keys, times in (
            ("move", DOWN, many),
            ("", DOWN * SIZE[1], 1),  # to the edge
            ("scroll", DOWN, many),
            ("page", PAGE_DOWN, some),
        ):
            _act(line, run, measured if name else aside, name, keys, times)
        for _ in range(some):
            _act(line, run, measured, "keys open", "?")
            _act(line, run, measured, "keys close", "q")
            _act(line, run, measured, "question open", "q")
            _act(line, run, measured, "question close", ESCAPE)


def _act(line: Line, run: Run, measured: Measured, name: str, keys: str, times: int = 1) -> None:
    for _ in range(times):
        before = line.processor()
        line.send(keys)
        sent, _seconds = line.settle(run.quiet, NOTHING)
        measured.setdefault(name, []).append((sent, line.processor() - before))


def _ticks(url: str, run: Run, measured: Measured, *, diff: bool) -> None:
    """Fifty rows that count seconds."""
    with Line(*helpdesk(url, run.folder, diff=diff), *TALL) as line:
        line.ready("TKT0")
        line.idle(4 * run.quiet)
        before = line.processor()
        each = run.seconds * ROWS
        sent = line.idle(run.seconds) / each
        measured.setdefault("tick, each of 50 rows that count seconds", []).append(
            (sent, (line.processor() - before) / each)
        )


if __name__ == "__main__":
    alone(__file__)
