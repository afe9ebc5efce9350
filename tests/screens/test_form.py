from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.widgets import Input, TextArea

from helpdesk_tui.errors import Busy, Invalid, Outdated
from helpdesk_tui.i18n import _
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.dialogs import Ask
from helpdesk_tui.screens.fields import Field, Place, meant, whole_number, written
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.widgets.line_input import LineInput
from tests.screens.stage import (
    HOSTILE,
    SIZES,
    Stage,
    among,
    assert_harmless,
    enter,
    on_stage,
    picture,
)

NOW = 1_795_705_200  # Thu 26 Nov 2026 16:00 in Paris
PLACE = Place(lambda: NOW, "Europe/Paris")

ACME, ACNE, GLOBEX = Choice(1, "Acme SA"), Choice(2, "Acne Ltd"), Choice(3, "Globex", "oil")


def customer(required: bool = False) -> Field:
    search = among(ACME, ACNE, GLOBEX)

    async def find(text: str, values: Mapping[str, Any]) -> list[Choice]:
        return await search(text)

    return Field("customer_id", "Customer", "choice", search=find, required=required)


SUBJECT = Field("subject", "Subject", required=True)
DUE = Field("due_at", "Due", "date")
SPENT = Field("spent", "Spent", "duration")
PROGRESS = Field("progress", "Progress", "number")
PRIORITY = Field("priority", "Priority", "pick", options=((1, "Urgent"), (2, "High"), (3, "Low")))
SHARED = Field("shared", "Shared", "switch")
BODY = Field("description", "Description", "text")
ALL = [SUBJECT, customer(), DUE, SPENT, PROGRESS, PRIORITY, SHARED, BODY]


class Saved:
    """Keeps what it was given, after refusing as often as there are refusals."""

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.given: list[dict[str, Any]] = []

    async def __call__(self, values: dict[str, Any]) -> str:
        self.given.append(values)
        if self.refusals:
            raise self.refusals.pop(0)
        return "saved"


def form(*fields: Field, save: Any = None, **values: Any) -> FormScreen:
    return FormScreen("New ticket", fields or ALL, values, save or Saved(), place=PLACE)


def focused_row(app: Stage) -> str:
    """The line that the focus mark stands on."""
    return next(line for line in picture(app).split("\n") if line.startswith("▌"))


async def test_what_was_typed_is_saved_by_field() -> None:
    saved = Saved()
    async with on_stage(form(save=saved)) as (app, pilot):
        await enter(pilot, "Printer on fire")
        await pilot.press("enter")
        await enter(pilot, "acm")
        await pilot.press("tab")
        await enter(pilot, "fri 17:00")
        await pilot.press("enter")
        await enter(pilot, "1h30")
        await pilot.press("enter")
        await enter(pilot, "40 %")
        await pilot.press("enter", "right", "enter", "y", "enter")
        await enter(pilot, "one")
        await pilot.press("enter")
        await enter(pilot, "two")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.result == "saved"
    assert saved.given == [
        {
            "subject": "Printer on fire",
            "customer_id": 1,
            "due_at": NOW + 25 * 3600,
            "spent": 5400,
            "progress": 40,
            "priority": 2,
            "shared": True,
            "description": "one\ntwo",
        }
    ]


def an_old_ticket() -> dict[str, Any]:
    return {
        "subject": "Printer " + HOSTILE,
        "customer_id": Choice(7, HOSTILE),
        "due_at": NOW + 17,
        "spent": 5417,
        "progress": 5,
        "priority": 3,
        "shared": True,
        "description": "one\r\ntwo\t\x1b[31m" + HOSTILE,
    }


async def test_only_what_was_changed_is_saved() -> None:
    saved = Saved()
    async with on_stage(form(save=saved, **an_old_ticket())) as (app, pilot):
        await pilot.press(*["tab"] * 4)
        await enter(pilot, "6")
        await pilot.press("tab", "left", "right", "tab", "tab", "ctrl+s")
        await pilot.pause()
        assert app.result == "saved"
    assert saved.given == [{"progress": 6}]


@pytest.mark.parametrize(
    ("size", "language"), [(SIZES[0], "fr"), (SIZES[1], "en"), (SIZES[2], "fr")], ids=str
)
async def test_hostile_values_are_shown_and_do_nothing(
    size: tuple[int, int], language: str
) -> None:
    error = Invalid("subject", "{text} is wrong", text=HOSTILE)
    error.also = (Invalid("elsewhere", "{text} too", text=HOSTILE),)
    hostile_field = Field("x", HOSTILE, help=HOSTILE)
    screen = FormScreen(HOSTILE, [hostile_field, *ALL], an_old_ticket(), Saved(error), place=PLACE)
    async with on_stage(screen, size, language) as (app, pilot):
        assert "[/foo]" in picture(app)
        assert_harmless(app)
        for _field in ALL:
            await pilot.press("tab")
            assert_harmless(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert_harmless(app)
        assert "[/foo]" in picture(app).split("\n")[1]


async def test_hostile_choices_are_shown_and_can_be_taken() -> None:
    async def find(text: str, values: Mapping[str, Any]) -> list[Choice]:
        return [Choice(4, HOSTILE, HOSTILE), Choice(5, "\u200b\x00"), Choice(6, "\u200b")]

    saved = Saved()
    field = Field("customer_id", "Customer", "choice", search=find)
    async with on_stage(form(field, save=saved)) as (app, pilot):
        await pilot.press("down")
        await pilot.pause()
        assert_harmless(app)
        assert "#6" in picture(app)
        await pilot.press("up", "up", "down", "down", "ctrl+s")
        await pilot.pause()
        assert_harmless(app)
    assert saved.given == [{"customer_id": 6}]


async def test_errors_stand_under_their_fields_and_nothing_is_lost() -> None:
    error = Invalid("customer_id", "No such customer.")
    error.also = (Invalid("progress", "{n} is too much.", n=400), Invalid("zone", "Strange zone."))
    saved = Saved(error)
    async with on_stage(form(save=saved)) as (app, pilot):
        await enter(pilot, "Fire")
        await pilot.press(*["tab"] * 4)
        await enter(pilot, "400")
        await pilot.press("ctrl+s")
        await pilot.pause()
        lines = picture(app).split("\n")
        assert "✗ Strange zone." in lines[1]
        (customer_at,) = [n for n, line in enumerate(lines) if " Customer" in line]
        assert "✗ No such customer." in lines[customer_at + 1]
        (progress_at,) = [n for n, line in enumerate(lines) if " Progress" in line]
        assert "✗ 400 is too much." in lines[progress_at + 1]
        assert "Customer" in focused_row(app)
        await enter(pilot, "acme")
        await pilot.press("tab")
        await pilot.pause()
        assert "No such customer." not in picture(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.result == "saved"
    assert saved.given[-1] == {"subject": "Fire", "customer_id": 1, "progress": 400}


@pytest.mark.parametrize("error", [Busy("Not saved yet."), Outdated("Not saved yet.")])
async def test_other_refusals_stand_above_and_nothing_is_lost(error: Exception) -> None:
    async with on_stage(form(save=Saved(error)), (60, 20)) as (app, pilot):
        await enter(pilot, "Fire")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "✗ Not saved yet." in picture(app).split("\n")[1]
        assert "Fire" in focused_row(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.result == "saved"


async def test_a_required_field_is_asked_for() -> None:
    saved = Saved()
    async with on_stage(form(PRIORITY, customer(required=True), SUBJECT, save=saved)) as (
        app,
        pilot,
    ):
        await pilot.press("tab", "tab", "space", "ctrl+s")
        await pilot.pause()
        assert picture(app).count("✗ This field cannot stay empty.") == 2
        assert "Customer" in focused_row(app)
        assert saved.given == []


async def test_a_check_turns_the_value_into_what_is_saved() -> None:
    def check(value: str) -> str:
        if value != "ok":
            raise Invalid("other", "Say ok.")
        return value.upper()

    saved = Saved()
    async with on_stage(form(Field("word", "Word", check=check), save=saved)) as (app, pilot):
        await enter(pilot, "o")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "✗ Say ok." in picture(app)
        await pilot.press("k", "ctrl+s")
        await pilot.pause()
    assert saved.given == [{"word": "OK"}]


async def test_a_form_is_saved_once_however_often_one_asks() -> None:
    gate = asyncio.Event()
    calls: list[dict[str, Any]] = []

    async def save(values: dict[str, Any]) -> str:
        calls.append(values)
        await gate.wait()
        return "saved"

    async with on_stage(form(SUBJECT, save=save)) as (app, pilot):
        await pilot.press("x", "ctrl+s", "ctrl+s", "escape")
        assert "Saving…" in picture(app)
        gate.set()
        await pilot.pause()
        assert app.result == "saved"
    assert len(calls) == 1


async def test_leaving_a_changed_form_asks_first() -> None:
    async with on_stage(form()) as (app, pilot):
        await pilot.press("x", "escape")
        await pilot.pause()
        assert isinstance(app.screen, Ask)
        await pilot.press("enter")
        await pilot.pause()
        assert "x" in focused_row(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert app.result is None


@pytest.mark.parametrize("keys", [[], ["x", "backspace"], ["tab", "down", "escape"]])
async def test_leaving_an_unchanged_form_asks_nothing(keys: list[str]) -> None:
    async with on_stage(form(**an_old_ticket() | {"subject": "Fire"})) as (app, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.ended
        assert app.result is None


@pytest.mark.parametrize(
    ("language", "typed", "echo"),
    [("en", "fri 17:00", "= Fri 27 Nov 2026 17:00"), ("fr", "demain 9h", "= ven. 27 nov. 2026 09")],
)
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_date_is_echoed_as_understood(
    size: tuple[int, int], language: str, typed: str, echo: str
) -> None:
    async with on_stage(form(DUE), size, language) as (app, pilot):
        await enter(pilot, typed)
        lines = picture(app).split("\n")
        (at,) = [n for n, line in enumerate(lines) if echo in line]
        assert typed in lines[at if size[0] >= 80 else at - 1]


async def test_a_wrong_date_is_explained_once_the_field_is_left() -> None:
    async with on_stage(form(DUE, SUBJECT)) as (app, pilot):
        await enter(pilot, "fri 25")
        assert "✗" not in picture(app)
        await pilot.press("tab")
        await pilot.pause()
        assert "✗ fri 25 is not a date" in picture(app)
        await pilot.press("shift+tab", "delete")
        await enter(pilot, "+2d")
        assert "✗" not in picture(app)
        assert "= Sat 28 Nov 2026 16:00" in picture(app)


async def test_a_relative_date_is_saved_as_it_was_echoed() -> None:
    now = [NOW]
    saved = Saved()
    place = Place(lambda: now[0], "Europe/Paris")
    screen = FormScreen("New", [DUE], {}, saved, place=place)
    async with on_stage(screen) as (_app, pilot):
        await enter(pilot, "+1h")
        now[0] += 600
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert saved.given == [{"due_at": NOW + 3600}]


async def test_emptied_fields_are_saved_empty() -> None:
    saved = Saved()
    values = {"due_at": NOW, "customer_id": ACME, "description": "x"}
    fields = [DUE, customer(), BODY]
    async with on_stage(form(*fields, save=saved, **values)) as (_app, pilot):
        await pilot.press("delete", "tab", "delete", "tab", "delete", "ctrl+s")
        await pilot.pause()
    assert saved.given == [{"due_at": None, "customer_id": None, "description": ""}]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["a", "c", "m", "tab"], 1),
        (["a", "c", "down", "tab"], 2),
        (["a", "c", "down", "enter"], 2),
        (["a", "c", "down", "shift+tab"], 2),
        (["a", "c", "ctrl+n", "ctrl+p", "enter"], 1),
        (["down", "down", "down", "down", "tab"], 3),
        (["tab"], "unchanged"),
        (["down", "tab"], "unchanged"),
        (["a", "backspace", "tab"], "unchanged"),
    ],
)
async def test_leaving_a_field_takes_what_is_highlighted(keys: list[str], expected: Any) -> None:
    saved = Saved()
    async with on_stage(form(customer(), DUE, save=saved)) as (_app, pilot):
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert [given.get("customer_id", "unchanged") for given in saved.given] == [expected]


async def test_a_choice_of_the_same_name_is_another() -> None:
    twins = [Choice(1, "Acme"), Choice(2, "Acme", "Paris")]

    async def find(text: str, values: Mapping[str, Any]) -> list[Choice]:
        return twins

    saved = Saved()
    field = Field("customer_id", "Customer", "choice", search=find)
    async with on_stage(form(field, save=saved, customer_id=twins[0])) as (app, pilot):
        await pilot.press("down")
        await pilot.pause()
        assert "› Acme" in picture(app)
        await pilot.press("down", "ctrl+s")
        await pilot.pause()
    assert saved.given == [{"customer_id": 2}]


async def test_a_choice_that_matches_nothing_is_an_error_under_its_field() -> None:
    saved = Saved()
    async with on_stage(form(customer(), SUBJECT, save=saved)) as (app, pilot):
        await enter(pilot, "zz")
        assert "No match for “zz”" in picture(app)
        await pilot.press("tab")
        await pilot.pause()
        assert "✗ No match for “zz”:" in picture(app)
        await pilot.press("x", "ctrl+s")
        await pilot.pause()
        assert "✗ No match for “zz”:" in picture(app)
        assert "Customer" in focused_row(app)
        assert saved.given == []
        await pilot.press("delete", "ctrl+s")
        await pilot.pause()
    assert saved.given == [{"subject": "x"}]


async def test_escape_closes_the_list_before_the_form() -> None:
    async with on_stage(form(customer())) as (app, pilot):
        await enter(pilot, "ac")
        assert "Acne" in picture(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Acne" not in picture(app)
        assert "ac" in focused_row(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Ask)


async def test_a_clicked_match_is_taken() -> None:
    saved = Saved()
    async with on_stage(form(customer(), DUE, save=saved)) as (app, pilot):
        await enter(pilot, "ac")
        await pilot.click("Matches", offset=(4, 1))
        await pilot.pause()
        assert "Acne Ltd" in focused_row(app)
        assert "Acme" not in picture(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert saved.given == [{"customer_id": 2}]


class SlowSearch:
    """Answers when told to, and not in the order of the questions."""

    def __init__(self) -> None:
        self.asked: dict[str, asyncio.Future[list[Choice]]] = {}

    async def __call__(self, text: str, values: Mapping[str, Any]) -> list[Choice]:
        self.asked[text] = asyncio.get_running_loop().create_future()
        return await asyncio.shield(self.asked[text])


def slow(search: SlowSearch) -> Field:
    return Field("customer_id", "Customer", "choice", search=search)


async def test_the_answer_to_an_older_text_is_never_shown() -> None:
    search = SlowSearch()
    async with on_stage(form(slow(search))) as (app, pilot):
        await pilot.press("a", "c")
        await pilot.pause()
        search.asked["ac"].set_result([ACNE])
        await pilot.pause()
        search.asked["a"].set_result([ACME])
        await pilot.pause()
        assert "Acne" in picture(app)
        assert "Acme" not in picture(app)


@pytest.mark.parametrize(
    ("answer", "shown"),
    [([ACME], "Acme SA"), ([ACME, ACNE], "✗ Several match “a”"), ([], "✗ No match for “a”")],
)
async def test_a_field_left_before_the_answer_takes_only_what_is_beyond_doubt(
    answer: list[Choice], shown: str
) -> None:
    search = SlowSearch()
    async with on_stage(form(slow(search), SUBJECT)) as (app, pilot):
        await pilot.press("a", "tab")
        await pilot.pause()
        search.asked["a"].set_result(answer)
        await pilot.pause()
        assert shown in picture(app)
        assert "Subject" in focused_row(app)


async def test_a_search_knows_the_values_so_far() -> None:
    asked: list[Any] = []

    async def find(text: str, values: Mapping[str, Any]) -> list[Choice]:
        asked.append(values["customer_id"])
        return []

    contact = Field("contact_id", "Contact", "choice", search=find)
    async with on_stage(form(customer(), contact, customer_id=GLOBEX)) as (_app, pilot):
        await pilot.press("tab", "down")
        await pilot.pause()
        await pilot.press("escape", "shift+tab")
        await enter(pilot, "acme")
        await pilot.press("tab", "down")
        await pilot.pause()
        await pilot.press("escape", "shift+tab")
        await enter(pilot, "nobody knows")
        await pilot.press("tab", "down")
        await pilot.pause()
    assert asked == [3, 1, None]


@pytest.mark.parametrize(
    ("size", "language"), [(SIZES[0], "fr"), (SIZES[1], "en"), (SIZES[2], "fr")], ids=str
)
async def test_every_field_can_be_seen(size: tuple[int, int], language: str) -> None:
    async with on_stage(form(), size, language) as (app, pilot):
        for field in ALL:
            row = focused_row(app)
            assert _(field.label) in row
            assert picture(app).split("\n")[-1].strip().startswith("^s")
            await pilot.press("tab")
            await pilot.pause()
        assert _("Subject") in focused_row(app)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-dark", "textual-light"])
async def test_the_focus_and_the_pick_show_without_colour(theme: str) -> None:
    async with on_stage(form(PRIORITY, DUE, due_at=NOW), theme=theme) as (app, pilot):
        assert "▌ Priority         ● Urgent  ○ High  ○ Low" in picture(app)
        await pilot.press("l")
        assert "▌ Priority         ○ Urgent  ○ High  ● Low" in picture(app)
        await pilot.press("tab")
        assert "▌ Due" in picture(app)


async def test_a_pick_too_wide_for_its_line_shows_the_present_value() -> None:
    many = tuple((n, f"A rather long label {n}") for n in range(5))
    async with on_stage(form(Field("p", "P", "pick", options=many)), (60, 20)) as (app, pilot):
        await pilot.press("right")
        assert "‹ A rather long label 1 ›" in picture(app)


async def test_keys_can_be_remapped() -> None:
    async with on_stage(form(SUBJECT), keymap={"form.save": "f5"}) as (app, pilot):
        assert "f5 Save" in picture(app)
        await pilot.press("x", "f5")
        await pilot.pause()
        assert app.result == "saved"


async def test_pastes_are_cleaned() -> None:
    async with on_stage(form(SUBJECT, BODY)) as (app, pilot):
        app.post_message(events.Paste("one\ntwo\x1b[31m"))
        await pilot.pause()
        assert app.screen.query_one(Input).value == "one two␛[31m"
        await pilot.press("tab")
        app.post_message(events.Paste("one\ntwo\x1b[31m"))
        await pilot.pause()
        assert app.screen.query_one(TextArea).text == "one\ntwo␛[31m"


async def test_the_terminal_losing_the_focus_takes_no_choice() -> None:
    async with on_stage(form(customer())) as (app, pilot):
        await enter(pilot, "ac")
        app.post_message(events.AppBlur())
        await pilot.pause()
        assert app.screen.query_one(LineInput).value == "ac"


@given(st.integers(-(10**11), 10**11), st.sampled_from(["", " ", "%", " %"]))
def test_a_number_is_read_back(number: int, suffix: str) -> None:
    assert whole_number(f" {number}{suffix}") == number


@given(st.text() | st.from_regex(r"\d{13,}"))
def test_anything_else_than_a_number_is_refused(text: str) -> None:
    try:
        assert abs(whole_number(text)) < 10**12
    except Invalid as error:
        assert error.field == "number"


@given(st.sampled_from([DUE, SPENT, PROGRESS]), st.integers(0, 35_999_940))
def test_what_is_written_is_read_back(field: Field, value: int) -> None:
    value -= value % 60 if field is not PROGRESS else 0
    assert meant(field, written(field, value, PLACE), PLACE) == value
