from __future__ import annotations

import json
from typing import Any

import pytest

from helpdesk_tui.commands import output
from helpdesk_tui.queries import export
from helpdesk_tui.text import cells
from tests.commands.ticket_example import TICKET_KEYS, full_ticket
from tests.conftest import NOW, Desk, Run


def test_list_json_is_an_array_of_tickets(run: Run, desk: Desk) -> None:
    expected = full_ticket(desk)
    done = run("list", "--json", by="victor")
    assert (done.status, done.err) == (0, "")
    assert done.json == [expected]
    assert list(done.json[0]) == TICKET_KEYS
    assert done.out.isascii()


def test_empty_values_are_null(run: Run, desk: Desk) -> None:
    desk.ticket()
    (ticket,) = run("list", "--json").json
    empty = ("description", "type", "team", "assignee", "responsible", "customer", "contact")
    assert {key: ticket[key] for key in empty} == dict.fromkeys(empty)


def test_an_empty_list_is_an_array_too(run: Run) -> None:
    assert run("list", "--json").json == []
    done = run("list")
    assert (done.status, done.out) == (0, "")
    assert done.err == "There is no ticket here.\n"


def test_list_shows_the_queue_in_its_order(run: Run, desk: Desk) -> None:
    desk.ticket("Low", priority=4)
    desk.ticket("Urgent", priority=1)
    desk.ticket("Due", due_at=NOW)
    heading, *lines = run("list").out.splitlines()
    assert heading.split() == [
        *("Number", "Status", "Priority", "Customer", "Assignee", "Due", "Subject")
    ]
    assert [line.split()[0] for line in lines] == ["TKT0003", "TKT0002", "TKT0001"]
    assert len({line.index(word) for line, word in zip(lines, ("Due", "Urg", "Low"), strict=True)})


@pytest.mark.parametrize(
    ("queue", "subjects"),
    [
        ("in-progress", ["Mine", "Free", "Team"]),
        ("mine", ["Mine", "Resolved"]),
        ("team", ["Team"]),
        ("unassigned", ["Free", "Team"]),
        ("late", ["Mine"]),
        ("history", ["Resolved", "Team", "Free", "Mine"]),
        ("HISTORY", ["Resolved", "Team", "Free", "Mine"]),
    ],
)
def test_each_queue(run: Run, desk: Desk, queue: str, subjects: list[str]) -> None:
    bob = desk.id("agent", "bob")
    desk.ticket("Mine", assignee_id=bob, due_at=NOW - 1)
    desk.ticket("Free")
    desk.ticket("Team", team_id=desk.id("team", "Support"))
    resolved = desk.ticket("Resolved", assignee_id=bob)
    run("resolve", resolved.number)
    assert [t["subject"] for t in run("list", "--queue", queue, "--json").json] == subjects


def test_search_takes_every_word_whatever_its_case(run: Run, desk: Desk) -> None:
    desk.ticket("Écran noir", customer_id=desk.id("customer", "Globex"))
    desk.ticket("Écran bleu")
    found = run("list", "--json", "--search", "ECRAN globex").json
    assert [ticket["number"] for ticket in found] == ["TKT0001"]


@pytest.mark.parametrize(("limit", "shown"), [("2", 2), ("0", 60), (None, 50)])
def test_the_limit(run: Run, desk: Desk, limit: str | None, shown: int) -> None:
    for _number in range(60):
        desk.ticket()
    option = [] if limit is None else ["--limit", limit]
    assert len(run("list", "--json", *option).json) == shown
    assert len(run("list", *option).out.splitlines()) == shown + 1


@pytest.mark.parametrize("limit", ["-5", "1e3", "9" * 40, "many", "٣", ""])
def test_an_absurd_limit_is_a_wrong_usage(run: Run, limit: str) -> None:
    done = run("list", "--limit", limit)
    assert (done.status, done.out) == (2, "")
    assert "is not a number from 0" in done.err and "Traceback" not in done.err


def test_many_tickets_are_read_in_few_queries(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(30):
        desk.ticket()
    sizes: list[int] = []
    read = export.tickets

    def counted(ids: list[int], now: int) -> list[dict[str, Any]]:
        sizes.append(len(ids))
        return read(ids, now)

    monkeypatch.setattr(export, "tickets", counted)
    monkeypatch.setattr("helpdesk_tui.commands.batches._BATCH", 20)
    numbers = [ticket["number"] for ticket in run("list", "--json", "--limit", "0").json]
    assert numbers == [f"TKT{n:04}" for n in range(1, 31)]
    assert sizes == [20, 10]


@pytest.mark.parametrize("columns", [20, 60, 80, 200])
def test_on_a_terminal_lines_are_cut_to_its_width(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    desk.ticket("字" * 100)
    desk.ticket("x" * 200)
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("list").out.splitlines()
    assert len(lines) == 3
    assert all(cells(line) <= columns for line in lines)


def test_on_a_terminal_the_rest_is_mentioned(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket()
    desk.ticket()
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    assert run("list", "--limit", "1").err == "1 of 2 shown: --limit 0 shows all.\n"
    assert run("list", "--limit", "2").err == ""


def test_elsewhere_subjects_stay_whole(run: Run, desk: Desk) -> None:
    desk.ticket("x" * 200)
    assert run("list").out.rstrip().endswith("x" * 200)


@pytest.mark.parametrize("typed", ["1", "tkt1", "TKT0001", " 0001 "])
def test_show_finds_a_ticket_as_people_type_it(run: Run, desk: Desk, typed: str) -> None:
    desk.ticket("Printer")
    assert run("show", typed).out.startswith("TKT0001  Printer\n")


def test_show_tells_everything(run: Run, desk: Desk) -> None:
    full_ticket(desk)
    run("note", "1", "Has called twice")
    run("message", "1", "We are on it")
    run("start", "1")
    shown = run("show", "1").out
    for words in (
        "status       In progress",
        "contact      Dana Roy (dana@acme.example)",
        "due date     Mon 27 Apr 2026 10:00",
        "Depuis\nhier\n",
        "Bob Stone (internal note)\nHas called twice\n",
        "Bob Stone\nWe are on it\n",
        "Bob Stone started: status New → In progress",
    ):
        assert words in shown


def test_show_json_adds_conversation_and_history(run: Run, desk: Desk) -> None:
    expected = full_ticket(desk)
    run("note", "1", "Has called")
    run("assign", "1", "--to", "carol", by="mona")
    shown = run("show", "1", "--json").json
    assert list(shown) == [*TICKET_KEYS, "messages", "events", "time_entries"]
    assert {key: shown[key] for key in expected} == expected | {"assignee": "carol", "version": 3}
    (message,) = shown["messages"]
    assert message == {
        "at": "2026-04-27T09:00:00Z",
        "author": "bob",
        "from_contact": False,
        "internal": True,
        "body": "Has called",
    }
    created, noted, assigned = shown["events"]
    assert created["changes"]["contact"] == [None, "dana@acme.example"]
    assert created["changes"]["due_at"] == [None, "2026-04-27T10:00:00Z"]
    assert (noted["actor"], noted["act"], noted["changes"]) == ("bob", "note", {})
    assert (assigned["actor"], assigned["via"]) == ("mona", "command")
    assert assigned["changes"] == {"assignee": ["bob", "carol"]}
    assert shown["time_entries"] == []


@pytest.mark.parametrize(
    "typed", ["7", "99999999999999999999", "9" * 400, "TKT", "", "%", "\udcff"]
)
def test_show_refuses_what_is_no_ticket(run: Run, desk: Desk, typed: str) -> None:
    desk.ticket()
    done = run("show", typed)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("There is no ticket ") and done.err.count("\n") == 1


HOSTILE = "[/] \x1b]52;c;eA==\x07 \x9b31m \x7f \u202e abc"


def harmless(text: str) -> bool:
    return not any(c in text for c in "\x1b\x07\x9b\x7f\u202e")


def test_hostile_text_leaves_no_control_character(run: Run, desk: Desk) -> None:
    desk.ticket(HOSTILE, description=HOSTILE)
    run("note", "1", HOSTILE)
    for command in (
        ["list"],
        ["show", "1"],
        ["show", "1", "--json"],
        ["list", "--json"],
        ["export", "tickets"],
        ["export", "tickets", "--format", "json"],
        ["show", HOSTILE],
        ["list", "--queue", HOSTILE],
        [HOSTILE],
        ["take", "1", HOSTILE],
    ):
        done = run(*command)
        assert harmless(done.out + done.err), command
    assert run("show", "1", "--json").json["subject"] == HOSTILE


def test_json_is_escaped(run: Run, desk: Desk) -> None:
    desk.ticket("é\u2028字")
    out = run("list", "--json").out
    assert out.isascii() and json.loads(out)[0]["subject"] == "é 字"
