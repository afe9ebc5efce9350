"""What reports are made of: what is asked, and the figures that answer, as plain data."""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum
from typing import Literal

from helpdesk_tui.records import record

Step = Literal["hour", "day", "week", "month"]

Ranges = tuple[tuple[int, int], ...]
"""Spans of time, each from its first instant to the first one after it."""


DAY = 86_400
"""Seconds of a day of UTC, by which the roll-up counts."""


class Dimension(IntEnum):
    """By what the roll-up counts."""

    WHOLE = 0
    TEAM = 1
    TYPE = 2
    PRIORITY = 3
    AGENT = 4


class Measure(IntEnum):
    """What happens to a ticket, or to a promise on it, at one instant."""

    CREATED = 1
    ANSWERED = 2
    """The first message of an agent to the customer."""
    RESOLVED = 3
    REOPENED = 4
    MET = 5
    MISSED = 6


@record
class Filters:
    """Which tickets are meant, by what they are now; None is any, 0 is those that have none."""

    team: int | None = None
    agent: int | None = None
    customer: int | None = None
    type: int | None = None
    priority: int | None = None
    status: int | None = None


@record
class Scope:
    """What a report is about: the instants that part its period, a zone, and which tickets."""

    bounds: tuple[int, ...]
    """In order: where each step of the period begins, and where the last one ends."""
    step: Step
    zone: str
    filters: Filters = field(default_factory=Filters)

    @property
    def start(self) -> int:
        """The period's first instant."""
        return self.bounds[0]

    @property
    def end(self) -> int:
        """The first instant after the period."""
        return self.bounds[-1]

    @property
    def span(self) -> Ranges:
        """The whole period."""
        return ((self.start, self.end),)


@record
class Selection:
    """The tickets behind a figure."""

    what: Measure | Literal["open", "backlog", "these"]
    """Tickets to which it happened within the ranges; those unresolved now that were created
    within them; those unresolved at the end of the last one; those of the ids."""
    ranges: Ranges = ()
    filters: Filters = field(default_factory=Filters)
    policy: int | None = None
    """Of a promise that was met or missed."""
    ids: tuple[int, ...] = ()


@record
class Point:
    """One step of a period; the backlog is that at its end, or now while it lasts."""

    start: int
    end: int
    created: int
    resolved: int
    reopened: int
    backlog: int | None
    """None where the step has not begun."""


@record
class Bar:
    """A figure and the tickets behind it, if any; a label that is a Word is still to translate."""

    label: str
    count: int
    behind: Selection | None


@record
class Breakdown:
    """Tickets by one thing that they are, have or belong to."""

    bars: tuple[Bar, ...]
    others: int = 0
    """Tickets of those that come after the last bar."""


@record
class Quantiles:
    """Seconds within which half of the tickets came to it, and nine tenths of them."""

    median: int
    ninth_decile: int


@record
class Lasting:
    """How long tickets took; without any ticket there is nothing to tell."""

    measure: Measure
    tickets: int
    real: Quantiles | None
    working: Quantiles | None
    behind: Selection


@record
class Heat:
    """Tickets created, by weekday (Monday first) and hour of the day in the viewer's zone."""

    counts: tuple[tuple[int, ...], ...]
    behind: tuple[Selection, ...]
    """By weekday."""


@record
class Kept:
    """Promises met and missed, under a policy or all of them, of the desk or a part of it."""

    policy: int | None
    policy_name: str
    part: str
    """A team or an agent; empty for the whole desk."""
    start: int
    """When the time in which they were decided begins."""
    met: int
    missed: int
    met_behind: Selection
    missed_behind: Selection

    @property
    def share(self) -> float | None:
        """Met, of all that were decided; None where none was."""
        decided = self.met + self.missed
        return self.met / decided if decided else None


@record
class Miss:
    """A broken promise."""

    ticket: int
    number: str
    subject: str
    agent: str
    """Empty when nobody has the ticket."""
    policy_name: str
    due_at: int
    met_at: int | None
    overrun: int
    """Working seconds from the deadline to when it was met, or until now."""


@record
class Cause:
    """What kept tickets from being in time: where most of the promised time was spent."""

    state: Literal["unassigned", "in_work", "waiting"]
    misses: int
    """Promises of whose time this state took the most."""
    seconds: int
    """Working time spent in it, over all missed promises."""
    behind: Selection


@record
class Changed:
    """A ticket whose promise would have come out otherwise; sides are met, missed, open, none."""

    ticket: int
    number: str
    subject: str
    before: str
    after: str


@record
class WhatIf:
    """What a policy made of the tickets that it is for, and what it would make with other terms."""

    tickets: int
    recorded: tuple[int, int]
    """Promises that it really made to tickets of the period, met and missed as the others."""
    before: tuple[int, int]
    """The same replayed under the policies of today."""
    after: tuple[int, int]
    moved: tuple[tuple[str, str, tuple[int, ...]], ...]
    """Ids, newest first, of those that go from one side to another."""
    shown: tuple[Changed, ...]
    """The first of them."""
