from __future__ import annotations

import pytest

from helpdesk_tui.queries import tickets as read
from helpdesk_tui.queues import QUEUES, orders_of
from helpdesk_tui.rows import TicketRow
from tests.conftest import NOW, Desk
from tests.desks import plans_of

pytestmark = pytest.mark.sqlite  # the plans are SQLite's

OPEN = {
    "in-progress": "ticket_open",
    "mine": "ticket_open_mine",
    "team": "ticket_open_team",
    "unassigned": "ticket_open_mine",
    "late": "ticket_open",
}
"""The index along which each queue but History is read."""


def a_row(desk: Desk) -> TicketRow:
    desk.ticket()
    [row] = read.first("history", desk.actor("bob"), "", 9, NOW).rows
    return row


@pytest.mark.parametrize("queue", [queue.id for queue in QUEUES])
def test_no_page_is_sorted(desk: Desk, queue: str) -> None:
    bob, row = desk.actor("bob"), a_row(desk)
    for read_page in (
        lambda: read.first(queue, bob, "", 50, NOW),
        lambda: read.after(queue, bob, "", row, 50, NOW),
        lambda: read.before(queue, bob, "", row, 50, NOW),
        lambda: read.last(queue, bob, "", 50, NOW),
        lambda: read.everything(queue, bob, "", 0, NOW),
    ):
        plan = plans_of(read_page)[0]
        assert "TEMP B-TREE" not in plan
        if queue in OPEN:
            assert f"INDEX {OPEN[queue]} " in f"{plan} "
        else:
            assert "INDEX ticket_" not in plan  # newest first is the order of the table itself


@pytest.mark.parametrize("queue", sorted(OPEN))
@pytest.mark.parametrize("order", sorted(orders_of("late")))
def test_whatever_the_order_only_open_tickets_are_read(desk: Desk, queue: str, order: str) -> None:
    bob, row = desk.actor("bob"), a_row(desk)
    for read_page in (
        lambda: read.first(queue, bob, "", 50, NOW, order=order),
        lambda: read.before(queue, bob, "", row, 50, NOW, order=order),
        lambda: read.last(queue, bob, "", 50, NOW, order=order),
    ):
        assert "INDEX ticket_open" in plans_of(read_page)[0]


@pytest.mark.parametrize("order", orders_of("history"))
def test_history_is_walked_either_way(desk: Desk, order: str) -> None:
    bob, row = desk.actor("bob"), a_row(desk)
    [plan] = plans_of(lambda: read.after("history", bob, "", row, 50, NOW, order=order))
    assert "rowid" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("queue", sorted(OPEN))
def test_a_search_leaves_a_queue_on_its_index(desk: Desk, queue: str) -> None:
    bob = desk.actor("bob")
    search = (
        'status:new prio>=high due<2h customer:acme team:net waiting>1d -is:breached -@bob "x y"'
    )
    plans = plans_of(lambda: read.first(queue, bob, search, 50, NOW))
    [page, count] = [plan for plan in plans if "ticket_words_index" in plan]
    assert "TEMP B-TREE" not in page
    assert f"INDEX {OPEN[queue]} " in f"{page} "
    assert "INDEX ticket_open" in count


def test_words_are_looked_up_before_any_ticket_of_history(desk: Desk) -> None:
    bob, row = desk.actor("bob"), a_row(desk)
    search = 'printer "x y" -toner'
    for read_page in (
        lambda: read.first("history", bob, f"{search} status:new", 50, NOW),
        lambda: read.after("history", bob, search, row, 50, NOW),
        lambda: read.before("history", bob, search, row, 50, NOW),
        lambda: read.last("history", bob, search, 50, NOW),
    ):
        plan = next(plan for plan in plans_of(read_page) if ":M1" in plan)
        assert "TEMP B-TREE" not in plan
        index, ticket, *_names = plan.split(" / ")
        assert "VIRTUAL TABLE" in index
        assert ticket.endswith("USING INTEGER PRIMARY KEY (rowid=?)")
    [_agents, count] = plans_of(lambda: read.total("history", bob, '"x y"', NOW))
    assert "VIRTUAL TABLE" in count
    assert " / " not in count  # no ticket is read at all


@pytest.mark.parametrize("queue", ["in-progress", "mine", "team", "unassigned", "history"])
def test_a_page_in_the_middle_begins_there(desk: Desk, queue: str) -> None:
    bob, row = desk.actor("bob"), a_row(desk)
    place = "(next_due_at,priority)" if queue in OPEN else "rowid"
    [after] = plans_of(lambda: read.after(queue, bob, "", row, 50, NOW))
    [before] = plans_of(lambda: read.before(queue, bob, "", row, 50, NOW))
    for plan in (after, before):
        first_step = plan.split(" / ")[0]
        assert first_step.startswith("SEARCH ")
        assert place in first_step


def test_counting_reads_open_tickets_only(desk: Desk) -> None:
    bob = desk.actor("bob")
    [plan] = plans_of(lambda: read.counts(bob, NOW))
    each = [
        step for step in plan.split(" / ") if "SUBQUERY" not in step and "SCAN CONST" not in step
    ]
    whole = [step for step in each if "ticket_open" not in step]
    assert len(each) == 12
    assert len(whole) == 1  # the total of History, from the smallest index there is
    assert "COVERING INDEX" in whole[0]
    [deadline] = plans_of(lambda: read.changes_at(NOW))
    assert "ticket_open" in deadline
