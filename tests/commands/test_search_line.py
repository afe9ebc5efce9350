from __future__ import annotations

import pytest

from helpdesk_tui.services import lifecycle
from tests.conftest import NOW, Desk, Run


def test_list_takes_the_search_line(run: Run, desk: Desk) -> None:
    bob = desk.id("agent", "bob")
    desk.ticket("Printer", priority=1, assignee_id=bob, due_at=NOW + 60)
    desk.ticket("Printer", priority=1)
    desk.ticket("Screen", priority=2, assignee_id=bob)
    search = 'prio>=high @me -scr due<2h "printer" status:new'
    found = run("list", "--json", "--search", search).json
    assert [ticket["number"] for ticket in found] == ["TKT0001"]
    french = run("list", "--json", "--search", "priorité:haute assigné:bob", "--lang", "fr").json
    assert [ticket["number"] for ticket in french] == ["TKT0003"]


def test_the_rest_is_counted_by_the_same_search(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        lifecycle.take(desk.actor("bob"), desk.ticket().ticket, NOW)
    desk.ticket()
    monkeypatch.setattr("helpdesk_tui.commands.listing.width", lambda: 80)
    done = run("list", "--search", "@me", "--limit", "2")
    assert "2 of 3 shown" in done.err


@pytest.mark.parametrize(
    ("search", "mark", "said"),
    [
        ("vpn staus:new", "    ^^^^^", "No field “staus”: did you mean status?"),
        ("é字 prio>=x", "          ^", "priority: there is no “x”"),
        ("status:", "^^^^^^^", "a value must follow directly"),
    ],
)
def test_a_wrong_search_is_refused_with_a_mark_under_it(
    run: Run, search: str, mark: str, said: str
) -> None:
    done = run("list", "--json", "--search", search)
    assert (done.status, done.out) == (1, "")
    line, marks, sentence = done.err.splitlines()
    assert (line, marks) == (search, mark)
    assert said in sentence


def test_a_hostile_search_reaches_no_terminal(run: Run) -> None:
    done = run("list", "--search", "\x1b]52;c;x\x07 staus:\u202e")
    assert done.status == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(done.err)
