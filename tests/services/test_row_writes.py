from __future__ import annotations

from helpdesk_tui import statements
from helpdesk_tui.models import Message, Ticket, TimeEntry
from helpdesk_tui.queries import ticket as read
from helpdesk_tui.services import lifecycle, row_writes
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk


def test_a_row_has_the_defaults_of_what_it_is_not_given(desk: Desk) -> None:
    ticket, bob = desk.ticket().ticket, desk.actor("bob")
    said = [
        row_writes.insert(
            Message, {"ticket": ticket, "agent": bob.id, "contact": None, "body": body, "at": NOW}
        )
        for body in ("One", "Two")
    ]
    assert [(row.id, row.body, row.internal) for row in read.messages(ticket)] == [
        (said[0], "One", False),
        (said[1], "Two", False),
    ]


def test_only_the_columns_that_are_given_are_set(desk: Desk) -> None:
    ticket, other = desk.ticket("Fire").ticket, desk.ticket("Smoke").ticket
    row_writes.update(
        Ticket,
        ticket,
        {"status": Status.IN_PROGRESS, "team_id": None, "shared_with_customer": True},
    )
    row_writes.update(Ticket, ticket, {"priority": 1})
    found, spared = read.detail(ticket), read.detail(other)
    assert (found.subject, found.status, found.priority) == ("Fire", Status.IN_PROGRESS, 1)
    assert (found.shared, found.team) == (True, None)
    assert (spared.status, spared.priority, spared.shared) == (Status.NEW, 3, False)


def test_a_row_is_saved_first_as_a_new_one_and_then_in_its_place(desk: Desk) -> None:
    ticket, bob = desk.ticket().ticket, desk.actor("bob")
    entry = TimeEntry(agent=bob.id, ticket=ticket, started_at=NOW, source="stopwatch")
    row_writes.save(entry)
    entry.ended_at = NOW + 60
    row_writes.save(entry)
    [stored] = TimeEntry.select()
    assert (stored.id, stored.agent_id, stored.ended_at) == (entry.id, bob.id, NOW + 60)


def test_a_row_is_read_with_its_yes_and_no(desk: Desk) -> None:
    customer = desk.id("customer", "Acme SA")
    ticket = desk.ticket(customer_id=customer).ticket
    lifecycle.share(desk.actor("bob"), ticket, NOW)
    shared = read.events(ticket)[-1]
    assert [(type(old), type(new)) for old, new in shared.changes.values()] == [(bool, bool)]
    found = statements.row(Ticket, ticket)
    assert found is not None and found.shared_with_customer is True
    assert found.__data__ == Ticket.get_by_id(ticket).__data__
    assert statements.row(Ticket, ticket + 1) is None
