"""Promises where acts meet in an order that is easily forgotten; times are Paris days of 2026."""

from __future__ import annotations

import pytest

from helpdesk_tui.errors import WrongState
from helpdesk_tui.models import Commitment, Ticket
from helpdesk_tui.queries.export_sla import explained
from helpdesk_tui.services import settings
from helpdesk_tui.services.requeue import Requeue
from helpdesk_tui.services.undo import undo
from helpdesk_tui.vocabulary import Status
from tests.conftest import Desk
from tests.services.test_commitments import Agent
from tests.sla_example import HOUR, office, paris, policy, promises


@pytest.fixture
def bob(desk: Desk) -> Agent:
    office()
    return Agent(desk)


def manage_sla(desk: Desk, on: bool, at: str) -> None:
    alice = desk.actor("alice")
    settings.change(alice, paris(at), {"manage_sla": on})
    requeue = Requeue(alice, sleep=lambda _seconds: None)
    while requeue.step():
        pass


def test_what_broke_while_no_sla_was_managed_is_a_breach_all_the_same(
    desk: Desk, bob: Agent
) -> None:
    policy("Resolve", hours=4)
    ticket = bob.create("04-27 09:00")
    manage_sla(desk, False, "04-27 10:00")
    bob.do("resolve", "04-27 15:00")
    manage_sla(desk, True, "04-27 16:00")
    assert promises(ticket)["Resolve"].breached_at == paris("04-27 14:00")


def test_a_start_moved_while_no_sla_is_managed_moves_the_deadline(desk: Desk, bob: Agent) -> None:
    policy("Resolve", hours=4)
    ticket = bob.create("04-27 09:00")
    manage_sla(desk, False, "04-27 09:10")
    bob.edit("04-27 09:20", started_at=paris("04-28 09:00"))
    manage_sla(desk, True, "04-27 09:30")
    assert promises(ticket)["Resolve"].due_at == paris("04-28 14:00")


def test_an_undone_resolution_leaves_no_end_of_another(bob: Agent) -> None:
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:10")
    first = bob.do("resolve", "04-27 09:20")
    bob.do("reopen", "04-27 09:30")
    bob.do("resolve", "04-27 09:40")
    assert first.event is not None
    with pytest.raises(WrongState):
        undo(bob.actor, first.event, paris("04-27 09:50"))
    found = Ticket.get_by_id(ticket)
    assert (found.status, found.ended_at) == (Status.RESOLVED, paris("04-27 09:40"))


def test_the_stay_in_resolved_before_the_end_is_no_pause(bob: Agent) -> None:
    policy("Close", Status.CLOSED, hours=4)
    ticket = bob.create("04-27 09:00")
    bob.do("resolve", "04-27 10:00")
    bob.do("close", "04-27 11:00")
    told = explained(ticket, paris("04-27 12:00"))[0]
    assert told["due_at"] == "2026-04-27T12:00:00Z"
    assert (told["running_seconds"], told["adds_up"]) == (4 * HOUR, True)


def test_a_pause_that_begins_before_the_start_leaves_the_whole_target(bob: Agent) -> None:
    policy("Resolve", hours=1)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:10")
    bob.do("wait", "04-27 09:20")
    bob.edit("04-27 09:30", started_at=paris("04-27 13:00"))
    assert Commitment.get(Commitment.ticket == ticket).left_seconds == HOUR
    told = explained(ticket, paris("04-27 09:40"))[0]
    assert (told["running_seconds"], told["left_seconds"], told["adds_up"]) == (0, HOUR, True)
