"""Periods of reports: days on the viewer's calendar, whatever the clocks do on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.queries.report_period import KINDS, Kind, Period, twelve_months
from helpdesk_tui.reports import Filters, Scope
from tests.queries.lived_desk import ZONES

TODAY = date(2026, 4, 27)
"""A Monday."""

DAYS = st.dates(date(1972, 1, 1), date(2199, 11, 1))


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("today", TODAY, TODAY),
        ("week", TODAY, date(2026, 5, 3)),
        ("month", date(2026, 4, 1), date(2026, 4, 30)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("recent", date(2026, 3, 29), TODAY),
    ],
)
def test_each_kind_holds_today(kind: Kind, first: date, last: date) -> None:
    period = Period.of(kind, TODAY)
    assert (period.first, period.last) == (first, last)


def test_weeks_begin_where_the_desk_says() -> None:
    assert Period.of("week", TODAY, first_weekday=6).first == date(2026, 4, 26)


@given(day=DAYS, kind=st.sampled_from(sorted(KINDS)), count=st.integers(-6, 6))
def test_steps_lead_back_to_where_one_was(day: date, kind: Kind, count: int) -> None:
    period = Period.of(kind, day)
    there = period.step(count)
    assert there == period or there.step(-count) == period


@given(day=DAYS, kind=st.sampled_from(sorted(KINDS)))
def test_the_next_period_begins_when_this_one_has_ended(day: date, kind: Kind) -> None:
    period = Period.of(kind, day)
    assert period.step(1).first == period.last + timedelta(days=1)


def test_nobody_steps_out_of_time() -> None:
    period = Period.of("year", date(1970, 6, 1))
    assert period.step(-1) == period


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    length=st.integers(1, 500),
    zone=st.sampled_from(ZONES),
)
def test_the_parts_are_whole_days_of_the_viewer(day: date, length: int, zone: str) -> None:
    scope = Period("between", day, day + timedelta(days=length - 1)).scope(zone, Filters())
    assert local(scope.start, zone) == datetime(day.year, day.month, day.day)
    end = day + timedelta(days=length)
    assert local(scope.end, zone) == datetime(end.year, end.month, end.day)
    assert all(a < b for a, b in pairwise(scope.bounds))
    if scope.step != "hour":
        assert all(local(at, zone).time().isoformat() == "00:00:00" for at in scope.bounds)


def local(at: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at, ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Paris", date(2026, 3, 29), 23),
        ("Europe/Paris", date(2026, 10, 25), 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("Asia/Kathmandu", date(2026, 3, 29), 24),
        ("Australia/Lord_Howe", date(2026, 4, 5), 25),  # the last lasts half an hour
    ],
)
def test_a_day_has_the_hours_it_has(zone: str, day: date, hours: int) -> None:
    scope = Period("today", day, day).scope(zone, Filters())
    assert scope.step == "hour"
    assert len(scope.bounds) == hours + 1


@pytest.mark.parametrize(
    ("days", "step"), [(1, "hour"), (2, "day"), (62, "day"), (63, "week"), (191, "month")]
)
def test_long_periods_have_long_steps(days: int, step: str) -> None:
    last = TODAY + timedelta(days=days - 1)
    assert Period("between", TODAY, last).scope("UTC", Filters()).step == step


def test_a_part_of_a_month_is_a_step_of_its_own() -> None:
    scope = Period("between", date(2026, 1, 15), date(2026, 8, 3)).scope("UTC", Filters())
    starts = [local(at, "UTC").date() for at in scope.bounds]
    assert starts[:2] == [date(2026, 1, 15), date(2026, 2, 1)]
    assert starts[-2:] == [date(2026, 8, 1), date(2026, 8, 4)]


@given(
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    days=st.integers(1, 900),
    zone=st.sampled_from(ZONES),
)
def test_a_year_of_months_leads_up_to_the_end(first: date, days: int, zone: str) -> None:
    last = first + timedelta(days=days - 1)
    scope: Scope = Period("between", first, last).scope(zone, Filters())
    starts = [local(at, zone) for at in twelve_months(scope)]
    assert len(starts) >= 13
    assert all(at.day == 1 and at.hour == at.minute == 0 for at in starts)
    assert starts[0].date() <= first and starts[-2].date() <= last < starts[-1].date()
