"""The dashboard of SLA, against plain Python over all rows of desks that have lived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.errors import WrongState
from helpdesk_tui.models import Setting, Ticket, tuples
from helpdesk_tui.periods import local_day
from helpdesk_tui.queries import report_misses, report_sla
from helpdesk_tui.queries.report_period import Period
from helpdesk_tui.queries.report_selection import condition
from helpdesk_tui.reports import Filters, Scope, Selection
from tests.conftest import NOW, Desk
from tests.extent import many
from tests.queries import plain_figures as plain
from tests.queries.lived_desk import Lived, opened
from tests.queries.report_scopes import scopes

World = tuple[Lived, list[plain.Life]]

MANY = settings(
    deadline=None,
    max_examples=many(100, 8),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LATER = st.sampled_from([0, 0, 3_600, 86_400 * 30])
"""Seconds that nobody has done anything since, in which promises break unwritten."""


@pytest.fixture(params=(1, 2))
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A desk that has lived, with the lives of all its tickets."""
    with opened(tmp_path_factory.getbasetemp(), request.param) as found:
        yield found, plain.lives_of(found.desk)


@MANY
@given(scope=scopes(), later=LATER)
def test_met_and_missed_are_what_the_promises_tell(world: World, scope: Scope, later: int) -> None:
    lived, lives = world
    now = lived.now + later
    found = plain.chosen(lives, scope.filters)
    for name, kind, column in (
        ("policies", "", ""),
        ("teams", "team", "team_id"),
        ("agents", "agent", "assignee_id"),
    ):
        drawn = {
            (row.policy_name, getattr(row.met_behind.filters, kind) if kind else 0): (
                row.met,
                row.missed,
            )
            for row in report_sla.PARTS[name](scope, now)
        }
        assert drawn == plain.decided(found, scope.start, scope.end, now, column)


@MANY
@given(scope=scopes(), later=LATER)
def test_months_are_those_of_the_viewer(world: World, scope: Scope, later: int) -> None:
    lived, lives = world
    now = lived.now + later
    found = plain.chosen(lives, scope.filters)
    months: Counter[tuple[int, int]] = Counter()
    missed: Counter[tuple[int, int]] = Counter()
    for life in found:
        for promise in life.promises:
            broken = life.broken_at(promise, now)
            at = broken if broken is not None else promise.met_at
            if at is not None:
                here = datetime.fromtimestamp(at, ZoneInfo(scope.zone))
                months[here.year, here.month] += 1
                missed[here.year, here.month] += broken is not None
    rows = report_sla.by_month(scope, now)
    assert len(rows) >= 12
    for row in rows:
        begun = datetime.fromtimestamp(row.start, ZoneInfo(scope.zone))
        assert (begun.day, begun.hour, begun.minute) == (1, 0, 0)
        month = begun.year, begun.month
        assert (row.met + row.missed, row.missed) == (months[month], missed[month])


@MANY
@given(scope=scopes(), later=LATER)
def test_the_worst_misses_come_first(world: World, scope: Scope, later: int) -> None:
    lived, lives = world
    now = lived.now + later
    found = plain.chosen(lives, scope.filters)
    overruns = sorted(
        (
            plain.promised_hours(promise).elapsed_epoch(
                broken, now if promise.met_at is None else promise.met_at
            )
            for _life, promise, broken in plain.misses(found, scope.start, scope.end, now)
        ),
        reverse=True,
    )
    drawn = [miss.overrun for miss in report_sla.PARTS["worst"](scope, now)]
    assert drawn == overruns[: report_misses.WORST]


@settings(MANY, max_examples=many(50, 5))
@given(scope=scopes())
def test_the_time_of_missed_promises_is_told_by_state(world: World, scope: Scope) -> None:
    lived, lives = world
    found = plain.chosen(lives, scope.filters)
    sums: Counter[str] = Counter()
    mostly: dict[str, list[int]] = {state: [] for state in report_misses.STATES}
    for life, promise, broken in plain.misses(found, scope.start, scope.end, lived.now):
        spent = plain.spent(life, promise, broken)
        sums += spent
        most = max(spent.values(), default=0)
        first = next(state for state in report_misses.STATES if spent[state] == most)
        mostly[first].append(life.ticket.id)
    for cause in report_sla.PARTS["causes"](scope, lived.now):
        assert cause.seconds == sums[cause.state]
        assert cause.misses == len(mostly[cause.state])
        assert set(cause.behind.ids) == set(mostly[cause.state])


@MANY
@given(scope=scopes(), later=LATER)
def test_behind_every_figure_stand_its_tickets(world: World, scope: Scope, later: int) -> None:
    lived, lives = world
    now = lived.now + later
    found = plain.chosen(lives, scope.filters)

    def behind(selection: Selection) -> set[int]:
        return {row[0] for row in tuples(Ticket.select(Ticket.id).where(condition(selection, now)))}

    policies, teams = (report_sla.PARTS[name](scope, now) for name in ("policies", "teams"))
    for row in (*policies, *teams):
        broken = {
            life.ticket.id
            for life, promise, _at in plain.misses(found, scope.start, scope.end, now)
            if promise.policy_id == row.policy
            and row.met_behind.filters.team in (None, life.ticket.team_id or 0)
        }
        assert behind(row.missed_behind) == broken
        assert len(behind(row.met_behind)) == row.met


@MANY
@given(scope=scopes(), later=LATER)
def test_the_roll_up_changes_no_figure(
    world: World, scope: Scope, later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived, _lives = world
    now = lived.now + later
    names = ("policies", "teams", "agents", "months")
    rolled_up = [report_sla.PARTS[name](scope, now) for name in names]
    with monkeypatch.context() as patch:
        patch.setattr("helpdesk_tui.queries.report_counts._rolled", lambda *asked: None)
        assert [report_sla.PARTS[name](scope, now) for name in names] == rolled_up


def test_promises_were_met_and_missed(world: World) -> None:
    lived, lives = world
    counts = plain.decided(lives, 0, 2**40, lived.now)
    assert len(counts) >= 4
    assert sum(met for met, _missed in counts.values()) > 10
    assert sum(missed for _met, missed in counts.values()) > 10


def test_an_empty_desk_has_kept_nothing_and_missed_nothing(desk: Desk) -> None:
    scope = Period.of("recent", local_day(NOW, "UTC")).scope("UTC", Filters())
    assert report_sla.by_policy(scope, NOW) == ()
    assert report_sla.PARTS["worst"](scope, NOW) == ()
    assert [cause.misses for cause in report_sla.PARTS["causes"](scope, NOW)] == [0, 0, 0]
    months = report_sla.by_month(scope, NOW)
    assert len(months) == 12 and all(month.share is None for month in months)


def test_without_sla_there_is_no_such_dashboard(desk: Desk) -> None:
    Setting.insert(key="manage_sla", value="false").execute()
    first = date(2026, 4, 1)
    scope = Period("between", first, first + timedelta(days=3)).scope("UTC", Filters())
    with pytest.raises(WrongState):
        report_sla.part(desk.actor("victor"), "policies", scope, NOW)
