from __future__ import annotations

import gettext
from collections import Counter
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import helpdesk_tui
from helpdesk_tui import app as application
from helpdesk_tui import i18n
from helpdesk_tui.errors import Invalid
from helpdesk_tui.keymap import binding_ids, check
from helpdesk_tui.keymap_presets import AZERTY, PRESETS, resolved
from helpdesk_tui.screens.acting import ActingScreen
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.screens.key_words import KEY_WORDS
from helpdesk_tui.screens.keys import GROUPS, LiveKey, live_keys, matching
from helpdesk_tui.screens.stopwatch import TimedScreen
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened

CATALOGUE = Path(helpdesk_tui.__file__).parent / "locale/fr/LC_MESSAGES/helpdesk_tui.mo"


def nodes(kind: type[DOMNode] = DOMNode) -> list[type[DOMNode]]:
    """Every screen and widget of the program."""
    found = [each for each in kind.__subclasses__() if each.__module__.startswith("helpdesk_tui.")]
    return found + [node for each in kind.__subclasses__() for node in nodes(each)]


def bindings() -> list[tuple[type[DOMNode], Binding]]:
    assert application.HelpdeskApp in nodes()
    found = [(node, each) for node in set(nodes()) for each in vars(node).get("BINDINGS", ())]
    return sorted(found, key=lambda pair: (pair[0].__name__, str(pair[1].id)))


def test_every_binding_has_an_id_and_a_description() -> None:
    assert len(bindings()) > 60
    for node, binding in bindings():
        assert isinstance(binding, Binding), node
        assert binding.id and binding.id.count(".") == 1, (node, binding)
        assert binding.description, (node, binding)


def test_an_id_stands_for_one_thing_only() -> None:
    for node in set(nodes()):
        counted = Counter(each.id for each in vars(node).get("BINDINGS", ()))
        assert [id for id, count in counted.items() if count > 1] == [], node
    meanings: dict[str | None, set[str]] = {}
    for _node, binding in bindings():
        meanings.setdefault(binding.id, set()).add(binding.description)
    assert {id: words for id, words in meanings.items() if len(words) > 1} == {}


def test_every_description_is_translated() -> None:
    with CATALOGUE.open("rb") as file:
        known = gettext.GNUTranslations(file)
    unknown = {
        binding.description
        for _node, binding in bindings()
        if known._catalog.get(binding.description) is None  # type: ignore[attr-defined]
    }
    assert unknown == set()


def test_no_default_key_is_one_that_terminals_confuse() -> None:
    confused = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}
    for node, binding in bindings():
        keys = set(binding.key.split(","))
        assert not keys & confused, (node, binding)
        assert not any(key.startswith("alt+") for key in keys), (node, binding)


@pytest.mark.parametrize(
    "keymap",
    [
        {},
        {"ticket.take": "T,f5"},
        {"ticket.take": "?", "app.keys": "question_mark", "list.mark": "ctrl+x, é"},
        {"menu.former": "minus", "list.down": "shift+down", "ticket.close": "percent_sign"},
    ],
)
def test_a_good_keymap_is_accepted(keymap: dict[str, str]) -> None:
    check(keymap)


@pytest.mark.parametrize(
    ("keymap", "sentence"),
    [
        ({"ticket.steal": "x"}, "The keymap names “ticket.steal”, which no key does"),
        ({"ticket.take": ""}, "The keymap gives “ticket.take” the key “”, which does not exist"),
        ({"ticket.take": "t,,x"}, "the key “”"),
        ({"ticket.take": "kontrol+x"}, "the key “kontrol+x”"),
        ({"ticket.take": "nosuchkey"}, "the key “nosuchkey”"),
        ({"ticket.take": "\x1b"}, "the key “"),
    ],
)
def test_a_bad_keymap_is_refused(keymap: dict[str, str], sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check(keymap)
    assert sentence in str(refusal.value)


def test_a_preset_is_refined_by_what_is_written_beside_it() -> None:
    assert resolved({"ticket.take": "f2"}) == {"ticket.take": "f2"}
    refined = resolved({"preset": "azerty", "menu.mine": "f2"})
    assert refined == {**AZERTY, "menu.mine": "f2"}
    with pytest.raises(Invalid) as refusal:
        resolved({"preset": "azertu"})
    assert "There is no keymap “azertu”: write one of azerty." in str(refusal.value)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_takes_no_key_that_another_act_has(preset: str) -> None:
    keymap = PRESETS[preset]
    check({act: keys for act, keys in keymap.items() if act != "list.find"})
    taken = {key: act for act, keys in keymap.items() for key in keys.split(",")}
    lists = {"list.filter", "list.find", "keys.filter", "search.type", "app.keys", "keys.back"}
    for node, binding in bindings():
        for key in binding.key.split(","):
            act = taken.get(key)
            if act is not None and act not in lists and binding.id not in keymap:
                raise AssertionError((node, binding.id, key, act))


async def test_on_azerty_the_row_of_digits_needs_no_shift(desk: Desk) -> None:
    desk.ticket("First")
    async with opened(desk, size=(100, 80), keys=AZERTY) as interface:
        assert "; Filter" in interface.bottom and ", All keys" in interface.bottom
        for key, title in (
            ("ampersand", "1 In progress 1"),
            ("é", "2 My tickets 0"),
            ("minus", "6 History 1"),
            ("à", "2 My tickets 0"),
            ("4", "4 Unassigned 1"),
        ):
            await interface.press(key)
            await interface.wait(f" {title} ")
        await interface.press("comma")
        await interface.wait("Keys that work here")
        assert interface.line("In progress").split() == ["&", "1", "In", "progress"]
        await interface.press("semicolon")
        await interface.type("progr")
        await interface.wait("ù %", gone="Take charge")
        await interface.press("escape", "comma")
        await interface.wait("; Filter", gone="Keys that work here")


def test_ids_are_those_of_all_screens() -> None:
    expected = {"ticket.take", "list.mark", "page.down", "dialog.no", "form.save", "app.quit"}
    assert expected <= binding_ids()


def test_the_other_words_are_of_keys_that_there_are() -> None:
    assert set(KEY_WORDS) <= binding_ids()


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("en", "deadline", "Explain the clock  E · deadline"),
        ("en", "sla", "Explain the clock  E · SLA"),
        ("en", "timer", "Stopwatch  b · timer"),
        ("en", "time log", "Log time  L"),
        ("en", "ticket.ta", "Take charge  t · ticket.take"),
        ("en", "T", "Release  T"),
        ("en", "write customer", "Message  m · write, customer"),
        ("fr", "chrono", "Chronomètre  b"),
        ("fr", "ECHEANCE", "Expliquer le délai  E · échéance"),
        ("fr", "timer", "Chronomètre  b · timer"),
    ],
)
async def test_the_palette_knows_other_words_best_first(
    language: str, typed: str, expected: str
) -> None:
    i18n.use(language)
    try:
        keys = [
            LiveKey(str(each.id), each.key, i18n._(each.description), "", None)
            for node, each in bindings()
            if node in (ActingScreen, TimedScreen)
        ]
        best, *_others = await matching(keys, typed)
        assert f"{best.name}  {best.detail}" == expected
        assert await matching(keys, f"{typed} xyzzy") == []
    finally:
        i18n.use("en")


async def test_a_mapped_key_works_and_is_shown(desk: Desk) -> None:
    desk.ticket("First", due_at=NOW + 60)
    desk.ticket("Second", due_at=NOW + 120)
    keys = {"ticket.take": "f5", "app.keys": "f1", "page.down": "n"}
    async with opened(desk, size=(100, 60), keys=keys) as interface:
        assert "f5 Take charge" in interface.bottom and "f1 All keys" in interface.bottom
        await interface.press("t")
        await interface.pilot.pause()
        await interface.wait("4 Unassigned 2")
        await interface.press("f5")
        await interface.wait("TKT0001 is yours.", "4 Unassigned 1")
        await interface.press("question_mark")
        await interface.pilot.pause()
        assert "Keys that work here" not in interface.screen
        await interface.press("f1")
        await interface.wait("Keys that work here", "The ticket", "The menu")
        line = interface.line("Take charge").split()
        assert line == ["f5", "Take", "charge"]


async def test_help_names_each_act_once_and_filters(desk: Desk) -> None:
    desk.ticket("First")
    async with opened(desk, size=(100, 80)) as interface:
        screen = interface.app.screen
        assert isinstance(screen, DeskScreen)
        labels = [key.label for key in live_keys(screen)]
        assert len(labels) == len(set(labels)) > 30
        await interface.press("question_mark")
        await interface.wait("Keys that work here", *labels)
        assert interface.line("Down").split() == ["j", "↓", "Down"]
        await interface.press("slash")
        await interface.type("page")
        await interface.wait("Page down", "Page up", "filter: page", gone="Take charge")
        await interface.press("enter", "escape")
        await interface.wait("Take charge", gone="filter:")
        await interface.press("escape")
        await interface.wait("4 Unassigned 1", gone="Keys that work here")


async def test_help_explains_the_signs_and_finds_them(desk: Desk) -> None:
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("question_mark", "tab")
        await interface.wait("Signs of the clock", gone="Take charge")
        assert interface.line("breached").split() == ["▲", "breached"]
        await interface.press("slash")
        await interface.type("chrono")
        await interface.wait("Stopwatch · chrono", gone="Signs of")
        await interface.press("escape", "slash")
        await interface.type("another has open")
        await interface.wait("•", "another agent has it open", gone="Take charge")


async def test_the_groups_of_help_have_names(desk: Desk) -> None:
    desk.ticket("First")
    async with opened(desk) as interface:
        for keys in ((), ("enter",), ("8",), ("8", "enter")):
            await interface.press("q" if isinstance(keys, str) else "4", *keys)
            await interface.pilot.pause()
            screen = interface.app.screen
            assert isinstance(screen, DeskScreen)
            assert {key.group for key in live_keys(screen)} <= set(GROUPS)


async def test_the_palette_runs_any_act(desk: Desk) -> None:
    desk.ticket("First")
    async with opened(desk) as interface:
        await interface.press("colon")
        await interface.wait("Commands", "Next")
        await interface.type("char")
        await interface.wait("› Take charge", gone="Resolve  r")
        await interface.press("enter")
        await interface.wait("TKT0001 is yours.")
        await interface.press("ctrl+p")
        await interface.wait("Commands")
        await interface.type("history")
        await interface.press("enter")
        await interface.wait("6 History 1")
        await interface.press("colon")
        await interface.wait("Commands")
        await interface.press("escape")
        await interface.wait("6 History 1", gone="enter Choose")


async def test_the_palette_begins_with_what_is_done_most(desk: Desk) -> None:
    desk.ticket("First")
    async with opened(desk, size=(80, 24)) as interface:
        screen = interface.app.screen
        labels = [key.label for key in live_keys(screen)]
        assert labels[:4] == ["Next", "Take charge", "Start", "Resolve"]
        assert labels.index("Filter") < labels.index("Down") < labels.index("In progress")
