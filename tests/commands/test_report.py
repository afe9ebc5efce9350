"""`report tickets` and `report sla` as tables, CSV and JSON."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from helpdesk_tui import i18n
from helpdesk_tui.models import Customer, Setting, SlaPolicy
from helpdesk_tui.queries import report_sla, report_tickets
from helpdesk_tui.report_titles import percent
from helpdesk_tui.services import people
from tests.commands.report_example import busy_desk
from tests.conftest import NOW, Desk, Run
from tests.queries.lived_desk import promise_much

HOUR, DAY = 3_600, 86_400


@pytest.fixture
def busy(desk: Desk) -> Desk:
    return busy_desk(desk)


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
    month = run("report", "sla", "--format", "json").json["months"][-1]
    assert re.search(f"^Apr 2026 +{month['met']} +{month['missed']} ", out, re.MULTILINE)


def test_tables_say_what_they_are_about(busy: Desk, run: Run) -> None:
    asked = ("--team", "Support", "--agent", "", "--priority", "high", "--to", "27/4/2026")
    first = run("report", "tickets", *asked).out.splitlines()[0]
    assert first == ("Sun 29 Mar – Mon 27 Apr · Team: Support · Agent: none · Priority: High · UTC")
    first = run("--lang", "fr", "report", "sla", *asked).out.splitlines()[0]
    assert "Équipe\u00a0: Support · Agent\u00a0: aucun · Priorité\u00a0: Haute" in first


def test_figures_stand_under_the_end_of_their_title(busy: Desk, run: Run) -> None:
    out = run("report", "tickets").out
    status = out[out.index("Created, by status") :].split("\n\n")[0].splitlines()[1:]
    assert len({len(line) for line in status}) == 1


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
        (("--team", ""), 1),
        (("--agent", ""), 1),
        (("--customer", ""), 2),
        (("--type", ""), 3),
        (("--team", "", "--customer", "Acme SA"), 0),
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
        ("--agent", "nobody"),
        ("--type", "Nothing"),
        ("--to", "1/1/0001"),
        ("--from", "31/12/9999"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    busy: Desk, run: Run, options: tuple[str, ...]
) -> None:
    outcome = run("report", "tickets", *options)
    assert outcome.status == 1 and outcome.out == ""
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize(
    "options", [("--format", "xml"), ("--priority", "soon"), ("--from",), ("--html",), ("weekly",)]
)
def test_what_is_no_option_is_not_understood(
    busy: Desk, run: Run, options: tuple[str, ...]
) -> None:
    outcome = run("report", "tickets", *options)
    assert outcome.status == 2 and outcome.out == ""


def test_everybody_may_read(busy: Desk, run: Run) -> None:
    assert run("report", "tickets", by="victor").status == 0
    assert run("report", "sla", by="victor").status == 0


def test_without_sla_there_is_no_such_report(busy: Desk, run: Run) -> None:
    busy.call(Setting.insert(key="manage_sla", value="false").execute)
    outcome = run("report", "sla")
    assert outcome.status == 1 and "SLA" in outcome.err
    assert run("report", "tickets").status == 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_empty_desk_has_calm_reports(desk: Desk, run: Run, language: str) -> None:
    for dashboard in ("tickets", "sla"):
        for form in ("table", "csv", "json"):
            outcome = run("--lang", language, "report", dashboard, "--format", form)
            assert (outcome.status, outcome.err) == (0, "")
            assert "None" not in outcome.out
    assert "nothing in this period" in run("report", "sla").out
    assert "rien dans cette période" in run("--lang", "fr", "report", "sla").out


def test_one_ticket_is_counted_once_everywhere(desk: Desk, run: Run) -> None:
    desk.ticket("The only one")
    found = run("report", "tickets", "--format", "json").json
    for part, name in (
        *(("trend", "created"), ("heat", "created"), ("age", "tickets"), ("status", "tickets")),
        *(("type", "tickets"), ("priority", "tickets"), ("customer", "tickets")),
    ):
        assert total(found[part], name) == 1
    assert found["trend"][-1]["backlog"] == 1


def test_a_period_to_come_has_no_backlog_yet(busy: Desk, run: Run) -> None:
    period = ("--from", "2030-01-01", "--to", "2030-01-03")
    found = run("report", "tickets", *period, "--format", "json").json
    assert [row["backlog"] for row in found["trend"]] == [None] * 3
    assert total(found["trend"], "created") == 0
    assert run("report", "sla", *period, "--format", "json").json["policies"] == []
    assert "Tue 1 Jan 2030" in run("report", "tickets", *period).out
    lines = csv.reader(io.StringIO(run("report", "tickets", *period, "--format", "csv").out))
    assert ["trend", "2030-01-01T00:00:00Z", "", "backlog", ""] in list(lines)


def test_customers_beyond_the_largest_are_summed_up(desk: Desk, run: Run) -> None:
    for number in range(12):
        made = desk.call(people.add_customer, desk.actor("alice"), NOW, f"Customer {number}")
        for _ticket in range(2 if number < 10 else 1):
            desk.ticket(customer_id=made)
    rows = run("report", "tickets", "--format", "json").json["customer"]
    assert rows[-1] == {"customer": "(others)", "tickets": 2} and len(rows) == 11
    assert re.search("^others +2$", run("report", "tickets").out, re.MULTILINE)
    assert re.search("^autres +2$", run("--lang", "fr", "report", "tickets").out, re.MULTILINE)


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", '=HYPERLINK("x")']
)
def test_no_name_is_a_formula_in_a_spreadsheet(desk: Desk, run: Run, name: str) -> None:
    desk.call(promise_much)
    desk.call(Customer.update(name=name).where(Customer.name == "Acme SA").execute)
    desk.call(SlaPolicy.update(name=name).where(SlaPolicy.name == "Begin soon").execute)
    desk.ticket(name, customer_id=desk.id("customer", "Globex"))
    desk.ticket(name, customer_id=desk.call(lambda: Customer.get(name=name).id))
    for dashboard in ("tickets", "sla"):
        out = run("report", dashboard, "--format", "csv").out
        cells = [each for line in csv.reader(io.StringIO(out)) for each in line]
        assert any(name.strip() in each for each in cells)
        assert not [each for each in cells if each.lstrip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("share", "in_english", "in_french"),
    [
        (None, "—", "—"),
        (0.0, "0.0%", "0,0\u00a0%"),
        (0.000_01, "0.1%", "0,1\u00a0%"),
        (2 / 3, "66.7%", "66,7\u00a0%"),
        (0.999_9, "99.9%", "99,9\u00a0%"),
        (1.0, "100.0%", "100,0\u00a0%"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(
    share: float | None, in_english: str, in_french: str
) -> None:
    assert percent(share) == in_english
    i18n.use("fr")
    assert percent(share) == in_french


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
