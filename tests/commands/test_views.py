from __future__ import annotations

import pytest

from tests.conftest import Desk, Run


def test_views_are_added_listed_changed_and_removed(run: Run, desk: Desk) -> None:
    desk.ticket("Fire", priority=1)
    desk.ticket("Lamp")
    added = run("views", "add", "Fires", "fire prio:urgent", "--key", "f")
    assert (added.status, added.out) == (0, "The view “Fires” is saved.\n")
    assert run("views", "list", "--json").json == [
        {
            "name": "Fires",
            "key": "f",
            "shared": False,
            "query": "fire prio:urgent",
            "tickets": 1,
            "late": 0,
        }
    ]
    assert run("views", "set", "fires", "name=Blazes", "key=").status == 0
    heading, line = run("views", "list").out.splitlines()
    titles = ("Key", "Name", "For all", "Tickets", "Late", "Searches for")
    assert heading.split() == " ".join(titles).split()
    assert line.split() == ["Blazes", "No", "1", "0", "fire", "prio:urgent"]
    assert [each["subject"] for each in run("list", "--view", "Blazes", "--json").json] == ["Fire"]
    assert run("list", "--view", "blazes", "--search", "lamp").err == "There is no ticket here.\n"
    removed = run("views", "remove", "Blazes", "Nothing")
    assert (removed.status, removed.out) == (1, "The view “Blazes” is deleted.\n")
    assert removed.err == (
        "There is no view named “Nothing”: “helpdesk-tui views list” lists them.\n"
    )
    assert run("views", "list", by="carol").err.startswith("There is no view yet")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("add", "X", "stauts:new"), 1, "did you mean status?"),
        (("add", "X", "fire", "--shared"), 1, "needs Manager"),
        (("add", "X", "fire", "--key", "ff"), 1, "one letter or digit"),
        (("set", "X", "colour=red"), 1, "name, key, query"),
        (("set", "X", "name=Y"), 1, "no view named “X”"),
    ],
)
def test_what_is_refused_says_what_to_do(
    run: Run, words: tuple[str, ...], status: int, said: str
) -> None:
    done = run("views", *words)
    assert (done.status, done.out) == (status, "")
    assert said in done.err


def test_a_view_whose_team_was_renamed_says_so_and_lists_what_there_is(
    run: Run, desk: Desk
) -> None:
    desk.ticket("Fire")
    run("views", "add", "Ours", "team:support,none fire")
    run("config", "set", "team", "Support", "name=Field", by="alice")
    done = run("list", "--view", "Ours", "--json")
    assert [each["subject"] for each in done.json] == ["Fire"]
    assert "This view asks for team “support”, which nothing is called any more" in done.err


def test_a_view_is_in_place_of_a_queue(run: Run) -> None:
    assert run("list", "--view", "X", "--queue", "mine").status == 2
    assert "no view named “X”" in run("list", "--view", "X").err


def test_what_people_call_a_view_reaches_no_terminal(run: Run) -> None:
    run("views", "add", "\x1b]0;x\x07\u202eevil [bold]", "fire")
    shown = run("views", "list").out
    assert "\x1b" not in shown and "\u202e" not in shown and "[bold]" in shown


def test_an_empty_name_is_no_view(run: Run) -> None:
    done = run("list", "--view", "")
    assert done.status == 1 and "no view" in done.err
