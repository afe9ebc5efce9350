from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Forbidden, Invalid, NotFound, WrongState
from helpdesk_tui.i18n import sentence
from helpdesk_tui.models import Setting, Ticket, TimeEntry
from helpdesk_tui.rows import Actor, Done, Switches
from helpdesk_tui.services import stopwatch, time_entries
from helpdesk_tui.services.timekeeping import counted
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import changes_of, events_of, ticket_in, without_stopwatch

HOUR = 3600


def said(done: Done) -> str:
    return " ".join(sentence(text, fields) for text, fields in done.notes)


def entry_of(desk: Desk, login: str, ticket: int, **more: Any) -> int:
    """The id of an hour that the agent logs on the ticket."""
    time_entries.log(desk.actor(login), ticket, NOW, HOUR, **more)
    return int(TimeEntry.select().order_by(TimeEntry.id.desc()).get().id)


def test_a_length_has_just_ended_and_a_span_when_it_says(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    done = time_entries.log(bob, ticket, NOW, 5400, note="on the phone")
    time_entries.log(bob, ticket, NOW, 600, started_at=NOW - 9 * HOUR)
    first, second = TimeEntry.select().order_by(TimeEntry.id)
    assert (first.started_at, first.ended_at, first.note) == (NOW - 5400, NOW, "on the phone")
    assert (second.started_at, second.ended_at) == (NOW - 9 * HOUR, NOW - 9 * HOUR + 600)
    assert {first.source, second.source} == {"typed"}
    assert said(done) == "It counts 1h30."
    assert changes_of(events_of(ticket)[1]) == {
        "time_entry": [None, first.id],
        "time_started_at": [None, NOW - 5400],
        "time_ended_at": [None, NOW],
        "time_seconds": [None, 5400],
        "time_note": [None, "on the phone"],
    }


def test_time_is_logged_without_any_stopwatch(desk: Desk) -> None:
    without_stopwatch()
    entry_of(desk, "bob", desk.ticket().ticket)


@pytest.mark.parametrize(
    ("seconds", "started_at", "note", "field"),
    [
        (0, None, "", "seconds"),
        (24 * HOUR + 1, None, "", "seconds"),
        (HOUR, NOW - HOUR + 1, "", "started_at"),
        (HOUR, None, "x" * 2001, "note"),
    ],
)
def test_what_cannot_have_been_worked_is_refused(
    desk: Desk, seconds: int, started_at: int | None, note: str, field: str
) -> None:
    ticket = desk.ticket().ticket
    with pytest.raises(Invalid) as refused:
        time_entries.log(desk.actor("bob"), ticket, NOW, seconds, started_at=started_at, note=note)
    assert refused.value.field == field
    assert len(events_of(ticket)) == 1


def test_overlaps_are_told_not_forbidden(desk: Desk) -> None:
    bob = desk.actor("bob")
    one, two = desk.ticket().ticket, desk.ticket("Two").ticket
    time_entries.log(bob, one, NOW, HOUR)
    assert "overlaps" not in said(time_entries.log(bob, two, NOW, HOUR, started_at=NOW - 2 * HOUR))
    assert "It overlaps time on TKT0001." in said(time_entries.log(bob, two, NOW, 60))
    assert "overlaps" not in said(time_entries.log(desk.actor("carol"), two, NOW, 60))


# Rounding


@pytest.mark.parametrize(
    ("raw", "step", "least", "expected"),
    [
        (61, 0, 0, 61),
        (61, 15, 0, 900),
        (900, 15, 0, 900),
        (901, 15, 0, 1800),
        (61, 0, 10, 600),
        (61, 15, 30, 1800),
        (0, 15, 30, 0),
        (-5, 15, 30, 0),
    ],
)
def test_rounding_goes_up_and_keeps_a_least(raw: int, step: int, least: int, expected: int) -> None:
    assert counted(raw, Switches(rounding_minutes=step, rounding_least=least)) == expected


@given(st.integers(1, 10**6), st.integers(0, 90), st.integers(0, 90))
def test_rounding_never_takes_and_adds_less_than_a_step(raw: int, step: int, least: int) -> None:
    rules = Switches(rounding_minutes=step, rounding_least=least)
    result = counted(raw, rules)
    assert result >= max(raw, least * 60)
    assert result < max(raw + max(60 * step, 1), least * 60 + 1)
    assert result in (raw, least * 60) or result % (step * 60) == 0


def test_what_was_worked_stands_beside_what_counts(desk: Desk) -> None:
    for key, value in (("rounding_minutes", 15), ("rounding_least", 30)):
        Setting.insert(key=key, value=str(value)).execute()
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    done = time_entries.log(bob, ticket, NOW, 60)
    assert said(done) == "It counts 30 min."
    stopwatch.start(bob, ticket, NOW)
    stopwatch.stop(bob, NOW + 1801)
    found = [(entry.seconds, entry.raw_seconds) for entry in TimeEntry.select()]
    assert found == [(1800, 60), (2700, 1801)]


# Correcting


def test_a_correction_tells_old_and_new(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    entry = entry_of(desk, "bob", ticket)
    time_entries.edit(bob, entry, NOW, seconds=1800, note="half")
    found = TimeEntry.get_by_id(entry)
    assert (found.started_at, found.ended_at, found.seconds) == (NOW - HOUR, NOW - 1800, 1800)
    assert changes_of(events_of(ticket)[-1]) == {
        "time_entry": [None, entry],
        "time_ended_at": [NOW, NOW - 1800],
        "time_seconds": [HOUR, 1800],
        "time_note": [None, "half"],
    }


def test_a_longer_time_than_has_passed_began_earlier(desk: Desk) -> None:
    entry = entry_of(desk, "bob", desk.ticket().ticket)
    time_entries.edit(desk.actor("bob"), entry, NOW + 60, seconds=2 * HOUR)
    found = TimeEntry.get_by_id(entry)
    assert (found.started_at, found.ended_at) == (NOW - 2 * HOUR, NOW)


def test_a_corrected_length_is_in_doubt_no_more_and_a_note_changes_nothing(desk: Desk) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    stopwatch.stop(bob, NOW - 60)
    entry = TimeEntry.get().id
    time_entries.edit(bob, entry, NOW, note="clock was wrong")
    assert TimeEntry.get().to_check
    time_entries.edit(bob, entry, NOW, started_at=NOW - 900, seconds=900)
    assert (TimeEntry.get().to_check, TimeEntry.get().seconds) == (False, 900)


def test_a_running_entry_can_have_begun_earlier_but_has_no_length(desk: Desk) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    entry = TimeEntry.get().id
    time_entries.edit(bob, entry, NOW + 60, started_at=NOW - 600)
    assert (TimeEntry.get().started_at, TimeEntry.get().ended_at) == (NOW - 600, None)
    with pytest.raises(WrongState):
        time_entries.edit(bob, entry, NOW + 60, seconds=600)
    with pytest.raises(Invalid):
        time_entries.edit(bob, entry, NOW + 60, started_at=NOW + 61)
    with pytest.raises(WrongState):
        time_entries.delete(bob, entry, NOW + 60)


def test_what_changes_nothing_is_no_act(desk: Desk) -> None:
    ticket = desk.ticket().ticket
    entry = entry_of(desk, "bob", ticket)
    before = len(events_of(ticket))
    done = time_entries.edit(desk.actor("bob"), entry, NOW, seconds=HOUR, note="")
    assert done.event is None
    assert len(events_of(ticket)) == before


def test_a_deleted_entry_stays_in_its_event(desk: Desk) -> None:
    ticket = desk.ticket().ticket
    entry = entry_of(desk, "bob", ticket, note="wrong ticket")
    time_entries.delete(desk.actor("bob"), entry, NOW)
    assert TimeEntry.select().count() == 0
    told = changes_of(events_of(ticket)[-1])
    assert told["time_seconds"] == [HOUR, None]
    assert told["time_note"] == ["wrong ticket", None]
    with pytest.raises(NotFound):
        time_entries.delete(desk.actor("bob"), entry, NOW)


# Whose it is to change


@pytest.mark.parametrize(
    ("login", "may"), [("bob", True), ("carol", False), ("mona", True), ("victor", False)]
)
def test_time_is_changed_by_its_agent_or_a_manager(desk: Desk, login: str, may: bool) -> None:
    actor = desk.actor(login)
    entry = entry_of(desk, "bob", desk.ticket().ticket)
    if may:
        time_entries.edit(actor, entry, NOW, note="seen")
        time_entries.delete(actor, entry, NOW)
    else:
        with pytest.raises(Forbidden):
            time_entries.edit(actor, entry, NOW, note="seen")
        with pytest.raises(Forbidden):
            time_entries.delete(actor, entry, NOW)


def test_a_team_mates_time_may_be_corrected(desk: Desk) -> None:
    entry = entry_of(desk, "mona", desk.ticket().ticket)  # of Support, as bob is
    time_entries.edit(desk.actor("bob"), entry, NOW, note="seen")


def test_time_on_a_closed_ticket_is_a_managers_alone(desk: Desk) -> None:
    bob, mona = desk.actor("bob"), desk.actor("mona")
    closed = ticket_in(desk, Status.CLOSED)
    before = Ticket.get_by_id(closed).__data__
    with pytest.raises(Forbidden):
        time_entries.log(bob, closed, NOW, HOUR)
    time_entries.log(mona, closed, NOW, HOUR)
    entry = TimeEntry.get(TimeEntry.agent == mona.id).id
    TimeEntry.update(agent=bob.id).where(TimeEntry.id == entry).execute()
    changes: list[Callable[[Actor], Done]] = [
        lambda actor: time_entries.edit(actor, entry, NOW, seconds=60),
        lambda actor: time_entries.delete(actor, entry, NOW),
    ]
    for change in changes:
        with pytest.raises(Forbidden):
            change(bob)
        change(mona)
    assert Ticket.get_by_id(closed).__data__ == before
