"""The page of a report: its figures, that it needs nothing from elsewhere, that text stays text."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from typing import Any

import pytest
from peewee import fn

from helpdesk_tui import dates, report_titles
from helpdesk_tui.commands import report_svg
from helpdesk_tui.models import Agent, Customer, Setting, SlaPolicy, Team, TicketType
from helpdesk_tui.services import lifecycle
from tests.commands.page_reader import Page
from tests.commands.report_example import busy_desk
from tests.conftest import NOW, Desk, Run

DAY = 86_400
HOSTILE = (
    "</td></svg></style><script>alert(1)</script><img src=//x onerror=alert(2)>"
    "&\"' [/foo] \x1b]52;c;x\x07\u202e"
)
SHOWN = "</td></svg></style><script>alert(1)</script><img src=//x onerror=alert(2)>&\"' [/foo] "

TABLES: tuple[Any, ...] = (Team, Customer, TicketType, SlaPolicy, Agent)
"""Those whose names reports show."""

ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "section", "div", "p", "span"),
    *("h1", "h2", "dl", "dt", "dd", "details", "summary", "table", "thead", "tbody", "tr", "th"),
    *("td", "svg", "rect", "line", "polyline", "polygon", "circle", "text"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "scope", "colspan", "open"),
    *("viewbox", "preserveaspectratio", "aria-hidden", "aria-label", "role", "x", "y", "x1", "x2"),
    *("y1", "y2", "dy", "cx", "cy", "r", "rx", "width", "height", "points", "fill-opacity"),
    "font-size",
}


@pytest.fixture
def busy(desk: Desk) -> Desk:
    return busy_desk(desk)


@pytest.fixture(autouse=True)
def three_days_later(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk_tui.store.Store.clock", lambda store: NOW + 3 * DAY)


def draw(run: Run, folder: Path, dashboard: str, *options: str) -> tuple[str, Page]:
    """The page as it was written into a file, and as it is read."""
    file = folder / f"{dashboard}.html"
    outcome = run("report", dashboard, *options, "--html", str(file))
    assert (outcome.status, outcome.err) == (0, "") and str(file) in outcome.out
    text = file.read_text(encoding="utf-8")
    return text, Page(text)


def assert_needs_nothing(text: str, page: Page) -> None:
    """Neither an element nor an attribute nor a style that would fetch or run anything."""
    assert page.open == []
    assert set(page.elements) <= ELEMENTS
    assert {name for name, _value in page.attributes} <= ATTRIBUTES
    style = text[text.index("<style>") : text.index("</style>")]
    assert not re.search(r"url\(|@import|//|image|expression|<(?!style>)", style)
    assert "default-src 'none'; style-src 'unsafe-inline'" in text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("dashboard", ["tickets", "sla"])
def test_a_page_needs_nothing_from_elsewhere(
    busy: Desk, run: Run, tmp_path: Path, dashboard: str, language: str
) -> None:
    text, page = draw(run, tmp_path, dashboard, "--lang", language)
    assert_needs_nothing(text, page)
    assert page.language == language
    assert "svg" in page.elements
    titles = report_titles.TICKETS if dashboard == "tickets" else report_titles.SLA
    said = [text for text in titles.values() if text in page.said]
    assert len(said) == (len(titles) if language == "en" else 0)


def shown(value: Any) -> str:
    return "—" if value is None else str(value)


def test_the_page_of_tickets_has_the_figures_of_the_report(
    busy: Desk, run: Run, tmp_path: Path
) -> None:
    told = run("report", "tickets", "--format", "json").json
    _text, page = draw(run, tmp_path, "tickets")
    titles = report_titles.TICKETS
    drawn = page.rows(titles["trend"])
    measures = ("created", "resolved", "reopened", "backlog")
    assert [row[1:] for row in drawn] == [
        [shown(row[name]) for name in measures] for row in told["trend"]
    ]
    for part in ("status", "type", "priority", "customer", "age"):
        counts = [row["tickets"] for row in told[part]]
        assert [row[1] for row in page.rows(titles[part])] == [str(count) for count in counts]
        lengths = [sum(length for _kind, length in bar) for bar in page.bars[titles[part]]]
        assert lengths == [round(1000 * count / max(counts), 1) for count in counts]
    names = ("median_seconds", "p90_seconds", "median_working_seconds", "p90_working_seconds")
    assert [row[1:] for row in page.rows(titles["lasting"])] == [
        [
            str(row["tickets"]),
            *("—" if row[name] is None else dates.duration(row[name]) for name in names),
        ]
        for row in told["lasting"]
    ]
    heat = [text for kind, text in page.cells if kind in ("c", "c o") and text.isdigit()]
    assert heat == [str(row["created"]) for row in told["heat"] if row["created"]]


def test_the_page_of_sla_has_the_figures_of_the_report(
    busy: Desk, run: Run, tmp_path: Path
) -> None:
    told = run("report", "sla", "--format", "json").json
    _text, page = draw(run, tmp_path, "sla")
    titles = report_titles.SLA
    for part in ("policies", "months", "teams", "agents"):
        drawn = [row for row in page.rows(titles[part]) if len(row) > 1]
        assert [row[1:3] for row in drawn] == [
            [str(row["met"]), str(row["missed"])] for row in told[part]
        ]
        for bar, row in zip(page.bars[titles[part]], told[part], strict=True):
            decided = max(1, row["met"] + row["missed"])
            sides = {"a": row["met"], "m": row["missed"]}
            assert bar == [
                (kind, round(1000 * count / decided, 1)) for kind, count in sides.items() if count
            ]
    assert [row[:2] for row in page.rows(titles["worst"])] == [
        [dates.duration(row["overrun_seconds"]), row["number"]] for row in told["worst"]
    ]
    assert [row[1:3] for row in page.rows(titles["causes"])] == [
        [str(row["missed_mostly"]), dates.duration(row["working_seconds"])]
        for row in told["causes"]
    ]
    policies = told["policies"]
    assert str(sum(row["met"] for row in policies)) == page.said[page.said.index("Met") + 1]


@pytest.mark.parametrize("dashboard", ["tickets", "sla"])
def test_text_from_people_stays_text(busy: Desk, run: Run, tmp_path: Path, dashboard: str) -> None:
    for table in TABLES:
        first = busy.call(table.select(fn.MIN(table.id)).scalar)
        busy.call(table.update(name=HOSTILE).where(table.id == first).execute)
    alice = busy.actor("alice")
    hostile = busy.ticket(HOSTILE, team_id=1, customer_id=1, type_id=1).ticket
    busy.call(lifecycle.take, alice, hostile, NOW + 1)
    text, page = draw(run, tmp_path, dashboard)
    assert_needs_nothing(text, page)
    assert sum(SHOWN in said for said in page.said) >= 2
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    for form in ("table", "csv"):
        out = run("report", dashboard, "--format", form).out
        assert not set(out) & {"\x1b", "\x07", "\u202e"}
    assert list(csv.reader(io.StringIO(out)))


def test_a_hostile_filter_stays_text(busy: Desk, run: Run, tmp_path: Path) -> None:
    name = "<b onclick=x>&\"'"
    folded = {"name": name, "name_folded": name}
    busy.call(Team.update(folded).where(Team.name == "Support").execute)
    text, page = draw(run, tmp_path, "tickets", "--team", name)
    assert_needs_nothing(text, page)
    assert any(f"Team: {name}" in said for said in page.said)


def test_a_page_on_standard_output_is_the_same_in_any_encoding(
    busy: Desk, run: Run, tmp_path: Path
) -> None:
    busy.call(Customer.update(name="Hôtel du Port 東").where(Customer.name == "Acme SA").execute)
    text, page = draw(run, tmp_path, "tickets", "--lang", "fr")
    out = run("report", "tickets", "--lang", "fr", "--html", "-").out
    assert out.isascii()
    assert html.unescape(out) == html.unescape(text)
    assert "Hôtel du Port 東" in Page(out).said and page.said == Page(out).said


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("dashboard", ["tickets", "sla"])
@pytest.mark.parametrize("state", ["empty", "one", "to come"])
def test_pages_are_calm_where_there_is_little_to_tell(
    desk: Desk, run: Run, tmp_path: Path, state: str, dashboard: str, language: str
) -> None:
    if state != "empty":
        desk.ticket("The only one")
    period = ("--from", "2030-01-01", "--to", "2030-01-31") if state == "to come" else ()
    text, page = draw(run, tmp_path, dashboard, "--lang", language, *period)
    assert_needs_nothing(text, page)
    assert not {"None", "nan", "inf"} & set(re.findall(r"\w+", " ".join(page.said)))
    nothing = report_titles.NONE_CREATED if dashboard == "tickets" else report_titles.NONE_DECIDED
    if language == "en":
        is_told = (state, dashboard) == ("one", "tickets")
        assert (nothing in page.said) == (not is_told)


def test_a_page_of_one_hour_or_of_centuries_is_drawn(busy: Desk, run: Run, tmp_path: Path) -> None:
    day = ("--from", "27/4/2026", "--to", "27/4/2026")
    _text, page = draw(run, tmp_path, "tickets", *day)
    assert len(page.rows(report_titles.TICKETS["trend"])) == 24
    text, page = draw(run, tmp_path, "tickets", "--from", "1970-01-01", "--to", "2199-12-31")
    assert_needs_nothing(text, page)
    assert len(page.rows(report_titles.TICKETS["trend"])) == 230 * 12


@pytest.mark.parametrize("most", [1, 2, 3, 7, 10, 11, 99, 101, 12_345])
def test_the_scale_of_a_trend_holds_its_highest_column(most: int) -> None:
    drawn = report_svg.trend("Trend", ["Mon", "Tue"], [most, 0], [0, 1], [most, most])
    page = Page(drawn)
    numbers = [int(text) for kind, text in page.cells if kind == "n"]
    assert numbers[0] == 0 and most <= numbers[-1] <= max(2 * most, 2)
    heights = [float(value) for name, value in page.attributes if name == "height"]
    assert max(heights) <= 180


@pytest.mark.parametrize("file", ["none/page.html", ""])
def test_a_file_that_cannot_be_written_is_refused(
    busy: Desk, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("report", "tickets", "--html", file)
    assert (outcome.status, outcome.out) == (1, "")
    assert "cannot be written" in outcome.err and len(outcome.err.splitlines()) == 1


def test_without_sla_no_page_is_written(busy: Desk, run: Run, tmp_path: Path) -> None:
    busy.call(Setting.insert(key="manage_sla", value="false").execute)
    assert run("report", "sla", "--html", str(tmp_path / "page.html")).status == 1
    assert not list(tmp_path.glob("*.html"))
