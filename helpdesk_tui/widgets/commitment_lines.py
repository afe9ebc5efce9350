"""The promises on a ticket as lines: each with its bar and deadline, and what that is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpdesk_tui import dates
from helpdesk_tui.explanation_text import LABEL_WIDTH, LENGTH_WIDTH, Step, due_date_steps, steps
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import (
    DUE_DATE,
    STATE_GLYPHS,
    STATE_INKS,
    promise,
    standing,
    told_in,
)
from helpdesk_tui.rows import CommitmentRow, EventRow, TicketDetail
from helpdesk_tui.sla import CalendarError, deadline_epoch
from helpdesk_tui.sla_explanation import Pauses, explain
from helpdesk_tui.text import cells, fit, one_line, wrap
from helpdesk_tui.widgets.due_clock import due_date_cell
from helpdesk_tui.widgets.pager import Line, Span

BAR_WIDTH = 12
EIGHTHS = " ▏▎▍▌▋▊▉"

LEAST_BAR = 4
ONE_LINE = 110
"""Cells from which a promise has one line, not two."""


def bar(share: float, width: int = BAR_WIDTH) -> str:
    """A bar filled to `share` (0 to 1) in eighths of a cell."""
    filled = round(max(0.0, min(1.0, share)) * width * 8)
    whole, rest = divmod(filled, 8)
    return ("█" * whole + (EIGHTHS[rest] if rest else "")).ljust(width)


def used(row: CommitmentRow, now: int) -> float:
    """The share of the promised working time that is gone; above 1 once the deadline has passed."""
    try:
        due = deadline_epoch(row.started_at, row.target, row.calendar)
    except CalendarError:  # the calendar has been emptied since
        due = None
    whole = row.calendar.elapsed_epoch(row.started_at, due or row.started_at)
    if row.due_at is None:
        left = row.left_seconds or 0
    else:
        left = row.calendar.elapsed_epoch(now if row.met_at is None else row.met_at, row.due_at)
    return 1 - left / max(1, whole)


def commitment_lines(
    rows: Sequence[CommitmentRow], zone: str, now: int, width: int
) -> Iterator[Line]:
    """One line for each promise; two where there is little room."""
    for row in rows:
        state = row.state(now)
        ink = STATE_INKS.get(state, "")
        glyph = (f" {STATE_GLYPHS[state]} ", ink)
        words = promise(row.target_status, row.target, working=row.working_days_only)
        said = standing(row, now, zone)
        if width >= ONE_LINE:
            yield (glyph, (fit(words, 40) + " ", ""), *_gauge(row, now, BAR_WIDTH), (said, ink))
        else:
            yield (glyph, (fit(words, width - 3).rstrip(), ""))
            room = min(BAR_WIDTH, width - 6 - cells(said))
            said = fit(said, width - 3).rstrip() if room < LEAST_BAR else said
            yield (("   ", ""), *_gauge(row, now, room), (said, ink))


def due_date_lines(due_at: int, zone: str, now: int, width: int) -> Iterator[Line]:
    """The same for the date that a person gave the ticket: it is no promise, and never pauses."""
    cell = due_date_cell(due_at, now)
    glyph = (f" {cell.text[0]} ", cell.style)
    said = _("{left} left") if due_at >= now else _("{left} late")
    said = said.format(left=dates.countdown(abs(due_at - now)))
    said += " · " + _("due {due}").format(due=dates.instant(due_at, zone, now))
    if width >= ONE_LINE:
        yield (glyph, (fit(_(DUE_DATE), 40 + 1 + BAR_WIDTH + 3), ""), (said, cell.style))
    else:
        yield (glyph, (fit(_(DUE_DATE), width - 3).rstrip(), ""))
        yield (("   ", ""), (fit(said, width - 3).rstrip(), cell.style))


def _gauge(row: CommitmentRow, now: int, room: int) -> Iterator[Span]:
    """A bar of so many cells between two ends; nothing where it would tell nothing."""
    if room >= LEAST_BAR:
        ink = STATE_INKS.get(row.state(now), "accent")
        yield from (("▕", "muted"), (bar(used(row, now), room), ink), ("▏ ", "muted"))


def explanation_lines(
    row: CommitmentRow,
    pauses: Pauses,
    zone: str,
    now: int,
    width: int,
    events: Sequence[EventRow] = (),
) -> Iterator[Line]:
    """The promise, then every piece of time that its deadline is made of."""
    state = row.state(now)
    words = promise(row.target_status, row.target, working=row.working_days_only)
    hours = told_in(row, zone)
    name = fit(one_line(row.policy), max(1, width - cells(words) - 7)).rstrip()
    glyph = (f" {STATE_GLYPHS[state]} ", STATE_INKS.get(state, ""))
    yield (glyph, (words, "title"), (f" · {name}", "muted"))
    if hours:
        yield ((f"   {fit(hours, max(1, width - 4)).rstrip()}", "muted"),)
    for step in steps(row, explain(row, pauses), zone, now, events):
        yield from _drawn(step, width)
    yield ()


def due_date_explanation_lines(
    ticket: TicketDetail, zone: str, now: int, width: int
) -> Iterator[Line]:
    """The date that a person gave the ticket, and who that was; nothing where there is none."""
    if ticket.due_at is None:
        return
    cell = due_date_cell(ticket.due_at, now)
    yield ((f" {cell.text[0]} ", cell.style), (_(DUE_DATE), "title"))
    for step in due_date_steps(ticket, zone):
        yield from _drawn(step, width)
    yield ()


def _drawn(step: Step, width: int) -> Iterator[Line]:
    ink = "" if step.counts else "muted"
    head = fit(step.label, LABEL_WIDTH) + " " + fit(step.length, LENGTH_WIDTH) + " "
    first, *more = wrap(step.text, max(10, width - cells(head) - 3)) or [""]
    yield (("   " + head, "label" if not step.length else ink), (first, ink))
    for line in more:
        yield (("   " + " " * cells(head), ""), (line, ink))
