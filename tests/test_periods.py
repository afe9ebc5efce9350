from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.periods import LENGTHS, Length, Period, local_day

days = st.dates(date(1971, 1, 1), date(2199, 1, 1))
zones = st.sampled_from(["UTC", "Europe/Paris", "Asia/Kathmandu", "America/New_York"])


@given(days, st.sampled_from(LENGTHS), st.integers(0, 6), zones)
def test_the_parts_of_a_period_follow_each_other_and_hold_the_day(
    day: date, length: Length, first_weekday: int, zone: str
) -> None:
    period = Period.around(day, length, first_weekday)
    parts = period.parts()
    assert parts[0] <= day < parts[-1]
    assert parts == sorted(set(parts))
    bounds = period.bounds(zone)
    assert [local_day(bound, zone) for bound in bounds] == parts


@given(days, st.sampled_from(LENGTHS), st.integers(0, 6), st.integers(-20, 20))
def test_a_step_leads_to_the_neighbour_and_back(
    day: date, length: Length, first_weekday: int, count: int
) -> None:
    period = Period.around(day, length, first_weekday)
    assert period.step(1).first == period.parts()[-1]
    assert period.step(count).step(-count) == period
    assert Period.around(period.first, length, first_weekday) == period


@pytest.mark.parametrize(
    ("first_weekday", "first"), [(0, date(2026, 4, 27)), (6, date(2026, 4, 26))]
)
def test_a_week_begins_on_the_first_weekday(first_weekday: int, first: date) -> None:
    week = Period.around(date(2026, 4, 29), "week", first_weekday)
    assert week.first == first
    assert len(week.parts()) == 8


def test_a_month_is_cut_into_its_weeks() -> None:
    parts = Period.around(date(2026, 4, 29), "month").parts()
    assert [part.day for part in parts] == [1, 6, 13, 20, 27, 1]


def test_a_day_on_which_clocks_change_is_shorter() -> None:
    start, end = Period.around(date(2026, 3, 29), "day").bounds("Europe/Paris")
    assert end - start == 23 * 3600
    assert datetime.fromtimestamp(start, ZoneInfo("Europe/Paris")).hour == 0
