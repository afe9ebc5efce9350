from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from helpdesk_tui.errors import HelpdeskError, NotFound, WrongState
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Event
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import conversation, lifecycle, people, tickets, undo
from helpdesk_tui.vocabulary import Status
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
    assert done.undoable
    back = undone(bob, done)
    assert (back.act, back.undoable) == ("undo", False)
    after = fields_of(ticket)
    assert after == before | {"version": before["version"] + 2, "updated_at": LAST}
    did, undid = events_of(ticket)[events:]
    assert changes_of(undid) == {f: [new, old] for f, (old, new) in changes_of(did).items()}
    assert (undid.act, undid.at, undid.agent_id) == ("undo", LAST, bob.id)
    moved = "status" in changes_of(did)
    assert [stay[0] for stay in stays_of(ticket)[len(stays) :]] == (
        [changes_of(did)["status"][1], status] if moved else []
    )


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


@pytest.mark.parametrize("act", [_create, _copy, _close, _follow_up, _message, _note, _undo])
def test_what_cannot_be_undone(desk: Desk, act: Callable[[Desk, Actor], Done]) -> None:
    bob = desk.actor("bob")
    done = act(desk, bob)
    assert not done.undoable
    refused(bob, done.event, NotFound)


def test_an_act_is_undone_by_whoever_did_it(desk: Desk) -> None:
    done = lifecycle.take(desk.actor("bob"), desk.ticket().ticket, LATER)
    refused(desk.actor("mona"), done.event, NotFound)
    refused(desk.actor("bob"), 999, NotFound)
    people.add_team(desk.actor("alice"), NOW, "Third")
    configured = Event.select().where(Event.kind == "team").order_by(Event.id.desc()).first()
    refused(desk.actor("alice"), configured.id, NotFound)


def test_only_what_still_stands_is_set_back(desk: Desk) -> None:
    bob, mona = desk.actor("bob"), desk.actor("mona")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    done = tickets.edit(bob, ticket, LATER, {"subject": "Bob's", "priority": 1, "progress": 50})
    tickets.edit(mona, ticket, LATER, {"priority": 2})
    back = undone(bob, done)
    found = fields_of(ticket)
    assert (found["subject"], found["priority"], found["progress"]) == ("Printer on fire", 2, 0)
    changed = changes_of(Event.get_by_id(back.event))
    assert changed.keys() == {"subject", "subject_folded", "progress"}


def test_nothing_left_to_set_back_names_who_changed_it(desk: Desk) -> None:
    bob, carol = desk.actor("bob"), desk.actor("carol")
    ticket = ticket_in(desk, Status.NEW)
    done = lifecycle.take(bob, ticket, LATER)
    lifecycle.take(carol, ticket, LATER, owner=bob.id)
    said = refused(bob, done.event, WrongState)
    assert "Carol Weiss" in said
    assert "TKT0001" in said


def test_a_step_is_not_undone_after_a_later_step(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.NEW)
    done = lifecycle.start(bob, ticket, LATER)  # takes it too, and that still stands
    lifecycle.wait(bob, ticket, LATER)
    refused(bob, done.event, WrongState)
    lifecycle.close(bob, ticket, LATER, resolve_first=True)
    assert "closed" in refused(bob, done.event, WrongState)


def test_an_act_is_not_undone_twice(desk: Desk) -> None:
    bob = desk.actor("bob")
    done = lifecycle.take(bob, ticket_in(desk, Status.NEW), LATER)
    undone(bob, done)
    refused(bob, done.event, WrongState)


def test_a_progress_corrected_since_the_resolution_stays(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.IN_PROGRESS, assignee="bob")
    done = lifecycle.resolve(bob, ticket, LATER)
    tickets.edit(bob, ticket, LATER, {"progress": 90})
    undone(bob, done)
    found: dict[str, Any] = fields_of(ticket)
    assert (found["status"], found["ended_at"], found["progress"]) == (2, None, 90)


def test_parties_are_set_back_together_or_not_at_all(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    acme, dana = desk.id("customer", "Acme SA"), desk.id("contact", "dana@acme.example")
    first = tickets.edit(bob, ticket, LATER, {"customer_id": acme, "progress": 5})
    tickets.edit(bob, ticket, LATER, {"contact_id": dana})
    undone(bob, first)  # a contact without its customer is no ticket's
    found = fields_of(ticket)
    assert (found["customer_id"], found["contact_id"], found["progress"]) == (acme, dana, 0)


def test_nothing_is_shared_again_without_a_customer(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.NEW, assignee="bob", shared=True)
    done = lifecycle.unshare(bob, ticket, LATER)
    tickets.edit(bob, ticket, LATER, {"customer_id": None})
    refused(bob, done.event, WrongState)
