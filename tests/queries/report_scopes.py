"""Any period, in any zone, with up to two filters, for reports on desks that have lived."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from helpdesk_tui.queries.report_period import Kind, Period
from helpdesk_tui.reports import Filters, Scope
from tests.queries.lived_desk import ZONES

KINDS: tuple[Kind, ...] = ("today", "week", "month", "quarter", "year", "recent")
FIRST = date(2026, 2, 23)
VALUES = {"team": 2, "agent": 4, "customer": 2, "type": 2, "priority": 4}
"""The highest id or number of each."""


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Most of them hold some of the time in which the desk has lived."""
    first = FIRST + timedelta(days=draw(st.integers(0, 95)))
    kind = draw(st.sampled_from(KINDS))
    period = Period.of(kind, first, draw(st.integers(0, 6)))
    if draw(st.booleans()):
        last = first + timedelta(days=draw(st.integers(0, 70)))
        period = Period("between", first, last, period.first_weekday)
    names = draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=2))
    filters = Filters(**{name: draw(st.integers(0, VALUES[name])) for name in names})
    return period.scope(draw(st.sampled_from(ZONES)), filters)
