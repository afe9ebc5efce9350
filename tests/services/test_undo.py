from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from helpdesk_tui.errors import HelpdeskError, NotFound, WrongState
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Event, Milestone, Team
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import conversation, lifecycle, people, tickets, undo
from helpdesk_tui.vocabulary import Role, Status
from tests.conftest import NOW, Desk
from tests.desks import (
    changes_of,
    events_of,
    everything,
    fields_of,
    stays_of,
    ticket_in,
    without_stopwatch,
)

LATER = NOW + 600
LAST = NOW + 900
BOOKKEEPING = ("version", "updated_at")


@pytest.fixture(autouse=True)
def _no_stopwatch(desk: Desk) -> None:
    without_stopwatch()


def undone(actor: Actor, done: Done) -> Done:
    assert done.event is not None
    return undo.undo(actor, done.event, LAST)


def refused(actor: Actor, event: int | None, error: type[HelpdeskError]) -> str:
    assert event is not None
    before = everything()
    with pytest.raises(error) as caught:
        undo.undo(actor, event, LAST)
    assert everything() == before
    return explain(caught.value)


def _assign(actor: Actor, ticket: int, now: int) -> Done:
    return lifecycle.assign(actor, ticket, now, agent=actor.id - 1, team=2)


def _edit(actor: Actor, ticket: int, now: int) -> Done:
    fields = {"subject": "Other", "priority": 1, "progress": 7, "due_at": now, "customer_id": None}
    return tickets.edit(actor, ticket, now, fields)


@pytest.mark.parametrize(
    ("act", "status", "mine", "shared"),
    [
        (lifecycle.take, Status.NEW, False, False),
        (lifecycle.release, Status.IN_PROGRESS, True, False),
        (_assign, Status.IN_PROGRESS, True, False),
        (lifecycle.start, Status.NEW, False, False),
        (lifecycle.start, Status.WAITING, True, False),
        (lifecycle.wait, Status.IN_PROGRESS, True, False),
        (lifecycle.resume, Status.WAITING, True, False),
        (lifecycle.resolve, Status.NEW, True, False),
        (lifecycle.resolve, Status.WAITING, True, False),
        (lifecycle.reopen, Status.RESOLVED, True, False),
        (lifecycle.share, Status.NEW, True, False),
        (lifecycle.unshare, Status.RESOLVED, True, True),
        (_edit, Status.WAITING, True, False),
    ],
)
def test_undo_is_an_act_that_sets_the_old_values_back(
    desk: Desk, act: Callable[[Actor, int, int], Done], status: Status, mine: bool, shared: bool
) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, status, assignee="bob" if mine else None, shared=shared)
    before, stays, events = fields_of(ticket), stays_of(ticket), len(events_of(ticket))
    done = act(bob, ticket, LATER)
    back = undone(bob, done)
    assert (back.act, back.undid[0]) == ("undo", done.act)
    after = fields_of(ticket)
    assert after == before | {"version": before["version"] + 2, "updated_at": LAST}
    did, undid = events_of(ticket)[events:]
    told = {f: [new, old] for f, (old, new) in changes_of(did).items()}
    assert changes_of(undid) == told | {"undone": [done.act, done.event]}
    assert (undid.act, undid.at, undid.agent_id) == ("undo", LAST, bob.id)
    assert stays_of(ticket) == stays, "it is as if the act had not been"


def _create(desk: Desk, bob: Actor) -> Done:
    return desk.ticket()


def _copy(desk: Desk, bob: Actor) -> Done:
    return tickets.copy(bob, desk.ticket().ticket, NOW)


def _close(desk: Desk, bob: Actor) -> Done:
    return lifecycle.close(bob, desk.ticket().ticket, NOW, resolve_first=True)


def _follow_up(desk: Desk, bob: Actor) -> Done:
    return tickets.follow_up(bob, _close(desk, bob).ticket, NOW)


def _message(desk: Desk, bob: Actor) -> Done:
    return conversation.message(bob, desk.ticket().ticket, NOW, "Hello")


def _note(desk: Desk, bob: Actor) -> Done:
    return conversation.note(bob, desk.ticket().ticket, NOW, "Hello")


def _undo(desk: Desk, bob: Actor) -> Done:
    return undone(bob, lifecycle.take(bob, desk.ticket().ticket, NOW))


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (_create, "TKT0001 is created and stays"),
        (_copy, "TKT0002 is created and stays"),
        (_close, "TKT0001 is closed for ever"),
        (_follow_up, "TKT0002 is created and stays"),
        (_message, "may have been read: write another"),
        (_note, "may have been read: write another"),
        (_undo, "nothing to undo"),
    ],
)
def test_what_cannot_be_undone_says_why(
    desk: Desk, act: Callable[[Desk, Actor], Done], reason: str
) -> None:
    bob = desk.actor("bob")
    assert reason in refused(bob, act(desk, bob).event, WrongState)


def test_an_act_is_undone_by_whoever_did_it(desk: Desk) -> None:
    done = lifecycle.take(desk.actor("bob"), desk.ticket().ticket, LATER)
    refused(desk.actor("mona"), done.event, NotFound)
    refused(desk.actor("bob"), 999, NotFound)
    people.add_team(desk.actor("alice"), NOW, "Third")
    configured = Event.select().where(Event.kind == "team").order_by(Event.id.desc()).first()
    refused(desk.actor("alice"), configured.id, NotFound)


def overtaken(actor: Actor, done: Done) -> undo.Overtaken:
    """Sees the undo refused until somebody has seen what was changed since."""
    assert done.event is not None
    before = everything()
    with pytest.raises(undo.Overtaken) as caught:
        undo.undo(actor, done.event, LAST)
    assert everything() == before
    return caught.value


def test_a_later_change_is_shown_and_undone_over_once_it_was_seen(desk: Desk) -> None:
    bob, mona = desk.actor("bob"), desk.actor("mona")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    done = tickets.edit(bob, ticket, LATER, {"subject": "Bob's", "priority": 1, "progress": 50})
    tickets.edit(mona, ticket, LATER, {"priority": 2, "type_id": desk.id("type", "Outage")})
    asked = overtaken(bob, done)
    (row,) = asked.later
    assert (row.actor, row.act, row.at, row.changes) == (
        *("Mona Lenoir", "edit", LATER),
        {"priority": (1, 2)},
    )
    assert "(Mona Lenoir)" in explain(asked)
    back = undo.undo(bob, asked.event, LAST, over=asked.seen)
    found = fields_of(ticket)
    assert (found["subject"], found["priority"], found["progress"]) == ("Printer on fire", 3, 0)
    assert found["type_id"] == desk.id("type", "Outage")  # only what the act had changed
    assert back.undid == ("edit", "subject", "priority", "progress")


def test_a_still_newer_change_asks_again(desk: Desk) -> None:
    bob, mona, carol = desk.actor("bob"), desk.actor("mona"), desk.actor("carol")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    done = tickets.edit(bob, ticket, LATER, {"priority": 1})
    tickets.edit(mona, ticket, LATER, {"priority": 2})
    seen = overtaken(bob, done)
    tickets.edit(carol, ticket, LATER, {"subject": "Beside it"})
    tickets.edit(carol, ticket, LATER, {"priority": 4})
    with pytest.raises(undo.Overtaken) as again:
        undo.undo(bob, seen.event, LAST, over=seen.seen)
    assert [row.changes for row in again.value.later] == [
        {"priority": (1, 2)},
        {"priority": (2, 4)},
    ]
    undo.undo(bob, seen.event, LAST, over=again.value.seen)
    assert fields_of(ticket)["priority"] == 3


def test_status_and_end_go_back_together_over_anothers_step(desk: Desk) -> None:
    bob, mona = desk.actor("bob"), desk.actor("mona")
    ticket = ticket_in(desk, Status.IN_PROGRESS, assignee="bob")
    done = lifecycle.wait(bob, ticket, LATER)
    lifecycle.resolve(mona, ticket, LATER)
    asked = overtaken(bob, done)
    undo.undo(bob, asked.event, LAST, over=asked.seen)
    found = fields_of(ticket)
    assert (found["status"], found["ended_at"], found["progress"]) == (2, None, 100)
    assert [stay[0] for stay in stays_of(ticket)] == [1, 2, 3, 4, 2]


def test_what_somebody_has_put_back_already_is_not_undone_twice(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.IN_PROGRESS, assignee="bob")
    done = lifecycle.reopen(bob, ticket_in(desk, Status.RESOLVED, assignee="bob"), LATER)
    lifecycle.resolve(desk.actor("mona"), done.ticket, LATER + 60)
    assert "as it was before" in refused(bob, done.event, WrongState)
    waited = lifecycle.wait(bob, ticket, LATER)
    lifecycle.resume(bob, ticket, LATER)
    assert "as it was before" in refused(bob, waited.event, WrongState)


@pytest.mark.parametrize("between", ["edit", "message"])
def test_after_another_act_the_stay_is_on_record(desk: Desk, between: str) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.IN_PROGRESS, assignee="bob")
    done = lifecycle.resolve(bob, ticket, LATER)
    if between == "edit":
        tickets.edit(bob, ticket, LATER, {"priority": 1})
    else:
        conversation.message(bob, ticket, LATER, "Solved?")
    undone(bob, done)
    assert stays_of(ticket)[-2:] == [(4, LATER, LAST), (2, LAST, None)]


def test_acts_undone_one_after_the_other_leave_nothing(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    stays = stays_of(ticket)
    acts = [lifecycle.start, lifecycle.wait, lifecycle.resolve, lifecycle.reopen]
    done = [act(bob, ticket, LATER) for act in acts]
    for each in reversed(done):
        undone(bob, each)
    assert stays_of(ticket) == stays
    assert Milestone.select().count() == 0


@pytest.mark.parametrize("change", [{"archived": True}, {"role": int(Role.VIEWER)}])
def test_nothing_goes_back_to_whoever_works_here_no_longer(
    desk: Desk, change: dict[str, Any]
) -> None:
    mona = desk.actor("mona")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    done = lifecycle.assign(mona, ticket, LATER, agent=desk.id("agent", "carol"))
    Agent.update(change).where(Agent.login == "bob").execute()
    assert "cannot go back to Bob Stone" in refused(mona, done.event, WrongState)


def test_nothing_goes_back_to_a_team_that_is_gone(desk: Desk) -> None:
    mona = desk.actor("mona")
    ticket = ticket_in(desk, Status.NEW, assignee="mona")
    done = lifecycle.assign(mona, ticket, LATER, team=desk.id("team", "Network"))
    Team.update(archived=True).where(Team.name == "Support").execute()
    assert "cannot go back to Support" in refused(mona, done.event, WrongState)


def test_no_ticket_goes_back_where_its_life_does_not_lead(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.NEW)
    done = lifecycle.start(bob, ticket, LATER)  # takes it too, and that still stands
    lifecycle.wait(bob, ticket, LATER)
    assert "is Waiting and cannot become New" in refused(bob, done.event, WrongState)
    lifecycle.close(bob, ticket, LATER, resolve_first=True)
    assert "closed" in refused(bob, done.event, WrongState)


def test_an_act_is_not_undone_twice(desk: Desk) -> None:
    bob = desk.actor("bob")
    done = lifecycle.take(bob, ticket_in(desk, Status.NEW), LATER)
    undone(bob, done)
    refused(bob, done.event, WrongState)


def test_parties_that_would_not_fit_are_refused(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    acme, dana = desk.id("customer", "Acme SA"), desk.id("contact", "dana@acme.example")
    first = tickets.edit(bob, ticket, LATER, {"customer_id": acme, "progress": 5})
    tickets.edit(bob, ticket, LATER, {"contact_id": dana})
    said = refused(bob, first.event, WrongState)  # a contact without its customer is no ticket's
    assert "would no longer fit" in said


def test_nothing_is_shared_again_without_a_customer(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.NEW, assignee="bob", shared=True)
    done = lifecycle.unshare(bob, ticket, LATER)
    tickets.edit(bob, ticket, LATER, {"customer_id": None})
    refused(bob, done.event, WrongState)
