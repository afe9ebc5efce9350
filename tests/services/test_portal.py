"""The customer's side: who sees what against a plain model, and what each act writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import Forbidden, HelpdeskError, Invalid, NotFound, WrongState
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Contact, Customer, Event, Message, Milestone, Ticket, database
from helpdesk_tui.queries import portal as read
from helpdesk_tui.queries import ticket as agents_read
from helpdesk_tui.reports import Measure
from helpdesk_tui.services import lifecycle, people, portal, stopwatch, tickets, undo
from helpdesk_tui.visitors import SharedPage, SharedRow, Visitor
from helpdesk_tui.vocabulary import SUBJECT_LIMIT, TEXT_LIMIT, Status
from tests.conftest import NOW, Desk
from tests.desks import changes_of, events_of, everything, fields_of, put_ticket, ticket_in
from tests.extent import many

LATER = NOW + 600
NOWHERE = 999_999
"""The id of no ticket."""

DANA, GIL = "dana@acme.example", "gil@globex.example"


# Random desks against a plain model


@dataclass(frozen=True)
class Said:
    by_agent: bool
    internal: bool


@dataclass(frozen=True)
class Planned:
    """A ticket of a random desk; `whose` is the name of a customer, or empty."""

    whose: str
    shared: bool
    status: Status
    said: list[Said]
    act: str


planned = st.builds(
    Planned,
    st.sampled_from(["Acme SA", "Acme SA", "Globex", ""]),
    st.booleans(),
    st.sampled_from(Status),
    st.lists(st.builds(Said, st.booleans(), st.booleans()), max_size=3),
    st.sampled_from(["message", "refuse", "confirm", "follow"]),
)

ACTS: dict[str, Callable[[Visitor, int], Any]] = {
    "message": lambda visitor, ticket: portal.message(visitor, ticket, LATER, "Hello"),
    "refuse": lambda visitor, ticket: portal.refuse(visitor, ticket, LATER, "No"),
    "confirm": lambda visitor, ticket: portal.confirm(visitor, ticket, LATER),
    "follow": lambda visitor, ticket: portal.open_ticket(
        visitor, LATER, {"subject": "Again"}, follows=ticket
    ),
}
POSSIBLE = {
    "message": {Status.NEW, Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED},
    "refuse": {Status.RESOLVED},
    "confirm": {Status.RESOLVED},
    "follow": {Status.CLOSED},
}


@dataclass(frozen=True)
class Made:
    """A planned ticket as it stands in the database."""

    id: int
    number: str
    plan: Planned
    open_messages: list[tuple[int, str]]
    """When each message that is not internal was written, and its text."""

    @property
    def order(self) -> tuple[bool, int]:
        return (self.plan.status == Status.CLOSED, -self.id)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with database.atomic() as transaction:
        yield
        transaction.rollback()


def made(desk: Desk, plan: Planned, contacts: dict[str, int]) -> Made:
    """Write the ticket, whose contacts' messages come from whoever its customer has."""
    customer = desk.id("customer", plan.whose) if plan.whose else None
    status = Status.RESOLVED if plan.status == Status.CLOSED else plan.status
    ticket = put_ticket(customer=customer, shared_with_customer=plan.shared, status=status)
    told = []
    for place, said in enumerate(plan.said):
        by_agent = said.by_agent or said.internal or not plan.whose
        Message.insert(
            ticket=ticket,
            agent=desk.id("agent", "bob") if by_agent else None,
            contact=None if by_agent else contacts[plan.whose],
            body=f"message {place}",
            internal=said.internal,
            at=NOW + place,
        ).execute()
        if not said.internal:
            told.append((NOW + place, f"message {place}"))
    if plan.status == Status.CLOSED:
        Ticket.update(status=Status.CLOSED, closed_at=NOW).where(Ticket.id == ticket).execute()
    return Made(ticket, str(fields_of(ticket)["number"]), plan, told)


@pytest.mark.promise(24)
@given(plans=st.lists(planned, max_size=5), page=st.integers(1, 3), globex=st.booleans())
@settings(
    max_examples=many(600, 12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_contact_sees_and_moves_exactly_the_own_shared_tickets(
    desk: Desk, plans: list[Planned], page: int, globex: bool
) -> None:
    with undone():
        gil = people.add_contact(
            desk.actor("alice"), NOW, desk.id("customer", "Globex"), "Gil", GIL
        )
        contacts = {"Acme SA": desk.id("contact", DANA), "Globex": gil}
        every = [made(desk, plan, contacts) for plan in plans]
        visitor = read.visitor(GIL if globex else DANA)
        own = "Globex" if globex else "Acme SA"
        seen = sorted(
            (each for each in every if each.plan.whose == own and each.plan.shared),
            key=lambda each: each.order,
        )
        for rows in (from_start(visitor, page), from_end(visitor, page)):
            assert [(row.id, row.number, row.status) for row in rows] == [
                (each.id, each.number, each.plan.status) for each in seen
            ]
            assert [row.said_at for row in rows] == [
                each.open_messages[-1][0] if each.open_messages else None for each in seen
            ]
        for each in every:
            if each in seen:
                check_seen(visitor, each, seen)
            else:
                check_hidden(visitor, each)
            check_act(visitor, each, allowed=each in seen)


def from_start(visitor: Visitor, limit: int) -> list[SharedRow]:
    """The list, walked page by page from its start."""
    page = read.first(visitor, limit)
    rows = [*page.rows]
    while not page.at_end:
        page = read.after(visitor, rows[-1], limit)
        rows += page.rows
    return rows


def from_end(visitor: Visitor, limit: int) -> list[SharedRow]:
    """The same from its end."""
    page = read.last(visitor, limit)
    rows = [*page.rows]
    while not page.at_start:
        page = read.before(visitor, rows[0], limit)
        rows[:0] = page.rows
    return rows


def check_seen(visitor: Visitor, each: Made, seen: list[Made]) -> None:
    whole = read.ticket(visitor, each.id)
    assert (whole.number, whole.status) == (each.number, each.plan.status)
    assert [(said.at, said.body) for said in whole.messages] == each.open_messages
    assert read.find(visitor, each.number) == each.id
    near = read.around(visitor, SharedRow(each.id, "", "", Status.NEW), 1, 1).rows
    place = seen.index(each)
    assert [row.id for row in near] == [one.id for one in seen[max(0, place - 1) : place + 2]]


def check_hidden(visitor: Visitor, each: Made) -> None:
    """By id and by number it is as if it did not exist."""
    assert refusal(NotFound, lambda: read.ticket(visitor, each.id)) == refusal(
        NotFound, lambda: read.ticket(visitor, NOWHERE)
    )
    for typed in (each.number, each.number[3:], each.number.lower()):
        said = refusal(NotFound, partial(read.find, visitor, typed))
        unknown = refusal(NotFound, lambda: read.find(visitor, "TKT777777"))
        assert said == unknown.replace("TKT777777", typed)


def check_act(visitor: Visitor, each: Made, *, allowed: bool) -> None:
    act = ACTS[each.plan.act]
    if allowed and each.plan.status in POSSIBLE[each.plan.act]:
        before = Event.select().count()
        with undone():
            done = act(visitor, each.id)
            events = list(Event.select().order_by(Event.id).offset(before))
            assert events and done.notes == ()
            assert {(event.agent_id, event.contact_id, event.via) for event in events} == {
                (None, visitor.contact, "portal")
            }
    elif allowed:
        refused(WrongState, lambda: act(visitor, each.id))
    else:
        said = refused(NotFound, lambda: act(visitor, each.id))
        assert said == refused(NotFound, lambda: act(visitor, NOWHERE))


def refusal(error: type[HelpdeskError], call: Callable[[], object]) -> str:
    """What is said when it is refused in this way."""
    with pytest.raises(error) as caught:
        call()
    return explain(caught.value)


def refused(error: type[HelpdeskError], act: Callable[[], object]) -> str:
    """The same of an act, which leaves every table as it was."""
    before = everything()
    said = refusal(error, act)
    assert everything() == before
    return said


# Who is let in


@pytest.mark.parametrize("table", [Contact, Customer], ids=["contact", "customer"])
def test_an_archived_one_is_let_into_nothing(desk: Desk, table: Any) -> None:
    dana, ticket = read.visitor(DANA), ticket_in(desk, Status.RESOLVED, shared=True)
    table.update(archived=True).where(table.name.in_(["Dana Roy", "Acme SA"])).execute()
    said = refusal(NotFound, lambda: read.visitor(DANA))
    assert said == refusal(NotFound, lambda: read.visitor("x@acme.example")).replace("x@", "dana@")
    acts: list[Callable[[], object]] = [
        *(partial(act, dana, ticket) for act in ACTS.values()),
        lambda: portal.open_ticket(dana, LATER, {"subject": "Hi"}),
        lambda: read.first(dana, 5),
        lambda: read.ticket(dana, ticket),
        lambda: read.find(dana, "1"),
    ]
    for act in acts:
        assert "Your access has ended" in refused(Forbidden, act)


def test_a_contact_who_goes_to_another_customer_sees_that_ones_tickets(desk: Desk) -> None:
    dana, ticket = read.visitor(DANA), ticket_in(desk, Status.NEW, shared=True)
    assert [row.id for row in read.first(dana, 5).rows] == [ticket]
    Contact.update(customer=desk.id("customer", "Globex")).execute()
    assert read.first(dana, 5) == SharedPage([], True, True)
    refused(NotFound, lambda: portal.message(dana, ticket, LATER, "Hi"))
    opened = portal.open_ticket(dana, LATER, {"subject": "Hi"}).ticket
    assert fields_of(opened)["customer_id"] == desk.id("customer", "Globex")


# What each act writes


def test_a_ticket_is_shared_from_the_start(desk: Desk) -> None:
    dana = read.visitor(DANA)
    done = portal.open_ticket(
        dana, LATER, {"subject": " No\r\nnetwork ", "description": "Since\r\nnoon", "priority": 1}
    )
    found = fields_of(done.ticket)
    assert (found["subject"], found["description"]) == ("No network", "Since\nnoon")
    assert (found["status"], found["priority"], found["shared_with_customer"]) == (1, 3, True)
    assert (found["customer_id"], found["contact_id"]) == (dana.customer, dana.contact)
    assert (found["created_by_id"], found["team_id"], found["assignee_id"]) == (None, None, None)
    assert [(e.act, e.contact_id) for e in events_of(done.ticket)] == [("create", dana.contact)]
    assert agents_read.detail(done.ticket).events[0].actor == "Dana Roy"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"subject": " \n"}, "subject"),
        ({}, "subject"),
        ({"subject": "x" * (SUBJECT_LIMIT + 1)}, "subject"),
        ({"subject": "x", "description": "x" * (TEXT_LIMIT + 1)}, "description"),
    ],
)
def test_a_ticket_needs_a_subject_and_is_bounded(
    desk: Desk, fields: dict[str, str], wrong: str
) -> None:
    dana, before = read.visitor(DANA), everything()
    with pytest.raises(Invalid) as caught:
        portal.open_ticket(dana, LATER, fields)
    assert caught.value.field == wrong
    assert everything() == before


def test_a_closed_ticket_is_followed_up(desk: Desk) -> None:
    dana, closed = read.visitor(DANA), ticket_in(desk, Status.CLOSED, shared=True)
    assert "open a new ticket" in refused(
        WrongState, lambda: portal.message(dana, closed, LATER, "It is back")
    )
    found = fields_of(portal.open_ticket(dana, LATER, {"subject": "x"}, follows=closed).ticket)
    assert (found["follow_up_of_id"], found["team_id"]) == (closed, desk.id("team", "Support"))
    assert found["shared_with_customer"]


@pytest.mark.parametrize(
    ("status", "then", "acts"),
    [
        (Status.NEW, Status.NEW, ["reply"]),
        (Status.IN_PROGRESS, Status.IN_PROGRESS, ["reply"]),
        (Status.WAITING, Status.IN_PROGRESS, ["reply", "resume"]),
        (Status.RESOLVED, Status.IN_PROGRESS, ["reply", "reopen"]),
    ],
)
def test_a_message_makes_a_ticket_go_on(
    desk: Desk, status: Status, then: Status, acts: list[str]
) -> None:
    dana, ticket = read.visitor(DANA), ticket_in(desk, status, shared=True)
    before, version = len(events_of(ticket)), fields_of(ticket)["version"]
    portal.message(dana, ticket, LATER, " Yes\r\nplease ")
    said = Message.get()
    assert (said.body, said.agent_id, said.contact_id) == ("Yes\nplease", None, dana.contact)
    found = fields_of(ticket)
    assert (found["status"], found["ended_at"]) == (then, None)
    assert found["version"] == version + len(acts)
    assert [event.act for event in events_of(ticket)[before:]] == acts
    assert changes_of(events_of(ticket)[before]) == {"message": [None, said.id]}


def test_what_a_contact_writes_is_no_answer(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.NEW, shared=True)
    portal.message(read.visitor(DANA), ticket, LATER, "Hello?")
    assert not Milestone.select().where(Milestone.measure == Measure.ANSWERED).exists()


@pytest.mark.parametrize("body", ["", " \n", "é" * (TEXT_LIMIT + 1)])
@pytest.mark.parametrize("act", [portal.message, portal.refuse])
def test_an_empty_or_endless_text_reopens_nothing(
    desk: Desk, act: Callable[..., object], body: str
) -> None:
    dana, ticket = read.visitor(DANA), ticket_in(desk, Status.RESOLVED, shared=True)
    refused(Invalid, lambda: act(dana, ticket, LATER, body))


def test_a_resolution_is_refused_with_a_reason(desk: Desk) -> None:
    dana, ticket = read.visitor(DANA), ticket_in(desk, Status.RESOLVED, shared=True)
    done = portal.refuse(dana, ticket, LATER, "It still burns")
    assert (done.act, fields_of(ticket)["status"]) == ("reopen", Status.IN_PROGRESS)
    assert [said.body for said in read.ticket(dana, ticket).messages] == ["It still burns"]
    assert "“Being worked on”" in refused(
        WrongState, lambda: portal.refuse(dana, ticket, LATER, "Again")
    )


def test_confirming_closes_and_tells_nothing_of_stopwatches(desk: Desk) -> None:
    """The contact's id is also that of the agent whose time it is."""
    dana, alice = read.visitor(DANA), desk.actor("alice")
    assert dana.contact == alice.id
    ticket = ticket_in(desk, Status.RESOLVED, shared=True)
    stopwatch.start(alice, ticket, NOW + 60)
    done = portal.confirm(dana, ticket, LATER)
    assert done.notes == ()
    found = fields_of(ticket)
    assert (found["status"], found["closed_at"]) == (Status.CLOSED, LATER)
    close, stop = events_of(ticket)[-2:]
    assert (close.act, stop.act) == ("close", "timer_stop")
    assert changes_of(stop)["time_agent_id"] == [None, alice.id]
    assert {each.contact_id for each in (close, stop)} == {dana.contact}


def test_an_agent_takes_nothing_back_that_a_contact_has_done(desk: Desk) -> None:
    dana, ticket = read.visitor(DANA), ticket_in(desk, Status.RESOLVED, shared=True)
    done = portal.refuse(dana, ticket, LATER, "No")
    assert done.event is not None
    with pytest.raises(NotFound):
        undo.undo(desk.actor("alice"), done.event, LATER)


def test_what_a_contact_has_done_stands_in_the_way_of_undo_by_name(desk: Desk) -> None:
    alice, ticket = desk.actor("alice"), ticket_in(desk, Status.IN_PROGRESS, shared=True)
    done = lifecycle.resolve(alice, ticket, NOW + 60)
    portal.refuse(read.visitor(DANA), ticket, LATER, "No")
    assert done.event is not None
    event = done.event
    assert "(Dana Roy)" in refused(WrongState, lambda: undo.undo(alice, event, LATER))


def test_a_contacts_message_is_no_clash_with_an_edit(desk: Desk) -> None:
    alice, ticket = desk.actor("alice"), ticket_in(desk, Status.NEW, shared=True)
    tickets.edit(alice, ticket, NOW + 60, {"subject": "Once"})
    seen = fields_of(ticket)["version"]
    portal.message(read.visitor(DANA), ticket, LATER, "Hello")
    tickets.edit(alice, ticket, LATER, {"subject": "Twice"}, version=seen)
    assert fields_of(ticket)["subject"] == "Twice"
