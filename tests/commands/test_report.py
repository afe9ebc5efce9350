"""`report tickets` and `report sla`: the same figures as tables, CSV, JSON, and one page."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.models import Setting
from helpdesk_tui.queries import report_sla, report_tickets
from helpdesk_tui.services import conversation, lifecycle
from tests.conftest import NOW, Desk, Run
from tests.queries.lived_desk import promise_much

HOUR, DAY = 3_600, 86_400

HOSTILE = "<script>alert(1)</script>&\"' [/foo] \x1b]52;c;x\x07"


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Three tickets of two teams: one solved at once, one late, one that nobody has looked at."""
    desk.call(promise_much)
    support, network = desk.id("team", "Support"), desk.id("team", "Network")
    acme = desk.id("customer", "Acme SA")
    bob, mona = desk.actor("bob"), desk.actor("mona")
    quick = desk.ticket("Quick one", team_id=support, customer_id=acme, priority=2).ticket
    late = desk.ticket("Late one", team_id=network, by="mona").ticket
    desk.ticket("Nobody's")
    desk.call(conversation.message, bob, quick, NOW + 1, "Done.")
    desk.call(lifecycle.start, bob, quick, NOW + 1)
    desk.call(lifecycle.resolve, bob, quick, NOW + 2)
    desk.call(lifecycle.start, mona, late, NOW + 3)
    return desk


@pytest.fixture(autouse=True)
def three_days_later(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk_tui.store.Store.clock", lambda store: NOW + 3 * DAY)


def total(rows: list[dict[str, Any]], name: str) -> int:
    return sum(row[name] for row in rows)


def test_tickets_as_json(busy: Desk, run: Run) -> None:
    found = run("report", "tickets", "--format", "json").json
    assert list(found) == ["from", "to", "zone", *report_tickets.PARTS]
    assert (found["from"], found["to"], found["zone"]) == (
        "2026-04-01T00:00:00Z",
        "2026-05-01T00:00:00Z",
        "UTC",
    )
    assert len(found["trend"]) == 30
    assert (total(found["trend"], "created"), total(found["trend"], "resolved")) == (3, 1)
    assert found["trend"][-1] == {
        **{"start": "2026-04-30T00:00:00Z", "created": 0, "resolved": 0, "reopened": 0},
        "backlog": 2,
    }
    assert found["status"] == [
        {"status": "new", "tickets": 1},
        {"status": "in_progress", "tickets": 1},
        {"status": "waiting", "tickets": 0},
        {"status": "resolved", "tickets": 1},
        {"status": "closed", "tickets": 0},
    ]
    assert found["customer"] == [
        {"customer": None, "tickets": 2},
        {"customer": "Acme SA", "tickets": 1},
    ]
    assert found["lasting"][0] == {
        **{"of": "answered", "tickets": 1, "median_seconds": 1, "p90_seconds": 1},
        **{"median_working_seconds": 1, "p90_working_seconds": 1},
    }
    assert found["heat"][9] == {"weekday": "mon", "hour": 9, "created": 3}
    assert len(found["heat"]) == 7 * 24


def test_sla_as_json(busy: Desk, run: Run) -> None:
    found = run("report", "sla", "--format", "json").json
    assert list(found) == ["from", "to", "zone", *report_sla.PARTS]
    policies = {
        row["policy"]: (row["met"], row["missed"], row["share"]) for row in found["policies"]
    }
    assert policies["Begin soon"] == (2, 1, 0.6667)
    assert policies["Solve"] == (0, 2, 0.0)
    assert policies["Solve urgent ones"] == (1, 0, 1.0)
    assert {"policy": "Begin soon", "team": None, "met": 0, "missed": 1, "share": 0.0} in found[
        "teams"
    ]
    assert len(found["months"]) == 12
    assert found["months"][-1]["month"] == "2026-04"
    assert {row["number"] for row in found["worst"]} == {"TKT0002", "TKT0003"}
    assert found["worst"][0]["met_at"] is None and found["worst"][0]["overrun_seconds"] > 0
    causes = {row["state"]: row["missed_mostly"] for row in found["causes"]}
    assert causes == {"unassigned": 2, "in_work": 1, "waiting": 0}


def test_csv_has_a_line_for_each_figure(busy: Desk, run: Run) -> None:
    for dashboard in ("tickets", "sla"):
        told = run("report", dashboard, "--format", "json").json
        lines = list(csv.reader(io.StringIO(run("report", dashboard, "--format", "csv").out)))
        assert lines[0] == ["part", "of", "by", "figure", "value"]
        assert {line[0] for line in lines[1:]} <= set(told)
        assert all(len(line) == 5 for line in lines)
    assert ["policies", "Begin soon", "", "met", "2"] in lines
    assert ["teams", "Begin soon", "", "missed", "1"] in lines


def test_tables_are_for_people(busy: Desk, run: Run) -> None:
    out = run("report", "tickets").out
    assert "Created and resolved" in out and "In progress" in out
    assert "Mon 27 Apr" in out
    assert "half within" in out.lower()
    out = run("report", "sla").out
    assert "Begin soon" in out and "66.7%" in out and "unassigned" in out


@pytest.mark.parametrize(
    ("options", "created"),
    [
        (("--team", "Support"), 1),
        (("--team", "Network"), 1),
        (("--agent", "bob"), 1),
        (("--customer", "acme sa"), 1),
        (("--priority", "high"), 1),
        (("--priority", "high", "--team", "Network"), 0),
        (("--type", "Outage"), 0),
        (("--from", "28/04/2026"), 0),
        (("--from", "2026-04-27", "--to", "2026-04-27"), 3),
        (("--to", "26/04/2026"), 0),
    ],
)
def test_only_what_is_asked_is_counted(
    busy: Desk, run: Run, options: tuple[str, ...], created: int
) -> None:
    found = run("report", "tickets", *options, "--format", "json").json
    assert total(found["trend"], "created") == created


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "28/04/2026", "--to", "27/04/2026"),
        ("--from", "the day before yesterday or so"),
        ("--team", "Nobody"),
        ("--customer", "Nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    busy: Desk, run: Run, options: tuple[str, ...]
) -> None:
    outcome = run("report", "tickets", *options)
    assert outcome.status == 1 and outcome.out == ""
    assert len(outcome.err.splitlines()) == 1


def test_everybody_may_read(busy: Desk, run: Run) -> None:
    assert run("report", "tickets", by="victor").status == 0
    assert run("report", "sla", by="victor").status == 0


def test_without_sla_there_is_no_such_report(busy: Desk, run: Run) -> None:
    busy.call(Setting.insert(key="manage_sla", value="false").execute)
    outcome = run("report", "sla")
    assert outcome.status == 1 and "SLA" in outcome.err
    assert run("report", "tickets").status == 0


def test_an_empty_desk_has_calm_reports(desk: Desk, run: Run) -> None:
    for form in ("table", "csv", "json"):
        assert run("report", "tickets", "--format", form).status == 0
        assert run("report", "sla", "--format", form).status == 0
    assert "nothing in this period" in run("report", "sla").out


class Reader(HTMLParser):
    """What a page is made of: elements, what they refer to, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "rect", "polyline"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "polyline"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_the_page_needs_nothing_from_elsewhere(busy: Desk, run: Run, tmp_path: Path) -> None:
    for dashboard in ("tickets", "sla"):
        file = tmp_path / f"{dashboard}.html"
        assert run("report", dashboard, "--html", str(file)).status == 0
        text = file.read_text()
        page = Reader(text)
        assert page.open == []
        assert "svg" in page.elements
        assert not {"script", "link", "img", "iframe", "object"} & set(page.elements)
        assert not {name for name, _value in page.attributes} & {"src", "href", "xlink:href"}
        assert "url(" not in text and "@import" not in text and "http" not in text
    assert "Begin soon" in page.said and "✓ 2" in page.said and "66.7%" in page.said


def test_text_from_people_stays_text_on_the_page(desk: Desk, run: Run, tmp_path: Path) -> None:
    promise_much()
    desk.ticket(HOSTILE)
    file = tmp_path / "sla.html"
    assert run("report", "sla", "--html", str(file)).status == 0
    text = file.read_text()
    page = Reader(text)
    assert "script" not in page.elements
    assert any("<script>alert(1)</script>&\"' [/foo]" in said for said in page.said)
    assert not set(text) & {"\x1b", "\x07"}


def test_the_page_speaks_french(busy: Desk, run: Run) -> None:
    out = run("--lang", "fr", "report", "tickets", "--html", "-").out
    assert '<html lang="fr">' in out and "lun. 27 avr." in out


def test_a_file_that_cannot_be_written_is_refused(busy: Desk, run: Run, tmp_path: Path) -> None:
    outcome = run("report", "tickets", "--html", str(tmp_path / "none" / "page.html"))
    assert outcome.status == 1 and "page.html" in outcome.err


def test_days_are_those_of_the_caller(
    busy: Desk, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    found = run(
        "report", "tickets", "--from", "27/04/2026", "--to", "28/04/2026", "--format", "json"
    )
    starts = [datetime.fromisoformat(row["start"]) for row in found.json["trend"]]
    assert starts[0] == datetime(2026, 4, 26, 10, tzinfo=UTC)
    assert [row["created"] for row in found.json["trend"]] == [3, 0]
    assert {(row["weekday"], row["hour"]) for row in found.json["heat"] if row["created"]} == {
        ("mon", 23)
    }
