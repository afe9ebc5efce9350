"""What a deadline is made of: the pieces of time between the start of a promise and its end."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui.records import record
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import CalendarError, Kind, segments_epoch

Pauses = Sequence[tuple[int, int | None]]


@record
class Piece:
    """A span of one kind; `seconds` is its length on the wall clock."""

    from_at: int
    to_at: int
    kind: Kind

    @property
    def seconds(self) -> int:
        return self.to_at - self.from_at


@record
class Explanation:
    """Days first, then the pieces of the rest, up to the deadline or to the pause that goes on."""

    after_days: int | None
    """The instant that the days lead to; None where the target has none."""
    made_up: int
    """Working seconds of pauses during the days, which the rest makes up for."""
    pieces: list[Piece]
    running: int
    """Seconds of the running pieces."""
    left: int
    """Working seconds still to come after the pause that goes on."""
    adds_up: bool
    """Whether they give what is promised: no longer so once the calendar has been changed."""


def explain(promise: CommitmentRow, pauses: Pauses) -> Explanation:
    """The pieces, of which the running ones and what is left add up to what is promised."""
    start, target, calendar = promise.started_at, promise.target, promise.calendar
    # a pause may begin before the start that the ticket was given since
    until = max(promise.paused_at or start, start) if promise.due_at is None else promise.due_at
    stays = [(a, b) for a, b in pauses if b is not None and _counts(promise, until, a, b)]
    after_days = _after_days(promise)
    begin = start if after_days is None else min(after_days, until)
    pieces = [Piece(*piece) for piece in segments_epoch(begin, until, calendar, stays)]
    running = sum(piece.seconds for piece in pieces if piece.kind == "running")
    within_days = [(max(a, start), min(b, begin)) for a, b in stays if start < b and a < begin]
    made_up = sum(calendar.elapsed_epoch(a, b) for a, b in within_days)
    left = promise.left_seconds or 0
    days_to_come = calendar.elapsed_epoch(begin, after_days) if after_days is not None else 0
    adds_up = running + left == days_to_come + target.seconds + made_up
    if target.days and after_days is None:
        adds_up = False
    return Explanation(after_days, made_up, pieces, running, left, adds_up)


def _after_days(promise: CommitmentRow) -> int | None:
    if not promise.target.days:
        return None
    try:
        return promise.calendar.add_days_epoch(promise.started_at, promise.target.days)
    except CalendarError:  # the calendar has been emptied since
        return None


def _counts(promise: CommitmentRow, until: int, begun: int, ended: int) -> bool:
    """Whether a stay has moved the deadline: not once it was met, nor when it came too late."""
    if promise.met_at is not None and begun >= promise.met_at:
        return False
    # a resolved ticket's clock runs on, and only a reopening makes its stay there a pause
    return promise.calendar.elapsed_epoch(until, ended) <= 0
