from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.errors import Busy
from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.rows import TicketDetail
from helpdesk_tui.services import conversation, lifecycle, tickets, triage
from helpdesk_tui.vocabulary import Status
from helpdesk_tui.widgets.hint_bar import HintBar
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened

HOUR = 3600


def read(desk: Desk, number: str) -> TicketDetail:
    return desk.call(lambda: ticket_queries.detail(ticket_queries.find(number)))


def some(desk: Desk, count: int) -> list[int]:
    """Ids of tickets due one hour after the other."""
    return [
        desk.ticket(f"Ticket {index:02}", due_at=NOW + index * HOUR).ticket
        for index in range(1, count + 1)
    ]


async def test_what_cannot_be_done_is_dimmed_and_says_why_when_its_key_is_hit(desk: Desk) -> None:
    some(desk, 1)
    async with opened(desk, "victor") as interface:
        await interface.press("t")
        await interface.wait("Your role (Viewer) does not allow this: it needs Agent.")
        for key in ("c", "e", "m", "p", "x"):  # nothing is typed in vain
            await interface.press("k", key)
            await interface.wait("Your role (Viewer) does not allow this: it needs Agent.")
            assert not interface.app.screen.is_modal
    async with opened(desk) as interface:
        await interface.press("o")
        await interface.wait("TKT0001 is New: it is open already.")
        await interface.press("F")
        await interface.wait("✗ TKT0001 is not closed")
    assert read(desk, "TKT0001").status == Status.NEW


async def test_acts_without_a_ticket_say_so(desk: Desk) -> None:
    async with opened(desk) as interface:
        for key in ("t", "s", "x", "y", "E"):
            await interface.press(key)
            await interface.wait("There is no ticket here:")
            await interface.press("k")
            await interface.wait("n Next", gone="There is no ticket here:")
        await interface.press("u")
        await interface.wait("There is nothing to undo.")
        await interface.press("n")
        await interface.wait("There is no ticket to take")


async def test_an_act_on_marked_tickets_is_undone_as_one(desk: Desk) -> None:
    some(desk, 4)
    async with opened(desk) as interface:
        await interface.press("space", "space", "space", "t")
        await interface.wait("3 tickets are yours.", "4 Unassigned 1")
        await interface.press("u")
        await interface.wait("Undone on 3 tickets: taken in charge.", "4 Unassigned 4")
    assert [read(desk, f"TKT000{n}").assignee for n in (1, 2, 3)] == [None] * 3


async def test_one_refusal_stops_no_other(desk: Desk) -> None:
    first, *_others = some(desk, 3)
    desk.call(lifecycle.start, desk.actor("bob"), first, NOW)
    async with opened(desk) as interface:
        await interface.press("1")
        await interface.wait("1 In progress 3")
        await interface.press("V", "w")
        await interface.wait("TKT0001 waits.", "2 refused: TKT0002 is New")


async def test_more_than_fifty_are_changed_only_after_a_question(desk: Desk) -> None:
    some(desk, 51)
    async with opened(desk) as interface:
        await interface.press("V")
        await interface.wait("51 marked")
        await interface.press("r")
        await interface.wait("Change 51 tickets?")
        await interface.press("enter")
        await interface.wait("51 marked", gone="Change 51 tickets?")
        assert read(desk, "TKT0001").status == Status.NEW
        await interface.press("r")
        await interface.wait("Change 51 tickets?")
        await interface.press("y")
        await interface.wait("51 tickets are resolved.")
    assert read(desk, "TKT0051").status == Status.RESOLVED


async def test_assigning_a_ticket_that_nobody_has_begins_with_oneself(desk: Desk) -> None:
    desk.ticket()
    async with opened(desk, "carol") as interface:
        await interface.press("a")
        await interface.wait("Assign to", "› Carol Weiss", "Bob Stone")
        await interface.press("enter")
        await interface.wait("TKT0001 is assigned.", "4 Unassigned 0")
    owner = read(desk, "TKT0001").assignee
    assert owner is not None and owner.name == "Carol Weiss"


async def test_assigning_finds_agents_and_teams_by_what_is_typed(desk: Desk) -> None:
    some(desk, 2)
    async with opened(desk, "mona") as interface:
        await interface.press("a")
        await interface.wait("Assign to", "Bob Stone", "Network")
        await interface.type("car")
        await interface.wait("Carol Weiss", gone="Bob Stone")
        await interface.press("enter")
        await interface.wait("TKT0001 is assigned.", "4 Unassigned 1")
        await interface.press("a")
        await interface.wait("Assign to")
        await interface.type("netw")
        await interface.wait("› Network")
        await interface.press("enter")
        await interface.wait("TKT0002 is assigned.")
        for queue, present in (("1", "› Carol Weiss"), ("6", "› Network")):
            await interface.press(queue, "a")  # the first ticket, then the newest
            await interface.wait("Assign to", present)
            await interface.press("escape")
    first, second = read(desk, "TKT0001"), read(desk, "TKT0002")
    assert first.assignee is not None and first.assignee.name == "Carol Weiss"
    assert second.team is not None and second.team.name == "Network"


async def test_priority_progress_sharing_copy_and_number(desk: Desk) -> None:
    customer = desk.id("customer", "Globex")
    desk.ticket("Printer on fire", customer_id=customer)
    async with opened(desk) as interface:
        await interface.press("p")
        await interface.wait("Priority", "› Normal")
        await interface.type("urg")
        await interface.wait("› Urgent")
        await interface.press("enter")
        await interface.wait("TKT0001 is saved.", "▲Urgent")
        await interface.press("percent_sign")
        await interface.wait("Progress in %")
        await interface.type("400")
        await interface.press("enter")
        await interface.wait("Progress goes from 0 to 100.")
        await interface.press("backspace", "enter")
        await interface.wait("TKT0001 is saved.")
        await interface.press("S")
        await interface.wait("TKT0001 is shared with its customer.")
        await interface.press("S")
        await interface.wait("TKT0001 is hidden from its customer.")
        await interface.press("C")
        await interface.wait("TKT0002 is the copy.", "4 Unassigned 2")
        await interface.press("Y")
        await interface.wait("Copied: TKT0001 Printer on fire")
        assert interface.app.clipboard == "TKT0001 Printer on fire"
    assert read(desk, "TKT0001").progress == 40


async def test_a_fault_in_an_act_is_a_sentence_and_a_line_in_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    some(desk, 1)

    def fail(*_arguments: Any) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(triage, "take_next", fail)
    async with opened(desk) as interface:
        await interface.press("n")
        screen = await interface.wait("Something went wrong here; nothing was saved.")
        assert "secret" not in screen and "Traceback" not in screen
        await interface.press("t")
        await interface.wait("TKT0001 is yours.")
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [
        ZeroDivisionError
    ]


async def test_a_fault_while_saving_leaves_what_was_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    some(desk, 1)

    def fail(*_arguments: Any, **_fields: Any) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(conversation, "message", fail)
    monkeypatch.setattr(tickets, "create", fail)
    async with opened(desk) as interface:
        await interface.press("m")
        await interface.wait("The customer will read this.")
        await interface.type("On our way")
        await interface.press("ctrl+s")
        await interface.wait("Something went wrong here", "On our way", gone="secret")
        await interface.press("escape")
        await interface.wait("Discard what you typed?")
        await interface.press("y")
        await interface.wait(gone="On our way")
        await interface.press("c")
        await interface.wait("New ticket")
        await interface.type("Jammed")
        await interface.press("ctrl+s")
        await interface.wait("Something went wrong here", "Jammed")
    assert "ZeroDivisionError" in caplog.text


async def test_a_message_that_cannot_be_saved_stays_in_its_editor(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(desk, 1)
    send = conversation.message
    busy = [Busy(N_("Another agent is saving. Not saved yet: try again."))]

    def first_busy(*arguments: Any) -> Any:
        if busy:
            raise busy.pop()
        return send(*arguments)

    monkeypatch.setattr(conversation, "message", first_busy)
    async with opened(desk) as interface:
        await interface.press("m")
        await interface.wait("The customer will read this.")
        await interface.type("On our way")
        await interface.press("ctrl+s")
        await interface.wait("Another agent is saving.", "On our way")
        await interface.press("ctrl+s")
        await interface.wait("The message on TKT0001 is sent.")
    assert [message.body for message in read(desk, "TKT0001").messages] == ["On our way"]


async def test_leaving_asks_and_enter_stays(desk: Desk) -> None:
    async with opened(desk) as interface:
        await interface.press("q")
        await interface.wait("Leave the helpdesk?")
        await interface.press("enter")
        await interface.wait("n Next", gone="Leave the helpdesk?")
        await interface.press("ctrl+c")
        await interface.wait("q leaves; ^q leaves at once.")
        await interface.press("ctrl+q")
        assert interface.app.return_code == 0


async def test_a_fault_on_a_screen_that_is_not_whole_yet_is_told_over_it(desk: Desk) -> None:
    async with opened(desk) as interface:
        app = interface.app
        await app.screen.query_one(HintBar).remove()
        app.tell_error(Busy("Another agent is saving."))
        await interface.wait("Another agent is saving.")
