"""Whether a block of lines has only moved up or down, as a list that is scrolled does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from operator import ne
from typing import NamedTuple

from helpdesk_tui.cell_table import UNKNOWN

_WORTH = 30
"""Cells that must not need drawing any more: moving lines takes some twenty bytes."""

_SAMPLE = 12
"""Lines looked at cell by cell, of however many: it is done for every frame."""


class Shift(NamedTuple):
    """Lines `top` to `bottom` move up by so many lines, down where that is negative."""

    top: int
    bottom: int
    up: int


def best_shift(wanted: Sequence[str], shown: Sequence[str], dirty: Sequence[int]) -> Shift | None:
    """The move that leaves the least to draw, of the lines that differ; None if none pays."""
    left, right = _changing_columns(wanted, shown, dirty)
    places = {shown[y][left:right]: y for y in range(dirty[0], dirty[-1] + 1)}
    moves = {}
    for y in dirty:
        part = wanted[y][left:right]
        place = places.get(part, y)
        if place != y and part.count(part[0]) < len(part):
            moves[y] = place - y
    if not moves:
        return None
    [(up, _votes)] = Counter(moves.values()).most_common(1)
    moved = [y for y, by in moves.items() if by == up]
    shift = Shift(min(moved[0], moved[0] + up), max(moved[-1], moved[-1] + up), up)
    return shift if _pays(shift, wanted, shown) else None


def _changing_columns(
    wanted: Sequence[str], shown: Sequence[str], dirty: Sequence[int]
) -> tuple[int, int]:
    """What stands beside a list and does not move with it must not hide that the list does."""
    width = len(shown[0])
    left, right = width, 0
    for y in _some(dirty):
        differs = map(ne, wanted[y], shown[y])
        left = min(left, next(compress(range(width), differs)))
        backwards = map(ne, reversed(wanted[y]), reversed(shown[y]))
        right = max(right, width - next(compress(range(width), backwards)))
    return left, right


def _pays(shift: Shift, wanted: Sequence[str], shown: Sequence[str]) -> bool:
    lines = range(shift.top, shift.bottom + 1)
    if any(UNKNOWN in wanted[y] or UNKNOWN in shown[y] for y in lines):
        return False
    kept = [y for y in lines if y + shift.up in lines]
    some = _some(kept)
    spared = sum(
        _differences(wanted[y], shown[y]) - _differences(wanted[y], shown[y + shift.up])
        for y in some
    )
    new = sum(len(wanted[y]) for y in lines if y + shift.up not in lines)
    return spared * len(kept) > (new + _WORTH) * len(some)


def _some(lines: Sequence[int]) -> Sequence[int]:
    return lines[:: -(-len(lines) // _SAMPLE)]


def _differences(wanted: str, shown: str) -> int:
    return 0 if wanted == shown else sum(map(ne, wanted, shown))
