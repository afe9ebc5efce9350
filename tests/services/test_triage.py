from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import Forbidden
from helpdesk_tui.i18n import sentence
from helpdesk_tui.models import database
from helpdesk_tui.rows import Done
from helpdesk_tui.services import people
from helpdesk_tui.services.triage import take_next
from helpdesk_tui.vocabulary import NEVER, Priority, Status
from tests.conftest import NOW, Desk
from tests.desks import (
    changes_of,
    events_of,
    everything,
    fields_of,
    plans_of,
    put_ticket,
    stays_of,
    ticket_in,
    without_stopwatch,
)

LATER = NOW + 600


@pytest.fixture(autouse=True)
def _no_stopwatch(desk: Desk) -> None:
    without_stopwatch()


def taken(desk: Desk, login: str = "bob") -> int | None:
    done = take_next(desk.actor(login), LATER)
    return done.ticket if done else None


def reason(done: Done | None) -> str:
    """Why the ticket came first, instants as seconds after NOW."""
    assert done is not None
    [(message, fields), *_rest] = done.notes
    return sentence(message, fields, lambda at: f"NOW+{at - NOW}")


def test_next_takes_and_starts_a_new_ticket_in_one_act(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    done = take_next(bob, LATER)
    assert done is not None
    assert (done.ticket, done.number, done.act) == (ticket, "TKT0001", "start")
    found = fields_of(ticket)
    assert (found["assignee_id"], found["team_id"], found["status"]) == (bob.id, bob.team, 2)
    assert found["version"] == 2
    _created, event = events_of(ticket)
    assert (event.id, event.act) == (done.event, "start")
    assert changes_of(event) == {
        "status": [1, 2],
        "assignee_id": [None, bob.id],
        "team_id": [None, bob.team],
    }
    assert [stay[0] for stay in stays_of(ticket)] == [1, 2]


def test_a_ticket_under_way_that_nobody_has_is_taken_as_it_is(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.IN_PROGRESS)
    stays = stays_of(ticket)
    done = take_next(desk.actor("bob"), LATER)
    assert done is not None
    assert (done.ticket, done.act) == (ticket, "take")
    assert fields_of(ticket)["assignee_id"] == desk.id("agent", "bob")
    assert stays_of(ticket) == stays


@pytest.mark.parametrize("status", [Status.WAITING, Status.RESOLVED, Status.CLOSED])
def test_what_is_not_to_be_begun_is_left(desk: Desk, status: Status) -> None:
    ticket_in(desk, status)
    before = everything()
    assert take_next(desk.actor("bob"), LATER) is None
    assert everything() == before


def test_next_needs_the_role_of_an_agent(desk: Desk) -> None:
    desk.ticket()
    before = everything()
    with pytest.raises(Forbidden):
        take_next(desk.actor("victor"), LATER)
    assert everything() == before


def test_next_is_of_ones_own_teams_or_of_none(desk: Desk) -> None:
    people.add_agent(desk.actor("alice"), NOW, "dora", name="Dora")
    network = ticket_in(desk, Status.NEW, team="Network")
    support = ticket_in(desk, Status.NEW, team="Support")
    free = ticket_in(desk, Status.NEW, team=None)
    assert [taken(desk), taken(desk), taken(desk)] == [support, free, None]
    assert taken(desk, "dora") == network  # an agent without a team takes any
    assert fields_of(network)["team_id"] == desk.id("team", "Network")


def test_next_of_several_teams_is_the_first_of_them_all(desk: Desk) -> None:
    network = ticket_in(desk, Status.NEW, team="Network")
    support = ticket_in(desk, Status.NEW, team="Support")
    assert [taken(desk, "mona"), taken(desk, "mona")] == [network, support]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due_at": LATER - 1}, "It comes first because it is late since NOW+599."),
        ({"due_at": LATER}, "It comes first because it is due NOW+600."),
        ({"due_at": LATER + 60}, "It comes first because it is due NOW+660."),
        ({"priority": Priority.HIGH}, "It comes first by its priority: High."),
        ({}, "It is the oldest of those without a deadline."),
    ],
)
def test_next_says_why_this_one(desk: Desk, fields: dict[str, Any], said: str) -> None:
    desk.ticket(**fields)
    desk.ticket("A later one", priority=fields.get("priority", Priority.NORMAL))
    assert reason(take_next(desk.actor("bob"), LATER)) == said


tickets_at_random = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from([1, 1, 2, 3, 4]),
            "assignee_id": st.sampled_from([None, None, None, 1]),
            "team_id": st.sampled_from([None, 1, 2]),
            "next_due_at": st.sampled_from([NOW, LATER, LATER + 5, NEVER]),
            "priority": st.integers(1, 4),
        }
    ),
    max_size=10,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tickets_at_random)
def test_next_is_the_least_in_the_order_of_the_unassigned(
    desk: Desk, rows: list[dict[str, Any]]
) -> None:
    with database.atomic() as transaction:
        left = []
        for row in rows:
            ticket = put_ticket(**row)
            if row["status"] < 3 and row["assignee_id"] is None and row["team_id"] != 2:
                left.append((row["next_due_at"], row["priority"], ticket))
        for _due, _priority, ticket in sorted(left):
            assert taken(desk) == ticket
        assert taken(desk) is None
        transaction.rollback()


@pytest.mark.sqlite
@pytest.mark.parametrize("login", ["bob", "mona"])
def test_next_reads_no_more_tickets_than_it_must(desk: Desk, login: str) -> None:
    actor = desk.actor(login)
    [plan] = plans_of(lambda: take_next(actor, LATER))
    assert "USING INDEX ticket_open" in plan
    assert "TEMP B-TREE" not in plan
