"""When the work ended, as typed into the question about a forgotten stopwatch."""

from __future__ import annotations

import pytest

from helpdesk_tui.errors import Invalid
from helpdesk_tui.rows import Running
from helpdesk_tui.screens.forgotten import ended_at
from tests.sla_example import paris

ZONE = "Europe/Paris"
BEGAN = paris("04-27 10:00")  # a Monday
RUNNING = Running(1, 1, "TKT0001", "Printer on fire", BEGAN, None)


@pytest.mark.parametrize(
    ("typed", "ended"),
    [
        ("17:00", "04-27 17:00"),
        ("11:00", "04-27 11:00"),
        ("9:00", "04-28 09:00"),
        ("tue 12:00", "04-28 12:00"),
        ("now", "04-28 18:00"),
        ("-2h", "04-28 16:00"),
    ],
)
def test_a_time_is_that_of_the_day_on_which_it_began(typed: str, ended: str) -> None:
    now = paris("04-28 18:00")
    assert ended_at(typed, running=RUNNING, now=now, zone=ZONE) == paris(ended)


@pytest.mark.parametrize("typed", ["tomorrow 9:00", "26/4/2026 12:00", "19:00"])
def test_what_lies_outside_the_run_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        ended_at(typed, running=RUNNING, now=paris("04-27 18:00"), zone=ZONE)
