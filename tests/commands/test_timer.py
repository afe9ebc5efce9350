from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from helpdesk_tui.models import TimeEntry
from helpdesk_tui.services import stopwatch
from tests.commands.clock import Later
from tests.conftest import NOW, Desk, Run
from tests.desks import without_stopwatch

HOUR = 3600


def rows(desk: Desk) -> list[Any]:
    return desk.call(lambda: list(TimeEntry.select().order_by(TimeEntry.id)))


def test_the_stopwatch_starts_tells_and_stops(run: Run, desk: Desk, later: Later) -> None:
    desk.ticket()
    assert run("timer", "start", "1").out == "TKT0001: Bob Stone started the stopwatch.\n"
    later(847)
    assert run("timer", "status").out.splitlines()[0] == "TKT0001: 0:14:07 since 09:00"
    shown = run("timer", "status", "--json").json
    assert shown["running"]["ticket"] == "TKT0001"
    assert shown["running"]["ended_at"] is None
    assert run("timer", "status").out.splitlines()[1:] == [
        "     1  09:00–   14 min  TKT0001  running",
        "Today: 14 min",
    ]
    assert [entry["id"] for entry in shown["today"]] == [shown["running"]["id"]]
    stopped = run("timer", "stop")
    assert "Your stopwatch on TKT0001 stopped: 14 min." in stopped.out
    assert run("timer", "status").out.splitlines()[0] == "Your stopwatch does not run."
    again = run("timer", "stop")
    assert (again.status, again.err) == (1, "Your stopwatch does not run: start it first.\n")


def test_starting_elsewhere_says_what_it_stopped(run: Run, desk: Desk, later: Later) -> None:
    desk.ticket()
    desk.ticket("Two")
    run("timer", "start", "1")
    later(60)
    started = run("timer", "start", "2", "--json")
    assert (started.json["ticket"], started.json["agent"]) == ("TKT0002", "bob")
    assert [row.ended_at for row in rows(desk)] == [NOW + 60, None]


def test_what_it_refuses(run: Run, desk: Desk) -> None:
    desk.ticket()
    assert run("timer", "start", "7").err == "There is no ticket 7.\n"
    assert "Your role" in run("timer", "start", "1", by="victor").err
    desk.call(without_stopwatch)
    refused = run("timer", "start", "1")
    assert (refused.status, "switched off" in refused.err) == (1, True)
    assert rows(desk) == []


@pytest.mark.parametrize(
    ("typed", "begun", "seconds", "note"),
    [
        (["1h30"], -5400, 5400, ""),
        (["90m", "on", "the", "phone"], -5400, 5400, "on the phone"),
        (["1.5h on the phone"], -5400, 5400, "on the phone"),
        (["07:15-08:40", "--note", "rates"], -6300, 5100, "rates"),
        (["1h", "ignored", "--note", "rates"], -3600, 3600, "rates"),
    ],
)
def test_time_is_logged(
    run: Run, desk: Desk, typed: list[str], begun: int, seconds: int, note: str
) -> None:
    desk.ticket()
    assert run("timer", "log", "1", *typed).status == 0
    (row,) = rows(desk)
    assert (row.started_at - NOW, row.seconds, row.note) == (begun, seconds, note)


@pytest.mark.parametrize(
    ("language", "typed", "why"),
    [
        ("en", "90", "90 of what?"),
        ("en", "10:40-9:15", "the end must come after the start"),
        ("en", "25h", "24 hours at most"),
        ("fr", "90", "90"),
        ("fr", "10:40-9:15", "10:40-9:15"),
    ],
)
def test_time_that_cannot_be_is_refused(
    run: Run, desk: Desk, language: str, typed: str, why: str
) -> None:
    desk.ticket()
    refused = run("--lang", language, "timer", "log", "1", typed)
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert why in refused.err
    assert rows(desk) == []


def test_an_entry_is_corrected_and_deleted(run: Run, desk: Desk) -> None:
    desk.ticket()
    entry = str(run("timer", "log", "1", "1h30", "first", "--json").json["id"])
    assert "It counts 45 min." in run("timer", "edit", entry, "45m").out
    assert run("timer", "edit", entry, "--note", "second", "--json").json["note"] == "second"
    edited = run("timer", "edit", entry, "06:00-07:00", "third", "--json").json
    assert (edited["started_at"], edited["seconds"], edited["note"]) == (
        "2026-04-27T06:00:00Z",
        HOUR,
        "third",
    )
    assert run("timer", "edit", entry, "--note", "third").out == "TKT0001: nothing to change\n"
    assert run("timer", "edit", entry).status == 2
    assert run("timer", "edit", entry, "1h", by="carol").status == 1
    assert run("timer", "delete", entry).out == "TKT0001: Bob Stone deleted time.\n"
    assert run("timer", "delete", entry).err == "There is no such time entry any more.\n"
    assert rows(desk) == []


def test_deleting_what_runs_throws_it_away(run: Run, desk: Desk) -> None:
    desk.ticket()
    entry = str(run("timer", "start", "1", "--json").json["id"])
    assert run("timer", "delete", entry).status == 0
    assert rows(desk) == []


def test_show_has_the_time_entries(run: Run, desk: Desk) -> None:
    desk.ticket()
    logged = run("timer", "log", "1", "1h30", "--json").json
    assert run("show", "1", "--json").json["time_entries"] == [logged]


def test_show_tells_people_the_time_with_its_sum_and_what_corrects_it(
    run: Run, desk: Desk, later: Later
) -> None:
    desk.ticket()
    assert "Time spent" not in run("show", "1").out
    run("timer", "log", "1", "6:30-8:00", "on site")
    run("timer", "start", "1", by="carol")
    later(9 * HOUR)
    lines = run("show", "1").out.splitlines()
    place = lines.index("Time spent  10h30")
    assert lines[place - 1 : place + 4] == [
        "",
        "Time spent  10h30",
        "     1  06:30–08:00     1h30  Bob Stone  on site",
        "     2  09:00–            9h  Carol Weiss  running",
        "",
    ]
    run("timer", "stop", by="carol")
    assert "     2  09:00–18:00       9h  Carol Weiss  to be checked" in run("show", "1").out


def test_any_number_and_any_text_is_answered_in_a_sentence(run: Run, desk: Desk) -> None:
    desk.ticket()
    for arguments in (
        ("timer", "delete", "999999999"),
        ("timer", "edit", "999999999", "1h"),
        ("timer", "log", "1", "\x1b]52;c;x\x07"),
        ("timer", "log", "1", "1h", "--note", "x" * 3000),
    ):
        refused = run(*arguments)
        assert (refused.status, refused.out) == (1, "")
        assert refused.err.count("\n") == 1
        assert "\x1b" not in refused.err
    assert run("timer", "delete", "9" * 40).status == 2


# The report


@pytest.fixture
def worked(run: Run, desk: Desk) -> None:
    """Time of this month and one entry of the month before."""
    desk.ticket(
        customer_id=desk.id("customer", "Acme SA"),
        type_id=desk.id("type", "Outage"),
        team_id=desk.id("team", "Support"),
    )
    desk.ticket("=cmd()")
    run("timer", "log", "1", "1h30")
    run("timer", "log", "1", "20/4/2026 10:00-10:30", by="carol")
    run("timer", "log", "2", "45m")
    run("timer", "log", "2", "31/3/2026 10:00-12:00")
    desk.call(stopwatch.start, desk.actor("bob"), 2, NOW)


def test_the_report_is_of_this_month_by_ticket(run: Run, worked: None) -> None:
    assert run("report", "time", by="victor").out.splitlines() == [
        "Time    Entries  Ticket   Subject          Customer",
        "2h      2        TKT0001  Printer on fire  Acme SA",
        "45 min  1        TKT0002  =cmd()           —",
        "2h45    3        Total",
    ]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("customer", [("Acme SA", 7200), (None, 2700)]),
        ("type", [("Outage", 7200), (None, 2700)]),
        ("agent", [("bob", 8100), ("carol", 1800)]),
        ("day", [("2026-04-20", 1800), ("2026-04-27", 8100)]),
    ],
)
def test_it_is_drawn_up_by_other_things_too(
    run: Run, worked: None, by: str, expected: list[tuple[Any, int]]
) -> None:
    found = run("report", "time", "--by", by, "--format", "json").json
    assert [(row[by], row["seconds"]) for row in found] == expected


def test_its_period_and_team_are_chosen(run: Run, worked: None) -> None:
    def seconds(*options: str) -> int:
        found = run("report", "time", "--format", "json", *options).json
        return sum(row["seconds"] for row in found)

    assert seconds("--from", "2026-03-01", "--to", "31/3/2026") == 7200
    assert seconds("--from", "31/3/2026") == 7200 + 9900
    assert seconds("--to", "20/4/2026") == 1800
    assert seconds("--team", "Support") == 7200
    refused = run("report", "time", "--from", "2026-04-20", "--to", "2026-04-19")
    assert (refused.status, refused.err) == (1, "The report's period must end after it begins.\n")
    nothing = run("report", "time", "--from", "2026-05-01", "--to", "2026-05-02")
    assert (nothing.status, nothing.out) == (0, "")


def test_its_csv_runs_no_formula(run: Run, worked: None) -> None:
    out = run("report", "time", "--format", "csv").out
    found = list(csv.DictReader(io.StringIO(out)))
    assert list(found[0]) == [
        *("ticket", "subject", "customer", "seconds", "raw_seconds", "entries")
    ]
    assert [row["subject"] for row in found] == ["Printer on fire", "'=cmd()"]
