"""Deadlines per second, against businesstimedelta and a walk over days, interleaved in one run."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk_tui.sla import Calendar, Target, deadline, deadline_epoch

ZONE = "Europe/Paris"
HOURS = [(9, 12), (13, 17)]
INTERVALS = [(f"{opening:02}:00", f"{closing:02}:00") for opening, closing in HOURS]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), INTERVALS)
OFFICE = Calendar(ZONE, WEEK)
CASES = 20_000
PEER = "businesstimedelta"
ABSENT = f"{PEER} is not installed: its line and the ratios to it are missing."

Case = tuple[int, int]
"""A start in seconds since the epoch, and working seconds."""


@dataclass
class Contestant:
    name: str
    cases: int
    """How many it can do in about a tenth of a second: the slow get fewer."""
    prepare: Callable[[list[Case]], list[Any]]
    """Turns the cases into arguments outside the measured time."""
    answer: Callable[..., Any]
    instant: Callable[[Any], int]
    """An answer in seconds since the epoch."""


def cases(count: int) -> list[Case]:
    """Starts within 2026 at any hour, targets from one hour to a working week."""
    rng = random.Random(42)
    first = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    return [
        (first + rng.randrange(365 * 86_400), rng.randrange(1, 36) * 3600) for _ in range(count)
    ]


def walk(start: datetime, seconds: int) -> datetime:
    """Day after day, interval after interval, until the seconds are used up."""
    zone = ZoneInfo(ZONE)
    at = start.astimezone(zone)
    day = at.date()
    while True:
        for opening, closing in intervals_on(day, zone):
            begun = max(opening, start)
            if begun >= closing:
                continue
            open_seconds = int((closing - begun).total_seconds())
            if seconds <= open_seconds:
                return begun + timedelta(seconds=seconds)
            seconds -= open_seconds
        day += timedelta(days=1)


def intervals_on(day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The open intervals of one local date, in UTC."""
    if day.weekday() < 5:
        for opening, closing in HOURS:
            yield (
                datetime.combine(day, clock(opening), zone).astimezone(UTC),
                datetime.combine(day, clock(closing), zone).astimezone(UTC),
            )


def contestants() -> list[Contestant]:
    """The programs to compare, the product first; the peer only where it is installed."""
    found = [
        Contestant(
            "helpdesk_tui, seconds as stored",
            CASES,
            lambda given: [(start, Target(seconds=seconds), OFFICE) for start, seconds in given],
            deadline_epoch,
            int,
        ),
        Contestant(
            "helpdesk_tui, datetimes",
            CASES,
            lambda given: [(at(s), Target(seconds=seconds), OFFICE) for s, seconds in given],
            deadline,
            epoch,
        ),
        Contestant(
            "a walk over days",
            CASES // 20,
            lambda given: [(at(start), seconds) for start, seconds in given],
            walk,
            epoch,
        ),
    ]
    return [*found, peer()] if importlib.util.find_spec(PEER) else found


def peer() -> Contestant:
    """The best known library for this, its rules in the form that it computes fastest."""
    library = importlib.import_module(PEER)
    zone = importlib.import_module("pytz").timezone(ZONE)
    rules = library.Rules(
        [
            library.WorkDayRule(clock(opening), clock(closing), [0, 1, 2, 3, 4], tz=zone)
            for opening, closing in HOURS
        ]
    )

    def prepare(given: list[Case]) -> list[Any]:
        return [(at(s), library.BusinessTimeDelta(rules, seconds=seconds)) for s, seconds in given]

    return Contestant(PEER, CASES // 50, prepare, lambda start, span: start + span, epoch)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def epoch(answer: datetime) -> int:
    return int(answer.timestamp())


def rates(running: list[Contestant], rounds: int) -> dict[str, float]:
    """The median over the rounds of deadlines per second, each round running them all in turn."""
    given = cases(CASES)
    prepared = {one.name: one.prepare(given[: one.cases]) for one in running}
    measured: dict[str, list[float]] = {one.name: [] for one in running}
    for _ in range(rounds):
        for one in running:
            answer, arguments = one.answer, prepared[one.name]
            begun = time.perf_counter()
            for each in arguments:
                answer(*each)
            measured[one.name].append(len(arguments) / (time.perf_counter() - begun))
    return {name: statistics.median(figures) for name, figures in measured.items()}


def disagreements(running: list[Contestant]) -> dict[str, int]:
    """In how many of some hundred cases each answers another instant than the first does."""
    given = cases(200)
    answers = {
        one.name: [one.instant(one.answer(*each)) for each in one.prepare(given)] for one in running
    }
    reference = answers[running[0].name]
    return {
        name: sum(a != b for a, b in zip(each, reference, strict=True))
        for name, each in answers.items()
    }


def table(figures: dict[str, float], differ: dict[str, int]) -> Iterator[str]:
    """The ratios of one run; absolute values move with the machine's load."""
    fastest = next(iter(figures.values()))
    yield f"{'deadlines':<34}{'per second':>12}{'first is':>12}{'other answers':>16}"
    for name, rate in figures.items():
        yield f"{name:<34}{rate:>12,.0f}{fastest / rate:>11.1f}×{differ[name]:>12} / 200"


def main() -> None:
    """Prints the table, and writes the same figures as JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--rounds", type=int, default=7, help="rounds measured (default 7)")
    options = parser.parse_args()
    running = contestants()
    differ = disagreements(running)
    figures = rates(running, options.rounds)
    print(*table(figures, differ), sep="\n")
    if PEER not in figures:
        print(ABSENT)
    if options.json:
        first = next(iter(figures.values()))
        lines = [
            {"name": name, "per_second": round(rate), "first_is_faster": round(first / rate, 2)}
            for name, rate in figures.items()
        ]
        result = {"benchmark": "deadlines", "rounds": options.rounds, "results": lines}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
