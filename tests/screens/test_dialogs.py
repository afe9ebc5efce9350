from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.widgets import Input, TextArea

from helpdesk_tui.drafts import Draft, Drafts
from helpdesk_tui.errors import Busy, Invalid
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.dialogs import NONE, Ask, AskWhich, Choose, Compose, Prompt
from helpdesk_tui.screens.matches import obvious
from helpdesk_tui.text import fold
from tests.screens.stage import HOSTILE, SIZES, among, assert_harmless, enter, on_stage, picture

ANN, BOB, ANNE = (
    Choice(1, "Ann Roy", "ann"),
    Choice(2, "Bob Lee", "bob"),
    Choice(3, "Anne Li", "an"),
)


@pytest.mark.parametrize(
    ("key", "answer"),
    [("y", True), ("n", False), ("escape", False), ("enter", False), ("q", False)],
)
async def test_only_yes_says_yes(key: str, answer: bool) -> None:
    async with on_stage(Ask("Close TKT0042 for ever?", "Close")) as (app, pilot):
        assert "Close TKT0042 for ever?" in picture(app)
        await pilot.press(key)
        await pilot.pause()
        assert app.result is answer


@pytest.mark.parametrize(("language", "answered"), [("fr", True), ("en", False)])
async def test_o_says_yes_in_french_only(language: str, answered: bool) -> None:
    async with on_stage(Ask("Sûr ?"), language=language) as (app, pilot):
        assert (" o  " in picture(app)) is answered
        await pilot.press("o")
        await pilot.pause()
        assert app.ended is answered


async def test_a_question_shows_and_obeys_the_keymap() -> None:
    async with on_stage(Ask("Sure?"), keymap={"dialog.yes": "j"}) as (app, pilot):
        assert " j  Yes" in picture(app)
        await pilot.press("y")
        await pilot.pause()
        assert not app.ended
        await pilot.press("j")
        await pilot.pause()
        assert app.result is True


async def test_other_keys_answer_nothing() -> None:
    async with on_stage(AskWhich("Which?", [("k", "Keep", 1)])) as (app, pilot):
        await pilot.press("y", "space", "1", "K")
        await pilot.pause()
        assert not app.ended


@pytest.mark.parametrize(
    ("key", "answer"),
    [("k", "keep"), ("t", "trim"), ("escape", None), ("enter", None), ("q", None)],
)
async def test_each_answer_has_its_key(key: str, answer: str | None) -> None:
    answers = [("k", "Keep it", "keep"), ("t", "Trim it", "trim")]
    async with on_stage(AskWhich("It ran for 9 h.", answers)) as (app, pilot):
        assert "   k  Keep it" in picture(app)
        assert " esc  Leave" in picture(app)
        await pilot.press(key)
        await pilot.pause()
        assert app.result == answer


async def test_typing_narrows_and_enter_chooses() -> None:
    async with on_stage(Choose("Assign to", among(ANN, BOB, ANNE))) as (app, pilot):
        assert all(choice.name in picture(app) for choice in (ANN, BOB, ANNE))
        await enter(pilot, "an")
        assert "Bob" not in picture(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.result == ANNE


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["down"], BOB),
        (["ctrl+n", "ctrl+n"], ANNE),
        (["down", "down", "down", "down"], ANNE),
        (["down", "ctrl+p"], ANN),
        (["up"], ANN),
    ],
)
async def test_the_cursor_moves_and_stops_at_the_ends(keys: list[str], expected: Choice) -> None:
    screen = Choose("Assign to", among(ANN, BOB, ANNE), current=ANN)
    async with on_stage(screen) as (app, pilot):
        await pilot.press(*keys, "enter")
        await pilot.pause()
        assert app.result == expected


async def test_the_present_choice_is_under_the_cursor() -> None:
    async with on_stage(Choose("Type", among(ANN, BOB), current=BOB)) as (app, _pilot):
        assert "› Bob Lee" in picture(app)


async def test_without_a_present_choice_the_first_is_under_the_cursor_and_enter_takes_it() -> None:
    async with on_stage(Choose("Type", among(ANN, BOB))) as (app, pilot):
        assert "› Ann Roy" in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.result == ANN


async def test_nobody_is_a_choice_and_leaving_is_not() -> None:
    screen = Choose("Assign to", among(ANN), allow_none="Nobody", current=ANN)
    async with on_stage(screen) as (app, pilot):
        await pilot.press("up", "enter")
        await pilot.pause()
        assert app.result is NONE
    async with on_stage(Choose("Assign to", among(ANN), allow_none="Nobody")) as (app, pilot):
        await pilot.press("escape")
        await pilot.pause()
        assert app.result is None


async def test_nothing_found_is_said_and_cannot_be_chosen() -> None:
    async with on_stage(Choose("Assign to", among(ANN))) as (app, pilot):
        await enter(pilot, "zz")
        assert "No match for “zz”" in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert not app.ended


async def test_a_click_chooses() -> None:
    async with on_stage(Choose("Assign to", among(ANN, BOB))) as (app, pilot):
        await pilot.click("Matches", offset=(4, 1))
        await pilot.pause()
        assert app.result == BOB


class SlowSearch:
    """Answers when told to, and not in the order of the questions."""

    def __init__(self) -> None:
        self.asked: dict[str, asyncio.Future[list[Choice]]] = {}

    async def __call__(self, text: str) -> list[Choice]:
        self.asked[text] = asyncio.get_running_loop().create_future()
        # Shielded: the database thread too goes on with a question that nobody waits for.
        return await asyncio.shield(self.asked[text])


async def test_the_answer_to_an_older_text_is_never_shown() -> None:
    search = SlowSearch()
    async with on_stage(Choose("Assign to", search)) as (app, pilot):
        await pilot.press("a", "b")
        await pilot.pause()
        search.asked["ab"].set_result([BOB])
        await pilot.pause()
        search.asked["a"].set_result([ANN])
        search.asked[""].set_result([ANNE])
        await pilot.pause()
        assert "Bob" in picture(app)
        assert "Ann" not in picture(app)


async def test_enter_before_the_answer_never_takes_from_the_older_list() -> None:
    search = SlowSearch()
    async with on_stage(Choose("Assign to", search)) as (app, pilot):
        await enter(pilot, "a")
        search.asked["a"].set_result([ANN, ANNE])
        await pilot.pause()
        await pilot.press("b", "enter")
        assert not app.ended
        search.asked["ab"].set_result([BOB])
        await pilot.pause()
        assert app.result == BOB


async def test_enter_before_an_answer_in_doubt_waits_for_another() -> None:
    search = SlowSearch()
    async with on_stage(Choose("Assign to", search)) as (app, pilot):
        await pilot.press("a", "enter")
        search.asked["a"].set_result([ANN, ANNE])
        await pilot.pause()
        assert not app.ended
        assert "› Ann Roy" in picture(app)


async def test_a_search_that_fails_says_why() -> None:
    async def search(text: str) -> list[Choice]:
        raise Busy("Another agent is saving.")

    async with on_stage(Choose("Assign to", search)) as (app, pilot):
        assert "Another agent is saving." in picture(app)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert app.result is None


names = st.text("aAbé ", min_size=1, max_size=4)


@given(st.lists(names, max_size=6), names)
def test_what_nobody_saw_is_chosen_only_without_doubt(found: list[str], text: str) -> None:
    choices = [Choice(id, name) for id, name in enumerate(found)]
    chosen = obvious(choices, text)
    same = [c for c in choices if fold(c.name) == fold(text.strip())]
    if len(choices) == 1:
        assert chosen == choices[0]
    elif chosen is not None:
        assert same == [chosen] or text.strip() == ""


def percent(text: str) -> int:
    if not text.strip().isdigit() or int(text) > 100:
        raise Invalid("progress", "Progress goes from 0 to 100, not {typed}.", typed=text)
    return int(text)


def progress(value: str = "") -> Prompt[int]:
    return Prompt("Progress", check=percent, value=value, hint="0 to 100", echo="{} %".format)


async def test_the_value_is_echoed_as_understood() -> None:
    async with on_stage(progress()) as (app, pilot):
        assert "0 to 100" in picture(app)
        await enter(pilot, "40")
        assert "= 40 %" in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.result == 40


async def test_a_wrong_value_is_explained_and_stays() -> None:
    async with on_stage(progress()) as (app, pilot):
        await enter(pilot, "400")
        assert "✗" not in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "✗ Progress goes from 0 to 100, not 400." in picture(app)
        assert app.screen.query_one(Input).value == "400"
        await pilot.press("backspace", "backspace", "enter")
        await pilot.pause()
        assert app.result == 4


async def test_typing_replaces_the_value_that_was_there() -> None:
    async with on_stage(progress("90")) as (app, pilot):
        await pilot.press("7", "enter")
        await pilot.pause()
        assert app.result == 7


async def send_nowhere(text: str) -> None:
    return None


@pytest.mark.parametrize(
    ("internal", "said"),
    [(True, "◇ Only agents will read this."), (False, "◆ The customer will read this.")],
)
async def test_the_readers_are_named(internal: bool, said: str) -> None:
    async with on_stage(Compose("TKT0042", internal=internal, send=send_nowhere)) as (app, _pilot):
        assert said in picture(app)


@pytest.mark.parametrize("key", ["ctrl+s", "f2", "ctrl+enter"])
async def test_what_was_written_is_sent(key: str) -> None:
    sent: list[str] = []

    async def send(text: str) -> None:
        sent.append(text)

    async with on_stage(Compose("TKT0042", internal=True, send=send)) as (app, pilot):
        await pilot.press("a", "enter", "q", key)
        await pilot.pause()
        assert sent == ["a\nq"]
        assert app.result == "a\nq"


async def test_a_refused_message_stays_and_can_be_sent_again() -> None:
    refusals: list[Exception] = [Busy("Another agent is saving.")]

    async def send(text: str) -> None:
        if refusals:
            raise refusals.pop()

    async with on_stage(Compose("TKT0042", internal=False, send=send)) as (app, pilot):
        await enter(pilot, "Hello")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "✗ Another agent is saving." in picture(app)
        assert app.screen.query_one(TextArea).text == "Hello"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.result == "Hello"


async def test_a_message_is_sent_once_however_often_one_asks() -> None:
    gate = asyncio.Event()
    sent: list[str] = []

    async def send(text: str) -> None:
        sent.append(text)
        await gate.wait()

    async with on_stage(Compose("TKT0042", internal=False, send=send)) as (app, pilot):
        await pilot.press("a", "ctrl+s", "ctrl+s", "escape")
        assert app.screen.query("Compose LinesInput")
        gate.set()
        await pilot.pause()
        assert sent == ["a"]
        assert app.result == "a"


async def test_leaving_a_message_asks_first() -> None:
    async with on_stage(Compose("TKT0042", internal=False, send=send_nowhere)) as (app, pilot):
        await pilot.press("a", "escape")
        await pilot.pause()
        assert "Discard what you typed?" in picture(app)
        await pilot.press("n")
        await pilot.pause()
        assert app.screen.query_one(TextArea).text == "a"
        await pilot.press("escape", "y")
        await pilot.pause()
        assert app.result is None


async def test_leaving_an_empty_message_asks_nothing() -> None:
    async with on_stage(Compose("TKT0042", internal=False, send=send_nowhere)) as (app, pilot):
        await pilot.press("space", "escape")
        await pilot.pause()
        assert app.result is None


def left_behind(folder: Path, text: str) -> Draft:
    """A draft of that text, as the next session finds it."""
    drafts = Drafts(f"sqlite:///{folder}/desk.sqlite", "agent-1")
    former = drafts.begin("note", 1)
    former.keep({"text": text})
    former.close()
    return drafts.begin("note", 1)


def hostile_dialogs(folder: Path) -> list[Any]:
    def check(text: str) -> str:
        raise Invalid("x", "{typed} is wrong", typed=text)

    return [
        Ask(HOSTILE, HOSTILE, HOSTILE),
        AskWhich(HOSTILE, [("k", HOSTILE, 1)]),
        Choose(HOSTILE, among(Choice(1, HOSTILE, HOSTILE)), allow_none=HOSTILE),
        Prompt(HOSTILE, check=check, value=HOSTILE, hint=HOSTILE),
        Prompt(HOSTILE, check=str, value=HOSTILE),
        Compose(HOSTILE, internal=True, send=send_nowhere, draft=left_behind(folder, HOSTILE)),
    ]


@pytest.mark.promise(2)
@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_hostile_text_is_shown_and_does_nothing(
    place: int, size: tuple[int, int], tmp_path: Path
) -> None:
    async with on_stage(hostile_dialogs(tmp_path)[place], size) as (app, pilot):
        assert "[/foo]" in picture(app)
        assert_harmless(app)
        await pilot.press("k" if place == 1 else "down")
        if place == 3:
            await pilot.press("enter")
        await pilot.pause()
        assert_harmless(app)


@pytest.mark.parametrize("make", [lambda: progress(), lambda: Choose("Who", among(ANN))])
async def test_a_paste_is_cleaned_and_kept_whole(make: Any) -> None:
    async with on_stage(make()) as (app, pilot):
        app.post_message(events.Paste("one\ntwo\x1b[31m"))
        await pilot.pause()
        assert app.screen.query_one(Input).value == "one two␛[31m"
        assert_harmless(app)


async def test_a_paste_of_many_lines_keeps_them() -> None:
    async with on_stage(Compose("TKT0042", internal=True, send=send_nowhere)) as (app, pilot):
        app.post_message(events.Paste("one\r\ntwo\x1b[31m"))
        await pilot.pause()
        assert app.screen.query_one(TextArea).text == "one\ntwo␛[31m"


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-light"])
async def test_the_cursor_shows_without_colour(theme: str) -> None:
    async with on_stage(Choose("Who", among(ANN, BOB), current=BOB), theme=theme) as (app, _pilot):
        strips = app.screen._compositor.render_strips()
        reversed_text = [
            segment.text
            for strip in strips
            for segment in strip
            if segment.style and segment.style.reverse
        ]
        assert any("› Bob Lee" in text for text in reversed_text)
        if theme.startswith("ansi"):
            assert any(text == " " for text in reversed_text)  # the cursor of the input
