"""The time spent on a ticket as lines: everybody's entries, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpdesk_tui import dates
from helpdesk_tui.rows import TimeRow
from helpdesk_tui.text import cells, fit, one_line, wrap
from helpdesk_tui.time_words import remarks, span
from helpdesk_tui.widgets.pager import Line, Span

RUNS = "▶"
DOUBTFUL = "?"
OVERLAPS = "≈"

LENGTH_CELLS = 7
SPAN_CELLS = 24


def time_lines(rows: Sequence[TimeRow], zone: str, now: int, width: int) -> Iterator[Line]:
    """One line for each entry, then each agent's sum when several have worked on it."""
    for row in rows:
        yield from _entry(row, zone, now, width)
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.agent.name] = sums.get(row.agent.name, 0) + row.lasting(now)
    if len(sums) > 1:
        for name, seconds in sorted(sums.items(), key=lambda item: (-item[1], item[0])):
            yield (
                (" " * (SPAN_CELLS + 4), ""),
                (dates.duration(seconds).rjust(LENGTH_CELLS), "title"),
                (f"  {one_line(name)}", "muted"),
            )


def glyph(row: TimeRow) -> tuple[str, str]:
    """The sign of an entry, with the name of its ink."""
    if row.ended_at is None:
        return RUNS, "accent"
    if row.to_check:
        return DOUBTFUL, "soon"
    return (OVERLAPS, "soon") if row.overlaps else (" ", "")


def _entry(row: TimeRow, zone: str, now: int, width: int) -> Iterator[Line]:
    sign, ink = glyph(row)
    head: list[Span] = [
        (f" {sign} ", ink),
        (fit(span(row, zone, now), SPAN_CELLS) + " ", "muted"),
        (dates.duration(row.lasting(now)).rjust(LENGTH_CELLS), "title"),
        (f"  {one_line(row.agent.name)}", ""),
    ]
    if said := remarks(row):
        head.append((f"  {said}", "soon" if row.to_check or row.overlaps else "muted"))
    note = one_line(row.note)
    used = sum(cells(text) for text, _ink in head)
    if note and used + cells(note) + 2 <= width:
        yield [*head, (f"  {note}", "muted")]
        return
    yield head
    for line in wrap(note, max(10, width - 5)) if note else ():
        yield ((f"    {line}", "muted"),)
