"""A session at the end of a slow line: seconds from a key to the last byte it draws."""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import _line_desk
from benchmarks._line import Line, helpdesk

SIZE = (80, 24)
"""What such a line ends in."""

HOUR = 3600
DOWN = "\x1b[B"

STEPS = (
    ("to the queue", "4", 1),
    ("move", DOWN, 8),
    ("to the edge", DOWN * 15, 1),
    ("scroll", DOWN, 8),
    ("page", "\x1b[6~", 3),
    ("open a ticket", "\r", 1),
    ("back", "\x1b", 1),
    ("question", "q", 1),
    ("no", "\x1b", 1),
    ("filter", "/", 1),
    ("a letter", "p", 1),
    ("another", "r", 1),
    ("clear it", "\x1b", 1),
)
HELD, RATE = 30, 10
"""Presses of a key that is held, and how many a second."""


def session(url: str, home: Path, bits: int, *, diff: bool) -> dict[str, tuple[float, float]]:
    """Bytes and seconds of each step."""
    found: dict[str, tuple[float, float]] = {}
    with Line(*helpdesk(url, home, diff=diff), *SIZE, bits) as line:
        found["start"] = line.settle(1.0)
        for name, keys, times in STEPS:
            taken = []
            for _ in range(times):
                line.send(keys)
                taken.append(line.settle())
            sent, seconds = map(statistics.median, zip(*taken, strict=True))
            found[name] = (sent, round(seconds, 2))
        if diff:  # all that Textual writes would go on for minutes
            found["lag of a held key"] = held(line)
    return found


def held(line: Line) -> tuple[float, float]:
    """Bytes, and seconds for which the screen goes on changing after the key is let go."""
    before = line.count
    for _ in range(HELD):
        end = time.monotonic() + 1 / RATE
        line.send(DOWN)
        line.idle(max(0.0, end - time.monotonic()))
    _sent, seconds = line.settle()
    return line.count - before, round(seconds, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bits", type=int, default=9600, help="a second")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="helpdesk-slow-") as name:
        folder = Path(name)
        url = _line_desk.made(folder / "desk.sqlite", 200, 30 * HOUR, 90 * HOUR)
        whole = session(url, folder, options.bits, diff=False)
        spared = session(url, folder, options.bits, diff=True)
    if options.json:
        print(json.dumps({"bits": options.bits, "whole": whole, "difference": spared}, indent=2))
        return
    print(f"{options.bits} bit/s{'bytes whole':>24}{'diff':>8}{'s whole':>10}{'s diff':>8}")
    for name, (sent, seconds) in spared.items():
        before, seconds_before = whole.get(name, (float("nan"), float("nan")))
        print(f"{name:20}{before:14.0f}{sent:8.0f}{seconds_before:10.2f}{seconds:8.2f}")


if __name__ == "__main__":
    main()
