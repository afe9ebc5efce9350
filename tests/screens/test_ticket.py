from __future__ import annotations

from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.vocabulary import TEXT_LIMIT
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened
from tests.screens.stage import FORBIDDEN, HOSTILE

HOUR = 3600


async def test_a_ticket_shows_everything_about_it(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket(
        "Printer on fire",
        description="It burns.\n\nSince nine.",
        contact_id=desk.id("contact", "dana@acme.example"),
        type_id=desk.id("type", "Outage"),
        due_at=NOW + HOUR,
    ).ticket
    desk.call(lifecycle.start, bob, ticket, NOW)
    desk.call(conversation.message, bob, ticket, NOW, "On our way.")
    desk.call(conversation.note, bob, ticket, NOW, "Bring water.")
    async with opened(desk, size=(100, 50)) as interface:
        await interface.press("1", "enter")
        screen = " ".join((await interface.wait("TKT0001 Printer on fire", "q Back")).split())
        for words in (
            "▶ In progress · ▲ Urgent · ○ Due date: 1h00",
            "Customer Acme SA",
            "Contact Dana Roy <dana@acme.example>",
            "Assignee Bob Stone",
            "Type Outage",
            "11:00 · bob",
            "It burns.",
            "Since nine.",
            "Conversation (2)",
            "▶ to the customer",
            "On our way.",
            "◇ internal note",
            "Bring water.",
            "Bob Stone started",
            "status: New → In progress",
            "created it",
        ):
            assert words in screen, words


async def test_it_follows_what_others_do(desk: Desk) -> None:
    ticket = desk.ticket("Printer on fire").ticket
    async with opened(desk) as interface:
        await interface.press("enter")
        await interface.wait("○ New")
        desk.call(lifecycle.start, desk.actor("carol"), ticket, NOW)
        await interface.wait("▶ In progress", "Carol Weiss")


async def test_every_act_works_in_it(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk) as interface:
        await interface.press("enter")
        await interface.wait("○ New")
        for key, words in (
            ("t", "TKT0001 is yours."),
            ("s", "TKT0001 is in progress."),
            ("w", "TKT0001 waits."),
            ("r", "TKT0001 is resolved."),
        ):
            await interface.press(key)
            await interface.wait(words)
        await interface.press("x")
        await interface.wait("Close TKT0001 for ever?")
        await interface.press("y")
        await interface.wait("TKT0001 is closed.", "■ Closed")
        await interface.press("e")
        await interface.wait("TKT0001 is closed: make a follow-up instead.")
        await interface.press("F")
        await interface.wait("TKT0002 is the follow-up.")


async def test_tab_goes_from_section_to_section(desk: Desk) -> None:
    desk.ticket("Printer on fire", description="\n".join(f"line {n}" for n in range(60)))
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("enter")
        await interface.wait("Customer")
        await interface.press("tab")
        await interface.wait("Description", "line 0", gone="Customer")
        assert "Description" in interface.screen.splitlines()[1]
        await interface.press("tab")
        await interface.wait("History", "created it")
        await interface.press("tab")
        await interface.wait("Customer", gone="created it")


async def test_a_long_subject_is_shown_whole_and_a_short_one_once(desk: Desk) -> None:
    desk.ticket("Short")
    desk.ticket(" ".join(f"word{n:02}" for n in range(25)))
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("enter")
        screen = await interface.wait("q Back", "Customer")
        assert screen.count("Short") == 1
        await interface.press("q", "j", "enter")
        screen = await interface.wait("word00", "Customer")
        assert "word24" in screen


async def test_a_subject_that_the_stopwatch_leaves_no_room_for_stands_below(desk: Desk) -> None:
    ticket = desk.ticket("A subject that just fits in the line of the title").ticket
    async with opened(desk, size=(60, 20)) as interface:
        await interface.press("enter")
        screen = await interface.wait("Customer", "line of the title")
        assert screen.count("A subject that just") == 1
        desk.call(lifecycle.start, desk.actor("bob"), ticket, NOW)
        await interface.wait("▶ TKT0001 0:00:0", "line of the title")
        assert interface.screen.count("A subject that just") == 2


async def test_hostile_and_endless_text_is_shown_as_text_and_bounded(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket(HOSTILE[:200], description=HOSTILE * 200).ticket
    desk.call(conversation.message, bob, ticket, NOW, ("x" * 99 + " ") * (TEXT_LIMIT // 100 - 1))
    desk.call(tickets.edit, bob, ticket, NOW, {"subject": "[/]" + HOSTILE[:190]})
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("enter")
        await interface.wait("[@click=app.quit]x[/] ␛]52;c;x␇ gnp� �2J é")
        for key in ("tab", "tab", "tab", "G"):
            await interface.press(key)
            drawn = set(interface.screen.replace("\n", ""))
            assert not FORBIDDEN & drawn
        await interface.until(lambda: interface.screen.count("[/][/foo][@click=app.quit]") == 2)
        await interface.press("g")
        for _page in range(60):
            if "… the text goes on." in interface.screen:
                break
            await interface.press("pagedown")
        assert "… the text goes on." in interface.screen


async def test_narrow_terminals_leave_out_what_is_empty(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk, size=(60, 20)) as interface:
        await interface.press("enter")
        screen = await interface.wait("Customer", "Assignee", "Created")
        assert "Responsible" not in screen and "Contact" not in screen
    async with opened(desk, size=(80, 24)) as interface:
        await interface.press("enter")
        await interface.wait("Customer", "Responsible", "Contact")


async def test_going_back_returns_to_the_list(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk) as interface:
        for key in ("q", "escape", "h", "left"):
            await interface.press("enter")
            await interface.wait("Conversation")
            await interface.press(key)
            await interface.wait("4 Unassigned 1", gone="Conversation")


async def test_the_time_passes_on_an_open_ticket(desk: Desk) -> None:
    desk.ticket("Printer on fire", due_at=NOW + 90)
    async with opened(desk) as interface:
        await interface.press("enter")
        await interface.wait("● Due date: 0:01:30")
        interface.clock.now += 100
        await interface.wait("▲ Due date: -0:00:10")
