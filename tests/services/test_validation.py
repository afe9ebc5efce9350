from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Customer, Lead, Ticket, TicketType, database
from helpdesk_tui.rows import Done
from helpdesk_tui.services import lifecycle, people, tickets, undo
from helpdesk_tui.services.validation import LATEST
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import SUBJECT_LIMIT, TEXT_LIMIT
from tests.conftest import NOW, Desk
from tests.desks import changes_of, events_of, everything, fields_of
from tests.extent import many

LATER = NOW + 600


def refusal(desk: Desk, **fields: Any) -> Invalid:
    """What creating a ticket with these fields is refused for, nothing being written."""
    before = everything()
    with pytest.raises(Invalid) as caught:
        desk.ticket(**fields)
    assert everything() == before
    return caught.value


def wrong(error: Invalid) -> list[str]:
    return [each.field for each in (error, *error.also)]


def lead() -> int:
    row = Lead.insert(name="Lee", name_folded="lee").execute()
    return int(row)


def test_everything_wrong_is_said_at_once(desk: Desk) -> None:
    error = refusal(
        desk,
        subject="  \n ",
        description="x" * (TEXT_LIMIT + 1),
        progress=101,
        priority=5,
        due_at=LATEST + 1,
        team_id=999,
        assignee_id=desk.id("agent", "victor"),
        customer_id=desk.id("customer", "Globex"),
        lead_id=lead(),
    )
    assert wrong(error) == [
        *("subject", "description", "progress", "priority", "due_at"),
        *("team_id", "assignee_id", "lead_id"),
    ]
    assert all("{" not in explain(each) for each in (error, *error.also))


def test_what_a_field_cannot_hold(desk: Desk) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"subject": "x" * (SUBJECT_LIMIT + 1)}, "subject"),
        ({"progress": -1}, "progress"),
        ({"progress": 101}, "progress"),
        ({"priority": 0}, "priority"),
        ({"started_at": -1}, "started_at"),
        ({"due_at": LATEST + 1}, "due_at"),
        ({"due_at": 2**63}, "due_at"),
        ({"customer_id": 999}, "customer_id"),
        ({"contact_id": 999}, "contact_id"),
        ({"lead_id": 999}, "lead_id"),
        ({"type_id": 999}, "type_id"),
        ({"responsible_id": 999}, "responsible_id"),
        ({"assignee_id": 999}, "assignee_id"),
    ]
    for fields, field in refused:
        assert wrong(refusal(desk, **fields)) == [field]


def test_the_limits_themselves_are_within(desk: Desk) -> None:
    done = desk.ticket(
        "é" * SUBJECT_LIMIT, description="é" * TEXT_LIMIT, progress=100, due_at=LATEST
    )
    found = fields_of(done.ticket)
    assert found["subject"] == "é" * SUBJECT_LIMIT
    assert len(found["description"]) == TEXT_LIMIT
    assert (found["progress"], found["next_due_at"]) == (100, LATEST)


def test_an_edit_cannot_empty_what_a_ticket_needs(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    before = everything()
    emptied = ("subject", "progress", "priority", "started_at")
    with pytest.raises(Invalid) as caught:
        tickets.edit(bob, ticket, LATER, dict.fromkeys(emptied))
    assert wrong(caught.value) == list(emptied)
    assert everything() == before
    tickets.edit(bob, ticket, LATER, {"description": None, "due_at": None, "assignee_id": None})
    assert everything() == before


def test_a_subject_is_one_storable_line(desk: Desk) -> None:
    for typed, stored in (
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("a\r\nb\rc\td", "a b c d"),
        ("  \u2028 padded \u2029", "padded"),
        ("\x1b[31mred [/] \u202e", "\x1b[31mred [/] \u202e"),
        ("🧯", "🧯"),
    ):
        assert fields_of(desk.ticket(typed).ticket)["subject"] == stored


def test_a_description_keeps_its_lines(desk: Desk) -> None:
    done = desk.ticket(description="\r\none\r\ntwo\rthree\x00\udfff\n")
    assert fields_of(done.ticket)["description"] == "one\ntwo\nthree\ufffd\ufffd"


@settings(
    max_examples=many(400, 15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(st.characters(codec=None, categories=None), max_size=250))
def test_any_text_is_stored_or_refused(desk: Desk, text: str) -> None:
    with database.atomic() as transaction:
        try:
            ticket = desk.ticket(text, description=text).ticket
        except Invalid:
            return
        found = Ticket.get_by_id(ticket)
        assert 0 < len(found.subject) <= SUBJECT_LIMIT
        assert found.subject_folded == fold(found.subject)[: 2 * SUBJECT_LIMIT]
        assert not set("\0\r\n\t") & set(found.subject)
        transaction.rollback()


def test_what_was_archived_since_may_stay_but_not_come(desk: Desk) -> None:
    acme, question = desk.id("customer", "Acme SA"), desk.id("type", "Question")
    bob = desk.actor("bob")
    having = desk.ticket(customer_id=acme, type_id=question, assignee_id=bob.id).ticket
    Customer.update(archived=True).execute()
    TicketType.update(archived=True).execute()
    Agent.update(archived=True).where(Agent.id == bob.id).execute()
    tickets.edit(
        desk.actor("mona"),
        having,
        LATER,
        {"customer_id": acme, "type_id": question, "assignee_id": bob.id, "progress": 10},
    )
    assert fields_of(having)["progress"] == 10
    error = refusal(desk, by="mona", customer_id=acme, type_id=question, assignee_id=bob.id)
    assert wrong(error) == ["customer_id", "type_id", "assignee_id"]


# Customers, contacts, leads


def test_a_contact_brings_its_customer(desk: Desk) -> None:
    dana = desk.id("contact", "dana@acme.example")
    found = fields_of(desk.ticket(contact_id=dana).ticket)
    assert found["customer_id"] == desk.id("customer", "Acme SA")
    globex = desk.id("customer", "Globex")
    assert wrong(refusal(desk, contact_id=dana, customer_id=globex)) == ["contact_id"]
    assert wrong(refusal(desk, contact_id=dana, lead_id=lead())) == ["contact_id"]


def test_a_customer_leaves_with_its_contact(desk: Desk) -> None:
    ticket = desk.ticket(contact_id=desk.id("contact", "dana@acme.example")).ticket
    tickets.edit(desk.actor("bob"), ticket, LATER, {"customer_id": None})
    found = fields_of(ticket)
    assert (found["customer_id"], found["contact_id"]) == (None, None)
    assert changes_of(events_of(ticket)[-1]).keys() == {"customer_id", "contact_id"}


parties = st.fixed_dictionaries(
    {},
    optional={
        "customer_id": st.sampled_from([None, "Acme SA", "Globex"]),
        "contact_id": st.sampled_from([None, "dana@acme.example", "gus@globex.example"]),
        "lead_id": st.sampled_from([None, "Lee", "Lou"]),
    },
)


@settings(
    max_examples=many(300, 15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.one_of(parties, st.integers(0, 5), st.booleans()), max_size=12))
def test_no_edit_or_undo_leaves_parties_that_disagree(
    desk: Desk, steps: list[dict[str, Any] | int | bool]
) -> None:
    bob = desk.actor("bob")
    with database.atomic() as transaction:
        globex = desk.id("customer", "Globex")
        people.add_contact(bob, NOW, globex, "Gus", "gus@globex.example")
        Lead.insert_many([{"name": n, "name_folded": n.lower()} for n in ("Lee", "Lou")]).execute()
        owner = {desk.id("contact", "dana@acme.example"): desk.id("customer", "Acme SA")}
        owner[desk.id("contact", "gus@globex.example")] = globex
        ticket = desk.ticket().ticket
        events: list[int] = []
        for step in steps:
            with suppress(HelpdeskError):
                events += _one_step(desk, ticket, step, events)
            found = fields_of(ticket)
            assert found["customer_id"] is None or found["lead_id"] is None
            if found["contact_id"] is not None:
                assert owner[found["contact_id"]] == found["customer_id"]
        transaction.rollback()


def _one_step(
    desk: Desk, ticket: int, step: dict[str, Any] | int | bool, events: list[int]
) -> list[int]:
    """An edit of parties, an undo of a past act, or a change of who may see the ticket."""
    bob = desk.actor("bob")
    done: Done | None
    if isinstance(step, bool):
        done = (lifecycle.share if step else lifecycle.unshare)(bob, ticket, LATER)
    elif isinstance(step, int):
        done = undo.undo(bob, events[step % len(events)], LATER) if events else None
    else:
        fields = {
            name: desk.id(name.removesuffix("_id"), value) if value else None
            for name, value in step.items()
        }
        done = tickets.edit(bob, ticket, LATER, fields)
    return [done.event] if done is not None and done.event is not None else []
