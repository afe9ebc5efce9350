from __future__ import annotations

import pytest

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Contact, Customer, Lead, Team
from helpdesk_tui.queries import people as read
from helpdesk_tui.rows import Choice
from helpdesk_tui.services import people
from helpdesk_tui.vocabulary import Role
from tests.conftest import NOW, Desk


def test_an_actor_is_the_agent_and_the_door(desk: Desk) -> None:
    people.add_agent(desk.actor("alice"), NOW, "dora", language="fr")
    Agent.update(zone="Europe/Paris").where(Agent.login == "dora").execute()
    dora = read.actor("dora", "command")
    assert (dora.login, dora.name, dora.via) == ("dora", "dora", "command")
    assert (dora.role, dora.team, dora.teams) == (Role.AGENT, None, frozenset())
    assert (dora.language, dora.zone) == ("fr", "Europe/Paris")
    both = frozenset({desk.id("team", "Support"), desk.id("team", "Network")})
    assert read.actor("mona", "screen").teams == both


def test_who_is_no_agent_is_told_what_to_do(desk: Desk) -> None:
    gone = people.add_agent(desk.actor("alice"), NOW, "gone")
    Agent.update(archived=True).where(Agent.id == gone).execute()
    for login in ("", "Bob", "eve", "bob ' OR 1=1", "\x00", "\ud800", "gone"):
        with pytest.raises(NotFound) as caught:
            read.actor(login, "command")
        assert "config add agent" in explain(caught.value)


def names(choices: list[Choice]) -> list[str]:
    return [choice.name for choice in choices]


def test_agents_by_login_or_name_without_those_who_only_read(desk: Desk) -> None:
    assert names(read.agents()) == ["Alice Martin", "Bob Stone", "Carol Weiss", "Mona Lenoir"]
    assert read.agents("STO") == [Choice(desk.id("agent", "bob"), "Bob Stone", "bob")]
    assert names(read.agents("carol wei")) == ["Carol Weiss"]
    assert names(read.agents("vic")) == []
    assert names(read.agents("vic", working=False)) == ["Victor Hall"]


def test_choices_are_found_whatever_case_and_accents_and_sorted(desk: Desk) -> None:
    alice = desk.actor("alice")
    for name in ("Zébulon", "élan", "Eclair"):
        people.add_customer(alice, NOW, name)
    assert names(read.customers()) == ["Acme SA", "Eclair", "élan", "Globex", "Zébulon"]
    assert names(read.customers("EL")) == ["élan"]
    assert names(read.customers("zebu")) == ["Zébulon"]
    assert names(read.teams("net")) == ["Network"]
    assert names(read.types()) == ["Outage", "Question"]
    Lead.insert(name="Lee", name_folded="lee").execute()
    assert names(read.leads("LE")) == ["Lee"]


def test_contacts_of_one_customer_by_name_or_address(desk: Desk) -> None:
    acme, globex = desk.id("customer", "Acme SA"), desk.id("customer", "Globex")
    people.add_contact(desk.actor("bob"), NOW, globex, "Gus", None)
    dana = Choice(desk.id("contact", "dana@acme.example"), "Dana Roy", "dana@acme.example")
    assert read.contacts("roy") == read.contacts("ACME.example") == [dana]
    assert read.contacts(customer=acme) == [dana]
    [gus] = read.contacts(customer=globex)
    assert (gus.name, gus.detail) == ("Gus", "")
    assert len(read.contacts()) == 2


def test_what_is_archived_is_not_offered(desk: Desk) -> None:
    for table in (Agent, Customer, Contact, Team):
        table.update(archived=True).execute()
    found = (read.agents(), read.customers(), read.contacts(), read.teams())
    assert found == ([], [], [], [])
    for kind, name in (("agent", "bob"), ("customer", "Acme SA"), ("team", "Support")):
        with pytest.raises(NotFound):
            read.by_name(kind, name)
    with pytest.raises(NotFound):
        read.by_name("contact", "dana@acme.example")


def test_what_is_typed_is_only_text(desk: Desk) -> None:
    reads = (read.agents, read.teams, read.types, read.customers, read.leads, read.contacts)
    for text in ("%", "_", "\\", "'", "\ud800", "a\x00"):
        assert [choices(text) for choices in reads] == [[]] * 6


def test_choices_are_bounded(desk: Desk) -> None:
    alice = desk.actor("alice")
    for n in range(read.LIMIT + 5):
        people.add_customer(alice, NOW, f"Customer {n:03}")
    assert len(read.customers("customer")) == read.LIMIT


def test_a_name_in_a_command_means_one_thing(desk: Desk) -> None:
    assert read.by_name("customer", " ACMÉ sa ") == desk.id("customer", "Acme SA")
    assert read.by_name("agent", "bob") == desk.actor("bob").id
    Customer.insert(name="Acme S.A.", name_folded="acme sa").execute()
    with pytest.raises(NotFound) as caught:
        read.by_name("customer", "Acme SA")
    assert "Several" in explain(caught.value)
    for kind in ("agent", "contact", "customer", "team", "type", "lead"):
        for name in ("nothing", "", "\ud800", "%"):
            with pytest.raises(NotFound) as caught:
                read.by_name(kind, name)
            assert explain(caught.value).startswith("There is no ")
