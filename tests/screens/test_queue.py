from __future__ import annotations

import pytest

from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.vocabulary import Priority
from helpdesk_tui.widgets.row_table import RowTable
from tests.conftest import NOW, Desk
from tests.screens.arrangement import Interface, opened

HOUR = 3600
TITLES = ("Due", "Number", "Subject", "Customer", "Priority", "Status", "Team")


def some(desk: Desk, count: int) -> list[int]:
    """Ids of tickets due one hour after the other."""
    return [
        desk.ticket(f"Ticket {index:02}", due_at=NOW + index * HOUR).ticket
        for index in range(1, count + 1)
    ]


def in_hand(interface: Interface) -> str:
    """The subject of the ticket under the cursor."""
    row = interface.app.screen.query_one("#list", RowTable).cursor_row
    return row.subject if row else ""


async def test_the_most_pressing_ticket_comes_first(desk: Desk) -> None:
    desk.ticket("No deadline")
    desk.ticket("No deadline either, but urgent", priority=Priority.URGENT)
    desk.ticket("Tomorrow", due_at=NOW + 24 * HOUR)
    desk.ticket("Late", due_at=NOW - HOUR)
    async with opened(desk) as interface:
        lines = [line for line in interface.screen.splitlines() if "TKT0" in line]
        order = ["Late", "Tomorrow", "No deadline either", "No deadline "]
        assert [word in line for word, line in zip(order, lines, strict=True)] == [True] * 4
        assert "▲ -1h00" in lines[0] and "○ 1d00h" in lines[1]


async def test_a_queue_is_as_one_left_it(desk: Desk) -> None:
    some(desk, 6)
    async with opened(desk) as interface:
        await interface.press("slash")
        await interface.type("ticket")
        await interface.press("enter", "space", "j")
        await interface.wait("filter: ticket", "1 marked")
        assert in_hand(interface) == "Ticket 03"
        await interface.press("1")
        await interface.wait("1 In progress 6", gone="filter:")
        assert in_hand(interface) == "Ticket 01"
        await interface.press("minus")
        await interface.wait("4 Unassigned 6", "filter: ticket", "1 marked")
        assert in_hand(interface) == "Ticket 03"
        await interface.press("l", "l", "h")
        await interface.wait("5 Late 0", "Nothing is late.")


async def test_a_queues_own_key_leads_back_to_its_list(desk: Desk) -> None:
    some(desk, 2)
    async with opened(desk) as interface:
        await interface.press("enter")
        await interface.wait("Conversation")
        await interface.press("W")
        await interface.wait("Time sheet")
        await interface.press("1")
        await interface.wait("1 In progress 2")
        await interface.press("4")
        await interface.wait("Time sheet")
        await interface.press("4")
        await interface.wait("4 Unassigned 2", gone="Time sheet")
        await interface.press("8", "enter")
        await interface.wait("Create", gone="8 Configuration")
        await interface.press("8")
        await interface.wait("8 Configuration")


async def test_the_cursor_goes_to_a_new_ticket_where_the_list_holds_it(desk: Desk) -> None:
    some(desk, 3)
    async with opened(desk) as interface:
        await interface.press("c")
        await interface.wait("New ticket")
        await interface.type("Toner")
        await interface.press("ctrl+s")
        await interface.wait("TKT0004 is created.", "4 Unassigned 4")
        assert in_hand(interface) == "Toner"
        await interface.press("enter")
        await interface.wait("TKT0004", "Toner", "Conversation")
        await interface.press("q", "slash", *"ticket", "enter", "j", "c")
        await interface.wait("New ticket")
        await interface.type("Lamp")
        await interface.press("ctrl+s")
        await interface.wait("TKT0005 is created.")
        assert in_hand(interface) == "Ticket 02"


async def test_a_refresh_keeps_cursor_marks_and_filter(desk: Desk) -> None:
    ids = some(desk, 6)
    async with opened(desk) as interface:
        await interface.press("slash")
        await interface.type("ticket")
        await interface.press("enter", "space", "j")
        desk.call(lifecycle.take, desk.actor("carol"), ids[1], NOW)
        desk.ticket("Ticket 00", due_at=NOW - HOUR)
        await interface.wait("Ticket 00", gone="Ticket 02")
        assert in_hand(interface) == "Ticket 03"
        assert "filter: ticket · 1 marked" in interface.screen


async def test_the_filter_finds_number_customer_and_agent(desk: Desk) -> None:
    globex = desk.id("customer", "Globex")
    desk.ticket("Été à Nîmes", customer_id=globex, assignee_id=desk.actor("bob").id)
    desk.ticket("Printer", by="carol")
    async with opened(desk) as interface:
        await interface.press("1")
        await interface.wait("1 In progress 2")
        for typed in ("tkt0001", "glob", "bob stone", "ete nimes", "BOB nîm"):
            await interface.press("slash")
            await interface.type(typed)
            await interface.wait("Été à Nîmes", "1 In progress 1", gone="Printer")
            await interface.press("escape")
            await interface.wait("Printer")
        await interface.press("slash")
        await interface.type("nothing")
        await interface.wait("Nothing matches. Escape clears the filter.", "1 In progress 0")


async def test_escape_does_the_first_that_applies(desk: Desk) -> None:
    some(desk, 3)
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("z")
        await interface.wait("nobody yet")
        await interface.press("space", "slash")
        await interface.type("ticket")
        await interface.press("enter")
        await interface.wait("filter: ticket · 1 marked", "nobody yet")
        await interface.press("escape")
        await interface.wait("1 marked", "nobody yet", gone="filter:")
        await interface.press("escape")
        await interface.wait("nobody yet", gone="marked")
        await interface.press("escape")
        await interface.wait("Ticket 03", gone="nobody yet")
        await interface.press("escape")
        await interface.wait("4 Unassigned 3", gone="Leave")


async def test_while_one_types_the_filter_its_keys_are_shown(desk: Desk) -> None:
    some(desk, 1)
    async with opened(desk) as interface:
        await interface.press("slash")
        await interface.wait("enter Keep", "^s Save as view", "esc Clear", gone="n Next")
        await interface.press("down")
        await interface.wait("n Next", "? All keys", gone="enter Keep")


@pytest.mark.parametrize(("size", "beside"), [((129, 30), False), ((130, 30), True)])
async def test_the_preview_follows_the_cursor_where_there_is_room(
    desk: Desk, size: tuple[int, int], beside: bool
) -> None:
    first, second = some(desk, 2)
    bob = desk.actor("bob")
    desk.call(tickets.edit, bob, first, NOW, {"description": "The first description."})
    desk.call(conversation.note, bob, second, NOW, "Second note.")
    async with opened(desk, size=size) as interface:
        if beside:
            await interface.wait("The first description.")
        await interface.press("j")
        if not beside:
            await interface.press("z")
        await interface.wait("Second note.", "internal note", gone="The first description.")


async def test_the_preview_counts_on(desk: Desk) -> None:
    desk.ticket("Printer", due_at=NOW + 100)
    async with opened(desk, size=(140, 30)) as interface:
        await interface.wait("nobody yet")
        assert interface.screen.count("0:01:40") == 3
        interface.clock.now += 5
        await interface.until(lambda: interface.screen.count("0:01:35") == 3)


async def test_narrow_terminals_drop_columns_by_their_importance(desk: Desk) -> None:
    desk.ticket("A subject of some length, as many are", customer_id=desk.id("customer", "Globex"))
    seen = []
    for size in ((60, 20), (80, 24), (200, 40)):
        async with opened(desk, size=size) as interface:
            header = interface.line("Subject")
            seen.append({name for name in TITLES if name in header})
            assert "TKT0001" in interface.screen
            is_folded = "4 Unassigned" in interface.line("3 My team")
            assert is_folded == (size[0] < 100)
    assert seen[0] == {"Due", "Number", "Subject", "Priority"}
    assert seen[0] < seen[1] < seen[2] == set(TITLES)


async def test_a_deadline_passes_without_anybody_touching_the_desk(desk: Desk) -> None:
    desk.ticket("Printer", due_at=NOW + HOUR)
    async with opened(desk) as interface:
        await interface.press("5")
        await interface.wait("5 Late 0", "Nothing is late.")
        await interface.pass_time(HOUR + 1)
        await interface.wait("5 Late 1", "Printer", "▲ -0:00:01")


async def test_an_empty_desk_says_what_to_do(desk: Desk) -> None:
    async with opened(desk, "alice") as interface:
        for key, words in (
            ("1", "No open ticket. c creates one."),
            ("2", "Nothing on your plate. n takes the ticket whose deadline presses most."),
            ("3", "You belong to no team yet"),
            ("4", "Every ticket has somebody. 2 shows yours."),
            ("5", "Nothing is late. 1 shows what runs out next."),
            ("6", "No ticket yet. c creates the first one."),
        ):
            await interface.press(key)
            await interface.wait(words)


async def test_an_empty_desk_offers_a_reader_nothing_that_is_refused(desk: Desk) -> None:
    async with opened(desk, "victor") as interface:
        await interface.press("1")
        await interface.wait("There is no ticket here. 6 shows all there ever were.")
        await interface.press("t")
        await interface.wait("go to another queue, or clear the filter")


async def test_a_range_grows_and_shrinks_with_the_cursor(desk: Desk) -> None:
    some(desk, 6)
    async with opened(desk) as interface:
        await interface.press("v", "j", "j")
        await interface.wait("3 marked · range")
        await interface.press("k")
        await interface.wait("2 marked · range")
        await interface.press("v", "G")
        await interface.wait("2 marked", gone="range")


async def test_the_mouse_opens_and_chooses(desk: Desk) -> None:
    some(desk, 3)
    async with opened(desk) as interface:
        await interface.pilot.click("#list", offset=(20, 3))
        await interface.until(lambda: in_hand(interface) == "Ticket 03")
        await interface.pilot.click("#list", offset=(20, 3))
        await interface.wait("Conversation")
        await interface.press("left")
        await interface.wait("4 Unassigned 3")
        await interface.pilot.click("#sidebar", offset=(5, 5))
        await interface.wait("5 Late 0")


# Orders


async def test_each_queue_keeps_the_order_that_its_list_is_read_in(desk: Desk) -> None:
    for subject, priority, due in (("Calm", 4, 1), ("Fire", 1, 3), ("Smoke", 2, 2)):
        desk.ticket(subject, priority=priority, due_at=NOW + due * 3600)

    def order(interface: Interface) -> list[str]:
        lines = interface.screen.splitlines()
        return [word for line in lines for word in ("Calm", "Fire", "Smoke") if f" {word} " in line]

    async with opened(desk) as interface:
        await interface.until(lambda: order(interface) == ["Calm", "Smoke", "Fire"])
        await interface.press("O")
        await interface.wait("order: priority", "Order: priority.")
        assert order(interface) == ["Fire", "Smoke", "Calm"]
        current = interface.app.screen.current()  # type: ignore[attr-defined]
        assert current.subject == "Calm"
        await interface.press("1")
        await interface.wait("1 In progress 3", gone="order: priority")
        assert order(interface) == ["Calm", "Smoke", "Fire"]
        await interface.press("4")
        await interface.wait("order: priority")
        await interface.press("O")
        await interface.wait("order: newest first")
        assert order(interface) == ["Smoke", "Fire", "Calm"]
        await interface.press("O", "O")
        await interface.wait("Order: what runs out first.", gone="order: ")
        await interface.press("6", "O")
        await interface.wait("order: oldest first")


# The preview


async def test_keys_move_in_the_preview_too(desk: Desk) -> None:
    for number in range(3):
        text = "\n".join(f"line {line} of {number}" for line in range(60))
        desk.ticket(f"Ticket {number}", description=text, due_at=NOW + number + 1)
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("tab", "j")  # there is no preview to go to
        await interface.press("k", "z")
        await interface.wait("line 0 of 0")
        await interface.press("tab", "G")
        await interface.wait("line 59 of 0", gone="line 0 of 0")
        reading = interface.app.screen
        assert isinstance(reading, QueueScreen)
        await reading.load_preview().wait()  # read again, as whenever the desk changes
        await interface.wait("line 59 of 0", gone="line 0 of 0")
        await interface.press("escape", "j")
        await interface.wait("line 0 of 1")
        await interface.press("tab", "z")
        await interface.wait("Ticket 2", gone="line 0 of 1")
        await interface.press("j", "enter")
        await interface.wait("line 0 of 2")


async def test_the_top_line_of_a_small_screen_says_all_that_narrows_the_list(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk, size=(60, 20), language="fr") as interface:
        await interface.press("1")
        await interface.wait("Printer on fire")
        await interface.press("O")
        await interface.wait("ordre")
        await interface.press("space", "slash")
        await interface.wait("Garder", "Enregistrer comme vue", "Effacer")
        await interface.type("statut:nouveau printer")
        await interface.press("enter")
        await interface.wait("filtre", "ordre", "1 marqué")
