from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui.errors import Forbidden, NotFound
from helpdesk_tui.models import Calendar, Lead, Setting, Team, Ticket, TimeEntry
from helpdesk_tui.opening_documents import documents
from helpdesk_tui.periods import Period
from helpdesk_tui.queries import export, time, time_sheets
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.rows import Running
from helpdesk_tui.services import lifecycle, stopwatch, time_entries
from helpdesk_tui.sla import Calendar as WorkingTime
from helpdesk_tui.sla import always_open
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import ticket_in

pytestmark = pytest.mark.long

HOUR = 3600
DAY = 24 * HOUR
PARIS = "Europe/Paris"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {day: [("09:00", "12:00"), ("13:00", "17:00")] for day in WEEKDAYS}


def paris(text: str) -> int:
    """The instant of a local time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).timestamp())


def put(ticket: int, agent: int, started_at: int, seconds: int | None, **more: Any) -> int:
    """The id of an entry that no act has made; without seconds it runs."""
    ended = None if seconds is None else started_at + seconds
    row = {"ticket": ticket, "agent": agent, "started_at": started_at, "ended_at": ended}
    counted = {"seconds": seconds or 0, "raw_seconds": seconds or 0, "source": "stopwatch"}
    return int(TimeEntry.insert({**row, **counted, **more}).execute())


def add_calendar(desk: Desk, week: dict[str, list[tuple[str, str]]]) -> int:
    hours, closed, special = documents(week, (), {})
    row = {"name": "Office", "name_folded": "office", "zone": PARIS}
    return int(
        Calendar.insert({**row, "week": hours, "closed": closed, "special": special}).execute()
    )


def running_of(desk: Desk, login: str) -> Running:
    found = time.stopwatch(desk.actor(login)).running
    assert found is not None
    return found


# What runs, and when it looks forgotten


def test_nothing_runs_at_first(desk: Desk) -> None:
    assert time.stopwatch(desk.actor("bob")).running is None


def test_it_looks_forgotten_after_the_limit(desk: Desk) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    running = running_of(desk, "bob")
    assert (running.number, running.started_at) == ("TKT0001", NOW)
    assert running.lasting(NOW + 5) == 5
    assert running.lasting(NOW - 5) == 0
    assert not running.looks_forgotten(NOW + 4 * HOUR)
    assert running.looks_forgotten(NOW + 4 * HOUR + 1)


def test_it_looks_forgotten_after_the_teams_working_day(desk: Desk) -> None:
    Team.update(calendar=add_calendar(desk, OFFICE)).where(Team.name == "Support").execute()
    ticket = desk.ticket().ticket
    start = paris("2026-04-27 15:30")
    for login, expected in (("bob", "2026-04-27 17:00"), ("carol", "2026-04-27 19:30")):
        stopwatch.start(desk.actor(login), ticket, start)
        assert running_of(desk, login).forgotten_at == paris(expected)


def test_without_a_calendar_of_the_team_the_desks_counts(desk: Desk) -> None:
    Setting.insert(key="default_calendar", value=str(add_calendar(desk, OFFICE))).execute()
    stopwatch.start(desk.actor("carol"), desk.ticket().ticket, paris("2026-04-27 16:00"))
    assert running_of(desk, "carol").forgotten_at == paris("2026-04-27 17:00")


def test_what_was_kept_is_not_asked_about_again(desk: Desk) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket().ticket, NOW)
    stopwatch.keep(bob, running_of(desk, "bob").entry, NOW + 5 * HOUR)
    assert not running_of(desk, "bob").looks_forgotten(NOW + 50 * HOUR)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-04-27 08:00", "2026-04-27 17:00"),
        ("2026-04-27 11:50", "2026-04-27 17:00"),
        ("2026-04-27 12:30", "2026-04-27 17:00"),
        ("2026-04-27 17:00", None),
        ("2026-04-27 22:00", None),
        ("2026-04-26 10:00", None),
    ],
)
def test_the_working_day_ends_after_its_breaks(start: str, end: str | None) -> None:
    found = time.end_of_day(WorkingTime(PARIS, OFFICE), paris(start))
    assert found == (None if end is None else paris(end))


def test_a_night_shift_ends_in_the_morning_and_some_never() -> None:
    night = {**{day: [("00:00", "06:00"), ("22:00", "24:00")] for day in (*WEEKDAYS, "sat", "sun")}}
    found = time.end_of_day(WorkingTime(PARIS, night), paris("2026-04-27 22:30"))
    assert found == paris("2026-04-28 06:00")
    assert time.end_of_day(always_open(PARIS), NOW) is None


def test_a_working_day_on_which_clocks_change_ends_by_its_clock() -> None:
    sundays = WorkingTime(PARIS, {"sun": [("00:00", "17:00")]})
    assert time.end_of_day(sundays, paris("2026-03-29 01:00")) == paris("2026-03-29 17:00")


# Entries


def test_a_ticket_lists_everybodys_entries_oldest_first(desk: Desk) -> None:
    ticket = desk.ticket().ticket
    bob, carol = desk.actor("bob"), desk.actor("carol")
    put(ticket, bob.id, NOW + 500, None)
    put(ticket, carol.id, NOW, 60, note="first", to_check=True)
    rows = time.of_ticket(ticket)
    assert [(row.agent.detail, row.lasting(NOW + 510)) for row in rows] == [
        ("carol", 60),
        ("bob", 10),
    ]
    assert (rows[0].note, rows[0].to_check, rows[1].ended_at) == ("first", True, None)
    assert ticket_queries.detail(ticket).entries == rows


def test_overlaps_are_of_one_agent_and_of_any_ticket(desk: Desk) -> None:
    one, two = desk.ticket().ticket, desk.ticket("Two").ticket
    bob, carol = desk.actor("bob"), desk.actor("carol")
    put(one, bob.id, NOW, 600)
    put(two, bob.id, NOW + 599, 60)
    put(two, bob.id, NOW + 659, 60)  # begins when the other ends
    put(one, carol.id, NOW, 600)
    put(one, bob.id, NOW + 5000, None)
    put(two, bob.id, NOW + 5010, 60)
    found = {row.id: row.overlaps for ticket in (one, two) for row in time.of_ticket(ticket)}
    assert [found[key] for key in sorted(found)] == [True, True, False, False, True, True]


def test_one_entry_is_read_or_missed(desk: Desk) -> None:
    entry = put(desk.ticket().ticket, desk.actor("bob").id, NOW, 60)
    assert time.entry(entry).id == entry
    with pytest.raises(NotFound):
        time.entry(entry + 1)


def test_what_looks_forgotten_on_a_ticket_is_found_before_it_is_closed(desk: Desk) -> None:
    ticket, other = desk.ticket().ticket, desk.ticket("Two").ticket
    bob, carol, mona = (desk.actor(login).id for login in ("bob", "carol", "mona"))
    put(ticket, bob, NOW, 60)
    marked = put(ticket, bob, NOW, 9 * HOUR, to_check=True)
    put(other, bob, NOW, 9 * HOUR, to_check=True)
    long_ago = put(ticket, carol, NOW - 5 * HOUR, None)
    put(ticket, mona, NOW - 5 * HOUR, None, kept_at=NOW - HOUR)
    found = time.doubtful([ticket], NOW)
    assert {row.id for row in found} == {marked, long_ago}


def test_entries_as_other_programs_read_them(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    time_entries.log(bob, ticket, NOW, HOUR, note="é")
    stopwatch.start(bob, ticket, NOW)
    typed, runs = export.whole(ticket, NOW)["time_entries"]
    assert typed == {
        "id": typed["id"],
        "ticket": "TKT0001",
        "agent": "bob",
        "started_at": "2026-04-27T08:00:00Z",
        "ended_at": "2026-04-27T09:00:00Z",
        "seconds": HOUR,
        "raw_seconds": HOUR,
        "note": "é",
        "source": "typed",
        "check": False,
    }
    assert (runs["ended_at"], runs["seconds"], runs["source"]) == (None, 0, "stopwatch")


# Sheets and reports, against a computation of their own


def fill(desk: Desk, seed: int) -> list[tuple[str, int, int, int]]:
    """Random entries over some weeks: login, ticket, start and seconds of each."""
    chance = random.Random(seed)
    kinds = [None, desk.id("type", "Question"), desk.id("type", "Outage")]
    customers = [None, desk.id("customer", "Acme SA"), desk.id("customer", "Globex")]
    teams = [None, desk.id("team", "Support"), desk.id("team", "Network")]
    made = [
        desk.ticket(
            f"Ticket {n}",
            by="alice",
            type_id=chance.choice(kinds),
            customer_id=chance.choice(customers),
            team_id=chance.choice(teams),
        ).ticket
        for n in range(6)
    ]
    told = []
    begin = paris("2026-03-20 00:00")  # the clocks change in between
    for _each in range(120):
        login = chance.choice(("bob", "carol"))
        start, seconds = begin + chance.randrange(20 * DAY), chance.randrange(60, 4 * HOUR)
        ticket = chance.choice(made)
        put(ticket, desk.actor(login).id, start, seconds)
        told.append((login, ticket, start, seconds))
    return told


def names_of(ticket: int, group: str) -> str | None:
    found = Ticket.get_by_id(ticket)
    if group == "ticket":
        return str(found.number)
    row = found.customer if group == "customer" else found.type
    return None if row is None else str(row.name)


@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("group", time_sheets.GROUPS)
@pytest.mark.parametrize("length", ["week", "month"])
def test_a_sheet_adds_up_local_days(desk: Desk, seed: int, group: str, length: Any) -> None:
    told = fill(desk, seed)
    period = Period.around(datetime(2026, 3, 29).date(), length)
    days = period.parts()
    expected: dict[str, list[int]] = defaultdict(lambda: [0] * (len(days) - 1))
    for login, ticket, start, seconds in told:
        day = datetime.fromtimestamp(start, ZoneInfo(PARIS)).date()
        if login == "bob" and days[0] <= day < days[-1]:
            place = max(n for n, first in enumerate(days) if first <= day)
            expected[names_of(ticket, group) or ""][place] += seconds
    bob = desk.actor("bob")
    rows = time_sheets.sheet(bob, bob.id, period.bounds(PARIS), group, NOW)
    assert {row.name: list(row.parts) for row in rows} == dict(expected)
    assert [row.total for row in rows] == sorted((row.total for row in rows), reverse=True)


@pytest.mark.parametrize("team", [None, "Support"])
@pytest.mark.parametrize("by", list(time_sheets.COLUMNS))
def test_a_report_adds_up_everybodys_time(desk: Desk, by: str, team: str | None) -> None:
    told = fill(desk, 7)
    team_id = desk.id("team", team) if team else None
    start, end = paris("2026-03-25 00:00"), paris("2026-04-02 00:00")
    expected: dict[str | None, list[int]] = defaultdict(lambda: [0, 0])
    for login, ticket, begun, seconds in told:
        if not start <= begun < end:
            continue
        if team_id is not None and Ticket.get_by_id(ticket).team_id != team_id:
            continue
        if by == "agent":
            key: str | None = login
        elif by == "day":
            key = datetime.fromtimestamp(begun, ZoneInfo(PARIS)).date().isoformat()
        else:
            key = names_of(ticket, by)
        expected[key][0] += seconds
        expected[key][1] += 1
    viewer = desk.actor("victor")
    totals = time_sheets.report(viewer, start, end, by, team_id, PARIS)
    assert {total.keys[0]: [total.seconds, total.entries] for total in totals} == dict(expected)
    order = [total.keys[0] if by == "day" else -total.seconds for total in totals]
    assert order == sorted(order)  # type: ignore[type-var]


def test_what_runs_counts_on_a_sheet_but_not_in_a_report(desk: Desk) -> None:
    bob = desk.actor("bob")
    lifecycle.start(bob, desk.ticket().ticket, NOW)
    bounds = Period.around(datetime(2026, 4, 27).date(), "week").bounds("UTC")
    (row,) = time_sheets.sheet(bob, bob.id, bounds, "ticket", NOW + 90)
    assert row.total == 90
    assert row.ticket is not None
    assert row.ticket.status == Status.IN_PROGRESS
    assert time_sheets.report(bob, bounds[0], bounds[-1], "ticket", None, "UTC") == []


def test_a_lead_stands_where_a_customer_would(desk: Desk) -> None:
    lead = Lead.create(name="Initech", name_folded="initech")
    bob = desk.actor("bob")
    put(desk.ticket(lead_id=lead.id).ticket, bob.id, NOW, 60)
    put(desk.ticket(customer_id=desk.id("customer", "Acme SA")).ticket, bob.id, NOW, 50)
    rows = time_sheets.sheet(bob, bob.id, [NOW, NOW + DAY], "customer", NOW)
    assert [(row.name, row.total) for row in rows] == [("Initech", 60), ("Acme SA", 50)]
    assert len({row.id for row in rows}) == 2


def test_a_sheet_is_ones_own_or_a_managers_to_see(desk: Desk) -> None:
    bob, mona, alice = (desk.actor(login) for login in ("bob", "mona", "alice"))
    for viewer in (mona, alice, bob):
        time_sheets.entries(viewer, bob.id, NOW, NOW + DAY)
        time_sheets.sheet(viewer, bob.id, [NOW, NOW + DAY], "ticket", NOW)
    with pytest.raises(Forbidden):
        time_sheets.entries(bob, mona.id, NOW, NOW + DAY)
    with pytest.raises(Forbidden):
        time_sheets.sheet(bob, mona.id, [NOW, NOW + DAY], "ticket", NOW)


def test_entries_of_a_day_begin_on_it(desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = ticket_in(desk, Status.NEW)
    for start in (NOW - 1, NOW, NOW + DAY - 1, NOW + DAY):
        put(ticket, bob.id, start, 60)
    found = time_sheets.entries(bob, bob.id, NOW, NOW + DAY)
    assert [row.started_at for row in found] == [NOW, NOW + DAY - 1]
