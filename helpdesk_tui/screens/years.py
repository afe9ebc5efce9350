"""A span of years as it is typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_

AHEAD = 4
"""Years after this one that are offered."""

MOST_YEARS = 30


def years_typed(text: str) -> tuple[int, int]:
    """The first and the last year of `2026` or `2026-2030`; raises Invalid."""
    parts = re.fullmatch(r"\s*(\d{4})\s*(?:-\s*(\d{4}))?\s*", text, re.ASCII)
    first = int(parts[1]) if parts else 0
    last = int(parts[2] or first) if parts else 0
    if not (1970 <= first <= last < 2200 and last - first < MOST_YEARS):
        message = N_("Type a year, or a first and a last one at most {count} years on: 2026-2030")
        raise Invalid("years", message, count=MOST_YEARS)
    return first, last


def years_ahead(now: int) -> str:
    """This year and some that follow."""
    year = datetime.fromtimestamp(now, UTC).year
    return f"{year}-{year + AHEAD}"
