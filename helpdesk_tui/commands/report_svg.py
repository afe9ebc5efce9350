"""Charts as SVG within a page: bars, a trend and a heat map, every figure written beside its mark.

What comes in as text is escaped here, once, whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from helpdesk_tui.text import one_line

ROW = 24
"""Pixels of a bar with its gap."""

_LABEL, _NUMBER, _BAR = 280, 64, 300
"""Pixels of a label, of each figure beside it, and of the longest bar."""

_TREND_HEIGHT, _TREND_WIDTH = 180, 770

Labelled = tuple[str, float, Sequence[str]]
"""Label, length of the bar, and the figures written between them."""


def safe(text: object) -> str:
    """Text fit for any place of a page, attributes included."""
    return escape(one_line(str(text)))


def bars(rows: Sequence[Labelled], whole: float) -> str:
    """Horizontal bars, `whole` being the longest that one can be."""
    height = ROW * len(rows)
    left = _LABEL + _NUMBER * max(len(said) for _label, _value, said in rows)
    drawn = []
    for place, (label, value, said) in enumerate(rows):
        y = place * ROW
        length = 0 if whole <= 0 else round(_BAR * value / whole, 1)
        drawn.append(f'<text x="0" y="{y + 16}">{safe(one_line(label, 40))}</text>')
        for column, figure in enumerate(said, 1):
            x = _LABEL + column * _NUMBER - 14
            drawn.append(f'<text x="{x}" y="{y + 16}" class="n">{safe(figure)}</text>')
        drawn.append(f'<rect x="{left}" y="{y + 4}" width="{length}" height="{ROW - 8}"/>')
    return _svg(left + _BAR, height, drawn)


def trend(
    labels: Sequence[str], created: Sequence[int], resolved: Sequence[int], backlog: Sequence[int]
) -> str:
    """Pairs of columns for what came and went, and a line for what stayed."""
    most = max([1, *created, *resolved])
    highest = max([1, *backlog])
    step = _TREND_WIDTH / max(1, len(labels))
    thick = round(max(1.0, step / 2 - 1), 1)
    drawn = []
    for place, label in enumerate(labels):
        x = place * step
        for offset, count, kind in ((0.0, created[place], "a"), (thick, resolved[place], "b")):
            height = round(_TREND_HEIGHT * count / most, 1)
            drawn.append(
                f'<rect class="{kind}" x="{round(x + offset, 1)}" y="{_TREND_HEIGHT - height}"'
                f' width="{thick}" height="{height}"><title>{safe(label)}: {count}</title></rect>'
            )
    points = " ".join(
        f"{round((place + 0.5) * step, 1)},{round(_TREND_HEIGHT * (1 - count / highest), 1)}"
        for place, count in enumerate(backlog)
    )
    drawn.append(f'<polyline points="{points}"/>')
    ends = (labels[0], labels[-1]) if labels else ("", "")
    drawn.append(f'<text x="0" y="{_TREND_HEIGHT + 18}">{safe(ends[0])}</text>')
    drawn.append(
        f'<text x="{_TREND_WIDTH}" y="{_TREND_HEIGHT + 18}" class="n">{safe(ends[1])}</text>'
    )
    return _svg(_TREND_WIDTH, _TREND_HEIGHT + 24, drawn)


def heat(names: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A cell for each hour of the week, its number in it."""
    most = max([1, *(max(hours) for hours in counts)])
    cell, left = 30, 46
    drawn = [
        f'<text x="{left + hour * cell + cell / 2}" y="14" class="c">{hour:02}</text>'
        for hour in range(24)
    ]
    for day, (name, hours) in enumerate(zip(names, counts, strict=True), 1):
        y = day * ROW
        drawn.append(f'<text x="0" y="{y + 16}">{safe(name)}</text>')
        for hour, count in enumerate(hours):
            x = left + hour * cell
            shade = round(0.08 + 0.82 * count / most, 2) if count else 0.03
            drawn.append(
                f'<rect x="{x}" y="{y + 1}" width="{cell - 2}" height="{ROW - 2}"'
                f' fill-opacity="{shade}"/>'
                f'<text x="{x + cell / 2 - 1}" y="{y + 16}" class="c">{count or ""}</text>'
            )
    return _svg(left + 24 * cell, ROW * 8, drawn)


def _svg(width: float, height: float, drawn: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f"{''.join(drawn)}</svg>"
    )
