"""The time spent on a ticket as lines: everybody's entries, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.rows import TimeRow
from helpdesk_tui.text import cells, fit, one_line, wrap
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


def total(rows: Sequence[TimeRow], now: int) -> int:
    """Seconds of all entries as counted, what still runs as far as it has come."""
    return sum(row.lasting(now) for row in rows)


def span(row: TimeRow, zone: str, now: int) -> str:
    """From when to when, `27 Apr 09:15–10:40`; the day is left out when it is today."""
    begun = dates.instant(row.started_at, zone, now)
    if row.ended_at is None:
        return f"{begun}–"
    # read on the day of its beginning, an end on the same day is its time alone
    return f"{begun}–{dates.instant(row.ended_at, zone, row.started_at)}"


def remarks(row: TimeRow) -> str:
    """What is to be known of an entry, in words."""
    said = []
    if row.ended_at is None:
        said.append(_("running"))
    if row.to_check:
        said.append(_("to be checked"))
    if row.overlaps:
        said.append(_("overlaps"))
    if row.ended_at is not None and row.seconds != row.raw_seconds:
        said.append(_("rounded from {time}").format(time=dates.duration(row.raw_seconds)))
    return " · ".join(said)


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
