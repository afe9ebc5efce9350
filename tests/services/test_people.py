from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from helpdesk_tui.errors import Forbidden, Invalid, WrongState
from helpdesk_tui.models import Agent, Contact, Customer, Event, Membership, Sequence, Team
from helpdesk_tui.queries import people as read
from helpdesk_tui.services import people
from helpdesk_tui.vocabulary import Priority, Role
from tests.conftest import NOW, Desk
from tests.desks import changes_of, everything, fields_of


def last_event() -> Event:
    found: Event = Event.select().order_by(Event.id.desc()).first()
    return found


def refused(error: type[Exception], add: Callable[..., int], *args: Any, **kwargs: Any) -> None:
    before = everything()
    with pytest.raises(error):
        add(*args, **kwargs)
    assert everything() == before


def test_the_founder_administers_and_numbers_begin(desk: Desk) -> None:
    alice = desk.actor("alice")
    assert (alice.role, alice.name) == (Role.ADMINISTRATOR, "Alice Martin")
    first = Event.get_by_id(1)
    assert (first.kind, first.row, first.agent_id, first.at) == ("agent", alice.id, alice.id, NOW)
    assert Sequence.select().count() == 1
    refused(WrongState, people.found_desk, "eve", "Eve", NOW)


def test_an_agent_belongs_to_teams_of_which_the_first_is_active(desk: Desk) -> None:
    alice = desk.actor("alice")
    support, network = desk.id("team", "Support"), desk.id("team", "Network")
    added = people.add_agent(
        alice,
        NOW,
        "dora",
        name=" Dora\tNoël ",
        role=Role.MANAGER,
        teams=(network, support, network),
        email="dora@desk.example",
        language="fr",
    )
    dora = desk.actor("dora")
    assert (dora.id, dora.name, dora.role) == (added, "Dora Noël", Role.MANAGER)
    assert (dora.team, dora.language) == (network, "fr")
    assert dora.teams == frozenset({support, network})
    assert Agent.get_by_id(added).name_folded == "dora noel"
    assert Agent.get_by_id(added).email == "dora@desk.example"
    event = last_event()
    assert (event.kind, event.row, event.agent_id) == ("agent", added, alice.id)
    assert changes_of(event)["name"] == [None, "Dora Noël"]


def test_an_agent_without_a_name_is_called_by_the_login(desk: Desk) -> None:
    people.add_agent(desk.actor("alice"), NOW, "dora")
    dora = desk.actor("dora")
    assert (dora.name, dora.role, dora.team) == ("dora", Role.AGENT, None)
    assert not Membership.select().where(Membership.agent == dora.id).exists()


def test_what_cannot_be_a_login(desk: Desk) -> None:
    alice = desk.actor("alice")
    for login in ["", "Bob", "b b", "-x", "é", "a" * 33, "x\n", "bob", "\ud800", "a/b"]:
        refused(Invalid, people.add_agent, alice, NOW, login)


def test_names_are_one_line_of_bounded_length(desk: Desk) -> None:
    alice = desk.actor("alice")
    for name in ("", " \n ", "x" * 201):
        refused(Invalid, people.add_team, alice, NOW, name)
        refused(Invalid, people.add_customer, alice, NOW, name)
        refused(Invalid, people.add_type, alice, NOW, name)
        refused(Invalid, people.add_contact, alice, NOW, 1, name, None)
    refused(Invalid, people.add_agent, alice, NOW, "dora", language="klingon")
    team = people.add_team(alice, NOW, "  Équipe\r\nde nuit\x00 ")
    assert Team.get_by_id(team).name == "Équipe de nuit\ufffd"
    assert changes_of(last_event())["name"] == [None, "Équipe de nuit\ufffd"]


def test_names_that_differ_by_case_or_accents_are_the_same(desk: Desk) -> None:
    alice = desk.actor("alice")
    refused(Invalid, people.add_team, alice, NOW, "SUPPÖRT")
    refused(Invalid, people.add_type, alice, NOW, "question")
    refused(Invalid, people.add_customer, alice, NOW, "acmé sa")


def test_a_type_may_bring_a_priority(desk: Desk) -> None:
    added = people.add_type(desk.actor("mona"), NOW, "Wish", default_priority=Priority.LOW)
    assert read.by_name("type", "WISH") == added
    assert fields_of(desk.ticket(type_id=added).ticket)["priority"] == Priority.LOW


def test_an_address_is_one_contacts_until_it_is_archived(desk: Desk) -> None:
    bob, globex = desk.actor("bob"), desk.id("customer", "Globex")
    refused(Invalid, people.add_contact, bob, NOW, globex, "Other", "dana@acme.example")
    people.add_contact(bob, NOW, globex, "Nameless", None)
    people.add_contact(bob, NOW, globex, "Nameless", None)
    Contact.update(archived=True).where(Contact.email == "dana@acme.example").execute()
    added = people.add_contact(bob, NOW, globex, "Dana Roy", "dana@acme.example")
    assert read.by_name("contact", "dana@acme.example") == added
    assert Contact.get_by_id(added).customer_id == globex


@pytest.mark.parametrize(
    ("add", "arguments", "least"),
    [
        (people.add_agent, ("dora",), "alice"),
        (people.add_team, ("Third",), "mona"),
        (people.add_type, ("Wish",), "mona"),
        (people.add_customer, ("Initech",), "bob"),
        (people.add_contact, (1, "Bill", "bill@acme.example"), "bob"),
    ],
)
def test_who_may_add_what(
    desk: Desk, add: Callable[..., int], arguments: tuple[Any, ...], least: str
) -> None:
    order = ("victor", "bob", "mona", "alice")
    for login in order[: order.index(least)]:
        refused(Forbidden, add, desk.actor(login), NOW, *arguments)
    assert add(desk.actor(least), NOW, *arguments) > 0
    assert last_event().agent_id == desk.id("agent", least)


def test_a_customer_is_found_by_its_folded_name(desk: Desk) -> None:
    added = people.add_customer(desk.actor("bob"), NOW, "Électricité Ørsted")
    assert Customer.get_by_id(added).name_folded == "electricite orsted"
    assert read.by_name("customer", "ELECTRICITE orsted") == added
