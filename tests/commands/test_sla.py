"""Deadlines on the command line: as JSON, explained, recomputed; NOW is Monday 11:00 in Paris."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.cli import main
from helpdesk_tui.models import SlaPolicy
from helpdesk_tui.services import lifecycle
from helpdesk_tui.sla_explanation import explain
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import NOW, Desk, Run
from tests.sla_example import HOUR, next_due, office, paris, policy, promises, setting


@pytest.fixture(autouse=True)
def hours(desk: Desk) -> None:
    office()


@pytest.fixture
def late(desk: Desk) -> int:
    """Started in time, and to be resolved by ten: an hour late."""
    policy("Start", Status.IN_PROGRESS, hours=4)
    policy("Resolve", hours=1)
    ticket = desk.ticket(started_at=NOW - 2 * HOUR).ticket
    lifecycle.start(desk.actor("bob"), ticket, NOW - HOUR - 60)
    return ticket


# The list `sla` of a ticket


def test_a_tickets_sla_is_the_documented_list(run: Run, late: int) -> None:
    (ticket,) = run("list", "--json").json
    assert ticket["sla"] == [
        {
            "policy": "Start",
            "target_status": "in_progress",
            "started_at": "2026-04-27T07:00:00Z",
            "due_at": "2026-04-27T12:00:00Z",
            "met_at": "2026-04-27T07:59:00Z",
            "breached_at": None,
            "state": "met",
            "remaining_seconds": None,
        },
        {
            "policy": "Resolve",
            "target_status": "resolved",
            "started_at": "2026-04-27T07:00:00Z",
            "due_at": "2026-04-27T08:00:00Z",
            "met_at": None,
            "breached_at": "2026-04-27T08:00:00Z",
            "state": "breached",
            "remaining_seconds": -3600,
        },
    ]
    assert run("show", "1", "--json").json["sla"] == ticket["sla"]
    assert run("export", "tickets", "--format", "json").json[0]["sla"] == ticket["sla"]


def test_a_paused_one_has_no_deadline_but_time_left(run: Run, desk: Desk) -> None:
    policy("Resolve", hours=4)
    ticket = desk.ticket(started_at=NOW - HOUR).ticket
    for act in (lifecycle.start, lifecycle.wait):
        act(desk.actor("bob"), ticket, NOW)
    (promise,) = run("show", "1", "--json").json["sla"]
    assert (promise["due_at"], promise["breached_at"]) == (None, None)
    assert (promise["state"], promise["remaining_seconds"]) == ("paused", 3 * HOUR)


def test_without_policies_or_with_sla_off_the_list_is_empty(run: Run, desk: Desk) -> None:
    desk.ticket()
    policy("Resolve", hours=4)
    desk.ticket()
    assert run("show", "1", "--json").json["sla"] == []
    assert len(run("show", "2", "--json").json["sla"]) == 1
    desk.call(setting, "manage_sla", False)
    assert run("show", "2", "--json").json["sla"] == []
    assert run("sla", "explain", "2", "--json").json["sla"] == []


def test_the_history_tells_deadlines_as_instants(run: Run, desk: Desk) -> None:
    policy("Usual", hours=4)
    policy("Urgent", hours=1, least=Priority.URGENT)
    desk.ticket()
    run("set", "1", "priority=urgent")
    changes = run("show", "1", "--json").json["events"][-1]["changes"]
    assert changes["sla_due:Usual"] == ["2026-04-27T14:00:00Z", None]
    # from eleven in Paris, an hour is over when the office closes for lunch
    assert changes["sla_due:Urgent"] == [None, "2026-04-27T10:00:00Z"]


def test_show_tells_the_promises_and_what_became_of_them(run: Run, late: int) -> None:
    shown = run("--lang", "en", "show", "1").out
    assert "✓ start within 4h: met 07:59" in shown
    assert "▲ resolve within 1h: breached, 1h00 late · due 08:00" in shown
    assert "Start met — → Mon 27 Apr 2026 07:59" in shown


def test_the_list_shows_what_is_due_first(run: Run, desk: Desk) -> None:
    policy("Resolve", hours=4)
    desk.ticket(due_at=NOW + 60 * HOUR)
    assert "14:00" in run("list").out


def test_next_says_why_in_terms_of_the_promise(run: Run, desk: Desk) -> None:
    policy("Resolve", hours=2)
    desk.ticket(started_at=NOW - HOUR)
    done = run("next", "--json")
    why = "It comes first: resolve within 2h, 1h of working time left."
    assert done.json["why"].startswith(why)
    assert done.json["sla"][0]["policy"] == "Resolve"


# sla explain


def test_it_explains_the_same_pieces_as_the_interface(run: Run, late: int) -> None:
    lines = [" ".join(line.split()) for line in run("sla", "explain", "1").out.splitlines()]
    assert lines == [
        "TKT0001 Printer on fire",
        "",
        "✓ start within 4h · Start",
        "hours of Europe/Paris, told in UTC",
        "start Mon 27 Apr 2026 07:00",
        "running 3h Mon 27 Apr 2026 07:00 → 10:00",
        "closed hours 1h Mon 27 Apr 2026 10:00 → 11:00",
        "running 1h Mon 27 Apr 2026 11:00 → 12:00",
        "in all 4h of running time",
        "deadline Mon 27 Apr 2026 12:00 · met 07:59",
        "",
        "▲ resolve within 1h · Resolve",
        "hours of Europe/Paris, told in UTC",
        "start Mon 27 Apr 2026 07:00",
        "running 1h Mon 27 Apr 2026 07:00 → 08:00",
        "in all 1h of running time",
        "deadline Mon 27 Apr 2026 08:00 · breached, 1h00 late",
    ]


def test_as_json_the_pieces_add_up(run: Run, desk: Desk) -> None:
    policy("Resolve", days=1, hours=3)
    ticket = desk.ticket(started_at=paris("04-27 10:00")).ticket
    done = run("sla", "explain", "1", "--json").json
    (row,) = desk.call(promises, ticket).values()
    told = explain(row, [])
    (promise,) = done["sla"]
    assert done["number"] == "TKT0001"
    assert promise["after_days"] == "2026-04-28T08:00:00Z"
    assert [(p["kind"], p["seconds"]) for p in promise["pieces"]] == [
        (piece.kind, piece.seconds) for piece in told.pieces
    ]
    assert promise["pieces"][0]["from"] == "2026-04-28T08:00:00Z"
    assert promise["pieces"][-1]["to"] == promise["due_at"]
    assert promise["running_seconds"] == promise["target_seconds"] == 3 * HOUR
    assert (promise["left_seconds"], promise["adds_up"]) == (0, True)


def test_a_ticket_without_promise_says_so(run: Run, desk: Desk) -> None:
    desk.ticket()
    assert "No policy asks anything of this ticket." in run("sla", "explain", "1").out
    desk.call(setting, "manage_sla", False)
    assert "No SLA is managed here" in run("sla", "explain", "1").out


def test_an_unknown_ticket_is_refused(run: Run) -> None:
    done = run("sla", "explain", "99")
    assert (done.status, done.out, done.err) == (1, "", "There is no ticket 99.\n")


@pytest.mark.parametrize("line", [["sla"], ["sla", "explain"], ["sla", "forget", "1"]])
def test_a_wrong_usage(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_hostile_texts_are_harmless(run: Run, desk: Desk) -> None:
    policy("\x1b]52;c;x\x07[red]\u202e", hours=1)
    desk.ticket("\x1b[2J\x9b")
    out = run("sla", "explain", "1").out
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e"} and "[red]" in out


# sla recompute


def edited(desk: Desk, count: int = 3) -> list[int]:
    """Tickets under a policy that was shortened since."""
    policy("Resolve", hours=4)
    made = [desk.ticket().ticket for _number in range(count)]
    SlaPolicy.update(seconds=HOUR).execute()
    return made


def test_it_tells_how_many_move_and_moves_them(run: Run, desk: Desk) -> None:
    made = edited(desk)
    done = run("sla", "recompute", by="mona")
    assert done.out.splitlines() == [
        "3 of 3 open tickets get other deadlines.",
        "3 of 3 open tickets have other deadlines.",
    ]
    assert {desk.call(next_due, ticket) for ticket in made} == {NOW + HOUR}
    again = run("sla", "recompute", by="mona")
    assert again.out == (
        "0 of 3 open tickets would move: their deadlines are those that the policies ask for.\n"
    )


def test_a_trial_tells_and_changes_nothing(run: Run, desk: Desk) -> None:
    made = edited(desk, 1)
    before = next_due(made[0])
    done = run("sla", "recompute", "--dry-run", by="mona")
    assert done.out.splitlines() == [
        "1 of 1 open tickets gets other deadlines.",
        "This was a trial: nothing was written.",
    ]
    assert desk.call(next_due, made[0]) == before
    assert run("sla", "recompute", "--dry-run", "--json", by="mona").json == {
        "dry_run": True,
        "tickets": 1,
        "moved": 1,
    }
    assert run("sla", "recompute", "--json", by="mona").json == {
        "dry_run": False,
        "tickets": 1,
        "moved": 1,
    }
    assert desk.call(next_due, made[0]) == NOW + HOUR


def test_it_takes_a_manager(run: Run, desk: Desk) -> None:
    edited(desk)
    done = run("sla", "recompute")
    assert (done.status, done.out) == (1, "")
    assert "Manager" in done.err


def test_it_speaks_french(run: Run, desk: Desk) -> None:
    policy("Usual", days=2)
    desk.ticket()
    out = run("--lang", "fr", "sla", "explain", "1").out
    assert "2 jours ouvrés" in out


def test_people_may_type_the_number_in_any_form(run: Run, desk: Desk, late: int) -> None:
    answers: list[Any] = [
        run("sla", "explain", number, "--json").json for number in ("1", "tkt1", "TKT0001")
    ]
    assert answers[0] == answers[1] == answers[2]
