"""Time spent as people read it, on screens and in commands: from when to when, and what to know."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.rows import TimeRow


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
