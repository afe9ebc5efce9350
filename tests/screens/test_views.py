"""Saved views on the desk: saved from the filter, opened by key, changed and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.models import SavedView
from helpdesk_tui.services import configuration, views
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened
from tests.screens.stage import FORBIDDEN, HOSTILE, assert_harmless


def saved(desk: Desk, login: str = "bob", **fields: Any) -> int:
    given = {"name": "Fires", "key": "f", "query": "fire", **fields}
    return desk.call(views.create, desk.actor(login), NOW, given)


def four(desk: Desk) -> None:
    desk.ticket("Fire hose", due_at=NOW - 60)
    desk.ticket("Lamp", by="alice")
    desk.ticket("Fire door", assignee_id=desk.id("agent", "bob"))
    desk.ticket("Desk lamp")


async def test_what_one_filters_by_is_saved_under_a_name_and_key(desk: Desk) -> None:
    four(desk)
    async with opened(desk, size=(120, 40)) as interface:
        await interface.press("slash")
        await interface.type("lamp")
        await interface.press("ctrl+s")
        await interface.wait("New view", "is:unassigned is:open lamp")
        await interface.type("Lamps")
        await interface.press("tab", "l", "ctrl+s")
        await interface.wait("The view “Lamps” is saved.", "l Lamps", "filter: lamp")
        await interface.press("apostrophe", "l")
        screen = await interface.wait("'l Lamps 2", "TKT0004", gone="filter")
        assert "Fire" not in screen


async def test_a_saved_search_says_nothing_twice(desk: Desk) -> None:
    four(desk)
    async with opened(desk, size=(120, 40), language="fr") as interface:
        await interface.press("slash")
        await interface.type("est:ouvert priorité<=haute est:ouvert lampe")
        await interface.press("ctrl+s")
        await interface.wait("est:non-assigné est:ouvert priorité<=haute lampe")


async def test_a_view_is_a_queue_with_a_filter_marks_and_acts_of_its_own(desk: Desk) -> None:
    four(desk)
    saved(desk)
    async with opened(desk, size=(120, 30)) as interface:
        counted = await interface.wait("f Fires")
        assert "2 ▲1" in next(line for line in counted.splitlines() if "f Fires" in line)
        await interface.press("apostrophe", "f")
        await interface.wait("'f Fires 2", gone="Lamp")
        await interface.press("slash", *"door", "enter", "space")
        await interface.wait("filter: door", "1 marked", "'f Fires 1")
        await interface.press("1")
        await interface.wait("1 In progress 4")
        await interface.press("minus")
        await interface.wait("filter: door", "1 marked", "'f Fires 1")
        await interface.press("s")
        await interface.wait("TKT0003 is in progress")


async def test_the_menu_is_stepped_through_past_its_end(desk: Desk) -> None:
    four(desk)
    saved(desk)
    async with opened(desk, size=(60, 20)) as interface:
        await interface.press("8")
        await interface.wait("8 Configuration")
        await interface.press("l")
        await interface.wait("'f Fires 2")
        await interface.press("l")
        await interface.wait("1 In progress 4")
        await interface.press("h", "h")
        await interface.wait("8 Configuration")


async def test_views_stand_in_the_palette_and_among_the_keys_with_a_remapped_leader(
    desk: Desk,
) -> None:
    saved(desk)
    async with opened(desk, keys={"menu.view": "f6"}) as interface:
        await interface.press("question_mark", "slash", *"fires")
        await interface.wait("f6 f", "Fires")
        await interface.press("escape", "q", "colon", *"fires", "enter")
        await interface.wait("f6f Fires 0", "Nothing is in this view now.")
        await interface.press("1", "f6", "x")
        await interface.wait("No view has the key x.")
        await interface.press("f")
        await interface.wait("f6f Fires 0", gone="Go to a view")


async def test_a_view_is_changed_and_deleted_where_it_is_shown(desk: Desk) -> None:
    four(desk)
    saved(desk)
    async with opened(desk) as interface:
        await interface.press("1")
        await interface.wait("1 In progress")
        await interface.press("apostrophe", "f", "M")
        await interface.wait("Change the view")
        await interface.press("end")
        await interface.type(" and lamps")
        await interface.press("tab", "tab", "ctrl+u")
        await interface.type("is:open")
        await interface.press("ctrl+s")
        await interface.wait("The view “Fires and lamps” is saved.", "'f Fires and lamps 4")
        await interface.press("D", "enter")
        await interface.wait("'f Fires and lamps 4", gone="Delete the view")
        await interface.press("D", "y")
        await interface.wait("The view “Fires and lamps” is deleted.")
        assert interface.screen.startswith(" 1 In progress 4")
        await interface.press("minus")
        await interface.wait("1 In progress 4", gone="is deleted")


async def test_the_title_keeps_the_key_while_the_filter_is_open(desk: Desk) -> None:
    saved(desk)
    async with opened(desk) as interface:
        await interface.press("apostrophe", "f")
        await interface.wait("'f Fires 0")
        await interface.press("slash", *"lamp")
        await interface.wait("'f Fires", "lamp")
        await interface.app.screen.refresh_from_desk()  # type: ignore[attr-defined]
        await interface.wait("'f Fires")


async def test_a_form_whose_save_fails_can_be_saved_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(desk)

    def fail(*_arguments: Any) -> None:
        raise ZeroDivisionError("secret")

    async with opened(desk) as interface:
        await interface.press("apostrophe", "f", "M")
        await interface.wait("Change the view")
        await interface.press("end")
        await interface.type("!")
        with monkeypatch.context() as patch:
            patch.setattr(SavedView, "update", fail)
            await interface.press("ctrl+s")
            await interface.wait("Something went wrong here", gone="Saving…")
        await interface.press("ctrl+s")
        await interface.wait("The view “Fires!” is saved.")


async def test_what_others_make_of_a_view_is_followed(desk: Desk) -> None:
    four(desk)
    shared = saved(desk, "mona", shared=True)
    async with opened(desk, "bob") as interface:
        await interface.press("apostrophe", "f")
        await interface.wait("'f Fires 2")
        fields = {"name": "Lamps", "query": "lamp"}
        desk.call(views.change, desk.actor("mona"), shared, NOW, fields)
        await interface.pass_time(1)
        await interface.wait("'f Lamps 2", "Desk lamp", gone="hose")
        await interface.press("D")
        await interface.wait("needs Manager")
        desk.call(views.delete, desk.actor("mona"), shared, NOW)
        await interface.pass_time(1)
        await interface.wait("4 Unassigned", "somebody has deleted it")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "change the view"), ("fr", "modifiez la vue")]
)
async def test_a_view_of_a_team_with_another_name_opens_and_says_how_to_mend_it(
    desk: Desk, language: str, said: str
) -> None:
    saved(desk, query="team:network")
    team = desk.id("team", "Network")
    desk.call(configuration.edit, desk.actor("alice"), "team", team, NOW, {"name": "Field"})
    async with opened(desk, size=(60, 20), language=language) as interface:
        await interface.press("apostrophe", "f")
        await interface.wait(
            "'f Fires 0", f"M {'changes it' if language == 'en' else 'la modifie'}"
        )
        await interface.until(lambda: said in " ".join(interface.screen.split()))


async def test_a_views_name_is_drawn_as_it_stands_and_does_no_harm(desk: Desk) -> None:
    saved(desk, name="Late", query="fire")
    saved(desk, name=HOSTILE[:60], key="h")
    async with opened(desk, size=(120, 40), language="fr") as interface:
        screen = await interface.wait("f Late")  # a message id, but no message here
        assert not FORBIDDEN & set(screen.replace("\n", ""))
        await interface.press("apostrophe", "h")
        await interface.wait("'h [/foo]")
        assert_harmless(interface.app)
        await interface.press("question_mark", "slash", *"foo")
        await interface.wait("[/foo]")
        assert_harmless(interface.app)
