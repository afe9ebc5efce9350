"""The figures of `report tickets` and `report sla`: those of plain Python, and of the screens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui import i18n
from helpdesk_tui.dates import iso
from helpdesk_tui.models import Agent, Customer, Team, TicketType
from helpdesk_tui.reports import Filters
from helpdesk_tui.typed_dates import parse_iso
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import Desk, Run
from tests.queries import plain_figures as plain
from tests.queries.lived_desk import opened
from tests.screens import arrangement
from tests.screens.report_desk import made_desk

CASES: tuple[tuple[str, tuple[str, ...], Callable[[], Filters]], ...] = (
    ("Europe/Paris", (), Filters),
    ("America/New_York", ("--team", "Network"), lambda: Filters(team=named(Team, "Network"))),
    ("Asia/Kathmandu", ("--agent", "bob"), lambda: Filters(agent=named(Agent, "Bob Stone"))),
    ("UTC", ("--team", "", "--priority", "urgent"), lambda: Filters(team=0, priority=1)),
    (
        *("Australia/Lord_Howe", ("--customer", "globex", "--type", "outage")),
        lambda: Filters(customer=named(Customer, "Globex"), type=named(TicketType, "Outage")),
    ),
)
"""Zone, filters as they are typed, and as they are meant."""

SEED = 1
PERIOD = ("--from", "2026-03-01", "--to", "2026-04-30")


def named(table: Any, name: str) -> int:
    return int(table.get(table.name == name).id)


def names(table: Any) -> dict[int, str | None]:
    return {0: None, **{row.id: row.name for row in table.select()}}


def counted(rows: list[dict[str, Any]], key: str) -> dict[Any, int]:
    return {row[key]: row["tickets"] for row in rows if row["tickets"]}


@pytest.mark.parametrize(("zone", "typed", "meant"), CASES)
def test_the_command_tells_what_plain_python_counts(
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    typed: tuple[str, ...],
    meant: Callable[[], Filters],
) -> None:
    folder = tmp_path_factory.getbasetemp()
    with opened(folder, SEED) as lived:
        url, now = lived.desk.url, lived.now
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setattr("helpdesk_tui.store.Store.clock", lambda store: now)
    asked = ("--db", url, *PERIOD, *typed, "--format", "json")
    tickets, sla = (run("report", each, *asked).json for each in ("tickets", "sla"))
    start, end = parse_iso(tickets["from"]), parse_iso(tickets["to"])
    bounds = [*(parse_iso(row["start"]) for row in tickets["trend"]), end]
    local = datetime.fromtimestamp(start, ZoneInfo(zone))
    assert (f"{local:%Y-%m-%d %H:%M}", tickets["zone"], len(bounds)) == (
        *("2026-03-01 00:00", zone),
        62,
    )
    with opened(folder, SEED) as lived:
        found = plain.chosen(plain.lives_of(lived.desk), meant())
        assert [tuple(row.values()) for row in tickets["trend"]] == [
            (iso(begun), *counts) for begun, _end, *counts in plain.trend(found, bounds, now)
        ]
        for kind, words in (
            ("status", {int(status): status.word for status in Status}),
            ("priority", {int(priority): priority.word for priority in Priority}),
            ("type", names(TicketType)),
            ("customer", names(Customer)),
        ):
            expected = plain.created_by(found, start, end, kind)
            assert counted(tickets[kind], kind) == {words[v]: n for v, n in expected.items()}
        hours = [row["created"] for row in tickets["heat"]]
        assert hours == [*chain(*plain.heat(found, start, end, zone))]
        assert sum(row["tickets"] for row in tickets["age"]) == len(plain.open_ages(found, now))
        for row, reached in zip(tickets["lasting"], (plain.answered, plain.resolved), strict=True):
            real, working = plain.lengths(found, start, end, reached)
            assert row["tickets"] == len(real)
            assert row["median_seconds"] == (real[(len(real) - 1) // 2] if real else None)
            middle = working[(len(working) - 1) // 2] if working else None
            assert row["median_working_seconds"] == middle
        nobody: dict[int, str | None] = {0: None}
        for part, column, called in (
            ("policies", "", nobody),
            ("teams", "team_id", names(Team)),
            ("agents", "assignee_id", names(Agent)),
        ):
            decided = plain.decided(found, start, end, now, column)
            told = {
                (row["policy"], row.get(part.removesuffix("s"))): (row["met"], row["missed"])
                for row in sla[part]
            }
            assert told == {(policy, called[v]): sides for (policy, v), sides in decided.items()}
        missed = list(plain.misses(found, start, end, now))
        assert len(sla["worst"]) == min(10, len(missed))
        if not typed:
            return  # looked at minute by minute, all of them would take long
        spent = sum((plain.spent(*each) for each in missed), Counter[str]())
        for row in sla["causes"]:
            assert row["working_seconds"] == spent[row["state"]]


async def test_the_command_tells_what_the_screen_shows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(made_desk(tmp_path / "busy.sqlite"))
    monkeypatch.setenv("TZ", arrangement.ZONE)
    told = {
        name: run("--db", desk.url, "report", name, "--format", "json").json
        for name in ("tickets", "sla")
    }
    async with arrangement.opened(desk, size=(98, 110)) as interface:
        await interface.press("7")
        screen = await interface.wait("When tickets are created", "Sun")
        await interface.press("tab")
        promises = await interface.wait("Where the time", "waiting")
    i18n.use("en")
    lines = [re.sub("[^\\w ]", " ", line).split() for line in screen.splitlines()]
    days = [line[3:] for line in lines if len(line) == 7 and line[2] in ("Mar", "Apr")]
    assert days == [
        [str(value) for value in [*row.values()][1:]] for row in told["tickets"]["trend"]
    ]
    for part, words in (
        ("status", {status.word: status.label for status in Status}),
        ("priority", {priority.word: priority.label for priority in Priority}),
        ("customer", {}),
        ("age", {}),
    ):
        for row in told["tickets"][part]:
            name, count = row.values()
            assert re.search(rf"(?m)^[▸ ] {words.get(name, name)} +{count} ", screen), row
    for row in told["sla"]["policies"]:
        assert re.search(rf"(?m)^[▸ ] {row['policy']} +{row['met']} +{row['missed']} ", promises)
    assert len(days) == 30
