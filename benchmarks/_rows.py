"""What every suite yields: one figure of the program beside that of a yardstick, and its budget."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure, or its ratio to the yardstick's, may be at most (or has to be at least)."""

    limit: float
    of: Literal["figure", "ratio"] = "ratio"
    least: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; without a yardstick, or where that is not installed, `against` is empty."""

    item: str
    unit: str
    ours: float
    against: float | None = None
    yardstick: str = ""
    budget: Budget | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of the yardstick's."""
        return self.ours / self.against if self.against else None

    @property
    def distance(self) -> float | None:
        """How many times the budget it is: at most 1 where it is met, empty where none applies."""
        if self.budget is None:
            return None
        figure = self.ours if self.budget.of == "figure" else self.ratio
        if figure is None:
            return None
        part, whole = figure, self.budget.limit
        if self.budget.least:
            part, whole = whole, part
        if whole == 0:
            return 0.0 if part == 0 else math.inf
        return part / whole


def at_most(limit: float) -> Budget:
    return Budget(limit, "figure")


def at_least(limit: float) -> Budget:
    return Budget(limit, "figure", least=True)


def times(limit: float) -> Budget:
    """At most so many times the yardstick's."""
    return Budget(limit)


def times_at_least(limit: float) -> Budget:
    return Budget(limit, least=True)


def percentile(figures: Sequence[float], part: float) -> float:
    """The smallest figure that so large a part of them does not exceed."""
    ordered = sorted(figures)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]
