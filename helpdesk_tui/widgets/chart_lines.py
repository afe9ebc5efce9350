"""What the lines of a report are made of: spans of text, and what Enter opens on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk_tui.i18n import Word, _
from helpdesk_tui.reports import Selection
from helpdesk_tui.text import cells, fit, one_line, wrap
from helpdesk_tui.widgets.pager import Line, Span

GUTTER = 2
"""Cells at the left where the cursor is marked; widths below are those beside it."""


_SHORTEST_BAR, _LONGEST_BAR = 3, 40


@dataclass(frozen=True, slots=True)
class Opening:
    """Something to open: the tickets behind a figure, or one ticket by its id."""

    title: str
    """What the list is called, fit to draw."""
    count: int
    behind: Selection | int


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line without the gutter; those that open something can be under the cursor."""

    spans: Line
    opens: tuple[Opening, ...] = ()


def blank() -> ChartLine:
    """Space between two parts."""
    return ChartLine(())


def tabs(titles: Sequence[str], here: int) -> ChartLine:
    """The pages there are, the one that shows in brackets."""
    return ChartLine(
        tuple(
            (f"[{title}] ", "title") if place == here else (f" {title}  ", "muted")
            for place, title in enumerate(titles)
        )
    )


def section(title: str, width: int) -> ChartLine:
    """The title of a part, with a rule up to the end of the line."""
    room = max(0, width - cells(title) - 1)
    return ChartLine(((f"{title} ", "section"), ("─" * room, "muted")))


def note(text: str) -> ChartLine:
    """A sentence that is no figure."""
    return ChartLine(((text, "muted"),))


def nothing(message: str, width: int) -> list[ChartLine]:
    """That a part of a period's report is empty, a message id, and what can be asked instead."""
    others = _("p chooses another period, f other tickets.")
    return [note(line) for line in wrap(f"{_(message)} {others}", max(10, width - 2))]


def room_for_bars(cells_left: int) -> int:
    """Cells of the longest bar: some on any terminal, and calm on the widest."""
    return min(_LONGEST_BAR, max(_SHORTEST_BAR, cells_left))


def heading(*columns: tuple[str, int]) -> ChartLine:
    """Titles over columns of figures, each with its cells; negative for the right-aligned."""
    parts = [
        fit(title, size) if size >= 0 else right(title, -size) for title, size in columns if size
    ]
    return ChartLine((("".join(parts), "label"),))


def name_of(label: str) -> str:
    """A label fit to draw: our own words translated, people's names as they are."""
    return _(label) if isinstance(label, Word) else one_line(label)


def right(text: str, width: int) -> str:
    """Text at the right end of its cells."""
    clean = one_line(text)
    return " " * max(0, width - cells(clean)) + (
        clean if cells(clean) <= width else fit(clean, width)
    )


def number(value: int | None, width: int) -> str:
    """A number at the right end of its cells; a dash where there is none."""
    return right("—" if value is None else str(value), width)


def figure(value: int | None, width: int) -> tuple[Span, Span]:
    """A number that a bar follows; nothing at all is not worth much ink."""
    return ((number(value, width), "" if value else "muted"), (" ", ""))


def percent(share: float | None, width: int) -> str:
    """A share in whole percent, never rounded up to all nor down to nothing."""
    if share is None:
        return right("—", width)
    rounded = round(share * 100)
    if 0 < share < 1:
        rounded = min(99, max(1, rounded))
    return right(f"{rounded} %", width)


def widest(labels: Sequence[str], least: int, most: int) -> int:
    """Cells of a column of labels."""
    return min(most, max([least, *(cells(label) for label in labels)]))


Spans = list[Span]
