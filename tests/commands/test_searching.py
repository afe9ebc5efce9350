from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from helpdesk_tui.commands import output, searching
from helpdesk_tui.services import conversation
from helpdesk_tui.text import cells
from tests.conftest import NOW, Desk, Run


def spoken(desk: Desk) -> None:
    first = desk.ticket("Printer", customer_id=desk.id("customer", "Globex"))
    desk.ticket("Scanner", description="It scans nothing.")
    desk.call(conversation.note, desk.actor("bob"), first.ticket, NOW, "They want\ntoner.")


def test_each_ticket_comes_with_the_place_of_the_words(run: Run, desk: Desk) -> None:
    spoken(desk)
    done = run("search", "TONER", "print", by="victor")
    assert (done.status, done.err) == (0, "")
    about, place = done.out.splitlines()
    assert about.split()[0] == "TKT0001" and "Globex" in about and about.endswith("Printer")
    assert place == "    They want toner."


def test_json_tells_where_the_words_stand(run: Run, desk: Desk) -> None:
    spoken(desk)
    [found] = run("search", "want toner", "--json").json
    assert found == {
        "number": "TKT0001",
        "subject": "Printer",
        "customer": "Globex",
        "status": "new",
        "created_at": "2026-04-27T09:00:00Z",
        "snippet": "They want toner.",
        "hits": [[5, 9], [10, 15]],
    }


def test_phrases_and_what_is_not_wanted(run: Run, desk: Desk) -> None:
    spoken(desk)
    for words, expected in (
        (['"want toner"'], ["TKT0001"]),
        (['"toner want"'], []),
        (["--", "nothing", "-toner"], ["TKT0002"]),
        (["--", "-toner"], ["TKT0002"]),
    ):
        found = run("search", "--json", *words).json
        assert [each["number"] for each in found] == expected


def test_nothing_found_and_nothing_asked(run: Run, desk: Desk) -> None:
    done = run("search", "toner")
    assert (done.status, done.out, done.err) == (0, "", "Nothing holds all of that.\n")
    done = run("search", "!!")
    assert (done.status, done.out) == (1, "")
    assert "type letters or digits" in done.err


@pytest.mark.parametrize(("limit", "count"), [("0", 25), ("7", 7), (None, 20)])
def test_the_limit(
    run: Run, desk: Desk, limit: str | None, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PAGE", 5)
    for _number in range(25):
        desk.ticket()
    option = [] if limit is None else ["--limit", limit]
    found = run("search", "printer", "--json", *option).json
    assert [each["number"] for each in found] == [f"TKT{n:04}" for n in range(25, 25 - count, -1)]


def test_on_a_terminal_lines_are_cut_to_it(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket("字" * 100, description="toner " + "x" * 500 + "\x1b[31m")
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    done = run("search", "toner")
    assert [cells(line) <= 60 for line in done.out.splitlines()] == [True, True]


def test_the_doctor_sees_what_cannot_be_found_and_mends_it(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk_tui.databases.checkup.has_wal_bug", lambda version: False)
    spoken(desk)
    with closing(sqlite3.connect(desk.path)) as other, other:
        other.execute("UPDATE message SET body = 'They want ink.'")
    done = run("doctor")
    assert done.status == 1
    assert "does not find these tickets" in done.out and "TKT0001" in done.out
    with closing(sqlite3.connect(desk.path)) as other, other:
        other.execute("DROP TRIGGER ticket_words_changed")
        other.execute("DELETE FROM ticket_words_index WHERE rowid = 2")
    assert "Administrator" in run("doctor", "--rebuild-search").err
    assert run("search", "ink", "--json").json == []
    assert run("doctor", "--rebuild-search", by="alice").status == 0
    assert len(run("search", "ink", "--json").json) == 1


def test_the_doctor_counts_what_is_in_the_index(run: Run, desk: Desk) -> None:
    spoken(desk)
    with closing(sqlite3.connect(desk.path)) as other, other:
        other.execute("INSERT INTO ticket_words_index (ticket_words_index) VALUES ('delete-all')")
    assert "The index of the search is not whole" in run("doctor").out
