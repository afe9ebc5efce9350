"""How a ticket's deadline reads in a list: glyph and time left, never colour alone."""

from __future__ import annotations

from dataclasses import replace

from helpdesk_tui import promises
from helpdesk_tui.dates import countdown
from helpdesk_tui.i18n import _
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.vocabulary import NEVER, Status
from helpdesk_tui.widgets.row_columns import Cell

SOON = 3600
"""Seconds before a ticket's own due date from which it is shown as at risk."""

WIDTH = 10

PAUSED = "‖"


def due_cell(
    status: Status, next_due_at: int, now: int, commitment: CommitmentRow | None = None
) -> Cell:
    """▲ breached, ● at risk, ○ running, ‖ paused; ✓ and ■ when resolved and closed."""
    if status == Status.CLOSED:
        return Cell("■", "muted")
    if commitment is not None and leads(commitment, next_due_at):
        return promise_cell(commitment, now)
    if status == Status.RESOLVED:
        return Cell("✓", "muted")
    if next_due_at >= NEVER:
        return Cell("", "muted")
    return due_date_cell(next_due_at, now)


def listed_cell(
    status: Status, next_due_at: int, now: int, commitment: CommitmentRow | None = None
) -> Cell:
    """The same where nothing else tells that the ticket waits: ‖ stands beside the glyph of a
    clock that runs on all the same.
    """
    clock = due_cell(status, next_due_at, now, commitment)
    runs_on = status == Status.WAITING and not clock.text.startswith(PAUSED)
    return replace(clock, text=clock.text.replace(" ", PAUSED, 1)) if runs_on else clock


def leads(commitment: CommitmentRow, next_due_at: int) -> bool:
    """Whether the promise runs out before the ticket's own due date, or nothing else runs."""
    return commitment.due_at == next_due_at or (commitment.due_at is None and next_due_at >= NEVER)


def leader(status: Status, next_due_at: int, commitment: CommitmentRow | None) -> str:
    """What the clock counts to, in a word; nothing where none runs."""
    if status == Status.CLOSED:
        return ""
    if commitment is not None and leads(commitment, next_due_at):
        return _(promises.AIMS[commitment.target_status])
    return "" if status == Status.RESOLVED or next_due_at >= NEVER else _(promises.DUE_DATE)


def due_date_cell(due_at: int, now: int) -> Cell:
    """The time left until a date that a person gave, as the calendar on the wall counts it."""
    left = due_at - now
    if left < 0:
        return Cell(f"▲ {countdown(left)}", "late")
    if left < SOON:
        return Cell(f"● {countdown(left)}", "soon")
    return Cell(f"○ {countdown(left)}")


def promise_cell(commitment: CommitmentRow, now: int) -> Cell:
    """The working time left, negative once breached; standing still while paused."""
    left = promises.countdown(commitment, commitment.remaining(now) or 0)
    state = commitment.state(now)
    if state == "paused":
        return Cell(f"{PAUSED} {left}", "paused")
    if state == "breached":
        return Cell(f"▲ {left}", "late")
    if state == "at_risk":
        return Cell(f"● {left}", "soon")
    return Cell(f"○ {left}")
