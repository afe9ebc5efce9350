"""What undo does to stopwatches and to time that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from helpdesk_tui.errors import WrongState
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import Agent, Setting, Ticket, TimeEntry, tuples
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import lifecycle, stopwatch, time_entries, triage, undo
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import everything, ticket_in, without_stopwatch
from tests.services.test_stopwatch import acts, entries, running, said

HOUR = 3600


def back(actor: Actor, done: Done | None, at: int) -> Done:
    assert done is not None and done.event is not None
    return undo.undo(actor, done.event, at)


def refused(actor: Actor, done: Done, at: int) -> str:
    before = everything()
    with pytest.raises(WrongState) as caught:
        back(actor, done, at)
    assert everything() == before
    return explain(caught.value)


def rows() -> list[tuple[Any, ...]]:
    """Every entry whole."""
    return tuples(TimeEntry.select().order_by(TimeEntry.id))


def _wait(desk: Desk, ticket: int) -> Done:
    return lifecycle.wait(desk.actor("bob"), ticket, NOW + 90)


def _resolve(desk: Desk, ticket: int) -> Done:
    return lifecycle.resolve(desk.actor("bob"), ticket, NOW + 90)


def _start_another(desk: Desk, ticket: int) -> Done:
    return lifecycle.start(desk.actor("bob"), desk.ticket("Two").ticket, NOW + 90)


def _next(desk: Desk, ticket: int) -> Done:
    desk.ticket("Two")
    done = triage.take_next(desk.actor("bob"), NOW + 90)
    assert done is not None
    return done


def _assign(desk: Desk, ticket: int) -> Done:
    carol = desk.id("agent", "carol")
    return lifecycle.assign(desk.actor("bob"), ticket, NOW + 90, agent=carol)


def _begin_elsewhere(desk: Desk, ticket: int) -> Done:
    return stopwatch.start(desk.actor("bob"), desk.ticket("Two").ticket, NOW + 90)


def _break(desk: Desk, ticket: int) -> Done:
    return stopwatch.stop(desk.actor("bob"), NOW + 90)


def _discard(desk: Desk, ticket: int) -> Done:
    return stopwatch.cancel(desk.actor("bob"), TimeEntry.get().id, NOW + 90)


def _trim(desk: Desk, ticket: int) -> Done:
    return stopwatch.trim(desk.actor("bob"), TimeEntry.get().id, NOW + 30, NOW + 90)


@pytest.mark.parametrize(
    "act",
    [
        *(_wait, _resolve, _start_another, _next, _assign),
        *(_begin_elsewhere, _break, _discard, _trim),
    ],
)
def test_a_stopwatch_that_the_act_stopped_runs_on_as_if_it_never_had(
    desk: Desk, act: Callable[[Desk, int], Done]
) -> None:
    Setting.insert(key="rounding_minutes", value="15").execute()
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.IN_PROGRESS, assignee="bob")
    TimeEntry.delete().execute()
    stopwatch.start(bob, ticket, NOW)
    before = rows()
    undone = back(bob, act(desk, ticket), NOW + 120)
    assert rows() == before
    assert "Your stopwatch on TKT0001 runs again." in said(undone)
    stopwatch.stop(bob, NOW + 1000)
    assert entries() == [("bob", "TKT0001", 0, 1000, 1800)]
    assert TimeEntry.get().raw_seconds == 1000


def test_anothers_stopwatch_runs_again_too(desk: Desk) -> None:
    bob, carol = desk.actor("bob"), desk.actor("carol")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    stopwatch.start(carol, ticket, NOW)
    undone = back(bob, lifecycle.resolve(bob, ticket, NOW + 60), NOW + 90)
    assert entries() == [("carol", "TKT0001", 0, None, 0)]
    assert said(undone) == "The stopwatch of Carol Weiss on TKT0001 runs again."
    assert acts(ticket)[-2:] == ["undo", "timer_resume"]


def _works_elsewhere(desk: Desk, carol: Actor) -> str:
    stopwatch.start(carol, desk.ticket("Other").ticket, NOW + 70)
    return "it runs elsewhere by now"


def _has_worked_elsewhere(desk: Desk, carol: Actor) -> str:
    time_entries.log(carol, desk.ticket("Other").ticket, NOW + 80, 10)
    return "other time was spent since"


def _is_gone(desk: Desk, carol: Actor) -> str:
    Agent.update(archived=True).where(Agent.id == carol.id).execute()
    return "its agent works on tickets no longer"


def _no_timer(desk: Desk, carol: Actor) -> str:
    without_stopwatch()
    return "this desk uses none any more"


@pytest.mark.parametrize(
    "meanwhile", [_works_elsewhere, _has_worked_elsewhere, _is_gone, _no_timer]
)
def test_a_stopwatch_that_cannot_run_again_stays_stopped_and_that_is_said(
    desk: Desk, meanwhile: Callable[[Desk, Actor], str]
) -> None:
    bob, carol = desk.actor("bob"), desk.actor("carol")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    stopwatch.start(carol, ticket, NOW)
    done = lifecycle.resolve(bob, ticket, NOW + 60)
    reason = meanwhile(desk, carol)
    undone = back(bob, done, NOW + 90)
    assert said(undone) == f"The stopwatch of Carol Weiss on TKT0001 stays stopped: {reason}."
    assert entries()[0] == ("carol", "TKT0001", 0, 60, 60)
    assert Ticket.get_by_id(ticket).status == Status.NEW


def test_time_that_was_corrected_since_is_left_alone(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.NEW, assignee="bob")
    stopwatch.start(bob, ticket, NOW)
    done = lifecycle.resolve(bob, ticket, NOW + 60)
    time_entries.edit(bob, TimeEntry.get().id, NOW + 70, seconds=50)
    undone = back(bob, done, NOW + 90)
    assert entries() == [("bob", "TKT0001", 0, 50, 50)]
    assert said(undone) == "The time on TKT0001 was changed since and stays as it is."


@pytest.mark.parametrize(("after", "kept"), [(59, False), (60, True)])
def test_a_start_that_is_undone_leaves_no_time_below_a_minute(
    desk: Desk, after: int, kept: bool
) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    undone = back(bob, lifecycle.start(bob, ticket, NOW), NOW + after)
    assert Ticket.get_by_id(ticket).status == Status.NEW
    assert entries() == ([("bob", "TKT0001", 0, 60, 60)] if kept else [])
    assert said(undone) == (
        "Your stopwatch on TKT0001 stopped: 1 min."
        if kept
        else "Your stopwatch on TKT0001 is stopped, its 59 s thrown away."
    )


def test_where_the_time_of_a_start_is_kept_nothing_is_counted_twice(desk: Desk) -> None:
    bob = desk.actor("bob")
    first, second = desk.ticket().ticket, desk.ticket("Two").ticket
    stopwatch.start(bob, first, NOW)
    undone = back(bob, lifecycle.start(bob, second, NOW + 90), NOW + 300)
    assert entries() == [("bob", "TKT0001", 0, 90, 90), ("bob", "TKT0002", 90, 300, 210)]
    assert "TKT0001 stays stopped: other time was spent since." in said(undone)


def test_it_does_not_run_again_on_a_ticket_that_was_closed(desk: Desk) -> None:
    bob = desk.actor("bob")
    first, second = desk.ticket().ticket, desk.ticket("Two").ticket
    stopwatch.start(bob, first, NOW)
    done = lifecycle.start(bob, second, NOW + 30)
    lifecycle.close(desk.actor("mona"), first, NOW + 40, resolve_first=True)
    assert "TKT0001 stays stopped: that ticket is closed." in said(back(bob, done, NOW + 50))


def test_logged_time_goes_again(desk: Desk) -> None:
    bob = desk.actor("bob")
    done = time_entries.log(bob, desk.ticket().ticket, NOW, HOUR, note="Rewired")
    undone = back(bob, done, NOW + 5)
    assert entries() == []
    assert (undone.act, undone.undid) == ("undo", ("time_log",))
    assert acts(done.ticket)[-1] == "time_delete"


def test_a_correction_goes_back_to_what_counted_then(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    stopwatch.stop(bob, NOW + 9 * HOUR)  # longer than anybody vouches for
    before = rows()
    Setting.insert(key="rounding_minutes", value="15").execute()
    done = time_entries.edit(
        bob, TimeEntry.get().id, NOW + 9 * HOUR, seconds=2 * HOUR + 1, note="Less"
    )
    assert rows() != before
    back(bob, done, NOW + 10 * HOUR)
    assert rows() == before
    assert acts(ticket)[-1] == "time_edit"


@pytest.mark.parametrize("by", ["bob", "mona"])
def test_deleted_time_comes_back_as_it_was_and_whose_it_was(desk: Desk, by: str) -> None:
    actor = desk.actor(by)
    ticket = desk.ticket().ticket
    time_entries.log(desk.actor("bob"), ticket, NOW, HOUR, note="Rewired")
    before = rows()
    done = time_entries.delete(actor, TimeEntry.get().id, NOW + 5)
    undone = back(actor, done, NOW + 9)
    assert rows() == before
    assert said(undone) == "It counts 1h."
    assert acts(ticket)[-1] == "time_restore"


def test_acts_on_one_entry_are_undone_one_after_the_other(desk: Desk) -> None:
    bob = desk.actor("bob")
    logged = time_entries.log(bob, desk.ticket().ticket, NOW, HOUR)
    entry = TimeEntry.get().id
    corrected = time_entries.edit(bob, entry, NOW + 1, note="Rewired")
    deleted = time_entries.delete(bob, entry, NOW + 2)
    for done in (deleted, corrected, logged):
        back(bob, done, NOW + 9)
    assert entries() == []


def test_an_entry_that_took_a_deleted_ones_number_is_not_touched(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    logged = time_entries.log(bob, ticket, NOW, HOUR)
    deleted = time_entries.delete(bob, TimeEntry.get().id, NOW + 2)
    other = time_entries.log(bob, ticket, NOW + 3, 60)
    assert "changed or deleted since" in refused(bob, logged, NOW + 4)
    back(bob, deleted, NOW + 5)
    assert sorted(row[4] for row in entries()) == [60, HOUR]
    back(bob, other, NOW + 6)
    assert [row[4] for row in entries()] == [HOUR]


def test_time_that_others_have_corrected_since_is_not_undone(desk: Desk) -> None:
    bob = desk.actor("bob")
    done = time_entries.log(bob, desk.ticket().ticket, NOW, HOUR)
    time_entries.edit(desk.actor("mona"), TimeEntry.get().id, NOW + 1, note="Checked")
    assert "see its time entries" in refused(bob, done, NOW + 2)


def test_no_second_stopwatch_runs_because_of_an_undo(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    stopped = stopwatch.stop(bob, NOW + 60)
    stopwatch.start(bob, desk.ticket("Two").ticket, NOW + 70)
    assert "it runs elsewhere by now" in refused(bob, stopped, NOW + 90)
    assert running("bob") == ["TKT0002"]
