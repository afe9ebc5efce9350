"""Deadlines per second, against businesstimedelta and a walk over days, interleaved in one run."""

from __future__ import annotations

import importlib
import importlib.util
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks._command import alone
from benchmarks._desk import WORKDAYS, ZONE
from benchmarks._rows import Row, at_least, times_at_least
from benchmarks._run import Run
from helpdesk_tui.sla import Calendar, Target, deadline, deadline_epoch

TITLE = "Deadlines computed, beside a library and a walk over days"

HOURS = [(9, 12), (13, 17)]
INTERVALS = [(f"{opening:02}:00", f"{closing:02}:00") for opening, closing in HOURS]
WEEK = dict.fromkeys(WORKDAYS, INTERVALS)
OFFICE = Calendar(ZONE, WEEK)
PEER, WALK = "businesstimedelta", "a walk over days"
OURS, STORED = "between datetimes", "in seconds, as stored"

SAMPLE = 200

Case = tuple[int, int]
"""A start in seconds since the epoch, and working seconds."""


@dataclass
class Contestant:
    name: str
    part: int
    """It computes one case in so many: the slow get fewer."""
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
            STORED,
            1,
            lambda given: [(start, Target(seconds=seconds), OFFICE) for start, seconds in given],
            deadline_epoch,
            int,
        ),
        Contestant(
            OURS,
            1,
            lambda given: [(at(s), Target(seconds=seconds), OFFICE) for s, seconds in given],
            deadline,
            epoch,
        ),
        Contestant(
            WALK,
            20,
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

    return Contestant(PEER, 50, prepare, lambda start, span: start + span, epoch)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def epoch(answer: datetime) -> int:
    return int(answer.timestamp())


def rows(run: Run) -> Iterator[Row]:
    """Those that count in datetimes are compared with ours that does so too."""
    running = contestants()
    found = rates(running, run)
    wrong = disagreements(running)
    budgets = {WALK: None, PEER: times_at_least(100)}
    yield Row(STORED, "/s", found[STORED], budget=at_least(800_000))
    for name, budget in budgets.items():
        beside = name if name in found else f"{name} is not installed"
        yield Row(OURS, "/s", found[OURS], found.get(name), beside, budget)
    for name, differ in wrong.items():
        if name != STORED:
            yield Row(f"other answers in {SAMPLE}: {name}", "", differ)


def rates(running: list[Contestant], run: Run) -> dict[str, float]:
    """The median over the rounds of deadlines per second, each round running them all in turn."""
    given = cases(run.cases)
    prepared = {one.name: one.prepare(given[:: one.part]) for one in running}
    measured: dict[str, list[float]] = {one.name: [] for one in running}
    for _ in range(run.rounds):
        for one in running:
            answer, arguments = one.answer, prepared[one.name]
            begun = time.perf_counter()
            for each in arguments:
                answer(*each)
            measured[one.name].append(len(arguments) / (time.perf_counter() - begun))
    return {name: statistics.median(figures) for name, figures in measured.items()}


def disagreements(running: list[Contestant]) -> dict[str, int]:
    """In how many cases each answers another instant than the first does."""
    given = cases(SAMPLE)
    answers = {
        one.name: [one.instant(one.answer(*each)) for each in one.prepare(given)] for one in running
    }
    reference = answers[running[0].name]
    return {
        name: sum(a != b for a, b in zip(each, reference, strict=True))
        for name, each in answers.items()
    }


if __name__ == "__main__":
    alone(__file__)
