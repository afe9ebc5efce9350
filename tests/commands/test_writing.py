from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from helpdesk_tui.vocabulary import TEXT_LIMIT, Priority
from tests.commands.ticket_example import ticket
from tests.conftest import NOW, Desk, Run


def test_new_prints_the_number_alone(run: Run, desk: Desk) -> None:
    done = run(
        *("new", "--subject", "VPN drops", "--description", "Every hour"),
        *("--contact", "dana@acme.example", "--type", "outage", "--team", "Network"),
    )
    assert (done.status, done.out, done.err) == (0, "TKT0001\n", "")
    made = ticket(desk)
    assert (made.subject, made.description) == ("VPN drops", "Every hour")
    assert made.customer is not None and made.customer.name == "Acme SA"
    assert (made.priority, made.started_at) == (Priority.URGENT, NOW)
    assert [(event.act, event.via) for event in made.events] == [("create", "command")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--subject", " "], "A ticket needs a subject: say in a few words what it is."),
        (["--subject", "x" * 201], "The text has 201 characters: 200 is the most."),
        (["--subject", "x", "--type", "Nope"], "There is no ticket type named “Nope”:"),
        (["--subject", "x", "--customer", "Nope"], "There is no customer named “Nope”:"),
        (["--subject", "x", "--contact", "a@b"], "There is no contact with the address “a@b”:"),
        (["--subject", "x", "--team", "\udcff"], "There is no team named “\ufffd”:"),
        (
            ["--subject", "x", "--customer", "Globex", "--contact", "dana@acme.example"],
            "Dana Roy is not a contact of this customer:",
        ),
    ],
)
def test_new_refuses(run: Run, arguments: list[str], sentence: str) -> None:
    done = run("new", *arguments)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith(sentence)
    assert run("list", "--json").json == []


def test_every_problem_has_its_line(run: Run) -> None:
    done = run("new", "--subject", "", "--description", "x" * (TEXT_LIMIT + 1))
    assert (done.status, done.err.count("\n")) == (1, 2)


def test_new_takes_bytes_that_are_no_text(run: Run, desk: Desk) -> None:
    assert run("new", "--subject", "caf\udce9").status == 0
    assert ticket(desk).subject == "caf\ufffd"


@pytest.mark.parametrize("priority", ["critical", "1", ""])
def test_an_unknown_priority_is_a_wrong_usage(run: Run, priority: str) -> None:
    done = run("new", "--subject", "x", "--priority", priority)
    assert done.status == 2
    assert "is none of low, normal, high, urgent" in done.err


def test_next_takes_and_starts_the_most_urgent(run: Run, desk: Desk) -> None:
    desk.ticket("Later", priority=1)
    desk.ticket("Now", due_at=NOW + 60)
    done = run("next", "--json")
    assert (done.status, done.err) == (0, "")
    assert list(done.json)[-3:] == ["sla", "why", "notes"]
    assert done.json["notes"] == ["Your stopwatch runs."]
    assert (done.json["number"], done.json["status"]) == ("TKT0002", "in_progress")
    assert done.json["assignee"] == "bob"
    assert "due 09:01" in done.json["why"]
    lines = run("next").out.splitlines()
    assert lines[0] == "TKT0001  Later"
    assert lines[2:] == ["Your stopwatch runs.", "Your stopwatch on TKT0002 stopped: 0 s."]


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_next_refuses_when_there_is_none(run: Run, option: list[str]) -> None:
    done = run("next", *option)
    assert (done.status, done.out) == (1, "")
    assert done.err == "There is no ticket for you to take.\n"


@pytest.mark.parametrize(
    ("field", "key", "value"),
    [
        ("subject=a=b", "subject", "a=b"),
        ("description=two\nlines", "description", "two\nlines"),
        ("description=", "description", None),
        ("priority=High", "priority", "high"),
        ("type=question", "type", "Question"),
        ("type=", "type", None),
        ("team=network", "team", "Network"),
        ("team=", "team", None),
        ("assignee=carol", "assignee", "carol"),
        ("assignee=", "assignee", None),
        ("responsible=victor", "responsible", "victor"),
        ("responsible=", "responsible", None),
        ("contact=", "contact", None),
        ("customer=", "customer", None),
        ("progress=40", "progress", 40),
        ("started_at=2026-04-01 10:00", "started_at", "2026-04-01T10:00:00Z"),
        ("due_at=tomorrow 9am", "due_at", "2026-04-28T09:00:00Z"),
        ("due_at=demain 9h30", "due_at", "2026-04-28T09:30:00Z"),
        ("due_at=", "due_at", None),
    ],
)
def test_set_one_field(run: Run, desk: Desk, field: str, key: str, value: Any) -> None:
    desk.ticket(
        description="Old",
        type_id=desk.id("type", "Outage"),
        team_id=desk.id("team", "Support"),
        assignee_id=desk.id("agent", "bob"),
        responsible_id=desk.id("agent", "mona"),
        contact_id=desk.id("contact", "dana@acme.example"),
        due_at=NOW + 60,
    )
    assert run("set", "1", field, by="mona").err == ""
    assert run("show", "1", "--json").json[key] == value


def test_set_several_fields_is_one_act(run: Run, desk: Desk) -> None:
    desk.ticket()
    assert run("set", "1", "priority=low", "customer=Globex", "progress=10").status == 0
    shown = run("show", "1", "--json").json
    assert (shown["priority"], shown["customer"], shown["progress"]) == ("low", "Globex", 10)
    assert [event["act"] for event in shown["events"]] == ["create", "edit"]
    assert run("set", "1", "priority=low").out == "TKT0001: nothing to change\n"


def test_removing_the_customer_removes_its_contact(run: Run, desk: Desk) -> None:
    desk.ticket(contact_id=desk.id("contact", "dana@acme.example"))
    assert run("set", "1", "customer=").status == 0
    shown = run("show", "1", "--json").json
    assert (shown["customer"], shown["contact"]) == (None, None)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("subject=", "A ticket needs a subject"),
        ("priority=", "Choose a priority"),
        ("priority=5", "Choose a priority"),
        ("progress=", "Progress goes from 0 to 100"),
        ("progress=101", "Progress goes from 0 to 100"),
        ("progress=-1", "Progress goes from 0 to 100"),
        ("progress=" + "9" * 40, "Progress goes from 0 to 100"),
        ("started_at=", "A ticket needs a start"),
        ("due_at=someday", "someday is not a date"),
        ("due_at=+" + "9" * 40 + "d", "too far away"),
        ("status=closed", "There is no field “status” to set: there are subject"),
        ("=x", "There is no field “” to set"),
        ("assignee=nobody", "There is no agent with the login “nobody”:"),
        ("lead=nobody", "There is no lead named “nobody”:"),
    ],
)
def test_set_refuses(run: Run, desk: Desk, field: str, words: str) -> None:
    desk.ticket()
    done = run("set", "1", field)
    assert (done.status, done.out) == (1, "")
    assert words in done.err and done.err.count("\n") == 1
    assert ticket(desk).version == 1


@pytest.mark.parametrize("fields", [["subject"], ["progress=1", "progress=2"]])
def test_set_needs_each_field_once_with_its_value(run: Run, desk: Desk, fields: list[str]) -> None:
    desk.ticket()
    done = run("set", "1", *fields)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Write each field once")


@pytest.mark.parametrize(("command", "internal"), [("note", True), ("message", False)])
def test_speaking(run: Run, desk: Desk, command: str, internal: bool) -> None:
    desk.ticket()
    assert run(command, "1", "- first\n- second").status == 0
    (said,) = ticket(desk).messages
    assert (said.body, said.internal) == ("- first\n- second", internal)


def test_text_comes_from_standard_input(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9\r\nnoir\n")))
    assert run("note", "1", "-").status == 0
    assert [said.body for said in ticket(desk).messages] == ["caf\ufffd\nnoir"]


@pytest.mark.parametrize(
    ("text", "words"),
    [(b" \n", "The text is empty"), (b"x" * (8 * TEXT_LIMIT), "is the most")],
)
def test_speaking_refuses(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, text: bytes, words: str
) -> None:
    desk.ticket()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    done = run("message", "1", "-")
    assert (done.status, words in done.err) == (1, True)
    assert ticket(desk).messages == []
