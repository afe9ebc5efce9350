"""Charts as SVG within a page: bars, a trend, and a heat map with every figure in its cell.

What comes in as text is escaped here, once, whatever it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from helpdesk_tui.text import one_line

_BAR, _THICK = 1_000, 12
"""Units of the longest bar, drawn as wide as its column, and of any bar's height."""

_THIN = 4
"""Height of what was missed, which is told from what was met on paper without colours too."""

_WIDTH, _LEFT = 900, 64
"""Pixels of a chart, and of what stands at its left."""

_TALL, _LOW = 180, 90
"""Pixels of the columns of what came and went, and of the line of what stayed."""

_UNDER = 26
_TICKS = 8
"""Steps that are named under a trend, about."""

_ROW = 26
_DARK = 0.5
"""The shade from which on a number in it is written light."""


def safe(text: object) -> str:
    """Text fit for any place of a page, attributes included."""
    return escape(one_line(str(text)))


def bar(*parts: tuple[str, float], whole: float) -> str:
    """Lengths of some classes one after the other; `whole` is the longest that they can be."""
    drawn = []
    begun = 0.0
    for kind, value in parts:
        length = 0 if whole <= 0 else _BAR * value / whole
        if length:
            height = _THIN if kind == "m" else _THICK
            drawn.append(
                f'<rect class="{kind}" x="{_short(begun)}" y="{(_THICK - height) // 2}"'
                f' width="{_short(length)}" height="{height}"/>'
            )
        begun += length
    return (
        f'<svg class="bar" viewBox="0 0 {_BAR} {_THICK}" preserveAspectRatio="none"'
        f' aria-hidden="true">{"".join(drawn)}</svg>'
    )


def trend(
    title: str,
    labels: Sequence[str],
    came: Sequence[int],
    went: Sequence[int],
    stayed: Sequence[int],
) -> str:
    """Pairs of columns for what came and went; below, a line for what stayed, as far as known."""
    step = (_WIDTH - _LEFT) / max(1, len(labels))
    top, low = 8, 8 + _TALL + 28
    most = _ceiling(max([1, *came, *went]))
    drawn = list(_scale(top, _TALL, most))
    thick = step * 0.4
    for place, label in enumerate(labels):
        x = _LEFT + place * step + step * 0.1
        for kind, begun, count in (("a", x, came[place]), ("b", x + thick, went[place])):
            height = _TALL * count / most
            if count:
                drawn.append(
                    f'<rect class="{kind}" x="{_short(begun)}" y="{_short(top + _TALL - height)}"'
                    f' width="{_short(thick)}" height="{_short(height)}">'
                    f"<title>{safe(label)}: {count}</title></rect>"
                )
    drawn += _line(low, step, stayed)
    every = -(-len(labels) // _TICKS)
    for place in range(0, len(labels), max(1, every)):
        x = _LEFT + (place + 0.5) * step
        drawn.append(
            f'<text x="{_short(x)}" y="{low + _LOW + 18}" class="c">{safe(labels[place])}</text>'
        )
    return _svg(title, _WIDTH, low + _LOW + _UNDER, drawn)


def _line(top: int, step: float, counts: Sequence[int]) -> Iterator[str]:
    highest = _ceiling(max([1, *counts]))
    yield from _scale(top, _LOW, highest)
    points = [
        (_LEFT + (place + 0.5) * step, top + _LOW * (1 - count / highest))
        for place, count in enumerate(counts)
    ]
    joined = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
    if len(points) > 1:
        first, last = _short(points[0][0]), _short(points[-1][0])
        ground = top + _LOW
        yield f'<polygon class="l" points="{first},{ground} {joined} {last},{ground}"/>'
        yield f'<polyline points="{joined}"/>'
    elif points:
        yield f'<circle cx="{_short(points[0][0])}" cy="{_short(points[0][1])}" r="3"/>'


def _scale(top: int, height: int, highest: int) -> Iterator[str]:
    """The ground, the middle and the top, each with its number."""
    for count in sorted({0, highest // 2, highest}):
        y = _short(top + height * (1 - count / highest))
        yield f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y}" dy="4" class="n">{count}</text>'


_ROUND = (10, 12, 16, 20, 30, 40, 60, 80)
"""What a scale ends at, times a power of ten."""


def _ceiling(most: int) -> int:
    """A round number that is not less, and has a whole half from two on."""
    if most <= 1:
        return 1
    power = 1
    while True:
        for digits in _ROUND:
            top, left = divmod(digits * power, 10)
            if top >= most and not left and not top % 2:
                return top
        power *= 10


def heat(title: str, names: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A cell for each hour of the week with its number, and the sum of each day."""
    most = max([1, *(max(hours) for hours in counts)])
    cell = (_WIDTH - 2 * _LEFT) / 24
    size = {1: 13, 2: 13, 3: 13, 4: 12, 5: 10}.get(len(str(most)), 8)
    drawn = [
        f'<text x="{_short(_LEFT + (hour + 0.5) * cell)}" y="16" class="c q">{hour:02}</text>'
        for hour in range(24)
    ]
    for day, (name, hours) in enumerate(zip(names, counts, strict=True), 1):
        y = day * _ROW
        drawn.append(f'<text x="0" y="{y + 17}">{safe(name)}</text>')
        for hour, count in enumerate(hours):
            x = _LEFT + hour * cell
            shade = round(0.12 + 0.88 * count / most, 2) if count else 0.04
            drawn.append(
                f'<rect class="a" x="{_short(x)}" y="{y + 1}" width="{_short(cell - 2)}"'
                f' height="{_ROW - 2}" rx="2" fill-opacity="{shade}"/>'
            )
            if count:
                light = " o" if shade > _DARK else ""
                drawn.append(
                    f'<text x="{_short(x + cell / 2 - 1)}" y="{y + 17}" class="c{light}"'
                    f' font-size="{size}">{count}</text>'
                )
        drawn.append(f'<text x="{_WIDTH}" y="{y + 17}" class="n s">{sum(hours)}</text>')
    return _svg(title, _WIDTH, _ROW * 8, drawn)


def _short(value: float) -> str:
    """To a tenth, as no eye tells more."""
    return f"{value:.1f}".removesuffix(".0")


def _svg(title: str, width: int, height: int, drawn: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{safe(title)}">'
        f"{''.join(drawn)}</svg>"
    )
