"""The daily roll-up: after anything that anybody does, it says what the rows say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.models import Milestone, SlaPolicy, Tally, Ticket, tuples
from helpdesk_tui.reports import DAY, Dimension, Measure
from helpdesk_tui.services import conversation, lifecycle, recompute, tickets, undo
from helpdesk_tui.services.change import transaction
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk, Run
from tests.desks import everything
from tests.queries import plain_figures as plain
from tests.queries.lived_desk import Lived, opened, promise_much

Tallies = dict[tuple[int, int, int, int, int], int]


@pytest.fixture(params=(1, 2))
def lived(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    """A desk that has lived."""
    with opened(tmp_path_factory.getbasetemp(), request.param) as found:
        yield found


def rolled_up() -> Tallies:
    columns = (Tally.measure, Tally.dimension, Tally.day, Tally.value, Tally.policy, Tally.count)
    return {key: count for *parts, count in tuples(Tally.select(*columns)) if count
            for key in [tuple(parts)]}  # fmt: skip


def from_the_rows(lives: list[plain.Life]) -> Tallies:
    """The same, a ticket after the other, from stays and promises."""
    counts: Counter[Any] = Counter()

    def count(life: plain.Life, measure: Measure, at: int, policy: int = 0) -> None:
        ticket = life.ticket
        values = {
            Dimension.WHOLE: 0,
            Dimension.TEAM: ticket.team_id or 0,
            Dimension.TYPE: ticket.type_id or 0,
            Dimension.PRIORITY: ticket.priority,
        }
        if policy:
            values[Dimension.AGENT] = ticket.assignee_id or 0
        for dimension, value in values.items():
            counts[int(measure), int(dimension), at // DAY, value, policy] += 1

    for life in lives:
        count(life, Measure.CREATED, life.ticket.created_at)
        for at in life.steps(resolved=True):
            count(life, Measure.RESOLVED, at)
        for at in life.steps(resolved=False):
            count(life, Measure.REOPENED, at)
        for promise in life.promises:
            if promise.breached_at is not None:
                count(life, Measure.MISSED, promise.breached_at, promise.policy_id)
            elif promise.met_at is not None:
                count(life, Measure.MET, promise.met_at, promise.policy_id)
    return dict(counts)


def test_after_months_of_work_it_says_what_the_rows_say(lived: Lived) -> None:
    found = rolled_up()
    assert found == from_the_rows(plain.lives_of(lived.desk))
    assert {key[0] for key in found} == {
        *(Measure.CREATED, Measure.RESOLVED, Measure.REOPENED),
        *(Measure.MET, Measure.MISSED),
    }


def test_what_is_undone_with_its_transaction_counts_for_nothing(desk: Desk) -> None:
    promise_much()
    ticket = desk.ticket().ticket
    before = everything()

    @transaction
    def resolve_and_fail() -> None:
        lifecycle.resolve(desk.actor("bob"), ticket, NOW + 60)
        raise HelpdeskError("no")

    with pytest.raises(HelpdeskError):
        resolve_and_fail()
    assert everything() == before


def test_a_breach_that_a_recomputation_writes_down_is_counted(desk: Desk) -> None:
    promise_much()
    desk.ticket()
    assert Measure.MISSED not in {key[0] for key in rolled_up()}
    SlaPolicy.update(seconds=60).where(SlaPolicy.name == "Begin soon").execute()
    steps = recompute.Recomputation(
        desk.actor("alice"), NOW + 90 * DAY, rehearsal=False, sleep=lambda seconds: None
    )
    while steps.step():
        pass
    found = rolled_up()
    assert Measure.MISSED in {key[0] for key in found}
    assert found == from_the_rows(plain.lives())


def test_a_ticket_that_moves_takes_its_past_along(desk: Desk) -> None:
    promise_much()
    alice = desk.actor("alice")
    ticket = desk.ticket(team_id=desk.id("team", "Support")).ticket
    lifecycle.start(alice, ticket, NOW + 60)
    lifecycle.resolve(alice, ticket, NOW + 120)
    network = desk.id("team", "Network")
    tickets.edit(alice, ticket, NOW + 180, {"team_id": network, "priority": 1})
    found = rolled_up()
    for measure in (Measure.CREATED, Measure.RESOLVED, Measure.MET):
        assert {key[3] for key in found if key[:2] == (measure, Dimension.TEAM)} == {network}
        assert {key[3] for key in found if key[:2] == (measure, Dimension.PRIORITY)} == {1}


def test_imported_tickets_count_when_they_came(desk: Desk, run: Run, tmp_path: Path) -> None:
    promise_much()
    file = tmp_path / "old.csv"
    file.write_text(
        "subject,status,started_at,ended_at,resolution,team\n"
        "Old one,closed,2025-03-01 10:00,2025-03-02 12:00,Solved,Support\n"
        "Solved one,resolved,2025-03-30 01:30,2025-03-30 04:00,Solved,\n"
        "New one,new,2026-04-20 10:00,,,Network\n"
    )
    assert run("import", "tickets", str(file), by="mona").status == 0
    found = desk.call(rolled_up)
    assert found == desk.call(lambda: from_the_rows(plain.lives()))
    lengths = desk.call(
        lambda: tuples(
            Milestone.select(Milestone.measure, Milestone.seconds).where(
                Milestone.ticket == Ticket.get(Ticket.subject == "Old one").id
            )
        )
    )
    assert sorted(lengths) == [(Measure.ANSWERED, 26 * 3600), (Measure.RESOLVED, 26 * 3600)]


def test_only_the_first_answer_counts_and_a_note_is_none(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    conversation.note(bob, ticket, NOW + 10, "Hm.")
    assert Milestone.select().count() == 0
    conversation.message(bob, ticket, NOW + 50, "We are on our way.")
    conversation.message(bob, ticket, NOW + 90, "Still are.")
    assert tuples(Milestone.select(Milestone.at, Milestone.seconds)) == [(NOW + 50, 50)]


def test_a_reopening_takes_back_how_long_it_took(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    lifecycle.resolve(bob, ticket, NOW + 100)
    lifecycle.reopen(bob, ticket, NOW + 200)
    lifecycle.resolve(bob, ticket, NOW + 500)
    columns = (Milestone.measure, Milestone.at, Milestone.seconds)
    assert tuples(Milestone.select(*columns).order_by(Milestone.id)) == [
        (Measure.RESOLVED, NOW + 100, None),
        (Measure.REOPENED, NOW + 200, None),
        (Measure.RESOLVED, NOW + 500, 500),
    ]
    assert Ticket.get_by_id(ticket).status == Status.RESOLVED


def test_a_resolution_that_is_undone_at_once_counts_for_nothing(desk: Desk) -> None:
    promise_much()
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    before = rolled_up()
    done = lifecycle.resolve(bob, ticket, NOW + 100)
    assert done.event is not None
    undo.undo(bob, done.event, NOW + 128)
    assert rolled_up() == before == from_the_rows(plain.lives())
    assert Milestone.select().count() == 0


def test_a_reopening_that_is_undone_gives_back_how_long_it_took(desk: Desk) -> None:
    promise_much()
    bob = desk.actor("bob")
    ticket = desk.ticket(team_id=desk.id("team", "Support")).ticket
    lifecycle.resolve(bob, ticket, NOW + 9000)
    tickets.edit(bob, ticket, NOW + 9050, {"customer_id": desk.id("customer", "Globex")})
    before = tuples(Milestone.select()), rolled_up()
    done = lifecycle.reopen(bob, ticket, NOW + 9100)
    assert done.event is not None
    undo.undo(bob, done.event, NOW + 9128)
    assert (tuples(Milestone.select()), rolled_up()) == before
    assert rolled_up() == from_the_rows(plain.lives())
