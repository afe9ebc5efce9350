from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from peewee import IntegrityError, SqliteDatabase

from helpdesk_tui.errors import Forbidden, HelpdeskError, Invalid, WrongState
from helpdesk_tui.i18n import sentence
from helpdesk_tui.models import Event, Setting, Ticket, TimeEntry, database
from helpdesk_tui.queries import time
from helpdesk_tui.rows import Done
from helpdesk_tui.services import lifecycle, stopwatch, tickets, triage
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import changes_of, events_of, ticket_in, without_stopwatch
from tests.extent import many

HOUR = 3600
LIMIT = 4 * HOUR


def said(done: Done | None) -> str:
    """What the message line adds to an act."""
    assert done is not None
    return " ".join(sentence(text, fields) for text, fields in done.notes)


def acts(ticket: int) -> list[str]:
    return [event.act for event in events_of(ticket)]


def entries() -> list[tuple[Any, ...]]:
    """Every entry: login, number, start, end and seconds, as long after NOW."""
    return [
        (
            entry.agent.login,
            entry.ticket.number,
            entry.started_at - NOW,
            None if entry.ended_at is None else entry.ended_at - NOW,
            entry.seconds,
        )
        for entry in TimeEntry.select().order_by(TimeEntry.id)
    ]


def running(login: str) -> list[str]:
    """The numbers of the tickets on which the agent's stopwatch runs."""
    return [number for who, number, _start, end, _s in entries() if who == login and end is None]


def test_it_starts_and_stops_and_tells(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW + 10)
    assert entries() == [("bob", "TKT0001", 10, None, 0)]
    done = stopwatch.stop(bob, NOW + 857)
    assert entries() == [("bob", "TKT0001", 10, 857, 847)]
    assert said(done) == "Your stopwatch on TKT0001 stopped: 14 min."
    assert acts(ticket) == ["create", "timer_start", "timer_stop"]
    _created, began, ended = events_of(ticket)
    assert changes_of(began)["time_started_at"] == [None, NOW + 10]
    assert changes_of(ended)["time_seconds"] == [None, 847]
    assert Ticket.get_by_id(ticket).version == 1


def test_starting_elsewhere_stops_it_here_and_says_so(desk: Desk) -> None:
    bob = desk.actor("bob")
    first, second = desk.ticket().ticket, desk.ticket("Two").ticket
    stopwatch.start(bob, first, NOW)
    done = stopwatch.start(bob, second, NOW + 60)
    assert said(done) == "Your stopwatch on TKT0001 stopped: 1 min."
    assert entries() == [("bob", "TKT0001", 0, 60, 60), ("bob", "TKT0002", 60, None, 0)]
    assert acts(first)[-1] == "timer_stop"
    assert acts(second)[-1] == "timer_start"


def test_a_refused_start_leaves_it_running_where_it_runs(desk: Desk) -> None:
    bob = desk.actor("bob")
    first, closed = desk.ticket().ticket, ticket_in(desk, Status.CLOSED)
    stopwatch.start(bob, first, NOW)
    with pytest.raises(WrongState, match="closed"):
        stopwatch.start(bob, closed, NOW + 5)
    with pytest.raises(WrongState, match="TKT0001 already"):
        stopwatch.start(bob, first, NOW + 5)
    assert running("bob") == ["TKT0001"]


def test_what_does_not_run_cannot_be_stopped(desk: Desk) -> None:
    bob = desk.actor("bob")
    with pytest.raises(WrongState, match="does not run"):
        stopwatch.stop(bob, NOW)
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    former = TimeEntry.get().id
    stopwatch.start(bob, desk.ticket("Two").ticket, NOW + 9)
    with pytest.raises(WrongState, match="does not run"):
        stopwatch.stop(bob, NOW + 10, entry=former)
    assert running("bob") == ["TKT0002"]


def test_who_only_reads_has_none(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        stopwatch.start(desk.actor("victor"), desk.ticket().ticket, NOW)


def test_each_agent_has_one_of_their_own(desk: Desk) -> None:
    ticket = desk.ticket().ticket
    for login in ("bob", "carol"):
        stopwatch.start(desk.actor(login), ticket, NOW)
    assert running("bob") == running("carol") == ["TKT0001"]


# What other acts do to it


def test_start_starts_it(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    done = lifecycle.start(bob, ticket, NOW)
    assert done.act == "start"
    assert said(done) == "Your stopwatch runs."
    assert running("bob") == ["TKT0001"]
    lifecycle.wait(bob, ticket, NOW + 60)
    lifecycle.start(bob, ticket, NOW + 90)
    assert running("bob") == ["TKT0001"]
    assert acts(ticket)[1:] == [
        *("start", "timer_start", "wait", "timer_stop", "resume", "timer_start")
    ]


def test_a_start_of_several_starts_none(desk: Desk) -> None:
    lifecycle.start(desk.actor("bob"), desk.ticket().ticket, NOW, timed=False)
    assert entries() == []


def test_starting_what_it_runs_on_lets_it_run(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    lifecycle.start(bob, ticket, NOW + 60)
    assert entries() == [("bob", "TKT0001", 0, None, 0)]


def test_next_starts_it_and_stops_it_elsewhere(desk: Desk) -> None:
    bob = desk.actor("bob")
    old = desk.ticket("Old", assignee_id=bob.id).ticket
    desk.ticket("Next")
    stopwatch.start(bob, old, NOW)
    done = triage.take_next(bob, NOW + 60)
    assert running("bob") == ["TKT0002"]
    assert "Your stopwatch on TKT0001 stopped: 1 min." in said(done)


def test_waiting_stops_mine_alone(desk: Desk) -> None:
    bob, carol = desk.actor("bob"), desk.actor("carol")
    ticket = ticket_in(desk, Status.IN_PROGRESS)
    for agent in (bob, carol):
        stopwatch.start(agent, ticket, NOW)
    lifecycle.wait(bob, ticket, NOW + 30)
    assert running("bob") == []
    assert running("carol") == ["TKT0001"]


@pytest.mark.parametrize("act", ["resolve", "close"])
def test_the_end_of_the_work_stops_everyones_naming_them(desk: Desk, act: str) -> None:
    bob, carol = desk.actor("bob"), desk.actor("carol")
    ticket = desk.ticket().ticket
    other = desk.ticket("Other").ticket
    for agent in (bob, carol):
        stopwatch.start(agent, ticket, NOW)
    stopwatch.start(desk.actor("mona"), other, NOW)
    if act == "resolve":
        done = lifecycle.resolve(bob, ticket, NOW + 120)
    else:
        done = lifecycle.close(bob, ticket, NOW + 120, resolve_first=True)
    assert running("bob") == running("carol") == []
    assert running("mona") == ["TKT0002"]
    assert said(done) == (
        "Your stopwatch on TKT0001 stopped: 2 min."
        " The stopwatch of Carol Weiss on TKT0001 stopped: 2 min."
    )
    assert acts(ticket).count("timer_stop") == 2


def test_closing_what_is_resolved_stops_what_was_started_since(desk: Desk) -> None:
    carol = desk.actor("carol")
    ticket = ticket_in(desk, Status.RESOLVED)
    stopwatch.start(carol, ticket, NOW)
    lifecycle.close(desk.actor("bob"), ticket, NOW + 5)
    assert running("carol") == []


def test_a_ticket_that_goes_to_another_agent_stops_the_former_ones(desk: Desk) -> None:
    bob, carol, mona = (desk.actor(login) for login in ("bob", "carol", "mona"))
    changes: list[Callable[[int], Done]] = [
        lambda t: lifecycle.assign(mona, t, NOW + 60, agent=carol.id),
        lambda t: lifecycle.take(carol, t, NOW + 60, owner=bob.id),
        lambda t: tickets.edit(mona, t, NOW + 60, {"assignee_id": carol.id}),
    ]
    for change in changes:
        ticket = desk.ticket(assignee_id=bob.id).ticket
        stopwatch.start(bob, ticket, NOW)
        stopwatch.start(mona, ticket, NOW)
        done = change(ticket)
        assert running("bob") == []
        assert running("mona") != []
        assert "of Bob Stone" in said(done)


def test_a_released_ticket_keeps_it_running_and_says_so(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket(assignee_id=bob.id).ticket
    stopwatch.start(bob, ticket, NOW)
    done = lifecycle.release(bob, ticket, NOW + 5)
    assert running("bob") == ["TKT0001"]
    assert said(done) == "Your stopwatch on it runs on."


def test_time_never_hides_an_edit_that_a_later_one_would_overwrite(desk: Desk) -> None:
    bob, carol = desk.actor("bob"), desk.actor("carol")
    ticket = desk.ticket().ticket
    read = Ticket.get_by_id(ticket).version
    tickets.edit(carol, ticket, NOW + 1, {"subject": "Hers"})
    stopwatch.start(carol, ticket, NOW + 2)
    stopwatch.stop(carol, NOW + 3)
    with pytest.raises(HelpdeskError, match="Carol Weiss has changed"):
        tickets.edit(bob, ticket, NOW + 4, {"subject": "Mine"}, version=read)


def test_switched_off_there_is_none(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    without_stopwatch()
    assert not time.stopwatch(bob).managed
    with pytest.raises(WrongState, match="switched off"):
        stopwatch.start(bob, desk.ticket("Two").ticket, NOW)
    lifecycle.start(desk.actor("carol"), ticket, NOW)
    assert running("carol") == []
    stopwatch.stop(bob, NOW + 60)  # what ran is not lost
    assert entries() == [("bob", "TKT0001", 0, 60, 60)]


# A clock that is moved, and a stopwatch that is forgotten


def test_a_clock_set_back_keeps_the_entry_at_nothing_to_be_checked(desk: Desk) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    done = stopwatch.stop(bob, NOW - HOUR)
    entry = TimeEntry.get()
    assert (entry.seconds, entry.raw_seconds, entry.to_check) == (0, 0, True)
    assert "marked to be checked" in said(done)


@pytest.mark.parametrize(("length", "doubtful"), [(LIMIT, False), (LIMIT + 1, True)])
def test_a_length_above_the_limit_is_to_be_checked(desk: Desk, length: int, doubtful: bool) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    stopwatch.stop(bob, NOW + length)
    entry = TimeEntry.get()
    assert (entry.seconds, entry.to_check) == (length, doubtful)


def test_whoever_keeps_it_vouches_for_it_until_then(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    for after, doubtful in ((HOUR, False), (LIMIT + 1, True)):
        stopwatch.start(bob, ticket, NOW)
        entry = TimeEntry.get(TimeEntry.ended_at.is_null())
        stopwatch.keep(bob, entry.id, NOW + 9 * HOUR)
        assert time.stopwatch(bob).running is not None
        stopwatch.stop(bob, NOW + 9 * HOUR + after)
        assert TimeEntry.get_by_id(entry.id).to_check is doubtful
    assert "timer_keep" in acts(ticket)


def test_without_a_limit_nothing_is_forgotten(desk: Desk) -> None:
    Setting.insert(key="timer_limit_hours", value="0").execute()
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    running_now = time.stopwatch(bob).running
    assert running_now is not None
    assert not running_now.looks_forgotten(NOW + 1000 * HOUR)
    stopwatch.stop(bob, NOW + 1000 * HOUR)
    assert not TimeEntry.get().to_check


def test_trimming_ends_it_when_the_work_did(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    entry = TimeEntry.get().id
    done = stopwatch.trim(bob, entry, NOW + HOUR, NOW + 20 * HOUR)
    assert entries() == [("bob", "TKT0001", 0, HOUR, HOUR)]
    assert not TimeEntry.get().to_check
    assert said(done) == "It counts 1h."
    assert acts(ticket)[-1] == "timer_trim"


@pytest.mark.parametrize("at", [NOW - 1, NOW, NOW + 7201])
def test_nothing_is_trimmed_to_a_time_outside_the_run(desk: Desk, at: int) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    with pytest.raises(Invalid):
        stopwatch.trim(bob, TimeEntry.get().id, at, NOW + 7200)
    assert running("bob") == ["TKT0001"]


def test_cancelling_throws_the_time_away_but_not_its_event(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    stopwatch.cancel(bob, TimeEntry.get().id, NOW + 60)
    assert entries() == []
    assert acts(ticket)[-1] == "timer_cancel"
    assert changes_of(events_of(ticket)[-1])["time_started_at"] == [NOW, None]


@pytest.mark.parametrize("act", [stopwatch.keep, stopwatch.cancel])
def test_what_has_stopped_is_neither_kept_nor_cancelled(desk: Desk, act: Any) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    stopwatch.stop(bob, NOW + 5)
    with pytest.raises(WrongState, match="any more"):
        act(bob, TimeEntry.get().id, NOW + 6)


def test_anothers_is_a_team_mates_or_a_managers_to_end(desk: Desk) -> None:
    carol = desk.actor("carol")
    ticket = desk.ticket().ticket
    stopwatch.start(carol, ticket, NOW)
    entry = TimeEntry.get().id
    with pytest.raises(Forbidden):
        stopwatch.trim(desk.actor("bob"), entry, NOW + 5, NOW + 60)
    stopwatch.trim(desk.actor("mona"), entry, NOW + 5, NOW + 60)
    assert changes_of(events_of(ticket)[-1])["time_agent_id"] == [None, carol.id]


def test_the_database_refuses_a_second_running_entry(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    row = {"agent": bob.id, "ticket": ticket, "started_at": NOW, "source": "stopwatch"}
    ended = TimeEntry.insert({**row, "ended_at": NOW}).execute()
    attempts = [TimeEntry.insert(row), TimeEntry.update(ended_at=None).where(TimeEntry.id == ended)]
    if isinstance(database.obj, SqliteDatabase):
        attempts.append(TimeEntry.insert(row).on_conflict_replace())
    for attempt in attempts:
        with pytest.raises(IntegrityError), database.atomic():
            attempt.execute()
    assert len(running("bob")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": -1, "ended_at": NOW},
        {"raw_seconds": -1, "ended_at": NOW},
        {"source": "guessed", "ended_at": NOW},
        {"source": "typed", "ended_at": None},
    ],
)
def test_the_database_refuses_what_is_no_entry(desk: Desk, wrong: dict[str, Any]) -> None:
    row = {
        "agent": desk.actor("bob").id,
        "ticket": desk.ticket().ticket,
        "started_at": NOW,
        "source": "stopwatch",
    }
    with pytest.raises(IntegrityError), database.atomic():
        TimeEntry.insert({**row, **wrong}).execute()


jumps = st.one_of(st.integers(0, 600), st.integers(-HOUR, HOUR), st.integers(-(10**6), 10**6))


@settings(
    max_examples=many(400, 20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(["start", "stop", "resolve"]), st.booleans(), jumps)))
@example([("start", True, 0), ("stop", True, -5)])
@example([("start", True, 0), ("start", False, 10**6)])
def test_whatever_the_clock_does_no_length_is_negative_or_absurd_unmarked(
    desk: Desk, steps: list[tuple[str, bool, int]]
) -> None:
    with database.atomic() as example_run:
        try:
            _walk(desk, steps)
        finally:
            example_run.rollback()


def _walk(desk: Desk, steps: list[tuple[str, bool, int]]) -> None:
    bob = desk.actor("bob")
    both = [desk.ticket().ticket, desk.ticket("Two").ticket]
    now = NOW
    for act, second, jump in steps:
        now += jump
        try:
            if act == "start":
                stopwatch.start(bob, both[second], now)
            elif act == "stop":
                stopwatch.stop(bob, now)
            else:
                lifecycle.resolve(bob, both[second], now)
        except WrongState:
            continue
        found = list(TimeEntry.select())
        assert sum(entry.ended_at is None for entry in found) <= 1
        for entry in found:
            if entry.ended_at is not None:
                real = entry.ended_at - entry.started_at
                assert entry.raw_seconds == max(0, real)
                assert entry.to_check == (real < 0 or real > LIMIT)
    told = Event.select().where(Event.act == "timer_start").count()
    assert told == TimeEntry.select().count()
