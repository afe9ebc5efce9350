from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.models import Customer, Lead, Team, Ticket, database
from helpdesk_tui.queries import tickets as read
from helpdesk_tui.queues import CHANGED, DUE, NEWEST, OLDEST, PRIORITY, QUEUES, orders_of
from helpdesk_tui.rows import Actor, Page, TicketRow
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.vocabulary import NEVER, Priority, Status
from tests.conftest import NOW, Desk
from tests.desks import columns_of, fields_of, put_ticket
from tests.extent import many
from tests.queries.plain_query import matches

IDS = [queue.id for queue in QUEUES]
FILTERS = (
    *("", "fire", "FIRE écran", "acme", "lee", "carol", "weiss"),
    *("%", "_", "0003", "tkt", "zzz", "-fire", "ecr no", "bo"),
)

ORDERED = [(queue, order) for queue in IDS for order in orders_of(queue)]

PLACES: dict[str, Callable[[dict[str, Any]], tuple[int, ...]]] = {
    DUE: lambda row: (row["next_due_at"], row["priority"], row["id"]),
    PRIORITY: lambda row: (row["priority"], row["next_due_at"], row["id"]),
    NEWEST: lambda row: (-row["id"],),
    OLDEST: lambda row: (row["id"],),
    CHANGED: lambda row: (-row["updated_at"], -row["id"]),
}
"""Where a ticket stands in each order."""

queues = st.sampled_from(IDS)
filters = st.sampled_from(FILTERS)
limits = st.integers(1, 4)
descriptions = st.fixed_dictionaries(
    {
        "status": st.sampled_from([1, 2, 3, 4, 5]),
        "priority": st.integers(1, 4),
        "next_due_at": st.sampled_from([NOW - 5, NOW, NOW + 1, NOW + 99, NEVER]),
        "updated_at": st.sampled_from([NOW - 7, NOW]),
        "assignee_id": st.sampled_from([None, "bob", "carol"]),
        "team_id": st.sampled_from([None, "Support", "Network"]),
        "customer_id": st.sampled_from([None, "Acme SA"]),
        "subject": st.sampled_from(["Fire", "Écran en feu", "50 % fire_wall", "Fire, écran noir"]),
    }
)
desks = st.lists(descriptions, max_size=12)

on_random_desks = settings(
    max_examples=many(300, 15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def put(desk: Desk, descriptions: list[dict[str, Any]]) -> None:
    """Tickets of those descriptions; whoever has no customer is the lead Lee's."""
    lee = Lead.insert(name="Lee", name_folded="lee").execute()
    for each in descriptions:
        named = {
            column: desk.id(kind, each[column]) if each[column] else None
            for column, kind in (
                ("assignee_id", "agent"),
                ("team_id", "team"),
                ("customer_id", "customer"),
            )
        }
        resting = each["status"] >= Status.RESOLVED
        put_ticket(
            **each
            | named
            | {
                "next_due_at": NEVER if resting else each["next_due_at"],
                "lead_id": None if each["customer_id"] else lee,
            }
        )


def held(queue: str, viewer: Actor, text: str = "", order: str = "") -> list[int]:
    """The ids that a queue holds, in that order or its own, worked out in plain Python."""
    found = [columns_of(row) for row in Ticket.select()]
    chosen = [
        row for row in found if _belongs(row, queue, viewer) and matches(row, text, viewer, NOW)
    ]
    chosen.sort(key=PLACES[order or orders_of(queue)[0]])
    return [row["id"] for row in chosen]


def _belongs(row: dict[str, Any], queue: str, viewer: Actor) -> bool:
    unresolved = row["status"] in (1, 2, 3)
    belongs: dict[str, bool] = {
        "in-progress": unresolved,
        "mine": row["assignee_id"] == viewer.id and row["status"] != 5,
        "team": viewer.team is not None and row["team_id"] == viewer.team and row["status"] != 5,
        "unassigned": unresolved and row["assignee_id"] is None,
        "late": unresolved and row["next_due_at"] < NOW,
        "history": True,
    }
    return belongs[queue]


def ids(page: Page) -> list[int]:
    return [row.id for row in page.rows]


def forwards(queue: str, viewer: Actor, text: str, limit: int, order: str) -> list[int]:
    page = read.first(queue, viewer, text, limit, NOW, order=order)
    assert page.at_start
    seen = ids(page)
    while not page.at_end:
        assert len(page.rows) == limit
        page = read.after(queue, viewer, text, page.rows[-1], limit, NOW, order=order)
        seen += ids(page)
    return seen


def backwards(queue: str, viewer: Actor, text: str, limit: int, order: str) -> list[int]:
    page = read.last(queue, viewer, text, limit, NOW, order=order)
    assert page.at_end
    seen = ids(page)
    while not page.at_start:
        assert len(page.rows) == limit
        page = read.before(queue, viewer, text, page.rows[0], limit, NOW, order=order)
        seen = ids(page) + seen
    return seen


@on_random_desks
@given(desks, st.sampled_from(ORDERED), filters, limits, st.sampled_from(["bob", "alice"]))
def test_pages_visit_what_a_queue_holds_once_and_in_each_order(
    desk: Desk,
    rows: list[dict[str, Any]],
    ordered: tuple[str, str],
    text: str,
    limit: int,
    login: str,
) -> None:
    queue, order = ordered
    viewer = desk.actor(login)
    with database.atomic() as transaction:
        put(desk, rows)
        expected = held(queue, viewer, text, order)
        assert forwards(queue, viewer, text, limit, order) == expected
        assert backwards(queue, viewer, text, limit, order) == expected
        expected = held(queue, viewer, text)
        assert read.everything(queue, viewer, text, 0, NOW) == expected
        assert read.everything(queue, viewer, text, limit, NOW) == expected[:limit]
        assert read.total(queue, viewer, text, NOW) == len(expected)
        assert read.first(queue, viewer, text, limit, NOW).total == len(expected)
        transaction.rollback()


@on_random_desks
@given(desks, st.sampled_from(["bob", "alice"]))
def test_counts_are_those_of_the_queues(desk: Desk, rows: list[dict[str, Any]], login: str) -> None:
    viewer = desk.actor(login)
    with database.atomic() as transaction:
        put(desk, rows)
        expected = {queue: set(held(queue, viewer)) for queue in IDS}
        counted = read.counts(viewer, NOW)
        assert {queue: (count.total, count.late) for queue, count in counted.items()} == {
            queue: (len(held), len(held & expected["late"])) for queue, held in expected.items()
        }
        transaction.rollback()


@on_random_desks
@given(desks, st.sampled_from(ORDERED), filters, st.integers(0, 4), st.integers(0, 4), st.data())
def test_around_is_the_neighbourhood_of_a_ticket(
    desk: Desk,
    rows: list[dict[str, Any]],
    ordered: tuple[str, str],
    text: str,
    behind: int,
    ahead: int,
    data: st.DataObject,
) -> None:
    queue, order = ordered
    bob = desk.actor("bob")
    with database.atomic() as transaction:
        put(desk, rows)
        before = read.first(queue, bob, text, 99, NOW).rows
        if before:
            row = data.draw(st.sampled_from(before))
            _disturb(desk, data.draw(st.sampled_from([None, *before])), data)
            page = read.around(queue, bob, text, row, behind, ahead, NOW, order=order)
            expected = held(queue, bob, text, order)
            check_neighbourhood(page, row, expected, behind, ahead, order)
        transaction.rollback()


def _disturb(desk: Desk, row: TicketRow | None, data: st.DataObject) -> None:
    """Somebody moves a ticket, or takes it out of most queues."""
    if row is None or fields_of(row.id)["status"] == Status.CLOSED:
        return
    key = {"next_due_at": data.draw(st.sampled_from([NOW - 9, NOW + 50])), "priority": 1}
    gone = {"status": 4, "assignee_id": desk.id("agent", "carol"), "next_due_at": NEVER}
    Ticket.update(data.draw(st.sampled_from([key, gone]))).where(Ticket.id == row.id).execute()


def check_neighbourhood(
    page: Page, row: TicketRow, expected: list[int], behind: int, ahead: int, order: str
) -> None:
    columns = {name: getattr(row, name) for name in ("id", "updated_at", "next_due_at", "priority")}
    if row.id in expected:
        at = expected.index(row.id)
        low, high = max(at - behind, 0), at + ahead + 1
    else:
        key = PLACES[order](columns)
        at = sum(PLACES[order](fields_of(each)) < key for each in expected)
        low, high = max(at - behind, 0), at + ahead
    assert ids(page) == expected[low:high]
    assert page.at_start == (low == 0)
    assert page.at_end == (high >= len(expected))
    assert page.total == len(expected)


def test_around_follows_a_ticket_whose_place_changed(desk: Desk) -> None:
    bob = desk.actor("bob")
    made = [desk.ticket(f"Fire {n}", due_at=NOW + 100 * n).ticket for n in range(1, 6)]
    row = read.first("in-progress", bob, "", 9, NOW).rows[0]
    tickets.edit(bob, made[0], NOW, {"due_at": NOW + 450})
    page = read.around("in-progress", bob, "", row, 1, 1, NOW)
    assert ids(page) == [made[3], made[0], made[4]]
    assert (page.at_start, page.at_end, page.total) == (False, True, 5)


def test_around_stays_where_a_ticket_stood_that_has_left(desk: Desk) -> None:
    bob = desk.actor("bob")
    made = [desk.ticket(f"Fire {n}", due_at=NOW + 100 * n).ticket for n in range(1, 6)]
    row = read.first("in-progress", bob, "", 9, NOW).rows[2]
    lifecycle.resolve(bob, made[2], NOW)
    page = read.around("in-progress", bob, "", row, 1, 1, NOW)
    assert ids(page) == [made[1], made[3]]
    assert (page.at_start, page.at_end, page.total) == (False, False, 4)


def test_around_may_be_asked_for_one_side_only(desk: Desk) -> None:
    bob = desk.actor("bob")
    made = [desk.ticket(f"Fire {n}", due_at=NOW + 100 * n).ticket for n in range(1, 4)]
    row = read.first("in-progress", bob, "", 9, NOW).rows[1]
    assert ids(read.around("in-progress", bob, "", row, 0, 1, NOW)) == made[1:]
    assert ids(read.around("in-progress", bob, "", row, 1, 0, NOW)) == made[:2]


def test_a_row_is_the_ticket_as_it_stands(desk: Desk) -> None:
    bob = desk.actor("bob")
    fields: dict[str, Any] = {
        "due_at": NOW + 60,
        "priority": 2,
        "assignee_id": bob.id,
        "team_id": bob.team,
    }
    ticket = desk.ticket("Fire", customer_id=desk.id("customer", "Acme SA"), **fields).ticket
    lifecycle.share(bob, ticket, NOW + 5)
    [row] = read.first("mine", bob, "", 9, NOW).rows
    assert row == TicketRow(
        id=ticket,
        version=2,
        updated_at=NOW + 5,
        number="TKT0001",
        subject="Fire",
        customer="Acme SA",
        priority=Priority.HIGH,
        status=Status.NEW,
        assignee="bob",
        team="Support",
        shared=True,
        due_at=NOW + 60,
        next_due_at=NOW + 60,
    )


def test_a_row_of_a_lead_or_of_nobody(desk: Desk) -> None:
    lee = Lead.insert(name="Lee", name_folded="lee").execute()
    put_ticket(lead_id=lee)
    put_ticket()
    rows = read.first("in-progress", desk.actor("bob"), "", 9, NOW).rows
    assert [(row.customer, row.assignee, row.team) for row in rows] == [
        ("Lee", None, None),
        ("", None, None),
    ]


def test_a_rows_stamp_changes_with_whatever_is_drawn(desk: Desk) -> None:
    bob, acme = desk.actor("bob"), desk.id("customer", "Acme SA")
    ticket = desk.ticket(customer_id=acme, team_id=bob.team).ticket

    def stamp() -> object:
        [row] = read.first("in-progress", bob, "", 9, NOW).rows
        return row.stamp

    stamps = [stamp()]
    lifecycle.take(bob, ticket, NOW)
    stamps.append(stamp())
    Customer.update(name="Acme").where(Customer.id == acme).execute()
    stamps.append(stamp())
    Team.update(name="Helpers").where(Team.id == bob.team).execute()
    stamps.append(stamp())
    assert len(set(stamps)) == 4
    assert stamp() == stamps[-1]


# What changes by time alone


@on_random_desks
@given(desks)
def test_until_changes_at_nothing_changes_by_itself(desk: Desk, rows: list[dict[str, Any]]) -> None:
    bob = desk.actor("bob")
    with database.atomic() as transaction:
        put(desk, rows)
        changes_at = read.first("late", bob, "", 9, NOW).changes_at
        late = read.everything("late", bob, "", 0, NOW)
        far = NEVER - 1 if changes_at is None else changes_at - 1
        assert read.everything("late", bob, "", 0, far) == late
        if changes_at is not None:
            assert changes_at > NOW
            assert len(read.everything("late", bob, "", 0, changes_at)) > len(late)
        transaction.rollback()


def test_a_ticket_is_late_only_after_its_deadline(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket(due_at=NOW).ticket
    assert read.everything("late", bob, "", 0, NOW) == []
    assert read.first("late", bob, "", 9, NOW).changes_at == NOW + 1
    assert read.everything("late", bob, "", 0, NOW + 1) == [ticket]


# Filters


def test_any_filter_is_only_text(desk: Desk) -> None:
    made = desk.ticket("Fire").ticket
    for text in ("a\x00bc", "'; DROP TABLE ticket; --", "fire_wall", "ire"):
        page = read.first("history", desk.actor("bob"), text, 9, NOW)
        assert (page.rows, page.total) == ([], 0)
    for text in ("\ud800", "\x00", "\\", "💣", "f", "fire &", '-"%"', "fi%"):
        assert read.everything("history", desk.actor("bob"), text, 0, NOW) == [made]


@pytest.mark.parametrize("queue", ["in-progress", "history"])
def test_a_filter_finds_whatever_is_said_about_a_ticket(desk: Desk, queue: str) -> None:
    bob, acme = desk.actor("bob"), desk.id("customer", "Acme SA")
    carol = desk.id("agent", "carol")
    one = desk.ticket("Écran", description="It hums since Monday", customer_id=acme).ticket
    two = desk.ticket("Toner", by="alice", assignee_id=carol).ticket
    conversation.note(bob, two, NOW, "They never pay for the cartridge")

    def found(text: str) -> list[int]:
        return read.everything(queue, bob, text, 0, NOW)

    for text in ("hum", "mond", "acm", "ecr", "0001", "tkt1", '"hums since"', "-carol", "-weis"):
        assert (text, found(text)) == (text, [one])
    for text in ("cart", "never cartridge", "carol", "weiss toner", "-hums", "2", "TKT0002"):
        assert (text, found(text)) == (text, [two])
    for text in ("onday", '"hum"', '"since hums"', "arol", "hums cartridge", "7"):
        assert (text, found(text)) == (text, [])


def test_a_filter_is_bounded_by_no_word_count(desk: Desk) -> None:
    ticket = desk.ticket("Fire").ticket
    assert read.everything("history", desk.actor("bob"), "fire " * 30, 0, NOW) == [ticket]
