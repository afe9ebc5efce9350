"""Rules that hold for any calendar, on any zone, over any change of clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpdesk_tui.sla import (
    Calendar,
    Target,
    always_open,
    deadline_epoch,
    segments_epoch,
    warning_epoch,
)
from tests.extent import many
from tests.slow_calendar import WEEKDAYS, SlowCalendar, Week

HOUR, DAY = 3600, 86_400
Pauses = list[tuple[int, int]]

# dates near which clocks change: over midnight, by half an hour, by a whole date, or never
CHANGES = {
    "Europe/Paris": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Asia/Kathmandu": [date(2026, 1, 1)],
    "America/Sao_Paulo": [date(2018, 11, 4), date(2019, 2, 17)],
    "America/Havana": [date(2026, 3, 8), date(2026, 11, 1)],
    "Pacific/Apia": [date(2011, 12, 30), date(2020, 9, 27)],
    "UTC": [date(2029, 12, 31)],
}

usual = settings(max_examples=many(400, 15), deadline=None)
walked = settings(max_examples=many(400, 15), deadline=None)


@dataclass(frozen=True)
class Case:
    """A calendar twice, and an instant near a change of its clocks."""

    fast: Calendar
    slow: SlowCalendar
    start: int


def clock(quarters: int) -> str:
    return f"{quarters // 4:02}:{quarters % 4 * 15:02}"


@st.composite
def intervals(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Up to three of a date, perhaps overlapping, in any order."""
    pairs = st.lists(st.integers(0, 96), min_size=2, max_size=2, unique=True).map(sorted)
    return [(clock(a), clock(b)) for a, b in draw(st.lists(pairs, min_size=1, max_size=3))]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Three weekdays or more, so that a walk stays short."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    change = draw(st.sampled_from(CHANGES[zone]))
    near = st.integers(-6, 6).map(lambda days: change + timedelta(days=days))
    week: Week = draw(
        st.dictionaries(st.sampled_from(WEEKDAYS), intervals(), min_size=3, max_size=7)
    )
    closed = draw(st.sets(near, max_size=2))
    special = draw(st.dictionaries(near, st.one_of(st.just([]), intervals()), max_size=2))
    noon = datetime(change.year, change.month, change.day, 12, tzinfo=ZoneInfo(zone))
    offset = draw(st.one_of(st.integers(-3 * DAY, 2 * DAY), st.integers(-60, 48).map(HOUR.__mul__)))
    return Case(
        Calendar(zone, week, closed, special),
        SlowCalendar(zone, week, closed, special),
        int(noon.timestamp()) + offset,
    )


amounts = st.one_of(st.integers(1, 12 * HOUR), st.integers(1, 120).map((HOUR // 4).__mul__))
long_amounts = st.integers(1, 20_000 * HOUR)
spans = st.integers(-4 * DAY, 4 * DAY)


def stays(start: int, offsets: list[tuple[int, int]]) -> Pauses:
    return [(start + offset, start + offset + length) for offset, length in offsets]


pause_offsets = st.lists(
    st.tuples(st.integers(-DAY, 3 * DAY), st.integers(0, 2 * DAY)), min_size=1, max_size=4
)


@walked
@given(cases(), spans)
def test_openings_agree_with_a_walk(case: Case, offset: int) -> None:
    t = case.start + offset
    assert case.fast.is_open_epoch(t) == case.slow.is_open(t)
    assert case.fast.next_opening_epoch(t) == case.slow.next_opening(t)


@walked
@given(cases(), amounts, st.booleans())
def test_sums_agree_with_a_walk(case: Case, seconds: int, backwards: bool) -> None:
    amount = -seconds if backwards else seconds
    assert case.fast.add_epoch(case.start, amount) == case.slow.add(case.start, amount)


@walked
@given(cases(), st.integers(0, 5 * DAY))
def test_lengths_agree_with_a_walk(case: Case, length: int) -> None:
    end = case.start + length
    expected = case.slow.elapsed(case.start, end)
    assert case.fast.elapsed_epoch(case.start, end) == expected
    assert case.fast.elapsed_epoch(end, case.start) == -expected


@usual
@given(cases(), st.integers(-30, 30))
def test_days_agree_with_a_walk(case: Case, days: int) -> None:
    assert case.fast.add_days_epoch(case.start, days) == case.slow.add_days(case.start, days)


@walked
@given(cases(), amounts, pause_offsets)
def test_deadlines_agree_with_a_walk(
    case: Case, seconds: int, offsets: list[tuple[int, int]]
) -> None:
    pauses = stays(case.start, offsets)
    expected = case.slow.deadline(case.start, seconds, pauses)
    # a pause that begins at the very deadline still moves it; the walk has stopped by then
    assume(all(begun != expected for begun, _ in pauses))
    assert deadline_epoch(case.start, Target(0, seconds), case.fast, pauses) == expected


@usual
@given(cases(), long_amounts)
def test_adding_and_measuring_are_inverse(case: Case, seconds: int) -> None:
    fast, start = case.fast, case.start
    later, earlier = fast.add_epoch(start, seconds), fast.add_epoch(start, -seconds)
    assert fast.elapsed_epoch(start, later) == seconds
    assert fast.elapsed_epoch(earlier, start) == seconds


@usual
@given(cases(), long_amounts)
def test_the_answer_is_the_nearest_instant(case: Case, seconds: int) -> None:
    fast, start = case.fast, case.start
    later, earlier = fast.add_epoch(start, seconds), fast.add_epoch(start, -seconds)
    assert fast.elapsed_epoch(start, later - 1) == seconds - 1
    assert fast.elapsed_epoch(earlier + 1, start) == seconds - 1


@usual
@given(cases(), long_amounts)
def test_only_a_close_is_an_answer_in_closed_time(case: Case, seconds: int) -> None:
    fast, start = case.fast, case.start
    assert fast.is_open_epoch(fast.add_epoch(start, seconds) - 1)
    assert fast.is_open_epoch(fast.add_epoch(start, -seconds))
    assert fast.is_open_epoch(fast.add_epoch(start, 0))


@usual
@given(cases(), long_amounts, long_amounts)
def test_more_time_ends_later(case: Case, one: int, other: int) -> None:
    assume(one != other)
    less, more = sorted((one, other))
    fast, start = case.fast, case.start
    assert fast.add_epoch(start, less) < fast.add_epoch(start, more)
    assert fast.add_epoch(start, -less) > fast.add_epoch(start, -more)
    assert fast.add_epoch(fast.add_epoch(start, less), more) == fast.add_epoch(start, less + more)


@usual
@given(cases(), st.lists(st.integers(-40 * 365 * DAY, 40 * 365 * DAY), min_size=3, max_size=3))
def test_lengths_add_up_over_decades(case: Case, offsets: list[int]) -> None:
    a, b, c = (case.start + offset for offset in offsets)
    elapsed = case.fast.elapsed_epoch
    assert elapsed(a, b) + elapsed(b, c) == elapsed(a, c)


@usual
@given(st.data(), st.sampled_from(sorted(CHANGES)), intervals())
def test_the_way_intervals_are_cut_does_not_matter(
    data: st.DataObject, zone: str, pairs: list[tuple[str, str]]
) -> None:
    pieces = []
    for start, end in pairs:
        middle = data.draw(st.sampled_from(["00:00", "09:30", "12:00", "18:45"]))
        inside = start < middle < end
        pieces += [(start, middle), (middle, end)] if inside else [(start, end), (start, end)]
    cut = data.draw(st.permutations(pieces))
    whole, other = Calendar(zone, {"mon": pairs}), Calendar(zone, {"mon": cut})
    assert whole == other
    assert hash(whole) == hash(other)


@usual
@given(cases(), amounts, pause_offsets)
def test_running_segments_sum_to_the_target(
    case: Case, seconds: int, offsets: list[tuple[int, int]]
) -> None:
    pauses = stays(case.start, offsets)
    due = deadline_epoch(case.start, Target(0, seconds), case.fast, pauses)
    assert due is not None
    pieces = segments_epoch(case.start, due, case.fast, pauses)
    assert sum(b - a for a, b, kind in pieces if kind == "running") == seconds
    assert (pieces[0][0], pieces[-1][1]) == (case.start, due)
    assert all(one[1] == next_[0] and one[2] != next_[2] for one, next_ in pairwise(pieces))
    assert all(a < b for a, b, _ in pieces)


@usual
@given(cases(), amounts)
def test_pauses_outside_working_time_change_nothing(case: Case, seconds: int) -> None:
    target = Target(0, seconds)
    due = deadline_epoch(case.start, target, case.fast)
    pieces = segments_epoch(case.start - DAY, case.start + 9 * DAY, case.fast)
    shut = [(a, b) for a, b, kind in pieces if kind in ("closed", "holiday")]
    assert deadline_epoch(case.start, target, case.fast, shut) == due
    warn = warning_epoch(case.start, target, case.fast, 75)
    assert warning_epoch(case.start, target, case.fast, 75, shut) == warn


@usual
@given(cases(), st.integers(0, 3), amounts, pause_offsets)
def test_the_order_and_the_cut_of_pauses_do_not_matter(
    case: Case, days: int, seconds: int, offsets: list[tuple[int, int]]
) -> None:
    pauses = stays(case.start, offsets)
    cut = [piece for a, b in pauses for piece in ((a, (a + b) // 2), ((a + b) // 2, b), (a, b))]
    target = Target(days, seconds)
    due = deadline_epoch(case.start, target, case.fast, pauses)
    assert deadline_epoch(case.start, target, case.fast, cut[::-1]) == due
    assert deadline_epoch(case.start, target, case.fast, iter(cut)) == due


@usual
@given(cases(), amounts, pause_offsets, st.integers(-DAY, 4 * DAY))
def test_an_open_pause_hides_the_deadline_that_it_can_move(
    case: Case, seconds: int, offsets: list[tuple[int, int]], begun: int
) -> None:
    target, pauses = Target(0, seconds), stays(case.start, offsets)
    due = deadline_epoch(case.start, target, case.fast, pauses)
    assert due is not None
    opened = case.start + begun
    hidden = deadline_epoch(case.start, target, case.fast, [*pauses, (opened, None)])
    ended = [*pauses, (opened, opened + 365 * DAY)]
    moves = deadline_epoch(case.start, target, case.fast, ended) != due
    assert hidden == (None if moves else due)
    assert moves or opened > due


@usual
@given(cases(), st.integers(0, 3), amounts, st.integers(0, 100), pause_offsets)
def test_the_warning_comes_before_the_deadline(
    case: Case, days: int, seconds: int, percent: int, offsets: list[tuple[int, int]]
) -> None:
    target, pauses = Target(days, seconds), stays(case.start, offsets)
    due = deadline_epoch(case.start, target, case.fast, pauses)
    warn = warning_epoch(case.start, target, case.fast, percent, pauses)
    assert due is not None
    assert warn is not None
    assert case.start <= warn <= due
    if not days and seconds * percent >= 100:
        pieces = segments_epoch(case.start, warn, case.fast, pauses)
        used = sum(b - a for a, b, kind in pieces if kind == "running")
        assert used == seconds * percent // 100


@usual
@given(cases(), spans, spans)
def test_segments_say_what_the_clock_says(case: Case, offset: int, probe: int) -> None:
    start = case.start + min(offset, probe)
    until = case.start + max(offset, probe)
    pieces = segments_epoch(start, until, case.fast)
    running = sum(b - a for a, b, kind in pieces if kind == "running")
    assert running == case.fast.elapsed_epoch(start, until)
    assert sum(b - a for a, b, _ in pieces) == until - start
    for a, b, kind in pieces:
        middle = (a + b) // 2
        assert case.fast.is_open_epoch(middle) == (kind == "running")
        if kind != "running" and case.slow.zone.key in ("Europe/Paris", "Asia/Kathmandu"):
            day = datetime.fromtimestamp(middle, case.slow.zone).date()
            shut = day in case.slow.closed or case.slow.special.get(day) == []
            assert (kind == "holiday") == shut


@usual
@given(st.sampled_from(sorted(CHANGES)), st.integers(0, 2**32), st.integers(-(2**31), 2**31))
def test_real_time_is_plain_addition(zone: str, start: int, seconds: int) -> None:
    calendar = always_open(zone)
    assert calendar.add_epoch(start, seconds) == start + seconds
    assert calendar.elapsed_epoch(start, start + seconds) == seconds


@usual
@given(cases(), st.integers(1, 400), st.integers(1, 400))
def test_working_days_add_up(case: Case, one: int, other: int) -> None:
    # at noon no clock changes, so that the local time survives the first step
    local = datetime.fromtimestamp(case.start, case.slow.zone).replace(hour=12, fold=0)
    start = int(local.timestamp())
    fast = case.fast
    both = fast.add_days_epoch(fast.add_days_epoch(start, one), other)
    assert both == fast.add_days_epoch(start, one + other)
    reached = fast.add_days_epoch(start, one)
    assert fast.add_days_epoch(reached, -one) <= start < reached
