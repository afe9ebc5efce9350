"""The portal as a contact meets it: keys, words, and nothing that is not the contact's."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.models import Agent, Contact, Ticket
from helpdesk_tui.services import conversation, lifecycle
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import fields_of
from tests.screens.stage import HOSTILE, SIZES, assert_harmless
from tests.screens.visit import visiting


def shared(desk: Desk, subject: str = "Printer on fire", **fields: Any) -> int:
    """A ticket of Acme's that its contacts may see."""
    acme = desk.id("customer", "Acme SA")
    ticket = desk.ticket(subject, customer_id=acme, **fields).ticket
    desk.call(lifecycle.share, desk.actor("bob"), ticket, NOW)
    return ticket


def resolved(desk: Desk) -> int:
    ticket = shared(desk)
    desk.call(lifecycle.resolve, desk.actor("bob"), ticket, NOW)
    return ticket


async def test_the_list_and_a_ticket_hold_what_is_the_customers(desk: Desk) -> None:
    bob = desk.actor("bob")
    desk.ticket("Secret plan", customer_id=desk.id("customer", "Acme SA"))
    desk.ticket("Somebody else's", customer_id=desk.id("customer", "Globex"))
    ticket = shared(desk, description="It burns.", assignee_id=bob.id)
    desk.call(conversation.message, bob, ticket, NOW + 60, "Try water.")
    desk.call(conversation.note, bob, ticket, NOW + 120, "They never listen.")
    async with visiting(desk, size=(100, 24)) as visit:
        screen = await visit.wait("Printer on fire", "○ Received", "11:01 Bob Stone")
        assert "Secret" not in screen and "else" not in screen
        await visit.press("enter")
        screen = await visit.wait("Try water.", "It burns.", "Conversation (1)")
        for hidden in ("They never listen.", "bob", "Assignee", "Priority", "Normal", "shared"):
            assert hidden not in screen, hidden
        await visit.press("q")
        await visit.wait("Your tickets")


async def test_a_new_ticket_reaches_the_desk(desk: Desk) -> None:
    async with visiting(desk) as visit:
        await visit.wait("There are no tickets yet. c opens the first.")
        await visit.press("c")
        await visit.wait("New ticket")
        await visit.press("ctrl+s")
        await visit.wait("This field cannot stay empty.")
        await visit.type("Mouse gone")
        await visit.press("ctrl+s")
        await visit.wait("TKT0001 is on its way", "Mouse gone")
    found = desk.call(Ticket.get)
    assert (found.subject, found.shared_with_customer) == ("Mouse gone", True)


async def test_a_message_is_written_and_the_answer_appears_by_itself(desk: Desk) -> None:
    ticket = shared(desk)
    async with visiting(desk) as visit:
        await visit.press("enter", "m")
        await visit.wait("The support team will read this.")
        await visit.type("Hello")
        await visit.press("ctrl+s")
        await visit.wait("Your message is sent.", "Dana Roy ▶ to the support team")
        desk.call(conversation.message, desk.actor("bob"), ticket, NOW, "Good day!")
        await visit.wait("Bob Stone ◀ to you", "Good day!")


async def test_a_solution_is_refused_with_words(desk: Desk) -> None:
    ticket = resolved(desk)
    async with visiting(desk) as visit:
        await visit.press("enter")
        await visit.wait("Press y for yes", "✓ Solved?")
        await visit.press("o")
        await visit.wait("take the ticket up again")
        await visit.press("ctrl+s")
        await visit.wait("The text is empty")
        await visit.type("It burns again")
        await visit.press("ctrl+s")
        await visit.wait("▶ Being worked on", gone="Not solved")
    assert desk.call(fields_of, ticket)["status"] == Status.IN_PROGRESS


async def test_a_solution_is_confirmed_by_two_keys_and_followed_up(desk: Desk) -> None:
    ticket = resolved(desk)
    async with visiting(desk) as visit:
        await visit.press("enter", "y")
        await visit.wait("Close TKT0001 for ever")
        await visit.press("enter")
        await visit.wait("✓ Solved?", gone="for ever")
        await visit.press("y", "y")
        await visit.wait("Close TKT0001 for ever")
        await visit.press("c")
        await visit.wait("The ticket is closed.", "■ Closed")
        await visit.press("m")
        await visit.wait("TKT0001 is closed: open a new ticket")
        await visit.press("c")
        await visit.wait("New ticket after TKT0001", "Printer on fire")
        await visit.press("ctrl+s")
        await visit.wait("TKT0002 is on its way")
    assert desk.call(fields_of, 2)["follow_up_of_id"] == ticket


async def test_only_a_solution_is_answered(desk: Desk) -> None:
    shared(desk)
    async with visiting(desk) as visit:
        await visit.press("enter", "y", "o")
        screen = await visit.wait("m Message")
        assert "Not solved" not in screen and "for ever" not in screen


async def test_numbers_find_the_own_tickets_only(desk: Desk) -> None:
    desk.ticket("Secret plan", customer_id=desk.id("customer", "Acme SA"))
    shared(desk)
    async with visiting(desk) as visit:
        for number, said in (("1", "There is no ticket 1."), ("7", "There is no ticket 7.")):
            await visit.press("slash")
            await visit.wait("Number of the ticket")
            await visit.type(number)
            await visit.press("enter")
            await visit.wait(said)
        await visit.press("slash")
        await visit.wait("Number of the ticket")
        await visit.type("2")
        await visit.press("enter")
        await visit.wait("opened this ticket")


async def test_a_ticket_that_is_hidden_meanwhile_is_left(desk: Desk) -> None:
    ticket = shared(desk)
    async with visiting(desk) as visit:
        await visit.press("enter")
        await visit.wait("opened this ticket")
        desk.call(lifecycle.unshare, desk.actor("bob"), ticket, NOW)
        screen = await visit.wait("Your tickets", "There is no such ticket any more.")
        assert "Printer" not in screen


async def test_what_was_typed_stays_when_the_ticket_is_hidden_meanwhile(desk: Desk) -> None:
    ticket = shared(desk)
    async with visiting(desk) as visit:
        await visit.press("enter", "m")
        await visit.wait("will read this")
        await visit.type("Hello")
        desk.call(lifecycle.unshare, desk.actor("bob"), ticket, NOW)
        await visit.press("ctrl+s")
        await visit.wait("There is no such ticket any more.", "Hello")
        await visit.press("escape", "y")
        await visit.wait("Your tickets")


async def test_whoever_is_archived_has_to_leave(desk: Desk) -> None:
    shared(desk)
    async with visiting(desk) as visit:
        await visit.wait("Printer on fire")
        desk.call(lambda: Contact.update(archived=True).execute())
        await visit.until(lambda: not visit.app.is_running)
        assert "Your access has ended" in str(visit.app.failure)


async def test_leaving_asks(desk: Desk) -> None:
    async with visiting(desk) as visit:
        await visit.press("q")
        await visit.wait("Leave the helpdesk?")
        await visit.press("escape")
        await visit.wait(gone="Leave the helpdesk?")
        await visit.press("q", "y")
        await visit.until(lambda: not visit.app.is_running)
        assert visit.app.return_value == 0


async def test_help_lists_what_works_and_no_marking(desk: Desk) -> None:
    shared(desk)
    async with visiting(desk, size=(80, 30)) as visit:
        await visit.wait("Printer on fire")
        await visit.press("question_mark")
        screen = await visit.wait("Keys that work here", "New ticket", "Find by number")
        assert "Mark" not in screen
        await visit.press("q", "space", "V", "colon", "ctrl+p")
        assert "*" not in visit.screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_hostile_text_is_harmless_everywhere(
    desk: Desk, size: tuple[int, int], language: str
) -> None:
    bob = desk.actor("bob")
    ticket = shared(desk, HOSTILE, description=HOSTILE)
    desk.call(lambda: Agent.update(name=HOSTILE).where(Agent.id == bob.id).execute())
    desk.call(lambda: Contact.update(name=HOSTILE).execute())
    desk.call(conversation.message, bob, ticket, NOW, HOSTILE)
    desk.call(lifecycle.resolve, bob, ticket, NOW)
    async with visiting(desk, size=size, language=language) as visit:
        await visit.wait("TKT0001", "[/foo]")
        assert_harmless(visit.app)
        for keys in (("enter",), ("o",), ("escape", "y"), ("escape", "question_mark")):
            await visit.press(*keys)
            assert_harmless(visit.app)


@pytest.mark.parametrize("size", SIZES)
async def test_french_fits(desk: Desk, size: tuple[int, int]) -> None:
    resolved(desk)
    async with visiting(desk, size=size, language="fr") as visit:
        await visit.wait("Vos tickets", "Printer on fire", "✓ Résolu\u00a0?", "? Touches")
        await visit.press("enter")
        await visit.wait("Non résolu", "? Touches")
