"""How a ticket's deadline reads in a list: glyph and time left, never colour alone."""

from __future__ import annotations

from helpdesk_tui.dates import countdown
from helpdesk_tui.vocabulary import NEVER, Status
from helpdesk_tui.widgets.row_columns import Cell

SOON = 3600
"""Seconds before a deadline from which it is shown as at risk."""

WIDTH = 10


def due_cell(status: Status, next_due_at: int, now: int) -> Cell:
    """The clock's text and ink: ▲ late, ● soon, ○ running, blank when nothing runs."""
    if status >= Status.RESOLVED:
        return Cell("✓" if status == Status.RESOLVED else "■", "muted")
    if next_due_at >= NEVER:
        return Cell("", "muted")
    left = next_due_at - now
    if left < 0:
        return Cell(f"▲ {countdown(left)}", "late")
    if left < SOON:
        return Cell(f"● {countdown(left)}", "soon")
    return Cell(f"○ {countdown(left)}")
