from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk_tui import i18n
from helpdesk_tui.errors import Invalid
from helpdesk_tui.worked import Worked, parse_worked

PARIS = "Europe/Paris"


def at(text: str) -> int:
    """The instant of a local time in Paris."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).timestamp())


NOW = at("2026-04-27 12:00")
HOUR = 3600


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1h30", 5400),
        ("1h 30", 5400),
        ("1 h 30 min", 5400),
        ("90m", 5400),
        ("90 min", 5400),
        ("1.5h", 5400),
        ("1,5h", 5400),
        ("1:30", 5400),
        ("1:30:15", 5415),
        ("2 hours", 7200),
        ("2 heures", 7200),
        ("45s", 45),
    ],
)
def test_a_length_is_read_in_either_language(language: str, typed: str, seconds: int) -> None:
    i18n.use(language)
    assert parse_worked(typed, NOW, PARIS) == Worked(seconds, None, "")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "begun", "ended"),
    [
        ("09:15-10:40", "2026-04-27 09:15", "2026-04-27 10:40"),
        ("09:15 - 10:40", "2026-04-27 09:15", "2026-04-27 10:40"),
        ("9h15-10h40", "2026-04-27 09:15", "2026-04-27 10:40"),
        ("yesterday 9h-10h30", "2026-04-26 09:00", "2026-04-26 10:30"),
        ("hier 9h-10h30", "2026-04-26 09:00", "2026-04-26 10:30"),
        ("fri 14:00-15:00", "2026-04-24 14:00", "2026-04-24 15:00"),
        ("ven 14:00-15:00", "2026-04-24 14:00", "2026-04-24 15:00"),
        ("24/04/2026 14:00-15:00", "2026-04-24 14:00", "2026-04-24 15:00"),
    ],
)
def test_a_span_says_when_it_was(language: str, typed: str, begun: str, ended: str) -> None:
    i18n.use(language)
    expected = Worked(at(ended) - at(begun), at(begun), "")
    assert parse_worked(typed, NOW, PARIS) == expected


@pytest.mark.parametrize(
    ("typed", "seconds", "note"),
    [
        ("1h30 on the phone", 5400, "on the phone"),
        ("90m called at 9h and 10h", 5400, "called at 9h and 10h"),
        ("2h 5 printers", 7200, "5 printers"),
        ("1.5h 09:15-10:40 was the outage", 5400, "09:15-10:40 was the outage"),
        ("09:15-10:40 rates, part 2", 5100, "rates, part 2"),
        ("hier 9h-10h second visit", 3600, "second visit"),
        ("1h  [/red]  x", 3600, "[/red] x"),
    ],
)
def test_what_follows_is_the_note(typed: str, seconds: int, note: str) -> None:
    worked = parse_worked(typed, NOW, PARIS)
    assert (worked.seconds, worked.note) == (seconds, note)


def test_a_span_over_a_change_of_clocks_has_its_real_length() -> None:
    spring = at("2026-03-29 12:00")
    assert parse_worked("01:30-03:30", spring, PARIS).seconds == HOUR
    autumn = at("2026-10-25 12:00")
    assert parse_worked("01:30-03:30", autumn, PARIS).seconds == 3 * HOUR


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "how long it took"),
        ("   ", "how long it took"),
        ("90", "90 of what"),
        ("90 the printer", "90 of what"),
        ("soon", "not a duration"),
        ("1d", "no fixed length"),
        ("10:40-09:15 note", "end must come after"),
        ("hier 10:40-09:15 note", "end must come after"),
        ("9h-25h", "no such time"),
        ("1:75", "not a duration"),
        ("20000h", "too long"),
        ("\x1b]52;c;x\x07", "not a duration"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_worked(typed, NOW, PARIS, field="seconds")
    assert why in str(refused.value)
    assert refused.value.field == "seconds"


def test_a_refusal_is_told_in_french_too() -> None:
    i18n.use("fr")
    for typed in ("90", "10:40-09:15", ""):
        with pytest.raises(Invalid) as refused:
            parse_worked(typed, NOW, PARIS)
        assert i18n.explain(refused.value) != str(refused.value)
