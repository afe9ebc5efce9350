from __future__ import annotations

import pytest

from helpdesk_tui import i18n
from helpdesk_tui.i18n import sentence
from helpdesk_tui.promises import Lasting, Promised, clock, promise, span
from helpdesk_tui.sla import Target
from helpdesk_tui.vocabulary import Status
from tests.sla_example import HOUR, paris
from tests.test_sla_explanation import promise as made


@pytest.mark.parametrize(
    ("target", "working", "said"),
    [
        (Target(seconds=1800), True, "30 min"),
        (Target(seconds=4 * HOUR), False, "4h"),
        (Target(1), True, "1 working day"),
        (Target(2), True, "2 working days"),
        (Target(1), False, "1 day"),
        (Target(2, 90 * 60), False, "2 days and 1h30"),
        (Target(2, 90 * 60), True, "2 working days and 1h30"),
    ],
)
def test_a_length_says_which_days_it_means(target: Target, working: bool, said: str) -> None:
    assert span(target, working=working) == said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.IN_PROGRESS, "start within 4h"),
        (Status.RESOLVED, "resolve within 4h"),
        (Status.CLOSED, "close within 4h"),
    ],
)
def test_a_promise_reads_as_what_is_to_be_done(status: Status, said: str) -> None:
    assert promise(status, Target(seconds=4 * HOUR), working=True) == said


def test_in_a_sentence_it_speaks_the_language_of_whoever_reads_it() -> None:
    fields = {
        "promise": Promised(Status.RESOLVED, Target(2), working=True),
        "left": Lasting(12 * 60),
    }
    message = "It comes first: {promise}, {left} of working time left."
    assert sentence(message, fields) == (
        "It comes first: resolve within 2 working days, 12 min of working time left."
    )
    i18n.use("fr")
    assert "2 jours ouvrés" in sentence(message, fields)


def test_the_clock_says_what_is_left_or_how_it_ended() -> None:
    row = made("04-27 09:00", Target(seconds=2 * HOUR))
    zone = "Europe/Paris"
    assert clock(row, paris("04-27 10:30"), zone) == "0:30:00 left"
    assert clock(row, paris("04-27 14:00"), zone) == "breached, 2h00 late"
    paused = row._replace(due_at=None, paused_at=paris("04-27 10:00"), left_seconds=HOUR)
    assert clock(paused, paris("04-29 10:00"), zone) == "paused, 1h00 left"
    met = row._replace(met_at=paris("04-27 10:00"))
    assert clock(met, paris("04-27 18:00"), zone) == "met 10:00"
    late = row._replace(met_at=paris("04-27 11:01"))
    assert clock(late, paris("04-28 18:00"), zone) == "met late 27 Apr 11:01"
