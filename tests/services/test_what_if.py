"""Replaying the past under changed policies; unchanged ones give what really happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from helpdesk_tui.errors import Invalid, NotFound
from helpdesk_tui.models import Commitment, Event, SlaPolicy, Ticket, database, tuples
from helpdesk_tui.periods import local_day
from helpdesk_tui.queries.report_period import Period
from helpdesk_tui.reports import Filters, Scope, WhatIf
from helpdesk_tui.services import configuration, lifecycle, tickets, what_if
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.services.replay import replay
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk, Run
from tests.desks import everything
from tests.queries.lived_desk import BEGAN, Lived, opened, promise_much

HOUR, DAY = 3_600, 86_400


@pytest.fixture(params=(1, 2))
def lived(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    """A desk that has lived."""
    with opened(tmp_path_factory.getbasetemp(), request.param) as found:
        yield found


def scope(first: int, last: int, **filters: int) -> Scope:
    begun, ended = (local_day(at, "Europe/Paris") for at in (first, last))
    return Period("between", begun, ended).scope("Europe/Paris", Filters(**filters))


def recorded(ticket: int, target: int, now: int) -> tuple[int | None, str]:
    """Policy and outcome of the promise that the ticket really has."""
    found = Commitment.get_or_none(
        Commitment.ticket == ticket,
        Commitment.target_status == target,
        Commitment.withdrawn_at.is_null(),
    )
    if found is None:
        return None, "none"
    late = found.met_at is None and found.due_at is not None and found.due_at < now
    if found.breached_at is not None or late:
        return found.policy_id, "missed"
    return found.policy_id, "open" if found.met_at is None else "met"


def test_the_record_replayed_gives_the_promises_that_were_made(lived: Lived) -> None:
    ids = [row[0] for row in tuples(Ticket.select(Ticket.id))]
    policies = Policies()
    seen = set()
    for ticket, moments in what_if.histories(ids).items():
        for target in (Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED):
            told = replay(moments, policies, target, lived.now)
            assert (told.policy, told.outcome) == recorded(ticket, target, lived.now), ticket
            seen.add((target, told.outcome))
    assert len(seen) >= 8


def asked(desk: Desk, policy: str, now: int, about: Scope, **fields: Any) -> WhatIf:
    viewer = desk.actor("victor")
    id = SlaPolicy.get(SlaPolicy.name == policy).id
    passing = what_if.Replay(viewer, about, id, fields, now)
    while passing.step():
        pass
    assert passing.done == passing.total
    return passing.result()


def test_nothing_changed_changes_nothing(lived: Lived) -> None:
    found = asked(lived.desk, "Solve", lived.now, scope(BEGAN, lived.now))
    assert found.before == found.after
    assert found.moved == () and sum(found.before) > 10


def test_more_time_keeps_more_promises_and_less_time_fewer(lived: Lived) -> None:
    about = scope(BEGAN, lived.now)
    more = asked(lived.desk, "Solve", lived.now, about, days=300)
    assert more.after[1] < more.before[1]
    less = asked(lived.desk, "Solve", lived.now, about, days=0, seconds=60)
    assert less.after[0] <= less.before[0]
    assert {side[:2] for side in less.moved} <= {("met", "missed"), ("open", "missed")}


def test_nothing_at_all_is_written(lived: Lived) -> None:
    before, changes = everything(), database.connection().total_changes
    asked(lived.desk, "Solve", lived.now, scope(BEGAN, lived.now), days=5, min_priority=2)
    assert everything() == before
    assert database.connection().total_changes == changes


def test_the_tickets_that_change_sides_are_named(desk: Desk) -> None:
    promise_much()
    bob = desk.actor("bob")
    slow, quick = desk.ticket("Slow one").ticket, desk.ticket("Quick one").ticket
    lifecycle.resolve(bob, quick, NOW + HOUR)
    lifecycle.resolve(bob, slow, NOW + 6 * HOUR)
    found = asked(
        desk, "Solve", NOW + DAY, scope(NOW, NOW), days=0, seconds=2 * HOUR, working_days_only=False
    )
    assert (found.tickets, found.before, found.after) == (2, (2, 0), (1, 1))
    assert found.moved == (("met", "missed", (slow,)),)
    assert [(each.subject, each.before, each.after) for each in found.shown] == [
        ("Slow one", "met", "missed")
    ]


def test_other_criteria_promise_to_other_tickets(desk: Desk) -> None:
    promise_much()
    support, network = desk.id("team", "Support"), desk.id("team", "Network")
    ours = desk.ticket(team_id=support).ticket
    theirs = desk.ticket(team_id=network).ticket
    for ticket in (ours, theirs):
        lifecycle.resolve(desk.actor("mona"), ticket, NOW + 2 * HOUR)
    found = asked(desk, "Solve", NOW + DAY, scope(NOW, NOW), team_id=support)
    assert (found.before, found.after) == ((2, 0), (1, 0))
    assert found.moved == (("met", "none", (theirs,)),)


def test_a_policy_added_since_takes_nothing_from_what_was_recorded(desk: Desk) -> None:
    promise_much()
    support = desk.id("team", "Support")
    quick, slow = (desk.ticket(team_id=support).ticket for _each in range(2))
    desk.ticket()
    lifecycle.resolve(desk.actor("mona"), quick, NOW + HOUR)
    fields = {
        "name": "Support",
        "target_status": Status.RESOLVED,
        "seconds": 60,
        "team_id": support,
    }
    configuration.create(desk.actor("mona"), "policy", NOW + HOUR, fields)
    found = asked(desk, "Solve", NOW + 90 * DAY, scope(NOW, NOW), seconds=HOUR)
    assert (found.recorded, found.before) == ((1, 2), (0, 1))
    assert slow not in {each.ticket for each in found.shown}


def test_another_calendar_counts_other_hours(desk: Desk) -> None:
    promise_much()
    ticket = desk.ticket().ticket
    lifecycle.resolve(desk.actor("bob"), ticket, NOW + 40 * HOUR)
    about = scope(NOW, NOW)
    short = asked(desk, "Solve", NOW + 3 * DAY, about, days=0, seconds=15 * HOUR)
    assert short.after == (1, 0)
    real = asked(
        desk, "Solve", NOW + 3 * DAY, about, days=0, seconds=15 * HOUR, working_days_only=False
    )
    assert real.after == (0, 1)


def test_what_the_ticket_was_then_decides(desk: Desk) -> None:
    promise_much()
    ticket = desk.ticket(priority=1).ticket
    lifecycle.resolve(desk.actor("bob"), ticket, NOW + 30 * 60)
    lifecycle.reopen(desk.actor("bob"), ticket, NOW + HOUR)
    tickets.edit(desk.actor("bob"), ticket, NOW + 2 * HOUR, {"priority": 4})
    found = asked(desk, "Solve urgent ones", NOW + 3 * HOUR, scope(NOW, NOW), seconds=600)
    assert found.after == (0, 1)


def test_only_tickets_of_the_period_and_the_filters_are_replayed(desk: Desk) -> None:
    promise_much()
    desk.ticket(priority=2)
    desk.ticket(priority=4)
    assert asked(desk, "Begin soon", NOW, scope(NOW, NOW)).tickets == 2
    assert asked(desk, "Begin soon", NOW, scope(NOW, NOW, priority=4)).tickets == 1
    assert asked(desk, "Begin soon", NOW, scope(NOW + 9 * DAY, NOW + 9 * DAY)).tickets == 0


def test_imported_tickets_are_replayed_though_nothing_was_promised(desk: Desk, run: Run) -> None:
    promise_much()
    file = desk.path.with_name("old.csv")
    file.write_text(
        "subject,status,started_at,ended_at\n"
        "Old one,closed,2026-04-27 10:00,2026-04-27 11:00\n"
        "Older one,closed,2026-04-27 10:00,2026-05-27 11:00\n"
    )
    assert run("import", "tickets", str(file), by="mona").status == 0
    assert desk.call(Commitment.select().count) == 0
    found = desk.call(asked, desk, "Solve", NOW + 90 * DAY, scope(NOW, NOW))
    assert found.before == found.after == (1, 1)


def test_what_saving_would_refuse_is_refused_here(desk: Desk) -> None:
    promise_much()
    viewer = desk.actor("victor")
    solve = SlaPolicy.get(SlaPolicy.name == "Solve").id
    with pytest.raises(Invalid):
        what_if.changed(viewer, solve, NOW, {"days": 0, "seconds": 0})
    with pytest.raises(NotFound):
        what_if.changed(viewer, 99, NOW, {})
    assert Event.select().where(Event.kind == "policy").count() == 0


def test_archived_policies_are_not_offered(desk: Desk) -> None:
    promise_much()
    SlaPolicy.update(archived=True).where(SlaPolicy.name == "Close").execute()
    assert "Close" not in [choice.name for choice in what_if.offered()]
    assert [choice.name for choice in what_if.offered("outag")] == ["Solve outages"]
