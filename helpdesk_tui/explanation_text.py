"""How the explanation of a deadline reads: one step a line, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import KIND_WORDS, clock, span
from helpdesk_tui.records import record
from helpdesk_tui.rows import CommitmentRow, EventRow, TicketDetail
from helpdesk_tui.sla import Target
from helpdesk_tui.sla_explanation import Explanation
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Status

LABEL_WIDTH = 14
LENGTH_WIDTH = 7


@record
class Step:
    """A line in three columns; only running time counts towards what is promised."""

    label: str
    length: str = ""
    text: str = ""
    counts: bool = True


def steps(
    promise: CommitmentRow,
    told: Explanation,
    zone: str,
    now: int,
    events: Sequence[EventRow] = (),
) -> Iterator[Step]:
    """From the start, days first, through every piece of time, to the deadline; the ticket's
    `events` tell why it was paused.
    """
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
        reason = _reason(events, piece.from_at) if piece.kind == "paused" else ""
        text = " · ".join(each for each in (f"{begun} → {ended}", reason) if each)
        yield Step(_(KIND_WORDS[piece.kind]), length, text, counts=running)
    if told.pieces:
        yield Step(_("in all"), dates.duration(told.running), _("of running time"))
    yield Step(_("deadline"), text=_ending(promise, zone, now, events))
    if not told.adds_up:
        text = _("The calendar was changed since: a manager recomputes the deadlines.")
        yield Step("!", text=text, counts=False)


def due_date_steps(ticket: TicketDetail, zone: str) -> Iterator[Step]:
    """What the ticket's own due date is: not worked out, but given by somebody."""
    assert ticket.due_at is not None
    given = [event for event in ticket.events if "due_at" in event.changes]
    if given:
        when = dates.full(given[-1].at, zone)
        yield Step(_("given"), text=f"{when} · {one_line(given[-1].actor)}")
    yield Step("", text=_("It counts every hour of every day and never pauses."), counts=False)
    yield Step(_("deadline"), text=dates.full(ticket.due_at, zone))


def _reason(events: Sequence[EventRow], at: int) -> str:
    """The status that stopped the clock, and who set it."""
    changes = [event for event in events if event.at <= at and "status" in event.changes]
    if not changes:
        return ""
    _old, status = changes[-1].changes["status"]
    assert isinstance(status, int)
    return f"{_(Status(status).label)}, {one_line(changes[-1].actor)}"


def _ending(promise: CommitmentRow, zone: str, now: int, events: Sequence[EventRow]) -> str:
    """The deadline, and what is left until it or how the promise ended; of a pause that goes on,
    since when and why.
    """
    said = clock(promise, now, zone)
    if promise.due_at is None:
        paused = promise.paused_at
        reason = _reason(events, paused) if paused is not None else ""
        return f"{said} · {dates.full(paused, zone)} · {reason}" if paused and reason else said
    return f"{dates.full(promise.due_at, zone)} · {said}"
