from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.queries import tickets as queues
from helpdesk_tui.queries.commitments import by_id, next_of, of_ticket, of_tickets, pauses
from helpdesk_tui.rows import Page
from helpdesk_tui.services import lifecycle, tickets
from helpdesk_tui.vocabulary import NEVER, Priority, Status
from tests.conftest import Desk
from tests.sla_example import HOUR, MINUTE, office, paris, policy, setting

MONDAY = paris("04-27 09:00")


@pytest.fixture(autouse=True)
def hours(desk: Desk) -> None:
    office()


def ticket(desk: Desk, at: int = MONDAY, **fields: Any) -> int:
    return tickets.create(desk.actor("bob"), at, {"subject": "Printer on fire", **fields}).ticket


def test_the_promises_of_a_ticket_come_by_target_and_without_the_withdrawn(desk: Desk) -> None:
    policy("Close", Status.CLOSED, hours=8)
    policy("Resolve", hours=4)
    policy("Start", Status.IN_PROGRESS, hours=1)
    policy("Urgent", hours=2, least=Priority.URGENT)
    made = ticket(desk)
    tickets.edit(desk.actor("bob"), made, MONDAY, {"priority": Priority.URGENT})
    assert [row.policy for row in of_ticket(made)] == ["Start", "Urgent", "Close"]
    assert of_tickets([made, made + 1]) == {made: of_ticket(made)}


def test_the_next_is_the_unmet_one_that_runs_out_first(desk: Desk) -> None:
    policy("Start", Status.IN_PROGRESS, hours=4)
    policy("Resolve", hours=1)
    made, started = ticket(desk), ticket(desk)
    lifecycle.resolve(desk.actor("bob"), started, MONDAY)
    assert {id: row.policy for id, row in next_of([made, started]).items()} == {made: "Resolve"}


def test_while_all_stand_the_next_is_one_of_them(desk: Desk) -> None:
    policy("Resolve", hours=4)
    policy("Close", Status.CLOSED, hours=2)
    made = ticket(desk)
    lifecycle.start(desk.actor("bob"), made, MONDAY)
    lifecycle.wait(desk.actor("bob"), made, MONDAY + HOUR)
    shown = next_of([made])[made]
    assert (shown.state(MONDAY + 2 * HOUR), shown.remaining(MONDAY + 2 * HOUR)) == ("paused", HOUR)


def test_by_id_gives_those_asked_for(desk: Desk) -> None:
    policy("Resolve", hours=4)
    (one,) = of_ticket(ticket(desk))
    (other,) = of_ticket(ticket(desk))
    assert by_id([one.id]) == {one.id: one}
    assert by_id([]) == {}
    assert other.id != one.id


def test_what_remains_is_working_time_and_negative_once_late(desk: Desk) -> None:
    policy("Resolve", hours=4)
    (row,) = of_ticket(ticket(desk))
    assert row.remaining(paris("04-27 11:30")) == 90 * MINUTE
    assert row.remaining(paris("04-27 12:30")) == HOUR
    assert row.remaining(paris("04-27 18:00")) == row.remaining(paris("04-28 08:00")) == -3 * HOUR


def test_pauses_are_the_stays_in_waiting_and_those_in_resolved_that_ended(desk: Desk) -> None:
    bob = desk.actor("bob")
    made = ticket(desk)
    lifecycle.start(bob, made, MONDAY + 1)
    lifecycle.wait(bob, made, MONDAY + 2)
    lifecycle.resolve(bob, made, MONDAY + 3)
    assert pauses(made) == [(MONDAY + 2, MONDAY + 3)]
    lifecycle.reopen(bob, made, MONDAY + 4)
    lifecycle.wait(bob, made, MONDAY + 5)
    assert pauses(made) == [
        (MONDAY + 2, MONDAY + 3),
        (MONDAY + 3, MONDAY + 4),
        (MONDAY + 5, None),
    ]


# The queues


def page(desk: Desk, queue: str, now: int) -> Page:
    return queues.first(queue, desk.actor("bob"), "", 50, now)


def test_queues_are_in_the_order_of_promises_and_due_dates_together(desk: Desk) -> None:
    policy("Urgent", hours=2, least=Priority.URGENT)
    policy("Usual", hours=6)
    usual = ticket(desk)
    dated = ticket(desk, due_at=paris("04-27 13:00"))
    urgent = ticket(desk, priority=Priority.URGENT)
    waiting = ticket(desk)
    lifecycle.start(desk.actor("bob"), waiting, MONDAY)
    lifecycle.wait(desk.actor("bob"), waiting, MONDAY)
    rows = page(desk, "in-progress", MONDAY).rows
    assert [row.id for row in rows] == [urgent, dated, usual, waiting]
    policies = [row.commitment.policy if row.commitment else "" for row in rows]
    assert policies == ["Urgent", "Usual", "Usual", "Usual"]
    assert rows[-1].next_due_at == NEVER


def test_a_queue_tells_when_the_next_deadline_passes_and_then_it_is_late(desk: Desk) -> None:
    policy("Resolve", hours=2)
    made = ticket(desk)
    due = paris("04-27 11:00")
    first = page(desk, "late", MONDAY)
    assert (first.rows, first.changes_at) == ([], due + 1)
    assert page(desk, "late", due).rows == []
    assert [row.id for row in page(desk, "late", due + 1).rows] == [made]
    counts = [queues.counts(desk.actor("bob"), at)["unassigned"].late for at in (due, due + 1)]
    assert counts == [0, 1]


def test_a_row_is_drawn_anew_when_its_promise_is_another(desk: Desk) -> None:
    policy("Resolve", hours=2)
    made = ticket(desk)
    (before,) = page(desk, "unassigned", MONDAY).rows
    tickets.edit(desk.actor("bob"), made, MONDAY, {"started_at": MONDAY - HOUR})
    (after,) = page(desk, "unassigned", MONDAY).rows
    assert before.stamp != after.stamp


def test_with_sla_off_nothing_is_shown_of_promises(desk: Desk) -> None:
    policy("Resolve", hours=2)
    made = ticket(desk)
    lifecycle.start(desk.actor("bob"), made, MONDAY)
    lifecycle.wait(desk.actor("bob"), made, MONDAY)
    setting("manage_sla", False)
    assert of_ticket(made) == [] and of_tickets([made]) == {} and next_of([made]) == {}
    assert page(desk, "in-progress", MONDAY).rows[0].commitment is None
