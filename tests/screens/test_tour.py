"""The tour goes on with what is really done, under whatever keys, and is in nobody's way."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.models import Ticket
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.settings import tour_mark
from helpdesk_tui.vocabulary import Status
from helpdesk_tui.widgets.tour_panel import TourPanel
from tests.conftest import NOW, Desk
from tests.desks import fields_of, without_stopwatch
from tests.screens.arrangement import Interface, opened
from tests.screens.stage import SIZES

TICKETS = 6

FR = {"step": "étape {} sur 5", "end": "Fin de la visite"}
EN = {"step": "step {} of 5", "end": "The end of the tour"}


@pytest.fixture(autouse=True)
def unassigned(desk: Desk, home: Path) -> None:
    """Tickets to learn on, and an account that has never seen the tour."""
    for hours in range(1, TICKETS + 1):
        desk.ticket(f"Ticket {hours}", due_at=NOW + hours * 3600)


def is_over(interface: Interface) -> bool:
    return not interface.app.screen.query(TourPanel)


async def back_on_the_list(interface: Interface) -> None:
    """Leave the ticket that `n` has taken from the list, which holds it no more then."""
    await interface.press("q")

    def is_there() -> bool:
        screen = interface.app.screen
        return isinstance(screen, QueueScreen) and screen.table.total == TICKETS - 1

    await interface.until(is_there)


@pytest.mark.parametrize(
    ("size", "language"), [(size, "en" if size[0] == 80 else "fr") for size in SIZES]
)
async def test_all_of_it(desk: Desk, size: tuple[int, int], language: str) -> None:
    words = EN if language == "en" else FR
    async with opened(desk, "bob", size=size, language=language) as it:
        await it.press("ctrl+t")
        for step, key in enumerate(("n", "t", "s", "b"), 1):
            shown = await it.wait(words["step"].format(step), f" {key} ")
            assert max(map(len, shown.splitlines())) <= size[0]
            if key == "t":
                await back_on_the_list(it)
            await it.press(key)
        await it.wait(words["step"].format(5), " r ")
        ticket = it.app.screen.current().id  # type: ignore[attr-defined]
        before = desk.call(fields_of, ticket)
        await it.press("r")
        await it.wait(words["step"].format(5), " u ")
        assert desk.call(Ticket.get_by_id, ticket).status == Status.RESOLVED
        await it.press("u")
        await it.wait(words["end"])
        assert tour_mark().exists()
        changing = ("version", "updated_at")
        after = desk.call(fields_of, ticket)
        assert {k: v for k, v in after.items() if k not in changing} == {
            k: v for k, v in before.items() if k not in changing
        }
        await it.press("1")
        await it.until(lambda: is_over(it) and it.app.current_mode == "in-progress")


async def test_keys_count_by_what_comes_of_them(desk: Desk) -> None:
    async with opened(desk, "bob", keys={"ticket.next": "f5"}) as it:
        await it.press("ctrl+t")
        await it.wait("step 1 of 5: press f5")
        await it.press("n", "j", "t")
        await it.wait("is yours.", "step 1 of 5")
        await it.press("f5")
        await it.wait("step 2 of 5: press t", "First q goes back", "enter opens a new ticket.")
        await it.press("t")
        await it.wait("is yours already", "step 2 of 5")


async def test_it_ends_with_its_key_everywhere_and_for_good(desk: Desk) -> None:
    async with opened(desk, "bob") as it:
        await it.press("ctrl+t")
        await it.wait("step 1 of 5")
        await it.press("n")
        await it.wait("step 2 of 5")
        assert not tour_mark().exists()
        await it.press("ctrl+t")
        await it.until(lambda: is_over(it))
        assert tour_mark().exists()
        await back_on_the_list(it)
        await it.until(lambda: is_over(it))


async def test_other_screens_are_left_to_themselves_and_the_palette_finds_it(
    desk: Desk,
) -> None:
    async with opened(desk, "bob") as it:
        await it.press("7", "colon")
        await it.type("tutorial")
        await it.wait("Take or end the tour")
        await it.press("enter")
        await it.wait("4 Unassigned", "step 1 of 5")


async def test_a_desk_without_stopwatches_teaches_none(desk: Desk) -> None:
    desk.call(without_stopwatch)
    async with opened(desk, "bob") as it:
        await it.press("ctrl+t", "n")
        await it.wait("step 2 of 5")
        await back_on_the_list(it)
        await it.press("t")
        await it.wait("step 3 of 5")
        await it.press("s")
        await it.wait("step 5 of 5: press r")


async def test_whoever_may_not_act_is_not_offered_it(desk: Desk) -> None:
    async with opened(desk, "victor") as it:
        await it.press("ctrl+t", "j")
        assert is_over(it)
