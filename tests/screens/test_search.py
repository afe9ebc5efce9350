from __future__ import annotations

import pytest

from helpdesk_tui.screens.search import SearchScreen
from helpdesk_tui.services import conversation
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened
from tests.screens.stage import HOSTILE, SIZES, assert_harmless


def spoken(desk: Desk) -> None:
    """Two tickets, the first of which speaks of toner in a note alone."""
    first = desk.ticket("Printer", customer_id=desk.id("customer", "Globex"))
    desk.ticket("Scanner", description="It scans nothing.")
    desk.call(conversation.note, desk.actor("bob"), first.ticket, NOW, "They want toner.")


async def test_results_come_while_one_types_and_stay_behind_an_opened_ticket(desk: Desk) -> None:
    spoken(desk)
    async with opened(desk) as interface:
        await interface.press("ctrl+f")
        await interface.wait("Search everything", 'Type words, "a phrase", -without.')
        await interface.type("ton")
        await interface.wait("TKT0001", "Globex", "They want toner.", gone="TKT0002")
        await interface.type("x")
        await interface.wait("Nothing holds all of that.", gone="TKT0001")
        await interface.press("backspace", "enter")
        await interface.wait("Conversation", "They want toner.")
        await interface.press("q")
        await interface.wait("Search everything", "TKT0001", gone="Conversation")
        await interface.press("escape")
        await interface.wait("Type words", gone="TKT0001")
        await interface.press("escape")
        await interface.wait("4 Unassigned 2")


async def test_what_is_found_can_be_acted_on(desk: Desk) -> None:
    spoken(desk)
    async with opened(desk) as interface:
        await interface.press("ctrl+f")
        await interface.type("-nothing")
        await interface.press("down", "t")
        await interface.wait("TKT0001 is yours.")
        await interface.press("slash")
        await interface.type("x")
        await interface.press("escape", "escape")
        await interface.wait("4 Unassigned 1")


async def test_enter_opens_what_was_typed_last(desk: Desk) -> None:
    spoken(desk)
    async with opened(desk) as interface:
        await interface.press("ctrl+f")
        await interface.type("scanner")
        interface.app.screen.query_one("SearchField").value = "printer"  # type: ignore[attr-defined]
        await interface.press("enter")
        await interface.wait("Conversation", "They want toner.")


async def test_more_is_read_as_one_scrolls(desk: Desk) -> None:
    made = [desk.ticket(f"Printer {n:03}") for n in range(130)]
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("ctrl+f")
        await interface.type("printer")
        await interface.wait(made[-1].number)
        await interface.press("down", "G")
        await interface.wait(made[0].number)
        await interface.press("g")
        await interface.wait(made[-1].number)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_is_harmless(desk: Desk, size: tuple[int, int]) -> None:
    desk.ticket(f"Printer {HOSTILE}", description=f"printer {HOSTILE} printer")
    async with opened(desk, size=size) as interface:
        await interface.press("ctrl+f")
        await interface.type("printer")
        await interface.wait("TKT0001")
        assert_harmless(interface.app)
        assert isinstance(interface.app.screen, SearchScreen)


async def test_the_words_stand_out_without_colour_too(desk: Desk) -> None:
    spoken(desk)
    async with opened(desk, size=(120, 40)) as interface:
        await interface.press("ctrl+f")
        await interface.type("toner")
        await interface.wait("They want toner.")
        strips = interface.app.screen._compositor.render_strips()
        marked = [
            segment.text
            for strip in strips
            for segment in strip
            if segment.style and segment.style.bold and segment.style.underline
        ]
        assert marked == ["toner"]
