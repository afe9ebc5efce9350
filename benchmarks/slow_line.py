"""A session at the end of a slow line: seconds from a key to the last byte it draws."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from benchmarks import _line_desk
from benchmarks._command import alone
from benchmarks._line import Line, helpdesk
from benchmarks._programs import DOWN, PAGE_DOWN
from benchmarks._rows import Row
from benchmarks._run import Run
from benchmarks.bytes import ESCAPE, EVERYTHING, HOUR

TITLE = "A terminal of 80×24 on a line of 9 600 bit/s (115 200 with --quick)"

SIZE = (80, 24)
"""What such a line ends in."""

STEPS = (
    ("move", DOWN, 8),
    ("to the edge", DOWN * 15, 1),
    ("scroll", DOWN, 8),
    ("page", PAGE_DOWN, 3),
    ("open a ticket", "\r", 1),
    ("back", ESCAPE, 1),
    ("question", "q", 1),
    ("no", ESCAPE, 1),
    ("filter", "/", 1),
    ("a letter", "p", 1),
    ("another", "r", 1),
    ("clear it", ESCAPE, 1),
)
HELD, RATE = 30, 10
"""Presses of a key that is held, and how many a second."""

LAG = f"key held at {RATE}/s: lag after it"


def rows(run: Run) -> Iterator[Row]:
    """One session each way."""
    far = _line_desk.evenly(100 + run.presses, 30 * HOUR, 90 * HOUR)
    url = _line_desk.fill(f"sqlite:///{run.folder}/slow.sqlite", far)
    whole, spared = (_session(url, run, diff=diff) for diff in (False, True))
    for item, seconds in spared.items():
        yield Row(item, "s", seconds, whole.get(item), EVERYTHING if item in whole else "")


def _session(url: str, run: Run, *, diff: bool) -> dict[str, float]:
    """Seconds of each step."""
    found: dict[str, float] = {}
    with Line(*helpdesk(url, run.folder, diff=diff), *SIZE, run.bits) as line:
        _sent, found["start"] = line.settle(4 * run.quiet)
        for name, keys, times in STEPS:
            taken = []
            for _ in range(min(times, run.presses)):
                line.send(keys)
                taken.append(line.settle(run.quiet)[1])
            found[name] = statistics.median(taken)
        if diff:  # all that Textual writes would go on for minutes
            _sent, found[LAG] = line.held(DOWN, min(HELD, run.presses), RATE, run.quiet)
    return found


if __name__ == "__main__":
    alone(__file__)
