"""Bytes and processor time of what an agent does, with and without the difference, in one run."""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import _line_desk
from benchmarks._line import Line, helpdesk

SIZE = (120, 40)
TALL = (120, 56)
"""Fifty rows of the list at once."""

DOWN, PAGE_DOWN, ESCAPE = "\x1b[B", "\x1b[6~", "\x1b"
HOUR = 3600

BUDGETS = {"scroll": 720, "tick, each row": 8, "idle, a second": 0}
"""Bytes; a scrolled row may cost three times what it costs in neomutt (240)."""

Measured = dict[str, list[tuple[float, float]]]
"""Bytes and milliseconds of processor time, by act."""


def act(line: Line, measured: Measured, name: str, keys: str, times: int = 1) -> None:
    for _ in range(times):
        before = line.processor()
        line.send(keys)
        sent, _seconds = line.settle()
        measured.setdefault(name, []).append((sent, line.processor() - before))


def idle(line: Line, seconds: float) -> tuple[float, float]:
    before = line.processor()
    sent = line.idle(seconds)
    return sent / seconds, (line.processor() - before) / seconds


def keys(url: str, home: Path, measured: Measured, *, diff: bool) -> None:
    """Start, then each act several times on a list of far deadlines."""
    aside: Measured = {}
    with Line(*helpdesk(url, home, diff=diff), *SIZE) as line:
        sent, _seconds = line.settle(1.0)
        measured["start"] = [(sent, line.processor())]
        act(line, aside, "queue", "4")
        act(line, measured, "move", DOWN, 20)
        act(line, aside, "to the edge", DOWN * 20)
        act(line, measured, "scroll", DOWN, 20)
        act(line, measured, "page", PAGE_DOWN, 5)
        for _ in range(5):
            act(line, measured, "keys open", "?")
            act(line, measured, "keys close", "q")
            act(line, measured, "question open", "q")
            act(line, measured, "question close", ESCAPE)
        act(line, aside, "empty queue", "2")
        line.idle(1)
        measured["idle, a second"] = [idle(line, seconds=5)]


def ticks(url: str, home: Path, measured: Measured, *, diff: bool) -> None:
    """Fifty rows that count seconds."""
    with Line(*helpdesk(url, home, diff=diff), *TALL) as line:
        line.settle(0.5)
        line.send("4")
        line.idle(2)
        sent, used = idle(line, seconds=8)
        measured["tick, 50 rows"] = [(sent, used)]
        measured["tick, each row"] = [(sent / 50, used / 50)]


def rounds(count: int) -> Iterator[tuple[bool, Measured]]:
    """What was measured of each way in turn."""
    with TemporaryDirectory(prefix="helpdesk-bytes-") as name:
        folder = Path(name)
        far = _line_desk.made(folder / "far.sqlite", 300, 30 * HOUR, 90 * HOUR)
        for number in range(count):
            near = _line_desk.made(folder / f"near{number}.sqlite", 60, HOUR // 4, HOUR - 120)
            for diff in (False, True):
                measured: Measured = {}
                keys(far, folder, measured, diff=diff)
                ticks(near, folder, measured, diff=diff)
                yield diff, measured


def medians(all_measured: list[Measured]) -> dict[str, tuple[float, float]]:
    table = {}
    for name in all_measured[0]:
        values = [value for measured in all_measured for value in measured[name]]
        sent, used = map(statistics.median, zip(*values, strict=True))
        table[name] = (round(sent, 1), round(used, 1))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found: dict[bool, list[Measured]] = {False: [], True: []}
    for diff, measured in rounds(options.rounds):
        found[diff].append(measured)
    whole, difference = medians(found[False]), medians(found[True])
    if options.json:
        print(json.dumps({"whole": whole, "difference": difference, "budgets": BUDGETS}, indent=2))
        return
    print(f"{'':16}{'whole':>10}{'diff':>9}{'ratio':>7}{'ms whole':>10}{'ms diff':>9}{'budget':>8}")
    for name, (sent, used) in difference.items():
        before, used_before = whole[name]
        ratio = f"{sent / before:.2f}" if before else ""
        row = f"{name:16}{before:10.1f}{sent:9.1f}{ratio:>7}{used_before:10.1f}{used:9.1f}"
        print(f"{row}{BUDGETS.get(name, ''):>8}")


if __name__ == "__main__":
    main()
