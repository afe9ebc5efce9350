from __future__ import annotations

import pytest

from helpdesk_tui.dates import countdown
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import Target, always_open
from helpdesk_tui.text import cells
from helpdesk_tui.vocabulary import NEVER, Status
from helpdesk_tui.widgets.due_clock import WIDTH, due_cell, listed_cell
from tests.sla_example import HOUR, MINUTE, paris
from tests.test_sla_explanation import promise

DUE = paris("04-27 14:00")
OPEN = Status.IN_PROGRESS


def row(**fields: object) -> CommitmentRow:
    """Due in the office's hours at 14:00, at risk from 13:00."""
    made = promise("04-27 09:00", Target(seconds=4 * HOUR))
    return made._replace(warn_at=paris("04-27 13:00"), **fields)  # type: ignore[arg-type]


def drawn(now: str, *, status: Status = OPEN, due: int = DUE, made: CommitmentRow | None) -> str:
    cell = listed_cell(status, due, paris(now), made)
    return f"{cell.text}|{cell.style}"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("04-27 09:30", "○ 3h30|"),
        ("04-27 11:30", "○ 1h30|"),
        # lunch does not count
        ("04-27 12:30", "○ 1h00|"),
        ("04-27 13:00", "○ 1h00|"),
        ("04-27 13:01", "● 0:59:00|soon"),
        ("04-27 14:00", "● 0:00:00|soon"),
        ("04-27 14:12", "▲ -0:12:00|late"),
        ("04-28 10:00", "▲ -4h00|late"),
    ],
)
def test_a_promise_counts_down_its_working_time(now: str, expected: str) -> None:
    assert drawn(now, made=row()) == expected


def test_days_of_working_time_are_told_in_hours_and_real_ones_in_days() -> None:
    long = promise("04-27 09:00", Target(5))
    assert long.due_at is not None
    assert drawn("04-27 09:00", due=long.due_at, made=long) == "○ 35h|"
    real = long._replace(calendar=always_open("Europe/Paris"), working_days_only=False)
    assert drawn("04-27 09:00", due=long.due_at, made=real) == "○ 8d00h|"


def test_while_it_is_paused_it_stands() -> None:
    paused = row(due_at=None, paused_at=paris("04-27 11:00"), left_seconds=2 * HOUR)
    for now in ("04-27 11:00", "04-29 16:00"):
        assert drawn(now, status=Status.WAITING, due=NEVER, made=paused) == "‖ 2h00|paused"


def test_a_breached_ticket_that_waits_goes_on_below_zero() -> None:
    late = row(breached_at=DUE)
    assert drawn("04-27 15:00", status=Status.WAITING, made=late) == "▲‖-1h00|late"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("04-27 11:00", "○ 1h30|"),
        ("04-27 12:00", "● 0:30:00|soon"),
        ("04-27 12:31", "▲ -0:01:00|late"),
    ],
)
def test_the_tickets_own_due_date_counts_real_time_where_it_comes_first(
    now: str, expected: str
) -> None:
    assert drawn(now, due=paris("04-27 12:30"), made=row()) == expected


def test_a_due_date_goes_on_while_the_promises_stand() -> None:
    paused = row(due_at=None, paused_at=paris("04-27 11:00"), left_seconds=2 * HOUR)
    waiting = Status.WAITING
    assert drawn("04-27 12:00", status=waiting, due=DUE, made=paused) == "○‖2h00|"
    assert drawn("04-27 14:01", status=waiting, due=DUE, made=paused) == "▲‖-0:01:00|late"


def test_without_any_deadline_there_is_no_clock() -> None:
    assert drawn("04-27 12:00", due=NEVER, made=None) == "|muted"


def test_resolved_and_closed_have_a_glyph_and_resolved_a_clock_until_it_must_be_closed() -> None:
    assert drawn("04-27 12:00", status=Status.RESOLVED, due=NEVER, made=None) == "✓|muted"
    assert drawn("04-27 12:00", status=Status.CLOSED, due=NEVER, made=None) == "■|muted"
    assert drawn("04-27 11:00", status=Status.RESOLVED, made=row()) == "○ 2h00|"


@pytest.mark.parametrize("seconds", [0, 59, 3599, 3600, 86_399, 86_400, 10**9])
def test_no_clock_is_wider_than_its_column(seconds: int) -> None:
    for left in (seconds, -seconds):
        assert cells(f"▲ {countdown(left)}") <= WIDTH
    late = due_cell(OPEN, DUE, DUE + seconds + MINUTE, None)
    assert cells(late.text) <= WIDTH
