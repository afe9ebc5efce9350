"""Time entries one a line, each behind the number by which it is corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from helpdesk_tui.commands.output import say
from helpdesk_tui.commands.session import Session
from helpdesk_tui.dates import duration
from helpdesk_tui.rows import TimeRow
from helpdesk_tui.text import cells
from helpdesk_tui.time_words import remarks, span


def draw(session: Session, rows: Sequence[TimeRow], named: Callable[[TimeRow], str]) -> None:
    """What `named` gives stands before remarks and note: whose they are, or on which ticket."""
    spans = [span(row, session.zone, session.now) for row in rows]
    widest = max(map(cells, spans), default=0)
    for row, when in zip(rows, spans, strict=True):
        length = duration(row.lasting(session.now))
        told = "  ".join(filter(None, (named(row), remarks(row), row.note)))
        say(f"{row.id:>6}  {when}{' ' * (widest - cells(when))}  {length:>7}  {told}")
