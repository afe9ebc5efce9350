from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.sla import (
    Calendar,
    CalendarError,
    Target,
    always_open,
    deadline,
    deadline_epoch,
    segments,
    segments_epoch,
    state,
    state_epoch,
    warning,
    warning_epoch,
)
from tests.slow_calendar import SlowCalendar

PARIS = ZoneInfo("Europe/Paris")
HOURS = [("09:00", "12:00"), ("13:00", "17:00")]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS)
OFFICE = Calendar("Europe/Paris", WEEK, closed=[date(2026, 5, 1)])
REAL = always_open("Europe/Paris")
HOUR = 3600


def local(text: str) -> datetime:
    """A Paris time, as `04-27 09:00` of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)


def shown(t: datetime | None) -> str:
    return "none" if t is None else t.astimezone(PARIS).strftime("%m-%d %H:%M")


def pauses(*pairs: tuple[str, str | None]) -> list[tuple[datetime, datetime | None]]:
    return [(local(begun), None if ended is None else local(ended)) for begun, ended in pairs]


@pytest.mark.parametrize(
    ("start", "target", "due"),
    [
        ("04-27 09:00", Target(seconds=4 * HOUR), "04-27 14:00"),
        ("04-27 09:00", Target(seconds=7 * HOUR), "04-27 17:00"),
        ("04-27 16:30", Target(seconds=1 * HOUR), "04-28 09:30"),
        ("04-25 11:00", Target(seconds=1 * HOUR), "04-27 10:00"),
        ("04-30 16:00", Target(seconds=2 * HOUR), "05-04 10:00"),
        ("04-30 10:00", Target(days=1), "05-04 10:00"),
        ("04-30 10:00", Target(days=1, seconds=3 * HOUR), "05-04 14:00"),
        ("04-27 12:30", Target(), "04-27 13:00"),
        ("04-27 12:59", Target(seconds=1), "04-27 13:00"),
        ("04-25 10:00", Target(days=1), "04-27 10:00"),
        ("04-24 20:00", Target(days=1), "04-27 20:00"),
        ("04-24 20:00", Target(days=1, seconds=HOUR), "04-28 10:00"),
    ],
)
def test_office_deadlines(start: str, target: Target, due: str) -> None:
    found = deadline(local(start), target, OFFICE)
    assert shown(found) == due


@pytest.mark.parametrize(
    ("start", "target", "due"),
    [
        ("03-28 22:00", Target(seconds=4 * HOUR), "03-29 03:00"),
        ("03-28 10:00", Target(days=1), "03-29 10:00"),
        ("03-28 02:30", Target(days=1), "03-29 03:30"),
        ("10-24 10:00", Target(days=1, seconds=HOUR), "10-25 11:00"),
        ("12-31 10:00", Target(seconds=0), "12-31 10:00"),
    ],
)
def test_deadlines_in_real_time(start: str, target: Target, due: str) -> None:
    assert shown(deadline(local(start), target, REAL)) == due


def test_a_calendar_day_over_the_spring_change_has_23_hours() -> None:
    assert REAL.elapsed(local("03-28 10:00"), local("03-29 10:00")) == 23 * HOUR
    assert REAL.elapsed(local("10-24 10:00"), local("10-25 10:00")) == 25 * HOUR


@pytest.mark.parametrize(
    ("case", "hours", "waits", "due"),
    [
        ("a pause in working time", 4, [("04-27 10:00", "04-27 15:00")], "04-28 10:00"),
        ("after the deadline", 7, [("04-27 18:00", "04-27 20:00")], "04-27 17:00"),
        ("over lunch", 4, [("04-27 12:00", "04-27 13:00")], "04-27 14:00"),
        ("before the start", 4, [("04-24 10:00", "04-24 15:00")], "04-27 14:00"),
        ("across the start", 4, [("04-24 10:00", "04-27 10:00")], "04-27 15:00"),
        ("ends before it begins", 4, [("04-27 11:00", "04-27 10:00")], "04-27 14:00"),
        (
            "overlapping, out of order",
            4,
            [("04-27 11:00", "04-27 14:00"), ("04-27 10:00", "04-27 12:00")],
            "04-27 17:00",
        ),
        (
            "the first lets the second count",
            4,
            [("04-27 13:30", "04-27 14:30"), ("04-27 14:45", "04-27 15:45")],
            "04-27 16:00",
        ),
        ("open", 4, [("04-27 10:00", None)], "none"),
        ("open after the deadline", 4, [("04-27 14:01", None)], "04-27 14:00"),
        ("at the very deadline, in time", 4, [("04-27 14:00", "04-27 15:00")], "04-27 15:00"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_pauses(case: str, hours: int, waits: list[tuple[str, str | None]], due: str) -> None:
    found = deadline(local("04-27 09:00"), Target(0, hours * HOUR), OFFICE, pauses(*waits))
    assert shown(found) == due


def test_pauses_apply_after_days_and_hours() -> None:
    wait = pauses(("04-24 19:00", "04-27 10:00"))
    assert shown(deadline(local("04-24 18:00"), Target(days=1), OFFICE, wait)) == "04-28 10:00"
    night = pauses(("04-24 19:00", "04-27 08:00"))
    assert shown(deadline(local("04-24 18:00"), Target(days=1), OFFICE, night)) == "04-27 18:00"


@pytest.mark.parametrize(
    ("at", "opened", "opening"),
    [
        ("04-27 08:59", False, "04-27 09:00"),
        ("04-27 09:00", True, "04-27 09:00"),
        ("04-27 11:59", True, "04-27 11:59"),
        ("04-27 12:00", False, "04-27 13:00"),
        ("04-30 17:00", False, "05-04 09:00"),
        ("05-01 10:00", False, "05-04 09:00"),
    ],
)
def test_opening(at: str, opened: bool, opening: str) -> None:
    assert OFFICE.is_open(local(at)) is opened
    assert shown(OFFICE.next_opening(local(at))) == opening


@pytest.mark.parametrize(
    ("start", "hours", "answer"),
    [
        ("04-28 10:00", -1, "04-28 09:00"),
        ("04-28 10:00", -2, "04-27 16:00"),
        ("04-28 09:00", -7, "04-27 09:00"),
        ("04-27 20:00", -4, "04-27 13:00"),
        ("05-04 10:00", -8, "04-30 09:00"),
        ("04-27 20:00", 0, "04-28 09:00"),
    ],
)
def test_adding_hours(start: str, hours: int, answer: str) -> None:
    assert shown(OFFICE.add(local(start), hours * HOUR)) == answer


@pytest.mark.parametrize(
    ("start", "days", "answer"),
    [
        ("04-27 20:00", 0, "04-27 20:00"),
        ("04-27 10:00", -1, "04-24 10:00"),
        ("04-26 10:00", -1, "04-24 10:00"),
        ("05-04 10:00", -1, "04-30 10:00"),
        ("05-01 10:00", 1, "05-04 10:00"),
        ("04-27 10:00", 9, "05-11 10:00"),
    ],
)
def test_adding_working_days(start: str, days: int, answer: str) -> None:
    assert shown(OFFICE.add_days(local(start), days)) == answer


def test_elapsed_is_negative_backwards() -> None:
    friday, monday = local("04-24 16:00"), local("04-27 10:00")
    assert OFFICE.elapsed(friday, monday) == 2 * HOUR
    assert OFFICE.elapsed(monday, friday) == -2 * HOUR
    assert OFFICE.elapsed(local("04-30 17:00"), local("05-04 09:00")) == 0


def test_a_ten_year_deadline_agrees_with_the_sum_of_its_years() -> None:
    ten_years = OFFICE.elapsed(local("01-01 00:00"), datetime(2036, 1, 1, tzinfo=PARIS))
    years = [datetime(year, 1, 1, tzinfo=PARIS) for year in range(2026, 2037)]
    assert ten_years == sum(map(OFFICE.elapsed, years, years[1:])) > 10 * 1700 * HOUR
    assert OFFICE.elapsed(OFFICE.add(local("01-02 09:00"), ten_years), years[-1]) <= 0


def test_every_opening_and_close_of_sixteen_years_is_reached_exactly() -> None:
    first = int(local("04-27 09:00").timestamp())
    last = OFFICE.add_epoch(first, 16 * 1800 * HOUR)
    worked = 0
    for opening, closing in OFFICE.working_spans_epoch(first, last):
        left = OFFICE.elapsed_epoch(opening, last)
        assert OFFICE.add_epoch(last, -left) == opening
        worked += closing - opening
        assert OFFICE.add_epoch(first, worked) == closing


@pytest.mark.parametrize(
    ("pairs", "spring", "autumn"),
    [
        ([("09:00", "17:00")], 8, 8),
        ([("00:00", "24:00")], 23, 25),
        ([("01:00", "02:30")], 1.5, 1.5),
        ([("02:00", "03:00")], 0, 2),
        ([("02:00", "02:30"), ("02:30", "03:00")], 0, 2),
        ([("02:45", "03:15")], 0, 1.5),
    ],
)
def test_lengths_of_the_dates_on_which_clocks_change(
    pairs: list[tuple[str, str]], spring: float, autumn: float
) -> None:
    calendar = Calendar("Europe/Paris", {"sun": pairs})
    for day, hours in (("03-29", spring), ("10-25", autumn)):
        whole = calendar.elapsed(local(f"{day} 00:00"), local(f"{day} 00:00") + timedelta(days=1))
        assert whole == hours * HOUR


def test_a_repeated_local_time_is_its_first_occurrence() -> None:
    calendar = Calendar("Europe/Paris", {"sun": [("02:30", "08:00")]})
    night = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert calendar.next_opening(night) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert REAL.add_days(second, 0) == second
    assert REAL.add_days(second, -1) == datetime(2026, 10, 24, 0, 30, tzinfo=UTC)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert REAL.add_days(datetime(2026, 10, 24, 0, 30, tzinfo=UTC), 1) == first


def test_a_date_that_a_zone_skipped_breaks_nothing() -> None:
    apia = Calendar("Pacific/Apia", dict.fromkeys(WEEK, (("00:00", "24:00"),)))
    before = datetime(2011, 12, 29, 12, tzinfo=apia.zone)
    assert apia.add(before, 12 * HOUR).astimezone(UTC) == datetime(2011, 12, 30, 10, tzinfo=UTC)
    monday = datetime(2012, 1, 2, 1, tzinfo=apia.zone)
    assert apia.add(before, 13 * HOUR) == monday


def test_special_dates_replace_the_weekday_and_closed_wins() -> None:
    eve, saturday = date(2026, 12, 24), date(2026, 12, 19)
    calendar = Calendar(
        "Europe/Paris",
        WEEK,
        closed=[date(2026, 12, 25), saturday],
        special={eve: [("09:00", "12:00")], saturday: HOURS, date(2026, 12, 12): HOURS},
    )
    assert shown(calendar.add(local("12-24 11:00"), 2 * HOUR)) == "12-28 10:00"
    assert not calendar.is_open(local("12-19 10:00"))
    assert calendar.is_open(local("12-12 10:00"))
    assert shown(calendar.add_days(local("12-11 10:00"), 1)) == "12-12 10:00"
    assert shown(calendar.add_days(local("12-23 10:00"), 2)) == "12-28 10:00"


def test_a_night_shift_is_two_intervals_and_two_working_dates() -> None:
    night = Calendar("Europe/Paris", {"fri": [("22:00", "24:00")], "sat": [("00:00", "06:00")]})
    assert shown(night.add(local("04-24 23:00"), 4 * HOUR)) == "04-25 03:00"
    assert shown(night.add_days(local("04-24 23:00"), 1)) == "04-25 23:00"
    pieces = segments(local("04-24 22:00"), local("04-25 06:00"), night)
    assert [kind for _, _, kind in pieces] == ["running"]


def test_calendars_are_values() -> None:
    cut = [("13:00", "15:30"), ("09:00", "10:00"), ("15:00", "17:00"), ("10:00", "12:00")]
    same = Calendar("Europe/Paris", dict.fromkeys(WEEK, cut), [date(2026, 5, 1)])
    assert same == OFFICE
    assert hash(same) == hash(OFFICE)
    assert Calendar("Europe/Paris", WEEK) != OFFICE
    assert Calendar("Europe/Berlin", WEEK, [date(2026, 5, 1)]) != OFFICE
    emptied = Calendar("Europe/Paris", WEEK, special={date(2026, 5, 1): []})
    assert emptied == OFFICE
    with pytest.raises(FrozenInstanceError):
        OFFICE.hours = same.hours  # type: ignore[misc]


@pytest.mark.parametrize(
    ("timezone", "week", "sentence"),
    [
        ("Mars/Olympus", WEEK, "Unknown time zone “Mars/Olympus”: write one like Europe/Paris."),
        ("Europe", WEEK, "Unknown time zone “Europe”: write one like Europe/Paris."),
        ("../etc/passwd", WEEK, "Unknown time zone “../etc/passwd”: write one like Europe/Paris."),
        ("", WEEK, "Unknown time zone “”: write one like Europe/Paris."),
        (
            "Europe/Paris",
            {"lundi": HOURS},
            "Unknown weekday “lundi”: use mon, tue, wed, thu, fri, sat or sun.",
        ),
        (
            "Europe/Paris",
            {"mon": [("12:00", "09:00")]},
            "“12:00-09:00” ends before it starts. For a night shift write 12:00-24:00 and, on the"
            " next day, 00:00-09:00.",
        ),
        (
            "Europe/Paris",
            {"mon": [("09:00", "09:00")]},
            "“09:00-09:00” ends where it starts: write for example 09:00-12:00.",
        ),
        (
            "Europe/Paris",
            {"mon": [("24:00", "24:00")]},
            "“24:00-24:00” ends where it starts: write for example 09:00-12:00.",
        ),
        (
            "Europe/Paris",
            {"mon": [("17:00", "00:00")]},
            "“17:00-00:00” ends before it starts: write 17:00-24:00 for until midnight.",
        ),
        *(
            (
                "Europe/Paris",
                {"mon": [("09:00", time)]},
                f"“{time}” is not a time of day: write HH:MM, from 00:00 to 24:00.",
            )
            for time in (
                "24:01",
                "25:00",
                "12:60",
                "noon",
                "12",
                "12:00:30",
                "-1:00",
                "12:00\n",
                "",
            )
        ),
        (
            "Europe/Paris",
            {},
            "The calendar has no working time at all: give a day its"
            " hours, such as mon 09:00-17:00.",
        ),
        (
            "Europe/Paris",
            {"mon": []},
            "The calendar has no working time at all: give a day its"
            " hours, such as mon 09:00-17:00.",
        ),
    ],
)
def test_what_is_refused(
    timezone: str, week: Mapping[str, Sequence[tuple[str, str]]], sentence: str
) -> None:
    with pytest.raises(ValueError) as refused:
        Calendar(timezone, week)
    assert str(refused.value) == sentence


def test_a_refusal_can_be_told_in_another_language() -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Mars/Olympus", WEEK)
    assert refused.value.message == "Unknown time zone “{timezone}”: write one like Europe/Paris."
    assert refused.value.fields == {"timezone": "Mars/Olympus"}


def test_closing_the_only_special_date_leaves_no_working_time() -> None:
    only = date(2026, 4, 25)
    with pytest.raises(ValueError, match="no working time at all"):
        Calendar("Europe/Paris", {}, closed=[only], special={only: HOURS})


def test_nothing_after_the_last_special_date() -> None:
    fair = Calendar("Europe/Paris", {}, special={date(2026, 4, 25): HOURS})
    assert shown(fair.add(local("04-20 10:00"), 7 * HOUR)) == "04-25 17:00"
    assert fair.elapsed(local("01-01 00:00"), datetime(2090, 1, 1, tzinfo=UTC)) == 7 * HOUR
    sentence = "too little working time within 256 years of 2026-04-2"
    questions: list[Callable[[], datetime]] = [
        lambda: fair.next_opening(local("04-25 17:00")),
        lambda: fair.add(local("04-20 10:00"), 7 * HOUR + 1),
        lambda: fair.add(local("04-25 09:00"), -1),
        lambda: fair.add_days(local("04-25 09:00"), 1),
        lambda: fair.add_days(local("04-25 09:00"), -1),
    ]
    for ask in questions:
        with pytest.raises(ValueError, match=sentence):
            ask()


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        OFFICE.add(datetime(2026, 4, 27, 9), HOUR)


def test_answers_are_in_the_zone_of_the_question() -> None:
    asked = datetime(2026, 4, 27, 10, 30, tzinfo=UTC)
    assert OFFICE.next_opening(asked).isoformat() == "2026-04-27T11:00:00+00:00"
    assert OFFICE.add(asked, HOUR).isoformat() == "2026-04-27T12:00:00+00:00"
    assert OFFICE.add_days(asked, 1).isoformat() == "2026-04-28T10:30:00+00:00"
    due = deadline(asked, Target(seconds=HOUR), OFFICE)
    assert due is not None
    assert due.isoformat() == "2026-04-27T12:00:00+00:00"


def lengths(pieces: Sequence[tuple[datetime, datetime, str]]) -> list[tuple[str, float]]:
    return [(kind, (b.timestamp() - a.timestamp()) / HOUR) for a, b, kind in pieces]


def test_segments_explain_a_deadline() -> None:
    wait = pauses(("04-30 15:00", "04-30 20:00"))
    start, target = local("04-30 11:00"), Target(seconds=4 * HOUR)
    due = deadline(start, target, OFFICE, wait)
    assert due is not None
    assert lengths(segments(start, due, OFFICE, wait)) == [
        ("running", 1),
        ("closed", 1),
        ("running", 2),
        ("paused", 2),
        ("closed", 7),
        ("holiday", 24),
        ("closed", 57),
        ("running", 1),
    ]


def test_segments_stop_at_now_while_a_pause_is_open() -> None:
    found = segments(
        local("04-27 10:00"), local("04-27 12:30"), OFFICE, pauses(("04-27 11:00", None))
    )
    assert [(shown(a), shown(b), kind) for a, b, kind in found] == [
        ("04-27 10:00", "04-27 11:00", "running"),
        ("04-27 11:00", "04-27 12:00", "paused"),
        ("04-27 12:00", "04-27 12:30", "closed"),
    ]
    assert segments(local("04-27 10:00"), local("04-27 10:00"), OFFICE) == []


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        ("04-30 16:00", "05-01 12:00", [("running", 1), ("closed", 7), ("holiday", 12)]),
        ("05-01 12:00", "05-04 09:00", [("holiday", 12), ("closed", 57)]),
        ("05-01 08:00", "05-01 12:00", [("holiday", 4)]),
    ],
)
def test_segments_may_begin_and_end_within_a_holiday(
    start: str, until: str, expected: list[tuple[str, float]]
) -> None:
    assert lengths(segments(local(start), local(until), OFFICE)) == expected


def test_a_holiday_begins_at_the_first_of_two_midnights() -> None:
    # at 00:01 of 29 October 2006 the clocks of St John's went back to 23:01 of the day before
    newfoundland = Calendar("America/St_Johns", WEEK, closed=[date(2006, 10, 29)])
    midnight = datetime(2006, 10, 29, 2, 30, tzinfo=UTC)
    again = midnight + timedelta(minutes=30)
    assert segments(midnight - timedelta(hours=1), again, newfoundland) == [
        (midnight - timedelta(hours=1), midnight, "closed"),
        (midnight, again, "holiday"),
    ]


def test_real_time_comes_in_one_piece_over_many_years() -> None:
    start, until = local("01-01 00:00"), datetime(2046, 1, 1, tzinfo=PARIS)
    assert segments(start, until, REAL) == [(start, until, "running")]


@pytest.mark.parametrize(
    ("start", "target", "percent", "warn"),
    [
        ("04-27 09:00", Target(seconds=4 * HOUR), 75, "04-27 12:00"),
        ("04-27 09:00", Target(seconds=4 * HOUR), 100, "04-27 14:00"),
        ("04-27 09:00", Target(seconds=4 * HOUR), 0, "04-27 09:00"),
        ("04-24 20:00", Target(days=1), 50, "04-27 13:30"),
        ("04-25 10:00", Target(days=1, seconds=HOUR), 75, "04-27 10:30"),
        ("04-26 08:00", Target(days=1), 75, "04-27 08:00"),
        ("04-25 08:00", Target(), 75, "04-27 09:00"),
    ],
)
def test_warnings(start: str, target: Target, percent: int, warn: str) -> None:
    assert shown(warning(local(start), target, OFFICE, percent)) == warn


def test_a_pause_after_the_warning_moves_the_deadline_alone() -> None:
    start, target = local("04-27 09:00"), Target(seconds=4 * HOUR)
    late_wait = pauses(("04-27 13:30", "04-27 14:30"))
    assert shown(warning(start, target, OFFICE, 75, late_wait)) == "04-27 12:00"
    assert shown(deadline(start, target, OFFICE, late_wait)) == "04-27 15:00"
    assert warning(start, target, OFFICE, 75, pauses(("04-27 10:00", None))) is None


@dataclass
class Promise:
    started_at: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    paused_at: datetime | None = None
    left_seconds: int | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None


WARN, DUE, AFTER = local("04-27 12:00"), local("04-27 14:00"), local("04-27 14:01")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("promise", "now", "expected"),
    [
        (Promise(due_at=DUE, warn_at=WARN), WARN, "running"),
        (Promise(due_at=DUE, warn_at=WARN), WARN + SECOND, "at_risk"),
        (Promise(due_at=DUE, warn_at=WARN), DUE, "at_risk"),
        (Promise(due_at=DUE, warn_at=WARN), DUE + SECOND, "breached"),
        (Promise(due_at=DUE), DUE, "running"),
        (Promise(paused_at=WARN, left_seconds=9), AFTER, "paused"),
        (Promise(paused_at=WARN, warn_at=WARN), AFTER, "paused"),
        (Promise(due_at=DUE, breached_at=DUE, paused_at=AFTER), AFTER, "breached"),
        (Promise(due_at=DUE, paused_at=AFTER), AFTER, "breached"),
        (Promise(due_at=DUE, met_at=DUE), AFTER, "met"),
        (Promise(due_at=DUE, met_at=DUE + SECOND), AFTER, "met_late"),
        (Promise(due_at=AFTER, met_at=DUE, breached_at=WARN), AFTER, "met_late"),
        (Promise(met_at=DUE), AFTER, "met"),
        (Promise(), AFTER, "running"),
    ],
)
def test_states(promise: Promise, now: datetime, expected: str) -> None:
    assert state(promise, now) == expected
    assert state(promise, now.astimezone(UTC)) == expected


def test_states_tell_the_two_occurrences_of_an_hour_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    assert state(Promise(due_at=first), first.replace(fold=1)) == "breached"
    assert state(Promise(due_at=first.replace(fold=1)), first) == "running"


@dataclass
class StoredPromise:
    due_at: int | None = None
    warn_at: int | None = None
    paused_at: int | None = None
    met_at: int | None = None
    breached_at: int | None = None


def test_stored_seconds_give_the_same_answers() -> None:
    start = int(local("04-27 09:00").timestamp())
    target = Target(seconds=4 * HOUR)
    wait = [(start + HOUR, start + 6 * HOUR)]
    due = deadline_epoch(start, target, OFFICE, wait)
    assert due == int(local("04-28 10:00").timestamp())
    assert warning_epoch(start, target, OFFICE, 75, wait) == start + 8 * HOUR
    assert segments_epoch(start, start + 2 * HOUR, OFFICE, wait) == [
        (start, start + HOUR, "running"),
        (start + HOUR, start + 2 * HOUR, "paused"),
    ]
    assert OFFICE.is_open_epoch(start)
    assert not OFFICE.is_open_epoch(start - 1)
    assert OFFICE.next_opening_epoch(start - 1) == start
    assert OFFICE.elapsed_epoch(start, due) == 8 * HOUR
    assert OFFICE.add_days_epoch(start, 1) == start + 24 * HOUR
    assert state_epoch(StoredPromise(due_at=due, warn_at=start), due) == "at_risk"
    assert state_epoch(StoredPromise(due_at=due), due + 1) == "breached"
    assert state_epoch(StoredPromise(paused_at=start), due + 1) == "paused"


def test_threads_that_build_the_tables_together_agree() -> None:
    fresh = Calendar("Europe/Paris", WEEK, closed=[date(2026, 6, 9)])
    start = int(local("04-27 09:00").timestamp())
    amounts = [years * 1800 * HOUR for years in range(-20, 21) if years]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda seconds: fresh.add_epoch(start, seconds), amounts * 4))
    again = [fresh.elapsed_epoch(start, answer) for answer in answers]
    assert again == amounts * 4


def test_the_history_of_one_ticket() -> None:
    target, start = Target(seconds=4 * HOUR), local("04-24 15:00")
    promise = Promise(start, deadline(start, target, OFFICE), warning(start, target, OFFICE, 75))
    assert (shown(promise.warn_at), shown(promise.due_at)) == ("04-27 10:00", "04-27 11:00")
    assert state(promise, local("04-24 16:00")) == "running"

    # it waits from Friday afternoon over the weekend: the clock stands, no deadline is known
    assert promise.due_at is not None
    promise.paused_at = local("04-24 16:00")
    promise.left_seconds = OFFICE.elapsed(promise.paused_at, promise.due_at)
    waits = pauses(("04-24 16:00", None))
    promise.due_at = deadline(start, target, OFFICE, waits)
    promise.warn_at = warning(start, target, OFFICE, 75, waits)
    assert (promise.due_at, promise.warn_at) == (None, None)
    assert promise.left_seconds == 3 * HOUR
    assert state(promise, local("04-27 10:59")) == "paused"

    # it resumes on Monday: what was left is counted from there
    waits = pauses(("04-24 16:00", "04-27 11:00"))
    promise.paused_at, left, promise.left_seconds = None, promise.left_seconds, None
    promise.due_at = deadline(start, target, OFFICE, waits)
    promise.warn_at = warning(start, target, OFFICE, 75, waits)
    assert promise.due_at == OFFICE.add(local("04-27 11:00"), left) == local("04-27 15:00")
    assert shown(promise.warn_at) == "04-27 14:00"
    assert state(promise, local("04-27 14:30")) == "at_risk"

    # nobody answers in time; it is resolved late, then reopened
    assert state(promise, local("04-27 15:01")) == "breached"
    promise.breached_at, promise.met_at = promise.due_at, local("04-27 15:30")
    assert state(promise, local("04-27 15:30")) == "met_late"
    promise.met_at = None
    waits += pauses(("04-27 15:30", "04-27 16:00"))
    assert deadline(start, target, OFFICE, waits) == promise.due_at
    assert state(promise, local("04-27 16:00")) == "breached"
    assert OFFICE.elapsed(local("04-27 16:00"), promise.due_at) == -HOUR


def test_a_ticket_resolved_in_time_and_reopened_has_the_rest_of_its_time() -> None:
    target, start = Target(seconds=4 * HOUR), local("04-27 09:00")
    resolved = pauses(("04-27 11:00", "04-28 09:00"))
    assert shown(deadline(start, target, OFFICE, resolved)) == "04-28 11:00"


def test_the_slow_calendar_of_the_property_tests_knows_the_worked_examples() -> None:
    slow = SlowCalendar("Europe/Paris", WEEK, closed=[date(2026, 5, 1)])
    seconds = {text: int(local(text).timestamp()) for text in ("04-30 16:00", "05-04 10:00")}
    assert slow.add(seconds["04-30 16:00"], 2 * HOUR) == seconds["05-04 10:00"]
    assert slow.add(seconds["05-04 10:00"], -2 * HOUR) == seconds["04-30 16:00"]
    assert slow.elapsed(seconds["04-30 16:00"], seconds["05-04 10:00"]) == 2 * HOUR
