"""Sentences that name keys name those that work: as mapped, of acts that exist, in French too."""

from __future__ import annotations

import pytest

from helpdesk_tui import keymap
from helpdesk_tui.widgets.named_keys import ACT
from scripts.catalogue import PO, read
from tests.conftest import Desk
from tests.screens.arrangement import opened


def test_every_act_that_a_message_names_exists_and_is_named_in_french_too() -> None:
    known = keymap.binding_ids()
    named = 0
    for message in read(PO):
        if isinstance(message.id, str):
            acts = ACT.findall(message.id)
            assert set(acts) <= known, message.id
            assert sorted(ACT.findall(str(message.string))) == sorted(acts), message.string
            named += len(acts)
    assert named > 20


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "Every ticket has somebody. 2 shows yours."),
        ({"menu.mine": "ampersand,2"}, "Every ticket has somebody. & shows yours."),
        ({"menu.mine": "f2"}, "Every ticket has somebody. f2 shows yours."),
    ],
)
async def test_an_empty_list_names_the_keys_as_they_are_mapped(
    desk: Desk, keys: dict[str, str], said: str
) -> None:
    async with opened(desk, keys=keys) as interface:
        await interface.press("4")
        await interface.wait(said)


async def test_what_people_wrote_is_no_key(desk: Desk) -> None:
    desk.ticket("<ticket.next> please")
    async with opened(desk) as interface:
        await interface.press("4")
        await interface.wait("<ticket.next> please")
