from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from helpdesk_tui.errors import Forbidden
from helpdesk_tui.models import Calendar, Commitment, Event, SlaPolicy, Ticket, database
from helpdesk_tui.services import lifecycle, recompute, tickets
from helpdesk_tui.services.change import record
from helpdesk_tui.services.recompute import Recomputation
from helpdesk_tui.vocabulary import NEVER, Priority
from tests.conftest import Desk
from tests.desks import everything
from tests.sla_example import HOUR, next_due, office, paris, policy, promises, setting, told

MONDAY, LATER = paris("04-27 09:00"), paris("04-27 10:00")


@pytest.fixture(autouse=True)
def hours(desk: Desk) -> int:
    return office()


def ticket(desk: Desk, **fields: Any) -> int:
    values = {"subject": "Printer on fire", **fields}
    return tickets.create(desk.actor("bob"), MONDAY, values).ticket


def change(name: str, **fields: Any) -> None:
    SlaPolicy.update(**fields).where(SlaPolicy.name == name).execute()


def run(desk: Desk, *, rehearsal: bool = False, now: int = LATER) -> tuple[int, int]:
    """How many tickets were looked at, and how many moved."""
    work = Recomputation(
        desk.actor("mona"), now, rehearsal=rehearsal, clock=lambda: 0, sleep=lambda _s: None
    )
    while work.step():
        pass
    return work.tickets, work.moved


def test_a_rehearsal_changes_nothing_and_counts_what_the_real_one_moves(desk: Desk) -> None:
    policy("Resolve", hours=4)
    policy("Urgent", hours=2, least=Priority.URGENT)
    for priority in (Priority.URGENT, Priority.LOW, Priority.NORMAL):
        ticket(desk, priority=priority)
    change("Resolve", seconds=3 * HOUR)
    before = everything()
    assert run(desk, rehearsal=True) == (3, 2)
    assert everything() == before
    assert run(desk) == (3, 2)
    assert everything() != before
    assert run(desk) == (3, 0), "a second time there is nothing left to move"


def test_the_new_terms_are_taken_and_told(desk: Desk) -> None:
    policy("Resolve", hours=4)
    ticket_id = ticket(desk)
    version = Ticket.get_by_id(ticket_id).version
    change("Resolve", seconds=2 * HOUR, warn_percent=50)
    run(desk)
    promise = promises(ticket_id)["Resolve"]
    assert (promise.due_at, promise.warn_at) == (paris("04-27 11:00"), paris("04-27 10:00"))
    assert next_due(ticket_id) == paris("04-27 11:00")
    assert told(ticket_id) == {"sla_due:Resolve": [paris("04-27 14:00"), paris("04-27 11:00")]}
    last = Event.select().order_by(Event.id.desc()).get()
    assert (last.act, last.at, last.agent_id) == ("recompute", LATER, desk.actor("mona").id)
    assert Ticket.get_by_id(ticket_id).version == version + 1


def test_a_changed_calendar_moves_deadlines_only_when_asked(desk: Desk, hours: int) -> None:
    policy("Resolve", hours=4)
    ticket_id = ticket(desk)
    week = json.dumps({"mon": [["09:00", "17:00"]]})
    Calendar.update(week=week).where(Calendar.id == hours).execute()
    assert next_due(ticket_id) == paris("04-27 14:00")
    assert run(desk) == (1, 1)
    assert next_due(ticket_id) == promises(ticket_id)["Resolve"].due_at == paris("04-27 13:00")


def test_another_percentage_moves_the_warning_alone_and_writes_no_event(desk: Desk) -> None:
    policy("Resolve", hours=4)
    ticket_id = ticket(desk)
    change("Resolve", warn_percent=25)
    events = Event.select().count()
    assert run(desk) == (1, 0)
    assert promises(ticket_id)["Resolve"].warn_at == paris("04-27 10:00")
    assert Event.select().count() == events


def test_a_new_policy_and_an_archived_one(desk: Desk) -> None:
    policy("Old", hours=4)
    ticket_id = ticket(desk)
    change("Old", archived=True)
    policy("New", hours=2)
    assert run(desk) == (1, 1)
    assert [*promises(ticket_id)] == ["New"]


def test_what_waits_is_told_by_the_time_it_has_left(desk: Desk) -> None:
    policy("Resolve", hours=4)
    ticket_id = ticket(desk)
    lifecycle.start(desk.actor("bob"), ticket_id, MONDAY)
    lifecycle.wait(desk.actor("bob"), ticket_id, MONDAY)
    change("Resolve", seconds=2 * HOUR)
    assert run(desk) == (1, 1)
    assert told(ticket_id) == {"sla_left:Resolve": [4 * HOUR, 2 * HOUR]}
    assert next_due(ticket_id) == NEVER


def test_met_breached_and_closed_stay_as_they_are(desk: Desk) -> None:
    bob = desk.actor("bob")
    policy("Resolve", hours=1)
    met, late, closed = ticket(desk), ticket(desk), ticket(desk)
    lifecycle.resolve(bob, met, MONDAY)
    lifecycle.resolve(bob, closed, MONDAY)
    lifecycle.close(bob, closed, MONDAY)
    change("Resolve", seconds=8 * HOUR)
    assert run(desk, now=paris("04-27 10:01")) == (2, 0)
    assert Commitment.select().where(Commitment.seconds == HOUR).count() == 3
    # what had passed by then is written down, as before any act
    assert promises(late)["Resolve"].breached_at == paris("04-27 10:00")


def renewed() -> int:
    """How many promises have the hour that the policy asks for now, over another connection."""
    with database.connection_context():
        hour = Commitment.select().where(Commitment.seconds == HOUR)
        return int(hour.where(Commitment.withdrawn_at.is_null()).count())


def test_a_batch_is_a_transaction_that_ends_after_so_many_tickets(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "BATCH_TICKETS", 2)
    policy("Resolve", hours=4)
    for _number in range(5):
        ticket(desk)
    change("Resolve", seconds=HOUR)
    naps: list[float] = []
    work = Recomputation(
        desk.actor("mona"), LATER, rehearsal=False, clock=lambda: 0, sleep=naps.append
    )
    saved = []
    with ThreadPoolExecutor(1) as another:
        while work.step():
            saved.append(another.submit(renewed).result())
    assert saved == [2, 4, 5]
    assert naps == [recompute.PAUSE] * 3, "others get the lock between two batches"


def test_a_batch_also_ends_when_its_time_is_up(desk: Desk) -> None:
    for _number in range(3):
        ticket(desk)
    work = Recomputation(
        desk.actor("mona"), LATER, rehearsal=False, clock=slow_clock(), sleep=lambda _s: None
    )
    assert work.step() and work.tickets == 1


def slow_clock() -> Callable[[], float]:
    """A second passes between two looks."""
    seconds = iter(range(100))
    return lambda: next(seconds)


def test_a_step_that_fails_is_done_again_from_where_it_began(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy("Resolve", hours=4)
    for _number in range(3):
        ticket(desk)
    change("Resolve", seconds=HOUR)
    work = Recomputation(
        desk.actor("mona"), LATER, rehearsal=False, clock=lambda: 0, sleep=lambda _s: None
    )
    calls = []

    def failing(*arguments: Any) -> int:
        calls.append(arguments)
        if len(calls) == 2:
            raise RuntimeError
        return record(*arguments)

    monkeypatch.setattr(recompute, "record", failing)
    with pytest.raises(RuntimeError):
        work.step()
    assert (work.tickets, work.moved) == (0, 0)
    assert Event.select().where(Event.act == "recompute").count() == 0
    while work.step():
        pass
    assert (work.tickets, work.moved) == (3, 3)


def test_with_sla_off_only_the_places_in_the_queues_are_put_right(desk: Desk) -> None:
    policy("Resolve", hours=4)
    ticket_id = ticket(desk)
    setting("manage_sla", False)
    change("Resolve", seconds=HOUR)
    assert run(desk) == (1, 0)
    assert next_due(ticket_id) == NEVER
    setting("manage_sla", True)
    run(desk)
    assert next_due(ticket_id) == paris("04-27 10:00")


def test_it_takes_a_manager(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        Recomputation(desk.actor("bob"), LATER, rehearsal=True)
