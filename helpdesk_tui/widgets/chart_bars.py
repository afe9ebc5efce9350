"""Bars, trends and shades of block characters, which read alike with and without colours."""

from __future__ import annotations

from collections.abc import Sequence

EIGHTHS = " ▏▎▍▌▋▊▉"
HEIGHTS = "▁▂▃▄▅▆▇█"
SHADES = " ░▒▓█"


def bar(part: float, whole: float, width: int) -> str:
    """A bar of exactly `width` cells, filled by the eighth; what is not nothing is seen."""
    if part <= 0 or whole <= 0:
        return " " * width
    filled = max(1, round(min(1.0, part / whole) * width * 8))
    cells, rest = divmod(filled, 8)
    return ("█" * cells + (EIGHTHS[rest] if rest else "")).ljust(width)


def trend(values: Sequence[float | None], width: int) -> str:
    """A bar a value from the lowest to the highest, at most `width` of them; None leaves a gap."""
    known = [value for value in values if value is not None]
    if not known or width <= 0:
        return ""
    highest = max(known)
    return "".join(_height(value, highest) for value in values[:width])


def _height(value: float | None, highest: float) -> str:
    if value is None or highest <= 0:
        return " " if value is None else HEIGHTS[0]
    return HEIGHTS[min(7, int(value / highest * 7.999))]


def shade(value: float, highest: float) -> str:
    """One cell, the darker the more: blank only for nothing."""
    if value <= 0 or highest <= 0:
        return SHADES[0]
    return SHADES[min(4, 1 + int(value / highest * 3.999))]


def joined(values: Sequence[float], width: int) -> list[float]:
    """Neighbours summed up, so that at most `width` values are left."""
    size = -(-len(values) // max(1, width))
    return [sum(values[start : start + size]) for start in range(0, len(values), max(1, size))]
