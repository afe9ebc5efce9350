from __future__ import annotations

import pytest

from helpdesk_tui.vocabulary import Priority
from helpdesk_tui.widgets.query_bar import QueryInput
from tests.conftest import NOW, Desk
from tests.screens.arrangement import Interface, opened
from tests.screens.stage import HOSTILE, assert_harmless, enter


def three(desk: Desk) -> None:
    desk.ticket("Printer", due_at=NOW + 60, priority=Priority.URGENT, by="carol")
    desk.ticket("Screen", due_at=NOW + 9000, priority=Priority.HIGH, team_id=desk.actor("bob").team)
    desk.ticket("Cable")


def typed(interface: Interface) -> str:
    return interface.app.screen.query_one(QueryInput).value


async def test_the_line_narrows_the_list_and_stands_in_the_title(desk: Desk) -> None:
    three(desk)
    async with opened(desk) as interface:
        await interface.press("slash")
        await interface.wait('status:waiting  priority>=high  due<2h  @me  -vpn  "VPN client"')
        await interface.type("prio>=high due<2h -@bob ")
        await interface.wait("Printer", "4 Unassigned 1", gone="Screen")
        await interface.press("enter")
        await interface.wait("filter: priority>=high due<2h -@bob", "n Next", gone="excludes")
        await interface.press("escape")
        await interface.wait("Cable", "4 Unassigned 3", gone="filter:")


async def test_a_fault_is_pointed_at_while_the_list_stays(desk: Desk) -> None:
    three(desk)
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("slash")
        await interface.type("@none staus:new")
        screen = await interface.wait("No field “staus”: did you mean status?")
        lines = screen.splitlines()
        line = next(n for n, text in enumerate(lines) if "staus:new" in text)
        assert lines[line + 1].index("^^^^^") == lines[line].index("staus")
        assert "filter: @none staus" in lines[0] and "staus:" not in lines[0]
        await interface.press("enter")  # not kept: the cursor goes to what is wrong
        assert interface.app.screen.query_one(QueryInput).cursor_position == 11
        await interface.press("backspace", "backspace", "backspace", *"atus")
        await interface.wait("filter: @none status:new", "4 Unassigned 3", gone="^^")


async def test_more_mistakes_are_counted_and_half_a_field_is_none(desk: Desk) -> None:
    three(desk)
    async with opened(desk) as interface:
        await interface.press("slash")
        await interface.type("sta")
        await interface.wait("Nothing matches so far. Go on typing: status:…")
        await interface.type("us:new who:x prio:y ")
        await interface.wait("did you mean status?", "2 more", "mistakes follow.")
        await interface.press("escape")
        await interface.wait("Printer")
        await interface.press("slash")
        await interface.type("sta")
        await interface.press("enter")
        await interface.wait("Nothing matches. Escape clears the filter.")


async def test_what_is_unfinished_narrows_nothing_until_it_is_kept(desk: Desk) -> None:
    three(desk)
    async with opened(desk) as interface:
        await interface.press("slash")
        await interface.type("printer due<")
        await interface.wait("filter: printer", "4 Unassigned 1", "2h  1d  7d", gone="✗")
        await interface.press("enter")
        await interface.wait("due: a value must follow directly", "^^^^")
        await interface.press("escape")
        await interface.wait("4 Unassigned 3", "n Next", gone="^^^^")


async def test_tab_completes_fields_values_and_the_desks_names(desk: Desk) -> None:
    three(desk)
    async with opened(desk) as interface:
        await interface.press("slash", "tab", *"stat", "tab")
        assert typed(interface) == "status:"
        await interface.press("ctrl+n", "ctrl+n", "ctrl+p", "tab")
        assert typed(interface) == "status:in-progress"
        await interface.press("ctrl+u", *"-team:", *"su")
        await interface.wait("   Support")
        await interface.press("tab")
        assert typed(interface) == "-team:Support"
        await interface.wait("4 Unassigned 2", gone="Screen")
        await interface.type(" @ca")
        await interface.wait("   carol", "Carol Weiss")
        await interface.press("tab")
        assert typed(interface) == "-team:Support @carol"
        await interface.press("tab", "enter")
        await interface.wait("filter: -team:Support @carol", "Nothing matches")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_line_speaks_french_at_any_size(desk: Desk, size: tuple[int, int]) -> None:
    three(desk)
    async with opened(desk, language="fr", size=size) as interface:
        await interface.press("slash")
        await interface.wait("statut:en-attente  priorité>=haute  échéance<2h")
        await interface.type("priorité:ur")
        await interface.wait("   urgente")
        await interface.press("tab")
        await interface.wait("Printer", gone="Screen")
        await interface.type(" satut:x")
        await interface.wait("^^^^^", "vouliez-vous dire statut\u00a0?")


async def test_hostile_names_and_texts_are_drawn_harmless(desk: Desk) -> None:
    desk.ticket(HOSTILE)
    async with opened(desk) as interface:
        await interface.press("slash")
        await enter(interface.pilot, f"team:{HOSTILE} staus:[/b] ")
        await interface.wait("staus")
        assert_harmless(interface.app)


async def test_the_keys_of_a_list_tell_what_can_be_searched(desk: Desk) -> None:
    async with opened(desk) as interface:
        await interface.press("question_mark", "slash")
        await interface.type("prio")
        await interface.wait("Filter", "status:waiting prio>=high due<2h team:network @me -word")
