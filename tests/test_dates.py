"""Dates and durations as people type and read them, in two languages and across clock changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from arrow.locales import get_locale
from hypothesis import example, given
from hypothesis import strategies as st

from helpdesk_tui import dates, i18n, typed_dates
from helpdesk_tui.errors import Invalid

PARIS, NEW_YORK = "Europe/Paris", "America/New_York"
LAST = 7_258_118_400
ZONES = [PARIS, NEW_YORK, "UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]


def local(text: str, zone: str = PARIS) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


NOW = local("2026-04-27T10:20")  # a Monday


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def refusal(act: Callable[[], object]) -> Invalid:
    with pytest.raises(Invalid) as caught:
        act()
    assert "{" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-04-30", "2026-04-30T09:00"),
        ("2026-4-3", "2026-04-03T09:00"),
        ("2026-04-30 14:30", "2026-04-30T14:30"),
        ("2026-04-30T14:30:15", "2026-04-30T14:30:15"),
        ("2026-04-30T12:30:00Z", "2026-04-30T14:30"),
        ("2026-04-30T12:30:00.25z", "2026-04-30T14:30"),
        ("2026-04-30 08:30-04:00", None),
        ("2026-04-30T08:30-04:00", "2026-04-30T14:30"),
        ("2026-04-30T08:30:00-0400", "2026-04-30T14:30"),
        ("2026-04-30 18:00+05:30", "2026-04-30T14:30"),
        ("30/04/2026", "2026-04-30T09:00"),
        ("30/4/26 9:00", "2026-04-30T09:00"),
        ("30/04", "2026-04-30T09:00"),
        ("3.4.2026", "2026-04-03T09:00"),
        ("04/04/2026 17h", "2026-04-04T17:00"),
        ("30 apr", "2026-04-30T09:00"),
        ("30 April 2026, 5pm", "2026-04-30T17:00"),
        ("le 30 avril 2026 à 14h30", "2026-04-30T14:30"),
        ("Thu 30 Apr 2026 14:30", "2026-04-30T14:30"),
        ("jeu. 30 avr. 2026 14:30", "2026-04-30T14:30"),
        ("1er août 8h05", "2026-08-01T08:05"),
        ("3rd feb 2027 12am", "2027-02-03T00:00"),
        ("14 févr. 2027 12 pm", "2027-02-14T12:00"),
        ("14 juil 9:30 am", "2026-07-14T09:30"),
        ("17:00", "2026-04-27T17:00"),
        ("08:00", "2026-04-27T08:00"),
        ("17 h 05", "2026-04-27T17:05"),
        ("today 14:30", "2026-04-27T14:30"),
        ("Aujourd’hui", "2026-04-27T09:00"),
        ("aujourd'hui 14h30", "2026-04-27T14:30"),
        ("tomorrow 9am", "2026-04-28T09:00"),
        ("TOMORROW AT 9 PM", "2026-04-28T21:00"),
        ("demain 9h", "2026-04-28T09:00"),
        ("demain à 9h30", "2026-04-28T09:30"),
        ("yesterday 16:00", "2026-04-26T16:00"),
        ("hier 16h", "2026-04-26T16:00"),
        ("fri 17:00", "2026-05-01T17:00"),
        ("friday", "2026-05-01T09:00"),
        ("ven 17:00", "2026-05-01T17:00"),
        ("ven. 17h", "2026-05-01T17:00"),
        ("vendredi 17h", "2026-05-01T17:00"),
        ("mar 8h", "2026-04-28T08:00"),
        ("mon 17:00", "2026-04-27T17:00"),
        ("mon 10:20", "2026-05-04T10:20"),
        ("lundi", "2026-05-04T09:00"),
        ("sunday 23:59", "2026-05-03T23:59"),
        ("now", "2026-04-27T10:20"),
        ("Maintenant", "2026-04-27T10:20"),
        ("+2d", "2026-04-29T10:20"),
        ("+2j", "2026-04-29T10:20"),
        ("+ 2 jours", "2026-04-29T10:20"),
        ("-1d", "2026-04-26T10:20"),
        ("+1w", "2026-05-04T10:20"),
        ("+1sem", "2026-05-04T10:20"),
        ("+1w 2d 3h", "2026-05-06T13:20"),
        ("+3h", "2026-04-27T13:20"),
        ("+1h30", "2026-04-27T11:50"),
        ("+1.5h", "2026-04-27T11:50"),
        ("-90min", "2026-04-27T08:50"),
        ("  tomorrow\u00a0 9am\u200f ", "2026-04-28T09:00"),
    ],
)
def test_every_way_to_type_an_instant(language: str, typed: str, meant: str | None) -> None:
    def read() -> int:
        return typed_dates.parse_instant(typed, NOW, PARIS, language=language)

    if meant is None:
        assert typed in str(refusal(read))
    else:
        assert read() == local(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        ",",
        "soon",
        "9",
        "27",
        "2026",
        "jui 9h",
        "ma 9h",
        "12 jui 2026",
        "fri 9",
        "fri 9h fri",
        "31/02/2026",
        "29/02/2026",
        "2026-13-01",
        "0000-01-01",
        "04/27/2026",
        "24:00",
        "9:60",
        "25h",
        "13pm",
        "0am",
        "tue 27 apr 2026",
        "1969-12-31",
        "2200-01-01",
        "9999-12-31 23:59",
        "99999-01-01",
        "+999999999999d",
        "+999999999999999999999999999999h",
        "-100000d",
        "-60w 999999h",
        "+1.5d",
        "+1",
        "+",
        "+1s",
        "+1mo",
        "+30m 1h",
        "+1h90",
        "2026-04-27 09:00+15:00",
        "09:15-10:40",
        "09:15+02:00",
        "[/]",
        "\x1b[31m",
        "\ud800",
        "1" * 10_000,
        "fri " * 10_000,
    ],
)
def test_what_is_no_date_is_refused_by_a_sentence(typed: str) -> None:
    error = refusal(lambda: typed_dates.parse_instant(typed, NOW, PARIS, field="due"))
    assert error.field == "due"
    assert len(str(error)) < 160
    str(error).encode()
    assert "\x1b" not in str(error)


def test_a_date_with_two_readings_is_refused_in_english_and_day_first_in_french() -> None:
    sentence = str(refusal(lambda: typed_dates.parse_instant("03/04/2026", NOW, PARIS)))
    assert "2026-04-03" in sentence and "2026-03-04" in sentence
    read = typed_dates.parse_instant("03/04/2026", NOW, PARIS, language="fr")
    assert read == local("2026-04-03T09:00")
    i18n.use("fr")
    assert typed_dates.parse_instant("03/04/2026", NOW, PARIS) == read


def test_the_refusal_of_a_wrong_weekday_names_the_right_one() -> None:
    error = refusal(lambda: typed_dates.parse_instant("tue 27 apr 2026", NOW, PARIS))
    assert "Mon" in str(error)


def test_a_day_without_a_time_takes_the_time_it_is_given() -> None:
    read = typed_dates.parse_instant("tomorrow", NOW, PARIS, at="18:30")
    assert read == local("2026-04-28T18:30")
    # Monday's 18:30 is still ahead, so it is today's.
    assert typed_dates.parse_instant("mon", NOW, PARIS, at="18:30") == local("2026-04-27T18:30")


def test_today_is_the_zone_s_own_day() -> None:
    late = local("2026-04-27T23:30", NEW_YORK)
    assert typed_dates.parse_instant("tomorrow 9am", late, NEW_YORK) == local(
        "2026-04-28T09:00", NEW_YORK
    )
    assert typed_dates.parse_instant("tomorrow 9am", late, PARIS) == local("2026-04-29T09:00")


@pytest.mark.parametrize(
    ("typed", "zone", "utc"),
    [
        # The gap: 02:30 does not exist and moves an hour on.
        ("2026-03-29 02:30", PARIS, "2026-03-29T01:30:00Z"),
        ("2026-03-08 02:30", NEW_YORK, "2026-03-08T07:30:00Z"),
        # The repeated hour: the first pass, unless the offset says otherwise.
        ("2026-10-25 02:30", PARIS, "2026-10-25T00:30:00Z"),
        ("2026-10-25 02:30 +01:00", PARIS, "2026-10-25T01:30:00Z"),
        ("2026-11-01 01:30", NEW_YORK, "2026-11-01T05:30:00Z"),
        ("1 nov 2026 01:30 -05:00", NEW_YORK, "2026-11-01T06:30:00Z"),
    ],
)
def test_clock_changes(typed: str, zone: str, utc: str) -> None:
    assert dates.iso(typed_dates.parse_instant(typed, NOW, zone)) == utc


def test_days_keep_the_clock_time_and_hours_are_real_ones() -> None:
    eve = local("2026-03-28T12:00")
    assert typed_dates.parse_instant("+1d", eve, PARIS) - eve == 23 * 3600
    assert typed_dates.parse_instant("+24h", eve, PARIS) - eve == 24 * 3600
    assert typed_dates.parse_instant("+1d 1h", eve, PARIS) - eve == 24 * 3600


instants = st.integers(86_400, LAST - 86_400)


@given(instants, st.sampled_from(ZONES), st.sampled_from(["en", "fr"]), instants)
@example(typed_dates.parse_iso("2026-10-25T01:30:00Z"), PARIS, "fr", NOW)
@example(typed_dates.parse_iso("2026-11-01T06:30:00Z"), NEW_YORK, "en", NOW)
@example(typed_dates.parse_iso("2026-10-25T00:30:00Z"), PARIS, "en", NOW)
def test_a_full_date_reads_back_to_the_minute(t: int, zone: str, language: str, now: int) -> None:
    written = dates.full(t, zone, language)
    assert typed_dates.parse_instant(written, now, zone, language=language) == t - t % 60
    other = "fr" if language == "en" else "en"
    assert typed_dates.parse_instant(written, now, zone, language=other) == t - t % 60


@given(instants, st.sampled_from(ZONES), st.sampled_from(["en", "fr"]), st.integers(-400, 400))
def test_a_short_date_reads_back_to_the_minute(t: int, zone: str, language: str, days: int) -> None:
    now = min(max(t + days * 86_400, 86_400), LAST - 86_400)
    read = typed_dates.parse_instant(
        dates.instant(t, zone, now, language), now, zone, language=language
    )
    first_pass = {t - t % 60} | {t - t % 60 - back for back in (1_800, 3_600)}
    assert read == t - t % 60 or (read in first_pass and dates.full(t, zone)[-6] in "+-")


@given(st.integers(-62_135_510_400, 253_402_214_400))
def test_machine_dates_read_back_to_the_second(t: int) -> None:
    assert typed_dates.parse_iso(dates.iso(t)) == t


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for act in (
        lambda: typed_dates.parse_instant(text, NOW, PARIS),
        lambda: typed_dates.parse_span(text, NOW, PARIS),
        lambda: typed_dates.parse_duration(text),
        lambda: typed_dates.parse_iso(text),
    ):
        try:
            act()
        except Invalid as error:
            assert str(error)


words = ["12", "99", "99999999", "2026", "fri", "lun", "today", "demain", "sem", "apr", "avr"]
pieces = st.sampled_from([*"+-09/:.,hmdjwzta ", *words, "am", "pm", "-04", "17:00"])


@given(st.lists(pieces, max_size=9).map("".join))
def test_any_jumble_of_date_words_is_read_within_reach_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert 0 <= typed_dates.parse_instant(text, NOW, PARIS) < LAST
    with suppress(Invalid):
        start, end = typed_dates.parse_span(text, NOW, PARIS)
        assert 0 <= start < end < LAST
    with suppress(Invalid):
        assert 0 <= typed_dates.parse_duration(text) <= 36_000_000


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1h30", 5_400),
        ("1 h 30", 5_400),
        ("1h 30m", 5_400),
        ("1h30m", 5_400),
        ("1h30min", 5_400),
        ("1:30", 5_400),
        ("0:14:07", 847),
        ("90m", 5_400),
        ("90 mins", 5_400),
        ("30min", 1_800),
        ("90s", 90),
        ("5m 30s", 330),
        ("1.5h", 5_400),
        ("1,5h", 5_400),
        ("2 heures", 7_200),
        ("2 hours 5 minutes", 7_500),
        ("0m", 0),
        ("10000h", 36_000_000),
    ],
)
def test_every_way_to_type_a_duration(typed: str, seconds: int) -> None:
    assert typed_dates.parse_duration(typed) == seconds


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("45", "45m"),
        ("1.5", "1.5h"),
        ("2d", "hours"),
        ("2j", "hours"),
        ("1w", "hours"),
        ("1d 2h", "hours"),
        ("", "1h30"),
        ("-1h", "1h30"),
        ("1h90", "1h30"),
        ("1:75", "1h30"),
        ("1.5h30", "1h30"),
        ("30m 1h", "1h30"),
        ("1h 1h", "1h30"),
        ("1x", "1h30"),
        ("h", "1h30"),
        ("10001h", "10000"),
        ("9" * 50 + "h", "10000"),
        ("9" * 5000 + "h", "1h30"),
        ("\ud800h", "1h30"),
    ],
)
def test_an_unclear_duration_is_refused_with_what_to_type(typed: str, hint: str) -> None:
    error = refusal(lambda: typed_dates.parse_duration(typed, field="worked"))
    assert hint in str(error) and error.field == "worked"


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("09:15-10:40", "2026-04-27T09:15", "2026-04-27T10:40"),
        ("9h15 – 10h40", "2026-04-27T09:15", "2026-04-27T10:40"),
        ("9am to 10am", "2026-04-27T09:00", "2026-04-27T10:00"),
        ("9h à 10h", "2026-04-27T09:00", "2026-04-27T10:00"),
        ("yesterday 09:15-10:40", "2026-04-26T09:15", "2026-04-26T10:40"),
        ("hier 9h-10h30", "2026-04-26T09:00", "2026-04-26T10:30"),
        ("le 24/04/2026 9h-10h30", "2026-04-24T09:00", "2026-04-24T10:30"),
        ("2026-04-24 09:15-10:40", "2026-04-24T09:15", "2026-04-24T10:40"),
        ("fri 09:15-10:40", "2026-04-24T09:15", "2026-04-24T10:40"),
        ("lun. 9h-10h", "2026-04-27T09:00", "2026-04-27T10:00"),
        ("24 apr 9:00-9:01", "2026-04-24T09:00", "2026-04-24T09:01"),
    ],
)
def test_a_span_is_two_times_of_one_day_that_has_come(typed: str, start: str, end: str) -> None:
    assert typed_dates.parse_span(typed, NOW, PARIS) == (local(start), local(end))


def test_a_span_over_the_clock_change_has_its_real_length() -> None:
    start, end = typed_dates.parse_span("2026-03-29 01:30-03:30", NOW, PARIS)
    assert end - start == 3_600


@pytest.mark.parametrize(
    "typed",
    ["", "09:15", "10:40-09:15", "09:15-09:15", "9-10", "9-10h", "25:00-26:00", "soon 9h-10h",
     "+1d 9h-10h", "09:15-10:40-11:00"],
)  # fmt: skip
def test_what_is_no_span_is_refused(typed: str) -> None:
    assert refusal(lambda: typed_dates.parse_span(typed, NOW, PARIS)).field == "span"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-04-27T07:00:00Z", "2026-04-27T07:00:00Z"),
        ("2026-04-27T09:00:00.999+02:00", "2026-04-27T07:00:00Z"),
        ("2026-04-27 07:00", "2026-04-27T07:00:00Z"),
        ("2026-04-27", "2026-04-27T00:00:00Z"),
        ("1899-12-30T00:00:00.5", "1899-12-30T00:00:00Z"),
    ],
)
def test_machine_dates_are_utc_unless_they_say_otherwise(text: str, utc: str) -> None:
    assert dates.iso(typed_dates.parse_iso(text)) == utc


@pytest.mark.parametrize("text", ["", "27/04/2026", "0000-00-00", "99999-01-01", "\ud800", "null"])
def test_what_is_no_machine_date_is_refused(text: str) -> None:
    assert refusal(lambda: typed_dates.parse_iso(text, field="created_at")).field == "created_at"


@pytest.mark.parametrize(
    ("t", "english", "french"),
    [
        ("2026-04-27T14:02", "14:02", "14:02"),
        ("2026-04-28T00:00", "28 Apr 00:00", "28 avr. 00:00"),
        ("2026-01-03T09:05", "3 Jan 09:05", "3 janv. 09:05"),
        ("2025-05-27T14:02", "27 May 2025 14:02", "27 mai 2025 14:02"),
        ("2027-03-01T14:02", "1 Mar 2027 14:02", "1 mars 2027 14:02"),
    ],
)
def test_an_instant_is_written_no_longer_than_it_needs(t: str, english: str, french: str) -> None:
    assert dates.instant(local(t), PARIS, NOW) == english
    assert dates.instant(local(t), PARIS, NOW, "fr") == french


@pytest.mark.parametrize(
    ("t", "english", "french"),
    [
        ("2026-04-27T14:02", "14:02", "14:02"),
        ("2026-05-03T23:59", "Sun 23:59", "dim 23:59"),
        ("2026-04-21T00:00", "Tue 00:00", "mar 00:00"),
        ("2026-05-04T00:00", "4 May", "4 mai"),
        ("2026-09-30T09:05", "30 Sep", "30 sept"),
        ("2027-07-01T14:02", "Jul 2027", "juil 2027"),
    ],
)
def test_a_brief_date_fits_a_column_of_nine_cells(t: str, english: str, french: str) -> None:
    for language, said in (("en", english), ("fr", french)):
        i18n.use(language)
        assert dates.brief(local(t), PARIS, NOW) == said


def test_a_full_date_names_its_day_and_the_second_pass_of_an_hour_its_offset() -> None:
    t = local("2026-04-27T14:02:59")
    assert dates.full(t, PARIS) == "Mon 27 Apr 2026 14:02"
    i18n.use("fr")
    assert dates.full(t, PARIS) == "lun. 27 avr. 2026 14:02"
    assert (
        dates.full(typed_dates.parse_iso("2026-10-25T00:30:00Z"), PARIS)
        == "dim. 25 oct. 2026 02:30"
    )
    second = typed_dates.parse_iso("2026-10-25T01:30:00Z")
    assert dates.full(second, PARIS) == "dim. 25 oct. 2026 02:30 +01:00"


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(ZONES))
def test_no_stored_number_is_too_large_to_write(t: int, zone: str) -> None:
    for written in (
        dates.instant(t, zone, NOW),
        dates.full(t, zone),
        dates.iso(t),
        dates.ago(t, NOW),
        dates.clock(t),
        dates.duration(t),
    ):
        assert written.isprintable() and written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "just now"),
        (59, "just now"),
        (60, "1 min ago"),
        (12 * 60 + 59, "12 min ago"),
        (3_600, "1 h ago"),
        (86_399, "23 h ago"),
        (86_400, "1 day ago"),
        (3 * 86_400, "3 days ago"),
        (-59, "just now"),
        (-12 * 60, "in 12 min"),
        (-7_200, "in 2 h"),
        (-86_400, "in 1 day"),
        (-3 * 86_400, "in 3 days"),
    ],
)
def test_how_long_ago(seconds: int, written: str) -> None:
    assert dates.ago(NOW - seconds, NOW) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0:00:00"),
        (847, "0:14:07"),
        (100 * 3600, "100:00:00"),
        (-61, "-0:01:01"),
    ],
)
def test_a_stopwatch_shows_seconds(seconds: int, written: str) -> None:
    assert dates.clock(seconds) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0:00:00"),
        (271, "0:04:31"),
        (3_599, "0:59:59"),
        (3_600, "1h00"),
        (7_859, "2h10"),
        (86_399, "23h59"),
        (86_400, "1d00h"),
        (3 * 86_400 + 4 * 3_600 + 3_599, "3d04h"),
        (1_000 * 86_400 - 1, "999d23h"),
        (1_000 * 86_400, "999d+"),
        (2**63, "999d+"),
        (-760, "-0:12:40"),
        (-7_859, "-2h10"),
        (-3 * 86_400 - 4 * 3_600, "-3d04h"),
        (-(2**63), "-999d+"),
    ],
)
def test_a_countdown_shows_what_counts(seconds: int, written: str) -> None:
    assert dates.countdown(seconds) == written
    i18n.use("fr")
    assert dates.countdown(seconds) == written.replace("d", "j")


@given(st.one_of(st.integers(), st.integers(-90_000_000, 90_000_000)))
def test_a_countdown_fits_its_column_and_says_when_it_is_late(seconds: int) -> None:
    written = dates.countdown(seconds)
    assert len(written) <= 8
    assert written.startswith("-") == (seconds < 0)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (2_759, "45 min"),
        (3_600, "1h"),
        (5_400, "1h30"),
        (93_600, "26h"),
        (3_900, "1h05"),
        (-5_400, "-1h30"),
        (-30, "-30 s"),
    ],
)
def test_a_duration_for_people(seconds: int, written: str) -> None:
    assert dates.duration(seconds) == written


@given(st.integers(0, 36_000_000))
def test_lengths_read_back(seconds: int) -> None:
    assert typed_dates.parse_duration(dates.clock(seconds)) == seconds
    shown = seconds - seconds % 60 if seconds >= 60 else seconds
    assert typed_dates.parse_duration(dates.duration(seconds)) == shown


def test_names_are_those_that_are_read_back() -> None:
    for language, stop in (("en", ""), ("fr", ".")):
        words = get_locale(language)
        months = zip(words.month_names[1:], words.month_abbreviations[1:], strict=True)
        cut = tuple(short if short == name else short + stop for name, short in months)
        days = tuple(short + stop for short in words.day_abbreviations[1:])
        assert dates.short_names(language) == (cut, days)


def test_importing_dates_does_not_import_arrow() -> None:
    script = "import sys, helpdesk_tui.dates; sys.exit('arrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
