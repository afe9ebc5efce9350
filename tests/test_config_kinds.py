from __future__ import annotations

import ast
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui import i18n, opening_words, public_holidays
from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import explain
from helpdesk_tui.opening_hours import WEEKDAYS, Hours
from helpdesk_tui.queries.config_listings import LISTINGS
from helpdesk_tui.rows import Actor, ConfigRow, Switches
from helpdesk_tui.screens.config_kinds import KINDS
from helpdesk_tui.screens.kinds.kind import ConfigKind, Session
from helpdesk_tui.screens.kinds.sequences import NAMES
from helpdesk_tui.screens.years import years_typed
from helpdesk_tui.services import configuration
from helpdesk_tui.services.kinds.calendars import CALENDAR_MESSAGES
from helpdesk_tui.vocabulary import Role
from tests.conftest import NOW
from tests.source import Names, parse

SESSION = Session(None, Actor(1, "a", "A", Role.VIEWER, None, frozenset()), lambda: NOW, "UTC")  # type: ignore[arg-type]
LISTED = [kind for kind in KINDS if not kind.is_single]


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: kind.id)
def test_a_form_asks_for_all_that_is_saved(kind: ConfigKind) -> None:
    saved = configuration.KINDS[kind.id]
    asked = [field.id for field in kind.fields(SESSION)]
    assert sorted(asked) == sorted([*saved.fields, *saved.links])


def test_every_kind_that_is_saved_is_listed() -> None:
    assert {kind.id for kind in LISTED} == set(configuration.KINDS) == set(LISTINGS)
    assert set(NAMES) == {"ticket"}


def test_the_settings_are_those_of_the_program() -> None:
    asked = {field.id for field in KINDS[-1].fields(SESSION)}
    assert asked == {field.name for field in fields(Switches)} - {"guided"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_what_a_kind_names_is_there(kind: ConfigKind) -> None:
    asked = {field.id for field in kind.fields(SESSION)}
    assert set(kind.help) <= asked
    assert set(kind.shown) <= asked
    assert set(kind.starts(SESSION)) <= asked
    assert kind.not_copied <= asked
    assert sum(1 for column in kind.columns if column.width == 0) == (not kind.is_single)
    if kind.is_single:
        assert set(kind.help) == asked


def test_an_archived_row_says_so_in_words() -> None:
    values = dict.fromkeys(LISTINGS["customer"].columns, "x")
    row = ConfigRow(1, "x", True, values)
    customer = next(kind for kind in KINDS if kind.id == "customer")
    assert "archived" in customer.columns[0].cell(row, NOW).text


# What the engine refuses is marked for translation where it is told


@pytest.mark.parametrize("module", ["opening_hours", "working_time"])
def test_the_engines_refusals_can_be_translated(module: str) -> None:
    tree = parse(Path(f"{module}.py"))
    names = Names(tree)
    said = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (names.dotted(call.func) or "").endswith("CalendarError")
        and isinstance(call.args[0], ast.Constant)
    }
    assert said
    assert said <= set(CALENDAR_MESSAGES)


# Opening hours as typed

CLOCKS = st.integers(0, 24 * 60).map(lambda m: f"{m // 60:02}:{m % 60:02}")
INTERVALS = st.lists(st.tuples(CLOCKS, CLOCKS), min_size=1, max_size=3)
WEEKS = st.dictionaries(st.sampled_from(WEEKDAYS), INTERVALS, max_size=7)
NIGHTS = {
    "mon": [("22:00", "24:00")],
    "tue": [("00:00", "06:00"), ("22:00", "24:00")],
    "wed": [("00:00", "06:00"), ("22:00", "24:00")],
    "thu": [("00:00", "06:00")],
}
"""Three nights of a week."""

SPLIT = [("09:00", "12:00"), ("13:30", "17:00")]
DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(week=WEEKS, language=st.sampled_from(["en", "fr"]))
def test_a_week_is_read_as_it_is_written(
    week: Mapping[str, Sequence[tuple[str, str]]], language: str
) -> None:
    i18n.use(language)
    try:
        assert opening_words.week_typed(opening_words.week_written(week)) == week
    finally:
        i18n.use("en")


@given(days=st.sets(DATES, max_size=12), first=DATES, length=st.integers(0, 40))
def test_dates_are_read_as_they_are_written(days: set[date], first: date, length: int) -> None:
    days |= {date.fromordinal(first.toordinal() + step) for step in range(length)}
    assert opening_words.dates_typed(opening_words.dates_written(days), NOW) == sorted(days)


@given(special=st.dictionaries(DATES, INTERVALS, max_size=4))
def test_special_dates_are_read_as_they_are_written(
    special: dict[date, list[tuple[str, str]]],
) -> None:
    text = opening_words.special_written(special)
    assert opening_words.special_typed(text, NOW) == special


@given(text=st.text(st.sampled_from("monfri0129:-., hlunve\n/")))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for read in (
        opening_words.week_typed,
        lambda t: opening_words.dates_typed(t, NOW),
        lambda t: opening_words.special_typed(t, NOW),
    ):
        try:
            read(text)
        except Invalid as error:
            assert explain(error)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("mon-fri 9:00-17:00", {day: [("09:00", "17:00")] for day in WEEKDAYS[:5]}),
        ("lun–ven : 9h-12h, 13h30-17h", dict.fromkeys(WEEKDAYS[:5], SPLIT)),
        ("Monday, Wed 9-12", {"mon": [("09:00", "12:00")], "wed": [("09:00", "12:00")]}),
        ("sat closed\nsun", {"sat": [], "sun": []}),
        ("fri-mon 8-9", {day: [("08:00", "09:00")] for day in ("fri", "sat", "sun", "mon")}),
        ("dimanche fermé", {"sun": []}),
        ("mon-wed 22-24\nmar-jeu 0-6", NIGHTS),
        ("tue-thu 0-6\nmon-wed 22-24", NIGHTS),
        ("", {}),
    ],
)
def test_ways_of_typing_a_week(text: str, week: dict[str, Any]) -> None:
    assert opening_words.week_typed(text) == week


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9-17", "write days and hours"),
        ("mo 9-17", "not a day"),
        ("mon 9 to 17", "not an opening"),
        ("mon-fri 9-17\nfri 16-20", "fri opens 09:00-17:00 and 16:00-20:00, which overlap"),
        ("mon-fri 9-17\nfri closed", "fri stands there with hours and without"),
    ],
)
def test_what_of_a_week_is_refused(text: str, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        opening_words.week_typed(text)
    assert words in explain(caught.value)
    assert caught.value.field == "week"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-12-25", 1),
        ("2026-12-25 2026-12-26,2027-01-01", 3),
        ("25 dec 2026; 26/12/2026", 2),
        ("2026-08-03..2026-08-14", 12),
        ("2026-08-03 .. 2026-08-14", 12),
        ("2026-12-25, 2026-12-25", 1),
        ("  \n, ", 0),
    ],
)
def test_ways_of_typing_dates(text: str, days: int) -> None:
    assert len(opening_words.dates_typed(text, NOW)) == days


@pytest.mark.parametrize(
    "text", ["soon", "2026-02-30", "2026-05-02..2026-05-01", "2026-01-01..2028-01-01"]
)
def test_what_of_dates_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        opening_words.dates_typed(text, NOW)
    assert caught.value.field == "closed"


@pytest.mark.parametrize("text", ["2026-12-24", "2026-12-24 closed", "9-12", "2026-12-24 noon"])
def test_what_of_special_dates_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        opening_words.special_typed(text, NOW)
    assert caught.value.field == "special"


def test_what_is_typed_makes_hours() -> None:
    week = opening_words.week_typed("mon-fri 9:00-12:00 13:00-17:00")
    assert Hours.written("UTC", week, (), {}).week[0] == ((32_400, 43_200), (46_800, 61_200))


# Public holidays, from a package that need not be there


class Holidays(ModuleType):
    """As much of the package as is used."""

    @staticmethod
    def country_holidays(code: str, subdiv: str | None, years: list[int]) -> dict[date, str]:
        if code != "FR":
            raise NotImplementedError
        return {date(year, 7, 14): "Fête nationale" for year in years}


def test_holidays_of_a_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", Holidays("holidays"))
    found = public_holidays.closed_dates("fr-75", range(2026, 2028))
    assert found == [date(2026, 7, 14), date(2027, 7, 14)]
    with pytest.raises(Invalid) as caught:
        public_holidays.closed_dates("XX", [2026])
    assert (caught.value.field, "XX" in explain(caught.value)) == ("country", True)


def test_without_the_package_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(HelpdeskError) as caught:
        public_holidays.closed_dates("FR", [2026])
    assert "pip install 'helpdesk-tui[holidays]'" in explain(caught.value)


@pytest.mark.parametrize(
    ("text", "years"), [("2026", (2026, 2026)), (" 2026 - 2030 ", (2026, 2030))]
)
def test_years_are_typed(text: str, years: tuple[int, int]) -> None:
    assert years_typed(text) == years


@pytest.mark.parametrize("text", ["", "26", "2030-2026", "1900", "2026-2099", "2026-"])
def test_what_of_years_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        years_typed(text)
