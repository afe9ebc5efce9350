from __future__ import annotations

import pytest

from helpdesk_tui.vocabulary import Role
from tests.conftest import Desk, Run


def test_add_and_list_agents(run: Run, desk: Desk) -> None:
    done = run(
        *("config", "add", "agent", "eve", "--name", "Ève Roux", "--role", "manager"),
        *("--team", "Network", "--team", "support", "--email", "eve@desk.example"),
        *("--language", "fr"),
        by="alice",
    )
    assert (done.status, done.out, done.err) == (0, "The agent eve is added.\n", "")
    added = desk.actor("eve")
    assert (added.role, added.team) == (Role.MANAGER, desk.id("team", "Network"))
    assert run("config", "list", "agent", "--json").json[3] == {
        "login": "eve",
        "name": "Ève Roux",
        "role": "manager",
        "teams": ["Network", "Support"],
        "email": "eve@desk.example",
        "language": "fr",
    }
    assert "Ève Roux" in run("config", "list", "agent").out


def test_a_new_agent_may_work(run: Run) -> None:
    run("config", "add", "agent", "eve", by="alice")
    assert run("new", "--subject", "x", by="eve").out == "TKT0001\n"


@pytest.mark.parametrize(
    ("kind", "arguments", "listed"),
    [
        ("team", ["Field"], {"name": "Field"}),
        ("type", ["Request", "--priority", "low"], {"name": "Request", "priority": "low"}),
        ("type", ["Idea"], {"name": "Idea", "priority": None}),
        ("customer", ["Initech"], {"name": "Initech"}),
    ],
)
def test_add_and_list(run: Run, kind: str, arguments: list[str], listed: object) -> None:
    assert run("config", "add", kind, *arguments, by="mona").status == 0
    assert listed in run("config", "list", kind, "--json").json
    assert arguments[0] in run("config", "list", kind).out


def test_add_contact(run: Run) -> None:
    done = run(
        *("config", "add", "contact", "g@globex.example"), *("--name", "G", "--customer", "globex")
    )
    assert done.status == 0
    assert run("new", "--subject", "x", "--contact", "g@globex.example").status == 0
    assert run("show", "1", "--json").json["customer"] == "Globex"


@pytest.mark.parametrize(
    ("by", "arguments", "words"),
    [
        ("mona", ["agent", "eve"], "it needs Administrator"),
        ("bob", ["team", "Field"], "it needs Manager"),
        ("bob", ["type", "Idea"], "it needs Manager"),
        ("alice", ["agent", "Eve Roux"], "cannot be a login"),
        ("alice", ["agent", "bob"], "There is an agent “bob” already."),
        ("alice", ["agent", "eve", "--team", "Nowhere"], "There is no team named “Nowhere”."),
        ("alice", ["team", "SUPPORT"], "There is one named “SUPPORT” already."),
        ("alice", ["team", ""], "A name is needed."),
        (
            "alice",
            ["contact", "dana@acme.example", "--name", "D", "--customer", "Globex"],
            "Another contact has the address",
        ),
        ("alice", ["contact", "x@y", "--name", "D", "--customer", ""], "There is no customer"),
    ],
)
def test_adding_is_refused(run: Run, by: str, arguments: list[str], words: str) -> None:
    before = [run("config", "list", kind).out for kind in ("agent", "team", "type")]
    done = run("config", "add", *arguments, by=by)
    assert (done.status, done.out) == (1, "")
    assert words in done.err and done.err.count("\n") == 1
    assert [run("config", "list", kind).out for kind in ("agent", "team", "type")] == before


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["add"],
        ["list"],
        ["list", "lead"],
        ["add", "contact", "a@b"],
        ["add", "agent", "eve", "--role", "king"],
        ["drop", "agent"],
    ],
)
def test_what_cannot_be_understood(run: Run, arguments: list[str]) -> None:
    done = run("config", *arguments, by="alice")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("usage: helpdesk-tui config")
