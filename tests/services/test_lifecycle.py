from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from helpdesk_tui.errors import Forbidden, NotFound, WrongState
from helpdesk_tui.models import Agent, Event, Message
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.vocabulary import Role, Status
from tests.conftest import NOW, Desk
from tests.desks import (
    OPEN,
    UNCLOSED,
    events_of,
    everything,
    fields_of,
    refused,
    stays_of,
    ticket_in,
    without_stopwatch,
)

LATER = NOW + 600


@pytest.fixture(autouse=True)
def _no_stopwatch(desk: Desk) -> None:
    without_stopwatch()


ROLES = {
    "victor": Role.VIEWER,
    "bob": Role.AGENT,
    "mona": Role.MANAGER,
    "alice": Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Case:
    """An act, the statuses from which it is allowed, and the fields that it sets."""

    name: str
    act: Callable[[Actor, int, int], Done]
    allowed: Iterable[Status]
    sets: Callable[[Actor], dict[str, Any]] = lambda _actor: {}
    mine: bool = True
    """Whether the actor has the ticket before."""
    shared: bool = False


def _close_at_once(actor: Actor, ticket: int, now: int) -> Done:
    return lifecycle.close(actor, ticket, now, resolve_first=True)


def _say(actor: Actor, ticket: int, now: int) -> Done:
    return conversation.message(actor, ticket, now, "Is it plugged in?")


def _note(actor: Actor, ticket: int, now: int) -> Done:
    return conversation.note(actor, ticket, now, "It is not plugged in.")


def _edit(actor: Actor, ticket: int, now: int) -> Done:
    return tickets.edit(actor, ticket, now, {"subject": "Printer under water"})


def _assign_to_carol(actor: Actor, ticket: int, now: int) -> Done:
    return lifecycle.assign(actor, ticket, now, agent=Agent.get(Agent.login == "carol").id)


RESOLVED = {"status": 4, "ended_at": LATER, "progress": 100}
CLOSED = {"status": 5, "closed_at": LATER}

CASES = (
    Case("take", lifecycle.take, UNCLOSED, lambda me: {"assignee_id": me.id}, mine=False),
    Case("release", lifecycle.release, UNCLOSED, lambda _: {"assignee_id": None}),
    Case("assign", _assign_to_carol, UNCLOSED, lambda _: {"assignee_id": 4}),
    Case("start", lifecycle.start, (Status.NEW, Status.WAITING), lambda _: {"status": 2}),
    Case("wait", lifecycle.wait, (Status.IN_PROGRESS,), lambda _: {"status": 3}),
    Case("resume", lifecycle.resume, (Status.WAITING,), lambda _: {"status": 2}),
    Case("resolve", lifecycle.resolve, OPEN, lambda _: RESOLVED),
    Case("reopen", lifecycle.reopen, (Status.RESOLVED,), lambda _: {"status": 2, "ended_at": None}),
    Case("close", lifecycle.close, (Status.RESOLVED,), lambda _: CLOSED),
    Case("close at once", _close_at_once, OPEN, lambda _: {**RESOLVED, **CLOSED}),
    Case("follow_up", tickets.follow_up, (Status.CLOSED,)),
    Case("share", lifecycle.share, UNCLOSED, lambda _: {"shared_with_customer": True}),
    Case(
        "unshare",
        lifecycle.unshare,
        UNCLOSED,
        lambda _: {"shared_with_customer": False},
        shared=True,
    ),
    Case(
        "edit",
        _edit,
        UNCLOSED,
        lambda _: {"subject": "Printer under water", "subject_folded": "printer under water"},
    ),
    Case("copy", tickets.copy, tuple(Status)),
    Case("message", _say, UNCLOSED),
    Case("note", _note, UNCLOSED),
)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_act_from_every_status_in_every_role(
    desk: Desk, case: Case, subtests: pytest.Subtests
) -> None:
    for status, (login, role) in product(Status, ROLES.items()):
        if case.name == "close at once" and status == Status.RESOLVED:
            continue  # a resolved ticket is closed without more ado
        with subtests.test(status=status.word, login=login):
            actor = desk.actor(login)
            assignee = login if case.mine and role > Role.VIEWER else None
            ticket = ticket_in(desk, status, assignee=assignee, shared=case.shared)
            if role == Role.VIEWER:
                refused(Forbidden, case.act, actor, ticket)
            elif status not in case.allowed:
                refused(WrongState, case.act, actor, ticket)
            else:
                done_as_written(case, actor, ticket, status)


def done_as_written(case: Case, actor: Actor, ticket: int, status: Status) -> None:
    before, events, said = fields_of(ticket), Event.select().count(), Message.select().count()
    done = case.act(actor, ticket, LATER)
    after = fields_of(ticket)
    assert done.event is not None
    event = Event.get_by_id(done.event)
    steps = 2 if case.name == "close at once" else 1
    act = {"close at once": "close", "start": "start" if status == Status.NEW else "resume"}
    assert Event.select().count() == events + steps
    assert (event.at, event.agent_id, event.via) == (LATER, actor.id, "screen")
    assert event.act == done.act == act.get(case.name, case.name)
    if case.name in ("copy", "follow_up"):
        assert after == before
        assert done.ticket != ticket
        return
    assert done.ticket == ticket
    assert done.number == after["number"]
    assert Message.select().count() == said + (case.name in ("message", "note"))
    expected = before | case.sets(actor)
    expected |= {"version": before["version"] + steps, "updated_at": LATER}
    assert after == expected


@pytest.mark.parametrize("status", Status, ids=lambda status: status.word)
def test_a_refusal_names_the_ticket_and_why(desk: Desk, status: Status) -> None:
    ticket = ticket_in(desk, status, assignee="bob")
    bob = desk.actor("bob")
    for case in CASES:
        if status in case.allowed or case.name == "close at once" or case.shared:
            continue
        said = refused(WrongState, case.act, bob, ticket)
        assert "TKT0001" in said
        if case.name not in ("close", "follow_up", "release"):
            assert (status.label if status != Status.CLOSED else "closed") in said
        assert "{" not in said


# Ends


def test_closing_an_unresolved_ticket_asks_first(desk: Desk) -> None:
    ticket = ticket_in(desk, Status.WAITING, assignee="bob")
    before = everything()
    with pytest.raises(lifecycle.Unresolved):
        lifecycle.close(desk.actor("bob"), ticket, LATER)
    assert everything() == before
    lifecycle.close(desk.actor("bob"), ticket, LATER, resolve_first=True)
    assert [event.act for event in events_of(ticket)][-2:] == ["resolve", "close"]
    assert [stay[0] for stay in stays_of(ticket)] == [1, 2, 3, 4, 5]


def test_a_ticket_without_a_customer_has_nobody_to_be_shared_with(desk: Desk) -> None:
    ticket = desk.ticket().ticket
    refused(WrongState, lifecycle.share, desk.actor("bob"), ticket)


def test_a_ticket_that_is_gone_is_not_found(desk: Desk) -> None:
    bob = desk.actor("bob")
    for case in CASES:
        refused(NotFound, case.act, bob, 999)


def test_a_failure_half_way_undoes_the_whole_act(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    before = everything()

    def fail(*_arguments: object) -> int:
        raise RuntimeError("the power went")

    monkeypatch.setattr("helpdesk_tui.services.change.record", fail)
    with pytest.raises(RuntimeError):
        lifecycle.close(desk.actor("bob"), ticket, LATER, resolve_first=True)
    assert everything() == before
