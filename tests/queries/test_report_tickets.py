"""The dashboard of tickets, against plain Python over all rows of desks that have lived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.models import Customer, Tally, Ticket, tuples
from helpdesk_tui.periods import local_day
from helpdesk_tui.queries import report_tickets
from helpdesk_tui.queries.report_period import Period
from helpdesk_tui.queries.report_selection import condition
from helpdesk_tui.reports import Filters, Measure, Quantiles, Scope, Selection
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import put_ticket
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


@pytest.fixture(params=(1, 2))
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A desk that has lived, with the lives of all its tickets."""
    with opened(tmp_path_factory.getbasetemp(), request.param) as found:
        yield found, plain.lives_of(found.desk)


@MANY
@given(scope=scopes())
def test_the_trend_is_what_the_stays_tell(world: World, scope: Scope) -> None:
    lived, lives = world
    found = plain.chosen(lives, scope.filters)
    points = report_tickets.trend(scope, lived.now)
    assert [astuple(point) for point in points] == plain.trend(found, scope.bounds, lived.now)


@MANY
@given(scope=scopes())
def test_tickets_created_are_told_apart_by_what_they_are_now(world: World, scope: Scope) -> None:
    lived, lives = world
    found = plain.chosen(lives, scope.filters)
    for kind in ("status", "type", "priority", "customer"):
        breakdown = report_tickets.PARTS[kind](scope, lived.now)
        drawn = {
            getattr(bar.behind.filters, kind): bar.count for bar in breakdown.bars if bar.behind
        }
        assert drawn == plain.created_by(found, scope.start, scope.end, kind)
        assert breakdown.others == 0


@MANY
@given(scope=scopes())
def test_the_heat_map_has_the_hours_of_the_viewer(world: World, scope: Scope) -> None:
    lived, lives = world
    found = plain.chosen(lives, scope.filters)
    counts = [list(hours) for hours in report_tickets.heat(scope, lived.now).counts]
    assert counts == plain.heat(found, scope.start, scope.end, scope.zone)


@MANY
@given(scope=scopes())
def test_answers_and_resolutions_took_as_long_as_messages_and_stays_tell(
    world: World, scope: Scope
) -> None:
    lived, lives = world
    found = plain.chosen(lives, scope.filters)
    for lasting, reached in zip(
        report_tickets.lasting(scope, lived.now), (plain.answered, plain.resolved), strict=True
    ):
        real, working = plain.lengths(found, scope.start, scope.end, reached)
        assert lasting.tickets == len(real)
        assert lasting.real == middle(real)
        assert lasting.working == middle(working)


def middle(ordered: list[int]) -> Quantiles | None:
    """The smallest length that a half, and nine tenths, do not exceed."""
    if not ordered:
        return None

    def least(part: float) -> int:
        return next(x for x in ordered if sum(y <= x for y in ordered) >= ceil(part * len(ordered)))

    return Quantiles(least(0.5), least(0.9))


@MANY
@given(scope=scopes(), later=st.integers(0, 40 * 86_400))
def test_the_ages_are_those_of_what_is_open_now(world: World, scope: Scope, later: int) -> None:
    lived, lives = world
    now = lived.now + later
    ages = plain.open_ages(plain.chosen(lives, scope.filters), now)
    limits = [0, 1, 3, 7, 28, 10_000]
    expected = [
        sum(low * 86_400 <= age < high * 86_400 for age in ages) for low, high in pairwise(limits)
    ]
    assert [bar.count for bar in report_tickets.by_age(scope, now).bars] == expected


@MANY
@given(scope=scopes())
def test_behind_every_figure_stand_as_many_tickets(world: World, scope: Scope) -> None:
    lived, lives = world
    found = plain.chosen(lives, scope.filters)

    def behind(selection: Selection) -> set[int]:
        chosen = tuples(Ticket.select(Ticket.id).where(condition(selection, lived.now)))
        return {row[0] for row in chosen}

    def ids(matching: Any) -> set[int]:
        return {life.ticket.id for life in found if matching(life)}

    for kind in ("status", "priority", "type", "customer"):
        for bar in report_tickets.PARTS[kind](scope, lived.now).bars:
            assert bar.count == (len(behind(bar.behind)) if bar.behind else 0)
    for bar in report_tickets.by_age(scope, lived.now).bars:
        assert bar.count == (len(behind(bar.behind)) if bar.behind else 0)
    for day, hours in enumerate(report_tickets.heat(scope, lived.now).counts):
        selection = report_tickets.heat(scope, lived.now).behind[day]
        assert len(behind(selection)) == sum(hours)
    for point in report_tickets.trend(scope, lived.now)[-3:]:
        step = ((point.start, point.end),)
        assert len(behind(Selection(Measure.CREATED, step, scope.filters))) == point.created
        if point.backlog is not None:
            assert len(behind(Selection("backlog", step, scope.filters))) == point.backlog
        for measure, done in ((Measure.RESOLVED, True), (Measure.REOPENED, False)):
            expected = ids(
                lambda life, done=done, point=point: any(
                    point.start <= at < point.end for at in life.steps(resolved=done)
                )
            )
            assert behind(Selection(measure, step, scope.filters)) == expected


@MANY
@given(scope=scopes())
def test_the_roll_up_changes_no_figure(
    world: World, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived, _lives = world
    rolled_up = report_tickets.trend(scope, lived.now)
    with monkeypatch.context() as patch:
        patch.setattr("helpdesk_tui.queries.report_counts._rolled", lambda *asked: None)
        assert report_tickets.trend(scope, lived.now) == rolled_up


def test_the_desks_have_lived_enough(world: World) -> None:
    _lived, lives = world
    assert len(lives) > 60
    assert any(life.steps(resolved=False) for life in lives)
    assert {life.ticket.status for life in lives} == {int(status) for status in Status}
    spans = {local_day(life.ticket.created_at, "Europe/Paris") for life in lives}
    assert min(spans) < date(2026, 3, 8) and max(spans) > date(2026, 4, 5)
    assert Tally.select().count() > 500


def test_an_empty_desk_has_calm_figures(desk: Desk) -> None:
    scope = Period.of("recent", local_day(NOW, "UTC")).scope("UTC", Filters())
    points = report_tickets.trend(scope, NOW)
    assert len(points) == 30
    assert {point.created + point.resolved + (point.backlog or 0) for point in points} == {0}
    assert all(bar.count == 0 for bar in report_tickets.by_status(scope, NOW).bars)
    assert report_tickets.by_type(scope, NOW).bars == ()
    assert [lasting.real for lasting in report_tickets.lasting(scope, NOW)] == [None, None]
    assert sum(map(sum, report_tickets.heat(scope, NOW).counts)) == 0


def test_in_a_period_to_come_there_is_no_backlog_yet(desk: Desk) -> None:
    desk.ticket()
    day = local_day(NOW, "UTC") + timedelta(days=40)
    scope = Period("between", day, day + timedelta(days=2)).scope("UTC", Filters())
    points = report_tickets.trend(scope, NOW)
    assert [(point.created, point.backlog) for point in points] == [(0, None)] * 3


def test_one_ticket_is_counted_once_everywhere(desk: Desk) -> None:
    desk.ticket()
    scope = Period.of("today", local_day(NOW, "UTC")).scope("UTC", Filters())
    assert [p.created for p in report_tickets.trend(scope, NOW) if p.start == NOW] == [1]
    assert [bar.count for bar in report_tickets.by_type(scope, NOW).bars] == [1]
    assert [bar.count for bar in report_tickets.by_age(scope, NOW).bars] == [1, 0, 0, 0, 0]


def test_customers_beyond_the_largest_are_summed_up(desk: Desk) -> None:
    for number in range(14):
        made = Customer.create(name=f"C{number}", name_folded=f"c{number}")
        for _ticket in range(number + 1):
            put_ticket(customer_id=made.id)
    scope = Period.of("today", local_day(NOW, "UTC")).scope("UTC", Filters())
    found = report_tickets.by_customer(scope, NOW)
    assert [bar.label for bar in found.bars][:2] == ["C13", "C12"]
    assert len(found.bars) == report_tickets.MOST_CUSTOMERS
    assert found.others == 1 + 2 + 3 + 4
