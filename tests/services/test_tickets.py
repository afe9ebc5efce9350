from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.errors import Outdated
from helpdesk_tui.i18n import explain
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.vocabulary import NEVER, Priority, Status
from tests.conftest import NOW, Desk
from tests.desks import changes_of, events_of, everything, fields_of, stays_of, ticket_in

LATER = NOW + 600


def test_a_ticket_needs_no_more_than_a_subject(desk: Desk) -> None:
    bob = desk.actor("bob")
    done = tickets.create(bob, NOW, {"subject": "Écran noir"})
    found = fields_of(done.ticket)
    assert (done.number, done.act) == ("TKT0001", "create")
    expected = {
        "number": "TKT0001",
        "number_folded": "tkt0001",
        "serial": 1,
        "subject": "Écran noir",
        "subject_folded": "ecran noir",
        "description": "",
        "priority": Priority.NORMAL,
        "status": Status.NEW,
        "progress": 0,
        "started_at": NOW,
        "shared_with_customer": False,
        "version": 1,
        "created_at": NOW,
        "created_by_id": bob.id,
        "updated_at": NOW,
        "next_due_at": NEVER,
    }
    assert found == dict.fromkeys(found) | {"id": done.ticket} | expected
    assert stays_of(done.ticket) == [(Status.NEW, NOW, None)]
    (event,) = events_of(done.ticket)
    assert (event.id, event.act, event.at, event.agent_id) == (done.event, "create", NOW, bob.id)
    assert changes_of(event) == {"subject": [None, "Écran noir"]}


def test_what_is_given_is_kept_and_told(desk: Desk) -> None:
    fields: dict[str, Any] = {
        "description": "Since\nMonday",
        "contact_id": desk.id("contact", "dana@acme.example"),
        "type_id": desk.id("type", "Question"),
        "priority": 1,
        "team_id": desk.id("team", "Support"),
        "assignee_id": desk.id("agent", "bob"),
        "responsible_id": desk.id("agent", "victor"),
        "started_at": NOW - 3600,
        "due_at": NOW + 3600,
    }
    done = desk.ticket("Fire", **fields)
    found = fields_of(done.ticket)
    stored = {"subject": "Fire", "customer_id": desk.id("customer", "Acme SA"), **fields}
    assert {name: found[name] for name in stored} == stored
    assert found["next_due_at"] == NOW + 3600
    (event,) = events_of(done.ticket)
    assert changes_of(event) == {name: [None, value] for name, value in stored.items()}


def test_the_type_gives_the_priority_unless_one_is_given(desk: Desk) -> None:
    outage = desk.id("type", "Outage")
    by_type = desk.ticket(type_id=outage).ticket
    by_hand = desk.ticket(type_id=outage, priority=Priority.LOW).ticket
    assert fields_of(by_type)["priority"] == Priority.URGENT
    assert fields_of(by_hand)["priority"] == Priority.LOW


# Editing what somebody else edits


def test_edits_of_different_fields_merge(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.NEW)
    version = fields_of(ticket)["version"]
    tickets.edit(desk.actor("carol"), ticket, LATER, {"priority": 1}, version=version)
    tickets.edit(desk.actor("bob"), ticket, LATER, {"subject": "Other"}, version=version)
    found = fields_of(ticket)
    assert (found["priority"], found["subject"]) == (1, "Other")
    assert found["version"] == version + 2


def test_an_edit_of_a_field_changed_meanwhile_names_who_and_what(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.NEW)
    version = fields_of(ticket)["version"]
    carol, bob = desk.actor("carol"), desk.actor("bob")
    tickets.edit(carol, ticket, LATER, {"subject": "Carol's", "priority": 1}, version=version)
    conversation.note(desk.actor("mona"), ticket, LATER, "Look at this.")
    before = everything()
    with pytest.raises(Outdated) as caught:
        tickets.edit(bob, ticket, LATER, {"subject": "Bob's", "progress": 5}, version=version)
    assert everything() == before
    said = explain(caught.value)
    assert "Carol Weiss" in said
    assert "TKT0001" in said
    assert "(subject)" in said
    tickets.edit(bob, ticket, LATER, {"subject": "Bob's"}, version=version + 2)
    assert fields_of(ticket)["subject"] == "Bob's"


def test_an_edit_that_agrees_with_the_change_is_no_conflict(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.NEW)
    version = fields_of(ticket)["version"]
    for login in ("carol", "bob"):
        tickets.edit(desk.actor(login), ticket, LATER, {"subject": "Same"}, version=version)
    assert [event.act for event in events_of(ticket)].count("edit") == 1


def test_a_take_is_not_refused_by_a_typo_fix(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.NEW)
    tickets.edit(desk.actor("carol"), ticket, LATER, {"subject": "Printer on fire!"})
    lifecycle.take(desk.actor("bob"), ticket, LATER)
    assert fields_of(ticket)["assignee_id"] == desk.id("agent", "bob")


# Copies and follow-ups


def test_a_copy_has_the_content_but_its_own_life(desk: Desk) -> None:
    given: dict[str, Any] = {
        "description": "Smoke",
        "contact_id": desk.id("contact", "dana@acme.example"),
        "type_id": desk.id("type", "Outage"),
        "priority": 2,
        "team_id": desk.id("team", "Support"),
        "responsible_id": desk.id("agent", "mona"),
    }
    bob = desk.actor("bob")
    ticket = desk.ticket("Fire", assignee_id=bob.id, due_at=NOW + 5, progress=40, **given).ticket
    lifecycle.share(bob, ticket, NOW)
    lifecycle.resolve(bob, ticket, NOW)
    done = tickets.copy(bob, ticket, LATER)
    original, found = fields_of(ticket), fields_of(done.ticket)
    same = {"subject", "subject_folded", "customer_id", *given}
    assert {name: found[name] for name in same} == {name: original[name] for name in same}
    assert found["number"] == "TKT0002"
    assert (found["status"], found["progress"], found["started_at"]) == (Status.NEW, 0, LATER)
    left_out = ("assignee_id", "due_at", "ended_at", "follow_up_of_id", "closed_at")
    assert {found[name] for name in left_out} == {None}
    assert found["shared_with_customer"] is False
    (event,) = events_of(done.ticket)
    assert event.act == "copy"
    assert all(new is not None for _old, new in changes_of(event).values())


def test_a_follow_up_is_linked_and_for_the_same_customer(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket(
        "Fire",
        description="Smoke",
        contact_id=desk.id("contact", "dana@acme.example"),
        type_id=desk.id("type", "Outage"),
    ).ticket
    lifecycle.close(bob, ticket, NOW, resolve_first=True)
    done = tickets.follow_up(bob, ticket, LATER)
    original, found = fields_of(ticket), fields_of(done.ticket)
    same = ("subject", "customer_id", "contact_id", "type_id")
    assert {name: found[name] for name in same} == {name: original[name] for name in same}
    assert (found["follow_up_of_id"], found["status"]) == (ticket, Status.NEW)
    assert (found["description"], found["started_at"]) == ("", LATER)
    assert changes_of(events_of(done.ticket)[0])["follow_up_of_id"] == [None, ticket]


# Where a ticket stands in the queues


def test_the_due_date_orders_a_ticket_only_while_it_is_unresolved(desk: Desk) -> None:
    bob, due = desk.actor("bob"), NOW + 3600
    ticket = desk.ticket(due_at=due).ticket
    places = []
    for act in (lifecycle.start, lifecycle.wait, lifecycle.resolve, lifecycle.reopen):
        places.append(fields_of(ticket)["next_due_at"])
        act(bob, ticket, LATER)
    assert places == [due, due, due, NEVER]
    assert fields_of(ticket)["next_due_at"] == due
    tickets.edit(bob, ticket, LATER, {"due_at": due + 1})
    assert fields_of(ticket)["next_due_at"] == due + 1
    tickets.edit(bob, ticket, LATER, {"due_at": None})
    assert fields_of(ticket)["next_due_at"] == NEVER
