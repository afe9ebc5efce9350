"""How the explanation of a deadline reads: one step a line, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import KIND_WORDS, clock, span
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import Target
from helpdesk_tui.sla_explanation import Explanation

LABEL_WIDTH = 14
LENGTH_WIDTH = 7


@dataclass(frozen=True, slots=True)
class Step:
    """A line in three columns; only running time counts towards what is promised."""

    label: str
    length: str = ""
    text: str = ""
    counts: bool = True


def steps(promise: CommitmentRow, told: Explanation, zone: str, now: int) -> Iterator[Step]:
    """From the start, days first, through every piece of time, to the deadline."""
    yield Step(_("start"), text=dates.full(promise.started_at, zone))
    if told.after_days is not None:
        days = span(Target(promise.target.days), working=promise.working_days_only)
        yield Step(days, text=f"→ {dates.full(told.after_days, zone)}")
    if told.made_up:
        text = _("of pauses in these days, made up for")
        yield Step("", dates.duration(told.made_up), text, counts=False)
    for piece in told.pieces:
        # the end's date is told only where it is another
        begun = dates.full(piece.from_at, zone)
        ended = dates.instant(piece.to_at, zone, piece.from_at)
        length = dates.duration(piece.seconds)
        running = piece.kind == "running"
        yield Step(_(KIND_WORDS[piece.kind]), length, f"{begun} → {ended}", counts=running)
    if told.pieces:
        yield Step(_("in all"), dates.duration(told.running), _("of running time"))
    yield Step(_("deadline"), text=_ending(promise, zone, now))
    if not told.adds_up:
        text = _("The calendar was changed since: a manager recomputes the deadlines.")
        yield Step("!", text=text, counts=False)


def _ending(promise: CommitmentRow, zone: str, now: int) -> str:
    """The deadline, and what is left until it or how the promise ended."""
    said = clock(promise, now, zone)
    if promise.due_at is None:
        return said
    return f"{dates.full(promise.due_at, zone)} · {said}"
