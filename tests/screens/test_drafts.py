"""What was being typed when a session ended: it is back where it was typed, with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.screens.prompt import Prompt
from helpdesk_tui.services import tickets
from helpdesk_tui.vocabulary import Priority
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened
from tests.screens.visit import visiting

BACK = "This is what you had typed when your session ended."

pytestmark = pytest.mark.promise(5)


def kept(desk: Desk) -> list[Path]:
    return list(Path(f"{desk.path}.drafts").glob("*"))


@pytest.mark.parametrize(("key", "title"), [("m", "message on TKT0001"), ("i", "internal note")])
async def test_a_message_is_back_until_it_is_sent(desk: Desk, key: str, title: str) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk) as bob:
        await bob.press(key)
        await bob.wait("will read this.")
        await bob.type("Have you")
        bob.app.exit()
    async with opened(desk, "carol") as carol:
        await carol.press(key)
        await carol.wait("will read this.", gone="Have you")
        assert BACK not in carol.screen
    async with opened(desk) as bob:
        await bob.wait("What you had not finished comes back where you typed it", title)
        await bob.press(key)
        await bob.wait(BACK, "Have you")
        await bob.type(" tried")
        await bob.press("ctrl+s")
        await bob.wait(gone="will read this.")
        await bob.press(key)
        await bob.wait("will read this.", gone="Have you")
    [message] = desk.call(ticket_queries.detail, 1).messages
    assert message.body == "Have you tried"
    assert kept(desk) == []


async def test_time_that_was_being_logged_is_back(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk) as bob:
        await bob.press("L")
        await bob.wait("Time worked on TKT0001")
        await bob.type("1h30 on the roof")
        bob.app.exit()
    async with opened(desk) as bob:
        await bob.wait("What you had not finished comes back", "time worked on TKT0001")
        await bob.press("L")
        await bob.wait(BACK, "= 1h30 · on the roof")
        await bob.type(" again")
        await bob.press("enter")
        await bob.wait(gone="Time worked on")
    [entry] = desk.call(ticket_queries.detail, 1).entries
    assert entry.note == "on the roof again"
    assert kept(desk) == []


async def test_a_discarded_message_is_gone(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk) as bob:
        await bob.press("m")
        await bob.wait("will read this.")
        await bob.type("Never")
        bob.app.screen.keep_draft()  # type: ignore[attr-defined]
        assert len(kept(desk)) == 1
        await bob.press("escape")
        await bob.wait("Discard what you typed?")
        await bob.press("y")
        await bob.wait(gone="will read this.")
    assert kept(desk) == []


async def test_every_field_of_a_new_ticket_is_back(desk: Desk) -> None:
    async with opened(desk) as bob:
        await bob.press("c")
        await bob.wait("New ticket")
        await bob.type("Toner")
        await bob.press("tab")
        await bob.type("acme")
        await bob.wait("Acme SA")
        await bob.press("tab", "tab", "tab")
        await bob.type("outa")  # begun, not chosen
        await bob.wait("Outage")
        await bob.press("tab")
        await bob.press("u", "tab", "tab", "tab", "tab", "tab")
        await bob.type("+2d")
        bob.app.exit()
    async with opened(desk) as bob:
        await bob.wait("comes back where you typed it: new ticket")
        await bob.press("c")
        await bob.wait(BACK, "Toner", "Acme SA", "Outage", "● Urgent", "+2d")
        await bob.press("ctrl+s")
        await bob.wait(gone=BACK)
    made = desk.call(ticket_queries.detail, 1)
    assert (made.subject, made.priority) == ("Toner", Priority.URGENT)
    assert made.customer is not None and made.customer.name == "Acme SA"
    assert made.type is not None and made.type.name == "Outage"
    assert made.due_at is not None
    assert kept(desk) == []


async def test_an_edit_that_is_back_writes_over_nothing_unseen(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk) as bob:
        await bob.press("e")
        await bob.wait("Edit TKT0001")
        await bob.type("!")
        bob.app.exit()
    desk.call(tickets.edit, desk.actor("carol"), 1, NOW, {"subject": "Solved", "progress": 50})
    async with opened(desk) as bob:
        await bob.wait("changes to TKT0001")
        await bob.press("e")
        await bob.wait(BACK, "Printer on fire!")
        await bob.press("ctrl+s")
        await bob.wait("Carol Weiss has changed the same")
        await bob.press("enter")
        await bob.wait(gone=BACK)
    edited = desk.call(ticket_queries.detail, 1)
    assert (edited.subject, edited.progress) == ("Printer on fire!", 50)


async def test_a_row_of_configuration_is_back(desk: Desk) -> None:
    async with opened(desk, "alice") as alice:
        await alice.press("8")
        await alice.wait("SLA policies")
        await alice.press("enter")
        await alice.press("c")
        await alice.wait("Name")
        await alice.type("Quickly")
        alice.app.exit()
    async with opened(desk, "alice") as alice:
        await alice.wait("configuration of")
        await alice.press("8")
        await alice.wait("SLA policies")
        await alice.press("enter")
        await alice.press("c")
        await alice.wait(BACK, "Quickly")


async def test_a_contact_finds_the_own_message_again(desk: Desk) -> None:
    acme = desk.id("customer", "Acme SA")
    desk.ticket("Printer on fire", customer_id=acme, shared_with_customer=True)
    async with visiting(desk) as dana:
        await dana.press("c")
        await dana.wait("New ticket")
        await dana.type("Toner")
        dana.app.exit()
    async with opened(desk) as bob:
        await bob.press("c")
        await bob.wait("New ticket", gone="Toner")
    async with visiting(desk) as dana:
        await dana.wait("comes back where you typed it: new ticket")
        await dana.press("c")
        await dana.wait(BACK, "Toner")


async def test_a_dialog_that_is_just_coming_keeps_nobody_from_leaving(desk: Desk) -> None:
    async with opened(desk) as bob:
        bob.app.push_screen(Prompt("How long it took", check=str))
        bob.app._keep_drafts()
        await bob.wait("How long it took")
