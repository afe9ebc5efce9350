"""One program used at the end of a line: how long keys take, what they send, what idling costs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from benchmarks._line import Line
from benchmarks._programs import PAGE_DOWN, Program
from benchmarks._rows import percentile
from benchmarks._run import Run

SIZE = (120, 40)
RATE = 30
"""A held key repeats so many times a second."""

PAINTED = 0.04
"""Seconds without a byte after which a key has been painted; a preview comes later."""

NOTHING = 0.5
"""Seconds after which a key paints nothing: the end of the list."""

_PAGES = 15
MINUTE = 60

Figures = dict[str, float]
"""What was measured, by its name."""


def used(program: Program, run: Run) -> Figures:
    """Start the program, go through its list where it has one, and leave it idle."""
    found: Figures = {}
    with Line(program.command, program.environment, *SIZE) as line:
        found["ready"] = line.ready(program.ready) * 1000
        line.settle(run.quiet, NOTHING)
        if program.down:
            line.send(program.to_list)
            line.settle(run.quiet, NOTHING)
            found["memory before"] = line.memory()
            found |= _keys(line, program, run)
            line.idle(2 * run.quiet)
            found |= idle(line, run.seconds)
        found["memory"] = line.memory()
    return found


def _keys(line: Line, program: Program, run: Run) -> Figures:
    found: Figures = {}
    moves = [program.down, program.up] * ((run.presses + 1) // 2)
    for name, keys in (
        ("move", moves),
        ("", [program.down * (SIZE[1] + 5)]),  # to the edge, where one more scrolls
        ("scroll", [program.down] * run.presses),
        ("page", [PAGE_DOWN] * min(run.presses, _PAGES)),
    ):
        pressed, firsts = [], []
        for key in keys:
            line.send(key)
            pressed.append(line.settle(PAINTED, NOTHING))
            firsts.append(line.first * 1000)
        if not name:
            line.settle(run.quiet, NOTHING)
            continue
        times = [seconds * 1000 for _sent, seconds in pressed]
        found[f"{name} first"] = statistics.median(firsts)
        found[f"{name} p50"] = statistics.median(times)
        found[f"{name} p95"] = percentile(times, 0.95)
        found[f"{name} bytes"] = statistics.median(sent for sent, _seconds in pressed)
    presses = run.presses * 3 // 2
    _sent, lag = line.held(program.down, presses, RATE, 0.1)
    found["lag"] = lag * 1000
    return found


def idle(line: Line, seconds: float) -> Figures:
    """Bytes a second, and the part of one processor in percent, while nobody types.

    All within one minute, as the clock on screen is written once in each.
    """
    left = MINUTE - time.time() % MINUTE
    if left < seconds + 1:
        line.idle(left + 1)
    before = line.processor()
    sent = line.idle(seconds)
    used = line.processor() - before
    return {"idle bytes": sent / seconds, "idle processor": used / seconds / 10}


def medians(rounds: Sequence[Figures]) -> Figures:
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
