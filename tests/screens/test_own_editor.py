"""The key that opens the person's own editor: where it is offered, and why it may do nothing."""

from __future__ import annotations

import pytest

from tests.conftest import Desk
from tests.screens.arrangement import opened
from tests.screens.test_portal import shared
from tests.screens.visit import visiting

FORBIDDEN = "No other program can be opened here: write the text in this field."


@pytest.mark.parametrize(
    ("allowed", "editor", "sentence"),
    [
        (False, "true", FORBIDDEN),
        (True, " ", "No editor is named: set VISUAL or EDITOR, for example EDITOR=nano."),
        (True, "no-such-editor -w", "The editor “no-such-editor -w” is not found"),
        (True, "'open", "The editor “'open” is not found"),
    ],
)
async def test_a_refusal_is_a_sentence_and_leaves_the_text(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, allowed: bool, editor: str, sentence: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    desk.ticket("Printer on fire")
    async with opened(desk) as bob:
        bob.app.own_editor = allowed
        await bob.press("i")
        await bob.wait("Only agents will read this.")
        assert ("Your editor" in bob.screen) is allowed
        await bob.type("smoke")
        await bob.press("ctrl+o")
        await bob.wait(sentence, "smoke")


async def test_a_form_offers_it_in_its_long_texts_only_and_its_key_can_be_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    async with opened(desk, keys={"text.editor": "f6"}) as bob:
        bob.app.own_editor = True
        await bob.press("c")
        await bob.wait("New ticket")
        assert "Your editor" not in bob.screen
        await bob.press("shift+tab")  # the last field is the description
        await bob.wait("f6 Your editor")
        await bob.press("f6")
        await bob.wait("The editor “no-such-editor” is not found")


@pytest.mark.promise(10)
async def test_a_customer_never_gets_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    shared(desk)
    async with visiting(desk) as visit:
        await visit.press("enter")
        await visit.wait("Conversation")
        await visit.press("m")
        await visit.wait("Send")
        assert "Your editor" not in visit.screen
        await visit.press("ctrl+o")
        await visit.wait(FORBIDDEN)
