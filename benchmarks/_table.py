"""Rows as a table: on a terminal, and between two marks of docs/performance.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks._rows import Row

Measured = Mapping[str, list[Row]]
"""The rows of each suite, by its name."""

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

_HEADS = ("", "ours", "yardstick", "ratio", "budget", "")
_SPACES = str.maketrans(",", "\N{NO-BREAK SPACE}")


def figure(value: float) -> str:
    """Three digits that count, thousands apart."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}".translate(_SPACES)
    return text.rstrip("0").rstrip(".") if "." in text else text


def lines(measured: Measured, titles: Mapping[str, str], before: Measured) -> Iterator[str]:
    """The table for a terminal; where an earlier run is given, how much each figure has moved."""
    cells = {suite: [_cells(row) for row in rows] for suite, rows in measured.items()}
    everything = [_HEADS, *(row for rows in cells.values() for row in rows)]
    widths = [max(len(row[column]) for row in everything) for column in range(len(_HEADS))]
    for suite, rows in measured.items():
        yield titles[suite]
        earlier = {_key(row): row.ours for row in before.get(suite, [])}
        for row, texts in zip(rows, cells[suite], strict=True):
            item, ours, yardstick, ratio, budget, verdict = texts
            line = (
                f"  {item:{widths[0]}}  {ours:>{widths[1]}}  {yardstick:{widths[2]}}"
                f"  {ratio:>{widths[3]}}  {budget:{widths[4]}}  {verdict:{widths[5]}}"
            )
            yield f"{line}  {_moved(row, earlier.get(_key(row)))}".rstrip()
        yield ""


def totals(measured: Measured) -> str:
    """How many budgets are met."""
    distances = [row.distance for rows in measured.values() for row in rows if row.budget]
    known = [distance for distance in distances if distance is not None]
    met = sum(distance <= 1 for distance in known)
    rest = f", {len(distances) - len(known)} not measured here" if distances != known else ""
    return f"{met} of {len(known)} budgets are met{rest}."


def markdown(measured: Measured, titles: Mapping[str, str]) -> Iterator[str]:
    """The same as tables of Markdown, each with its command."""
    for suite, rows in measured.items():
        yield f"### {titles[suite]}"
        yield f"`python -m benchmarks --only {suite}`"
        yield ""
        yield f"| {' | '.join(_HEADS)} |"
        yield f"|---|--:|---|--:|---|---|{''}"
        for row in rows:
            yield f"| {' | '.join(_cells(row))} |"
        yield ""


def replace_in(page: Path, text: str) -> None:
    """Put the text where the page has its marks."""
    before, _mark, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{page} has no place for the table: it lacks the line {BEGIN} or {END}.")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def _key(row: Row) -> tuple[str, str, str]:
    return row.item, row.unit, row.yardstick


def _cells(row: Row) -> tuple[str, str, str, str, str, str]:
    yardstick = row.yardstick
    if row.against is not None:
        yardstick = f"{figure(row.against)} {row.unit} {yardstick}"
    ratio = "" if row.ratio is None else f"{figure(row.ratio)}×"
    ours = f"{figure(row.ours)} {row.unit}".strip()
    return row.item, ours, yardstick, ratio, _budget(row), _verdict(row)


def _budget(row: Row) -> str:
    if row.budget is None:
        return ""
    sign = "≥" if row.budget.least else "≤"
    unit = "×" if row.budget.of == "ratio" else f" {row.unit}"
    return f"{sign} {figure(row.budget.limit)}{unit}"


def _verdict(row: Row) -> str:
    if row.budget is None:
        return ""
    if row.distance is None:
        return "not measured"
    if row.distance <= 1:
        return "met"
    if row.distance < 2:
        return f"missed by {math.ceil((row.distance - 1) * 100)}%"
    return f"missed {figure(row.distance)}×" if math.isfinite(row.distance) else "missed"


def _moved(row: Row, before: float | None) -> str:
    if before is None:
        return ""
    if before == 0:
        return "as before" if row.ours == 0 else f"was 0 {row.unit}"
    return f"was {figure(before)} {row.unit} ({row.ours / before - 1:+.0%})"
