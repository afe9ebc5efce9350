from __future__ import annotations

import pytest

from helpdesk_tui import i18n
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import Target
from helpdesk_tui.text import cells
from helpdesk_tui.widgets.commitment_lines import (
    BAR_WIDTH,
    bar,
    commitment_lines,
    explanation_lines,
    used,
)
from helpdesk_tui.widgets.pager import Line, Pager
from tests.sla_example import HOUR, paris
from tests.test_sla_explanation import promise

ZONE = "Europe/Paris"


def text(line: Line) -> str:
    return "".join(part for part, _ink in line)


def row(**fields: object) -> CommitmentRow:
    """Four hours from Monday 9:00, due at 14:00, at risk from 13:00."""
    made = promise("04-27 09:00", Target(seconds=4 * HOUR))
    return made._replace(**{"warn_at": paris("04-27 13:00"), **fields})  # type: ignore[arg-type]


PAUSED = row(due_at=None, warn_at=None, paused_at=paris("04-27 11:00"), left_seconds=2 * HOUR)


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(-1, ""), (0, ""), (0.5, "██████"), (1, "█" * 12), (7, "█" * 12), (1 / 96, "▏")],
)
def test_a_bar_fills_in_eighths_of_a_cell(share: float, drawn: str) -> None:
    assert bar(share) == drawn.ljust(BAR_WIDTH)


@pytest.mark.parametrize(
    ("now", "share"),
    [("04-27 09:00", 0), ("04-27 11:00", 0.5), ("04-27 12:30", 0.75), ("04-27 14:00", 1)],
)
def test_what_is_used_is_a_share_of_the_promised_working_time(now: str, share: float) -> None:
    assert used(row(), paris(now)) == share


def test_pauses_use_nothing_up() -> None:
    pauses = [(paris("04-27 10:00"), paris("04-27 11:00"))]
    made = promise("04-27 09:00", Target(seconds=4 * HOUR), pauses)
    assert used(made, paris("04-27 12:00")) == 0.5
    assert used(PAUSED, paris("04-29 12:00")) == 0.5


def test_what_is_met_has_used_what_it_took_and_what_is_late_more_than_all() -> None:
    assert used(row(met_at=paris("04-27 10:00")), paris("04-30 10:00")) == 0.25
    assert used(row(), paris("04-27 15:00")) > 1


@pytest.mark.parametrize(
    ("made", "now", "said"),
    [
        (row(), "04-27 11:30", "○ resolve within 4h ▕███████▌ ▏ 1h30 left · due 14:00"),
        (row(), "04-27 13:30", "● resolve within 4h ▕██████████▌ ▏ 0:30:00 left · due 14:00"),
        (
            row(),
            "04-27 14:12",
            "▲ resolve within 4h ▕████████████▏ breached, 0:12:00 late · due 14:00",
        ),
        (PAUSED, "04-28 11:00", "‖ resolve within 4h ▕██████ ▏ paused, 2h00 left"),
        (row(met_at=paris("04-27 10:00")), "04-27 11:00", "✓ resolve within 4h ▕███ ▏ met 10:00"),
        (
            row(met_at=paris("04-27 14:01")),
            "04-27 15:00",
            "✗ resolve within 4h ▕████████████▏ met late 14:01",
        ),
    ],
)
def test_a_promise_is_a_line(made: CommitmentRow, now: str, said: str) -> None:
    (line,) = commitment_lines([made], ZONE, paris(now), 120)
    assert text(line).split() == said.split()


@pytest.mark.parametrize("width", [48, 60, 80, 109, 110, 120])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_line_is_wider_than_there_is_room(width: int, language: str) -> None:
    i18n.use(language)
    pauses = [(paris("04-27 16:00"), paris("04-28 10:00"))]
    long = promise("04-27 09:00", Target(22, 3 * HOUR + 300), pauses, policy="x" * 300)
    for now in ("04-27 11:00", "06-27 11:00"):
        at = paris(now)
        lines = [*commitment_lines([long], ZONE, at, width)]
        lines += explanation_lines(long, pauses, ZONE, at, width)
        assert max(cells(text(line)) for line in lines) <= width


def test_a_narrow_place_takes_two_lines() -> None:
    first, second = commitment_lines([row()], ZONE, paris("04-27 11:30"), 60)
    assert text(first) == " ○ resolve within 4h"
    assert text(second).endswith("1h30 left · due 14:00")


def test_every_ink_is_one_of_the_pagers() -> None:
    lines = [*explanation_lines(PAUSED, [], ZONE, paris("04-27 11:00"), 80)]
    for now in ("04-27 11:00", "04-27 13:30", "04-27 14:30"):
        lines += commitment_lines([row(), PAUSED], ZONE, paris(now), 80)
    assert {ink for line in lines for _text, ink in line if ink} <= set(Pager.INKS)


def test_a_hostile_policy_name_is_harmless() -> None:
    hostile = row(policy="[red]\x1b]52;c;x\x07\u202e\x9b2J[/]")
    lines = [text(line) for line in explanation_lines(hostile, [], ZONE, paris("04-27 11:00"), 80)]
    assert not {c for line in lines for c in line} & {"\x1b", "\x07", "\u202e", "\x9b"}
    assert "[red]" in lines[0]


def explained(zone: str, **fields: object) -> str:
    return "\n".join(
        map(text, explanation_lines(row(**fields), (), zone, paris("04-27 10:00"), 60))
    )


def test_hours_of_another_zone_than_the_readers_say_so() -> None:
    assert "hours of Europe/Paris, told in UTC" in explained("UTC")
    assert "hours of" not in explained(ZONE)
    assert "hours of" not in explained("UTC", working_days_only=False)
