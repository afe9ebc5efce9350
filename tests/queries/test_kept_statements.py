from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import Query

from helpdesk_tui import statements
from helpdesk_tui.models import Commitment, SlaPolicy, Ticket, database
from helpdesk_tui.queries import tickets as read
from helpdesk_tui.queues import QUEUES, Held, orders_of
from helpdesk_tui.rows import Actor
from helpdesk_tui.saved_views import View
from helpdesk_tui.statements import Keyed, Slot, Statement, kept
from tests.conftest import NOW, Desk
from tests.desks import put_ticket
from tests.extent import many
from tests.queries.test_query_conditions import DAY, HOUR, descriptions, put, terms

searches = st.lists(terms | st.sampled_from(["is:breached", "-@me"]), max_size=2).map(" ".join)
questions = st.tuples(
    st.sampled_from([queue.id for queue in QUEUES])
    | st.builds(View, st.just(1), st.just("Mine"), st.just(""), searches, st.just(True)),
    searches,
    st.sampled_from(["bob", "carol", "alice"]),
    st.sampled_from([NOW - DAY, NOW, NOW + 2 * HOUR, NOW + 4 * DAY]),
    st.integers(0, 3),
)


def answer(viewer: Actor, queue: Held, text: str, now: int, order: int) -> list[Any]:
    """What is kept of a queue, asked for once each."""
    way = orders_of(queue)[order % len(orders_of(queue))]
    asked = (queue, viewer, text)
    page = read.first(*asked, 3, now, order=way)
    found: list[Any] = [page, read.last(*asked, 1, now, order=way), read.counts(viewer, now)]
    for row in page.rows[:1]:
        found += [read.around(*asked, row, 2, 2, now, order=way), read.count(queue, viewer, now)]
    return found


@settings(
    max_examples=many(200, 8),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(descriptions, min_size=3, max_size=6), st.lists(questions, min_size=5, max_size=12))
def test_what_is_kept_answers_as_what_is_written_anew(
    desk: Desk, rows: list[dict[str, Any]], asked: list[tuple[Held, str, str, int, int]]
) -> None:
    with database.atomic() as trial:
        put(desk, rows)

        def answers(*, anew: bool) -> list[list[Any]]:
            found = []
            for queue, text, login, now, order in asked:
                if anew:
                    statements._written.cache_clear()
                viewer = replace(desk.actor(login), zone="Europe/Paris")
                found.append(answer(viewer, queue, text, now, order))
            return found

        assert answers(anew=False) == answers(anew=True)
        trial.rollback()


@pytest.mark.parametrize(
    ("search", "first", "then"),
    [
        ("due<2h", ("bob", NOW), ("bob", NOW - DAY)),
        ("due:today", ("bob", NOW), ("bob", NOW - DAY)),
        ("age<1h", ("bob", NOW), ("bob", NOW + DAY)),
        ("-is:late", ("bob", NOW), ("bob", NOW + DAY)),
        ("is:mine", ("bob", NOW), ("carol", NOW)),
        ("@me", ("bob", NOW), ("carol", NOW)),
        ("-is:breached", ("bob", NOW), ("bob", NOW + DAY)),
    ],
)
def test_neither_a_viewer_nor_a_time_is_kept(
    desk: Desk, search: str, first: tuple[str, int], then: tuple[str, int]
) -> None:
    ticket = put_ticket(next_due_at=NOW + HOUR, created_at=NOW, assignee=desk.id("agent", "bob"))
    policy = SlaPolicy.insert(name="Fast", name_folded="fast", target_status=4, seconds=HOUR)
    terms = {"target_status": 4, "days": 0, "seconds": HOUR, "working_days_only": False}
    instants = {"started_at": NOW, "due_at": NOW + HOUR}
    Commitment.insert(
        ticket=ticket, policy=policy.execute(), warn_percent=75, **terms, **instants
    ).execute()
    view = View(1, "Mine", "", search, True)
    for (login, now), number in ((first, 1), (then, 0), (first, 1)):
        viewer = desk.actor(login)
        assert len(read.first("in-progress", viewer, search, 9, now).rows) == number
        assert read.total("in-progress", viewer, search, now) == number
        assert read.count(view, viewer, now).total == number


def test_a_page_is_written_once_whoever_asks_and_when(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket("Printer on fire")
    searches = ("", "printer", "fire", "status:new is:late", "@me")
    for text in searches:
        read.first("in-progress", desk.actor("bob"), text, 9, NOW)
    monkeypatch.setattr(statements, "Statement", None)  # what would write another one
    for text in searches:
        read.first("in-progress", desk.actor("carol"), text, 20, NOW + DAY)


@pytest.mark.sqlite  # a server is to know the words
def test_words_are_no_part_of_what_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ticket("Printer on fire")
    bob = desk.actor("bob")
    assert [read.total(queue, bob, "smoke", NOW) for queue in ("history", "in-progress")] == [0, 0]
    monkeypatch.setattr(statements, "Statement", None)
    assert [read.total(queue, bob, "fire", NOW) for queue in ("history", "in-progress")] == [1, 1]


def test_a_slot_stands_for_another_value_each_time(desk: Desk) -> None:
    first, second = put_ticket(), put_ticket()
    statement = Statement(Ticket.select(Ticket.id).where(Ticket.id == Slot("id"), Ticket.id > 0))
    assert statement.rows({"id": second}) == [(second,)]
    assert statement.rows({"id": first}) == [(first,)]


def test_a_statement_is_kept_by_what_it_is_made_of(desk: Desk) -> None:
    def above(least: int) -> Query:
        return Ticket.select(Ticket.id).where(Ticket.id > least)

    first, second = put_ticket(), put_ticket()
    assert kept(above, 0).rows({}) == [(first,), (second,)]
    assert kept(above, first).rows({}) == [(second,)]
    assert kept(above, 0) is kept(above, 0)
    one, same, other = (Keyed(key, lambda: above(0)) for key in ("a", "a", "b"))
    assert kept(one) is kept(same)
    assert kept(one) is not kept(other)
