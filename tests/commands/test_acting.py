from __future__ import annotations

import pytest

from helpdesk_tui.models import TimeEntry
from helpdesk_tui.vocabulary import Status
from tests.commands.clock import Later
from tests.commands.ticket_example import ticket
from tests.conftest import Desk, Run
from tests.desks import without_stopwatch

STEPS = ["take", "start", "wait", "resume", "resolve", "reopen", "resolve", "close", "follow-up"]


def test_a_whole_life(run: Run, desk: Desk) -> None:
    desk.ticket(customer_id=desk.id("customer", "Acme SA"))
    for act in ["share", "unshare", "release", *STEPS, "copy"]:
        if act == "release":
            run("take", "1")
        done = run(act, "1")
        assert (done.status, done.err) == (0, ""), act
    assert ticket(desk).status == Status.CLOSED
    assert ticket(desk, "2").follow_up_of == "TKT0001"
    assert ticket(desk, "3").subject == "Printer on fire"


def test_an_act_is_reported_as_history_tells_it(run: Run, desk: Desk) -> None:
    desk.ticket()
    assert run("take", "1").out == "TKT0001: Bob Stone took charge\n"
    assert run("start", "1").out == "TKT0001: Bob Stone started\nYour stopwatch runs.\n"
    assert run("copy", "1").out == "TKT0002: Bob Stone copied it from another\n"


@pytest.mark.parametrize("act", ["release", "wait", "resume", "reopen", "close", "unshare"])
def test_what_the_state_refuses(run: Run, desk: Desk, act: str) -> None:
    desk.ticket()
    done = run(act, "1")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("TKT0001 ") and done.err.count("\n") == 1
    assert ticket(desk).version == 1


def test_several_tickets_are_reported_one_by_one(run: Run, desk: Desk) -> None:
    desk.ticket()
    desk.ticket()
    run("take", "2")
    done = run("take", "1", "2", "9")
    assert done.status == 1
    assert done.out == "TKT0001: Bob Stone took charge\n"
    assert done.err == "2: TKT0002 is yours already.\n9: There is no ticket 9.\n"


def test_several_tickets_as_json(run: Run, desk: Desk) -> None:
    desk.ticket()
    desk.ticket()
    done = run("start", "1", "9", "2", "--json")
    assert done.status == 1
    assert done.json == [
        {"number": "TKT0001", "ok": True, "error": None, "notes": []},
        {"number": "9", "ok": False, "error": "There is no ticket 9.", "notes": []},
        {"number": "TKT0002", "ok": True, "error": None, "notes": []},
    ]
    assert run("wait", "1", "2", "--json").status == 0


def test_the_number_of_a_copy_is_the_new_one(run: Run, desk: Desk) -> None:
    desk.ticket()
    (outcome,) = run("copy", "1", "--json").json
    assert outcome == {"number": "TKT0002", "ok": True, "error": None, "notes": []}


def test_taking_from_another_needs_the_name(run: Run, desk: Desk) -> None:
    desk.ticket()
    run("take", "1", by="mona")
    refused = run("take", "1")
    assert (refused.status, "--from mona" in refused.err) == (1, True)
    assert run("take", "1", "--from", "carol").status == 1
    assert run("take", "1", "--from", "nobody").err.startswith("There is no agent")
    assert run("take", "1", "--from", "mona").status == 0
    taken = ticket(desk).assignee
    assert taken is not None and taken.detail == "bob"


def test_a_viewer_is_refused_every_act(run: Run, desk: Desk) -> None:
    desk.ticket()
    for command in (
        *([act, "1"] for act in [*STEPS, "release", "share", "unshare", "copy"]),
        ["assign", "1", "--to", "bob"],
        ["set", "1", "progress=5"],
        ["note", "1", "x"],
        ["message", "1", "x"],
        ["new", "--subject", "x"],
        ["next"],
        ["config", "add", "customer", "x"],
    ):
        done = run(*command, by="victor")
        assert done.status == 1, command
        assert done.err.startswith("Your role (Viewer) does not allow this"), command


def test_closing_many_is_for_the_own_team(run: Run, desk: Desk) -> None:
    support = desk.id("team", "Support")
    for team in (support, support, desk.id("team", "Network")):
        desk.ticket(team_id=team)
    run("resolve", "1", "2", "3", by="mona")
    done = run("close", "1", "2", "3", "--json")
    assert [outcome["ok"] for outcome in done.json] == [True, True, False]
    assert run("close", "3").status == 0


def test_assign(run: Run, desk: Desk) -> None:
    desk.ticket()
    desk.ticket()
    assert run("assign", "1", "2", "--to", "carol", "--team", "network", by="mona").status == 0
    assigned = ticket(desk, "2")
    assert assigned.assignee is not None and assigned.assignee.detail == "carol"
    assert assigned.team is not None and assigned.team.name == "Network"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name an agent or a team"),
        (["--to", "nobody"], "There is no agent with the login “nobody”:"),
        (["--team", "nowhere"], "There is no team named “nowhere”:"),
        (["--to", "victor"], "Victor Hall may only read"),
    ],
)
def test_assign_refuses(run: Run, desk: Desk, arguments: list[str], words: str) -> None:
    desk.ticket()
    done = run("assign", "1", *arguments, by="mona")
    assert (done.status, done.out, words in done.err) == (1, "", True)


def test_a_closed_ticket_is_never_changed(run: Run, desk: Desk) -> None:
    desk.ticket()
    run("resolve", "1")
    run("close", "1")
    for command in (["set", "1", "priority=low"], ["note", "1", "x"], ["take", "1"]):
        done = run(*command)
        assert (done.status, done.err) == (1, "TKT0001 is closed: make a follow-up instead.\n")


# What an act does beside


def test_starting_one_starts_the_stopwatch_and_says_what_it_stopped(
    run: Run, desk: Desk, later: Later
) -> None:
    desk.ticket()
    desk.ticket()
    run("start", "1")
    later(600)
    (started,) = run("start", "2", "--json").json
    assert started["notes"] == [
        "Your stopwatch runs.",
        "Your stopwatch on TKT0001 stopped: 10 min.",
    ]
    later(900)
    assert run("wait", "2").out.splitlines()[1:] == ["Your stopwatch on TKT0002 stopped: 5 min."]


def test_starting_several_starts_the_stopwatch_on_none_and_says_so(run: Run, desk: Desk) -> None:
    desk.ticket()
    desk.ticket()
    done = run("start", "1", "2")
    assert done.out.splitlines() == [
        "TKT0001: Bob Stone started",
        "TKT0002: Bob Stone started",
        "The stopwatch runs on none of them: “timer start NUMBER” starts it on one.",
    ]
    assert run("start", "1", "2").out == ""
    assert desk.call(TimeEntry.select().count) == 0


def test_where_no_stopwatch_is_used_starting_says_nothing_of_it(run: Run, desk: Desk) -> None:
    desk.call(without_stopwatch)
    for _number in range(1, 4):
        desk.ticket()
    assert run("start", "1").out == "TKT0001: Bob Stone started\n"
    assert "stopwatch" not in run("start", "2", "3").out


def test_a_forgotten_stopwatch_is_told_with_the_way_to_correct_it(
    run: Run, desk: Desk, later: Later
) -> None:
    desk.ticket()
    run("start", "1")
    run("timer", "start", "1", by="mona")
    later(9 * 3600)
    lines = run("resolve", "1").out.splitlines()
    assert lines == [
        "TKT0001: Bob Stone resolved it",
        "Your stopwatch on TKT0001 stopped: 9h.",
        "That time is marked to be checked: it was forgotten, or the clock was moved.",
        "Correct it by “helpdesk-tui timer edit 1 1h30”.",
        "The stopwatch of Mona Lenoir on TKT0001 stopped: 9h.",
        "That time is marked to be checked: it was forgotten, or the clock was moved.",
        "Mona Lenoir corrects it by “helpdesk-tui timer edit 2 1h30”.",
    ]
    assert run("timer", "edit", "1", "9h").out != "TKT0001: nothing to change\n"
    assert [entry["check"] for entry in run("show", "1", "--json").json["time_entries"]] == [
        False,
        True,
    ]
    (closed,) = run("close", "1", "--json").json
    assert closed["notes"] == [
        "The time of Mona Lenoir on TKT0001 is marked to be checked: 9h.",
        "A manager corrects it by “helpdesk-tui timer edit 2 1h30”.",
    ]
    assert run("timer", "edit", "2", "1h30", by="mona").status == 0


def test_closing_stops_a_forgotten_stopwatch_and_tells_it_once(
    run: Run, desk: Desk, later: Later
) -> None:
    desk.ticket()
    run("resolve", "1")
    run("timer", "start", "1")
    later(9 * 3600)
    assert run("close", "1").out.splitlines()[1:] == [
        "Your stopwatch on TKT0001 stopped: 9h.",
        "That time is marked to be checked: it was forgotten, or the clock was moved.",
        "A manager corrects it by “helpdesk-tui timer edit 1 1h30”.",
    ]
