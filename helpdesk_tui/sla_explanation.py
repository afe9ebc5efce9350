"""What a deadline is made of: the pieces of time between the start of a promise and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk_tui.sla import Calendar, Kind, Target, segments_epoch


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of one kind; `seconds` is its length on the wall clock."""

    from_at: int
    to_at: int
    kind: Kind

    @property
    def seconds(self) -> int:
        return self.to_at - self.from_at


@dataclass(frozen=True, slots=True)
class Explanation:
    """Days first, then the pieces of the rest; the running ones add up to what is promised."""

    after_days: int | None
    """The instant that the days lead to; None where the target has none."""
    pieces: list[Piece]
    running: int
    """Seconds of the running pieces."""
    made_up: int
    """Working seconds of pauses during the days, which the rest makes up for."""


def explain(
    started_at: int,
    target: Target,
    calendar: Calendar,
    until: int,
    pauses: Sequence[tuple[int, int | None]],
) -> Explanation:
    """The pieces up to `until`: the deadline, or the instant at which an open pause began."""
    after_days = calendar.add_days_epoch(started_at, target.days) if target.days else None
    begin = started_at if after_days is None else min(after_days, until)
    ended = [(a, b) for a, b in pauses if b is not None]
    pieces = [Piece(*piece) for piece in segments_epoch(begin, until, calendar, ended)]
    running = sum(piece.seconds for piece in pieces if piece.kind == "running")
    made_up = 0
    if after_days is not None:
        made_up = sum(
            calendar.elapsed_epoch(max(a, started_at), min(b, begin))
            for a, b in ended
            if started_at < b and a < begin
        )
    return Explanation(after_days, pieces, running, made_up)
