from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.errors import Forbidden, Invalid, NotFound, WrongState
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import lifecycle, people, tickets
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import everything, fields_of, refused, ticket_in, without_stopwatch

LATER = NOW + 600


@pytest.fixture(autouse=True)
def _no_stopwatch(desk: Desk) -> None:
    without_stopwatch()


def test_taking_anothers_ticket_asks_first_and_names_the_owner(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.IN_PROGRESS, assignee="carol")
    bob = desk.actor("bob")
    before = everything()
    with pytest.raises(lifecycle.Owned) as caught:
        lifecycle.take(bob, ticket, LATER)
    assert everything() == before
    carol = desk.id("agent", "carol")
    assert (caught.value.ticket, caught.value.owner) == (ticket, carol)
    assert caught.value.name == "Carol Weiss"
    assert "--from carol" in explain(caught.value)
    with pytest.raises(lifecycle.Owned):  # asked about mona, found carol
        lifecycle.take(bob, ticket, LATER, owner=desk.id("agent", "mona"))
    lifecycle.take(bob, ticket, LATER, owner=carol)
    assert fields_of(ticket)["assignee_id"] == bob.id
    refused(WrongState, lifecycle.take, bob, ticket)


def test_taking_sets_the_active_team_only_where_there_is_none(desk: Desk) -> None:
    carol = desk.actor("carol")
    without = ticket_in(desk, Status.NEW, team=None)
    within = ticket_in(desk, Status.NEW, team="Support")
    for ticket in (without, within):
        lifecycle.take(carol, ticket, LATER)
    assert fields_of(without)["team_id"] == carol.team == desk.id("team", "Network")
    assert fields_of(within)["team_id"] == desk.id("team", "Support")


def test_starting_takes_what_nobody_has_and_leaves_the_rest_theirs(desk: Desk) -> None:
    bob = desk.actor("bob")
    free = ticket_in(desk, Status.NEW)
    owned = ticket_in(desk, Status.NEW, assignee="carol")
    for ticket in (free, owned):
        lifecycle.start(bob, ticket, LATER)
    assert fields_of(free)["assignee_id"] == bob.id
    assert fields_of(owned)["assignee_id"] == desk.id("agent", "carol")


@pytest.mark.parametrize(
    ("login", "team", "owner", "to", "allowed"),
    [
        ("bob", "Support", "bob", "carol", True),
        ("bob", "Support", "carol", "mona", True),
        ("bob", "Network", "carol", "mona", True),  # mona is of bob's team too
        ("bob", "Network", "carol", "carol", False),
        ("bob", None, "bob", "carol", False),
        ("bob", "Network", "carol", "bob", True),
        ("carol", "Support", "bob", "alice", False),
        ("mona", "Support", "bob", "alice", True),
        ("alice", None, "bob", "carol", True),
    ],
)
def test_agents_assign_to_others_within_their_teams(
    desk: Desk, login: str, team: str | None, owner: str, to: str, allowed: bool
) -> None:
    actor, agent = desk.actor(login), desk.id("agent", to)
    ticket = ticket_in(desk, Status.NEW, assignee=owner, team=team)
    by_field = ticket_in(desk, Status.NEW, assignee=owner, team=team)

    def edit(actor: Actor, ticket: int, now: int, *, agent: int) -> Done:
        return tickets.edit(actor, ticket, now, {"assignee_id": agent})

    if not allowed:
        said = refused(Forbidden, lifecycle.assign, actor, ticket, agent=agent)
        assert said == "Your role (Agent) does not allow this: it needs Manager."
        if owner != to:
            refused(Forbidden, edit, actor, by_field, agent=agent)
        return
    lifecycle.assign(actor, ticket, LATER, agent=agent)
    edit(actor, by_field, LATER, agent=agent)
    assert fields_of(ticket)["assignee_id"] == fields_of(by_field)["assignee_id"] == agent


@pytest.mark.parametrize(
    ("login", "team", "to", "allowed"),
    [
        ("bob", "Support", "Network", True),
        ("bob", "Network", "Support", True),
        ("bob", None, "Support", True),
        ("bob", None, "Network", False),
        ("carol", "Support", "Support", False),
        ("mona", None, "Network", True),
    ],
)
def test_agents_hand_tickets_between_teams_of_which_one_is_theirs(
    desk: Desk, login: str, team: str | None, to: str, allowed: bool
) -> None:
    actor, target = desk.actor(login), desk.id("team", to)
    ticket = ticket_in(desk, Status.NEW, team=team)
    if allowed:
        lifecycle.assign(actor, ticket, LATER, team=target)
        assert fields_of(ticket)["team_id"] == target
    else:
        refused(Forbidden, lifecycle.assign, actor, ticket, team=target)


def test_fields_hand_a_ticket_on_by_the_same_rules(desk: Desk) -> None:
    bob, network = desk.actor("bob"), desk.id("team", "Network")

    def move(actor: Actor, ticket: int, now: int, **fields: Any) -> Done:
        return tickets.edit(actor, ticket, now, fields)

    refused(Forbidden, move, bob, ticket_in(desk, Status.NEW, team=None), team_id=network)
    refused(
        Forbidden,
        move,
        bob,
        ticket_in(desk, Status.NEW, team="Network", assignee="carol"),
        assignee_id=None,
    )
    mine = ticket_in(desk, Status.NEW, team=None, assignee="bob")
    move(bob, mine, LATER, assignee_id=None)
    assert fields_of(mine)["assignee_id"] is None


def test_releasing_anothers_ticket_needs_the_team_or_the_role(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.IN_PROGRESS, assignee="carol", team="Network")
    refused(Forbidden, lifecycle.release, desk.actor("bob"), ticket)
    lifecycle.release(desk.actor("mona"), ticket, LATER)
    assert fields_of(ticket)["assignee_id"] is None
    refused(WrongState, lifecycle.release, desk.actor("mona"), ticket)


def test_whom_a_ticket_cannot_be_assigned_to(desk: Desk) -> None:
    ticket, mona = ticket_in(desk, Status.NEW), desk.actor("mona")
    gone = people.add_agent(desk.actor("alice"), NOW, "gone", name="Gone")
    Agent.update(archived=True).where(Agent.id == gone).execute()
    victor = desk.id("agent", "victor")
    said = refused(Invalid, lifecycle.assign, mona, ticket, agent=victor)
    assert "Victor Hall" in said
    refused(Invalid, lifecycle.assign, mona, ticket, agent=gone)
    refused(Invalid, lifecycle.assign, mona, ticket, agent=999)
    refused(NotFound, lifecycle.assign, mona, ticket, team=999)
    refused(Invalid, lifecycle.assign, mona, ticket)


def test_doing_what_is_done_already_writes_nothing(desk: Desk) -> None:
    ticket, bob = ticket_in(desk, Status.NEW, assignee="bob"), desk.actor("bob")
    before = everything()
    assert lifecycle.assign(bob, ticket, LATER, agent=bob.id).event is None
    assert tickets.edit(bob, ticket, LATER, {"subject": "Printer on fire"}).event is None
    assert everything() == before
