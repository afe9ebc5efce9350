from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Contact, Customer, Message
from helpdesk_tui.queries import ticket as read
from helpdesk_tui.rows import Choice, EventRow, MessageRow
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import NOW, Desk

LATER = NOW + 600


NO_NUMBERS = (
    *("", " ", "0", "2", "-1", "1.0", "TKT", "X1", "TKT0001X", "#1", "1 1", "%", "_KT1"),
    *("TKT%", "\x00", "1\x00", "\ud800", "9" * 18, "9" * 400, "tkt" + "9" * 30, "١٢"),
    "TKT0001\nTKT0001",
)


def test_what_is_no_number_is_not_found(desk: Desk, subtests: pytest.Subtests) -> None:
    desk.ticket()
    for typed in NO_NUMBERS:
        with subtests.test(typed=ascii(typed)):
            with pytest.raises(NotFound) as caught:
                read.find(typed)
            assert len(explain(caught.value)) < 80


def test_a_ticket_whole(desk: Desk) -> None:
    bob = desk.actor("bob")
    given: dict[str, Any] = {
        "description": "Since\nMonday",
        "contact_id": desk.id("contact", "dana@acme.example"),
        "type_id": desk.id("type", "Outage"),
        "team_id": desk.id("team", "Support"),
        "assignee_id": bob.id,
        "responsible_id": desk.id("agent", "mona"),
        "due_at": NOW + 3600,
    }
    ticket = desk.ticket("Fire", **given).ticket
    lifecycle.share(bob, ticket, LATER)
    found = read.detail(ticket)
    assert (found.id, found.number, found.version, found.subject) == (ticket, "TKT0001", 2, "Fire")
    assert (found.description, found.status, found.priority) == (
        "Since\nMonday",
        Status.NEW,
        Priority.URGENT,
    )
    assert found.customer == Choice(desk.id("customer", "Acme SA"), "Acme SA")
    assert found.contact == Choice(given["contact_id"], "Dana Roy", "dana@acme.example")
    assert found.type == Choice(given["type_id"], "Outage")
    assert found.team == Choice(given["team_id"], "Support")
    assert found.assignee == Choice(bob.id, "Bob Stone", "bob")
    assert found.responsible == Choice(given["responsible_id"], "Mona Lenoir", "mona")
    assert (found.lead, found.follow_up_of) == (None, None)
    assert (found.ended_at, found.closed_at) == (None, None)
    assert (found.started_at, found.due_at, found.next_due_at) == (NOW, NOW + 3600, NOW + 3600)
    assert (found.created_at, found.created_by, found.updated_at) == (NOW, "bob", LATER)
    assert (found.progress, found.shared) == (0, True)


def test_a_follow_up_names_its_origin(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    lifecycle.close(bob, ticket, NOW, resolve_first=True)
    followed = tickets.follow_up(bob, ticket, LATER).ticket
    assert read.detail(followed).follow_up_of == "TKT0001"
    assert read.detail(ticket).closed_at == NOW


def test_no_such_ticket(desk: Desk) -> None:
    with pytest.raises(NotFound):
        read.detail(1)
    assert (read.messages(1), read.events(1)) == ([], [])


def test_messages_in_the_order_of_their_instants(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    dana = desk.id("contact", "dana@acme.example")
    second = conversation.note(bob, ticket, LATER, "A note")
    Message.insert(ticket=ticket, contact=dana, body="Help", at=NOW).execute()
    third = conversation.message(bob, ticket, LATER, "An answer")
    assert second.event is not None
    assert third.event is not None
    assert read.messages(ticket) == [
        MessageRow(2, NOW, "Dana Roy", True, False, "Help"),
        MessageRow(1, LATER, "Bob Stone", False, True, "A note"),
        MessageRow(3, LATER, "Bob Stone", False, False, "An answer"),
    ]
    assert read.detail(ticket).messages == read.messages(ticket)


def test_history_tells_names_in_place_of_ids(desk: Desk) -> None:
    bob, mona = desk.actor("bob"), desk.actor("mona", "command")
    ticket = desk.ticket(customer_id=desk.id("customer", "Acme SA")).ticket
    lifecycle.take(bob, ticket, NOW)
    fields: dict[str, Any] = {
        "subject": "Écran",
        "customer_id": desk.id("customer", "Globex"),
        "type_id": desk.id("type", "Question"),
        "responsible_id": bob.id,
    }
    tickets.edit(mona, ticket, LATER, fields)
    created, taken, edited = read.events(ticket)
    assert created.changes == {
        "subject": (None, "Printer on fire"),
        "customer_id": (None, "Acme SA"),
    }
    assert taken == EventRow(
        taken.id,
        NOW,
        "Bob Stone",
        "take",
        "screen",
        {"assignee_id": (None, "Bob Stone"), "team_id": (None, "Support")},
    )
    assert (edited.actor, edited.act, edited.via, edited.at) == (
        "Mona Lenoir",
        "edit",
        "command",
        LATER,
    )
    assert edited.changes == {
        "subject": ("Printer on fire", "Écran"),
        "customer_id": ("Acme SA", "Globex"),
        "type_id": (None, "Question"),
        "responsible_id": (None, "Bob Stone"),
    }
    assert read.detail(ticket).events == read.events(ticket)


def test_history_shows_people_as_they_are_called_now(desk: Desk) -> None:
    ticket = desk.ticket(contact_id=desk.id("contact", "dana@acme.example")).ticket
    Agent.update(name="Robert Stone", archived=True).where(Agent.login == "bob").execute()
    Customer.update(name="Acme", archived=True).execute()
    Contact.update(name="D. Roy", archived=True).execute()
    [event] = read.events(ticket)
    assert event.actor == "Robert Stone"
    assert event.changes["customer_id"] == (None, "Acme")
    found = read.detail(ticket)
    assert found.contact is not None
    assert found.contact.name == "D. Roy"
