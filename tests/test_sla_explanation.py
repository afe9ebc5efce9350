"""What deadlines are made of; the office is open Monday to Friday, 9 to 12 and 13 to 17."""

from __future__ import annotations

from datetime import date

from helpdesk_tui.explanation_text import steps
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla import Calendar, Target, deadline_epoch
from helpdesk_tui.sla_explanation import Explanation, Pauses, explain
from helpdesk_tui.vocabulary import Status
from tests.sla_example import HOUR, MINUTE, WEEK, paris

OFFICE = Calendar(
    "Europe/Paris",
    {day: [(a, b) for a, b in pairs] for day, pairs in WEEK.items()},
    [date(2026, 5, 1)],
)


def promise(start: str, target: Target, pauses: Pauses = (), **fields: object) -> CommitmentRow:
    """As it is kept: with its deadline, or with what is left of it while a pause goes on."""
    begun = paris(start)
    due = deadline_epoch(begun, target, OFFICE, pauses)
    paused = left = None
    if due is None:
        paused = pauses[-1][0]
        ahead = deadline_epoch(begun, target, OFFICE, pauses[:-1])
        left = OFFICE.elapsed_epoch(paused, ahead or paused)
    row = CommitmentRow(
        id=1,
        policy="Usual",
        target_status=Status.RESOLVED,
        target=target,
        working_days_only=True,
        calendar=OFFICE,
        started_at=begun,
        due_at=due,
        warn_at=None,
        paused_at=paused,
        left_seconds=left,
        met_at=None,
        breached_at=None,
    )
    return row._replace(**fields)  # type: ignore[arg-type]


def stay(begun: str, ended: str) -> tuple[int, int]:
    return paris(begun), paris(ended)


def pieces(told: Explanation) -> list[tuple[str, float]]:
    """Kinds with their lengths in hours."""
    return [(piece.kind, piece.seconds / HOUR) for piece in told.pieces]


def test_hours_are_told_piece_by_piece_and_the_running_ones_add_up() -> None:
    told = explain(promise("04-30 10:00", Target(seconds=8 * HOUR)), ())
    assert pieces(told) == [
        ("running", 2),
        ("closed", 1),
        ("running", 4),
        ("closed", 7),
        ("holiday", 24),
        ("closed", 57),
        ("running", 2),
    ]
    assert told.running == 8 * HOUR and told.adds_up
    assert told.after_days is None


def test_a_pause_is_a_piece_and_its_closed_hours_are_closed() -> None:
    pauses = [stay("04-27 11:00", "04-27 14:00")]
    told = explain(promise("04-27 09:00", Target(seconds=4 * HOUR), pauses), pauses)
    assert pieces(told) == [
        ("running", 2),
        ("paused", 1),
        ("closed", 1),
        ("paused", 1),
        ("running", 2),
    ]
    assert told.adds_up


def test_days_come_first_and_then_the_pieces_of_the_rest() -> None:
    told = explain(promise("04-30 10:00", Target(1, 3 * HOUR)), ())
    assert told.after_days == paris("05-04 10:00")
    assert pieces(told) == [("running", 2), ("closed", 1), ("running", 1)]
    assert told.adds_up and told.made_up == 0


def test_days_alone_have_no_pieces() -> None:
    told = explain(promise("04-30 10:00", Target(1)), ())
    assert (told.pieces, told.running, told.adds_up) == ([], 0, True)


def test_a_pause_during_the_days_is_made_up_for_after_them() -> None:
    pauses = [stay("04-27 16:00", "04-28 10:00")]
    told = explain(promise("04-27 09:00", Target(2), pauses), pauses)
    assert told.made_up == told.running == 2 * HOUR
    assert pieces(told) == [("running", 2)]


def test_a_pause_over_the_end_of_the_days_counts_on_both_sides() -> None:
    pauses = [stay("04-28 16:00", "04-29 10:00")]
    told = explain(promise("04-27 09:00", Target(2), pauses), pauses)
    assert told.made_up == HOUR
    assert pieces(told) == [("paused", 1), ("running", 1)]
    assert told.adds_up


def test_while_a_pause_goes_on_it_ends_there_and_tells_what_is_left() -> None:
    pauses = [(paris("04-27 11:00"), None)]
    told = explain(promise("04-27 09:00", Target(seconds=4 * HOUR), pauses), pauses)
    assert pieces(told) == [("running", 2)]
    assert (told.running, told.left, told.adds_up) == (2 * HOUR, 2 * HOUR, True)


def test_a_pause_that_goes_on_within_the_days() -> None:
    pauses = [stay("04-27 10:00", "04-27 11:00"), (paris("04-28 09:00"), None)]
    told = explain(promise("04-27 09:00", Target(2, HOUR), pauses), pauses)
    assert told.pieces == []
    # of Tuesday 7 h, then the hour of the target and that of the first pause
    assert (told.left, told.made_up, told.adds_up) == (9 * HOUR, HOUR, True)


def test_pauses_after_it_was_met_have_moved_nothing() -> None:
    row = promise("04-27 09:00", Target(seconds=4 * HOUR), met_at=paris("04-27 10:00"))
    told = explain(row, [stay("04-27 10:30", "04-27 11:30")])
    assert pieces(told) == [("running", 3), ("closed", 1), ("running", 1)]
    assert told.adds_up


def test_a_stay_that_became_a_pause_after_the_breach_has_moved_nothing() -> None:
    row = promise("04-27 09:00", Target(seconds=2 * HOUR), breached_at=paris("04-27 11:00"))
    told = explain(row, [stay("04-27 10:00", "04-27 16:00")])
    assert pieces(told) == [("running", 2)]
    assert told.adds_up


def test_a_pause_that_ended_in_closed_hours_counts() -> None:
    pauses = [stay("04-27 16:00", "04-27 18:00")]
    row = promise("04-27 09:00", Target(seconds=6 * HOUR), pauses)
    assert row.due_at == paris("04-27 17:00")
    assert pieces(explain(row, pauses))[-1] == ("paused", 1)


def test_it_notices_that_the_calendar_was_changed_since() -> None:
    row = promise("04-27 09:00", Target(seconds=4 * HOUR))
    other = Calendar("Europe/Paris", {"mon": [("09:00", "10:00")]})
    assert not explain(row._replace(calendar=other), ()).adds_up
    emptied = Calendar("Europe/Paris", {}, special={date(2026, 4, 20): [("09:00", "10:00")]})
    days = promise("04-27 09:00", Target(2))._replace(calendar=emptied)
    assert not explain(days, ()).adds_up


# How it reads


def read(row: CommitmentRow, pauses: Pauses = (), now: str = "04-27 10:00") -> list[str]:
    told = explain(row, pauses)
    lines = steps(row, told, "Europe/Paris", paris(now))
    return ["|".join(part for part in (s.label, s.length, s.text) if part) for s in lines]


def test_the_steps_of_hours() -> None:
    assert read(promise("04-27 16:30", Target(seconds=HOUR)), now="04-27 16:40") == [
        "start|Mon 27 Apr 2026 16:30",
        "running|30 min|Mon 27 Apr 2026 16:30 → 17:00",
        "closed hours|16h|Mon 27 Apr 2026 17:00 → 28 Apr 09:00",
        "running|30 min|Tue 28 Apr 2026 09:00 → 09:30",
        "in all|1h|of running time",
        "deadline|Tue 28 Apr 2026 09:30 · 0:50:00 left",
    ]


def test_the_steps_of_days_with_a_pause_made_up_for() -> None:
    pauses = [stay("04-27 16:00", "04-28 10:00")]
    row = promise("04-27 09:00", Target(2), pauses)
    assert read(row, pauses, now="04-29 12:00") == [
        "start|Mon 27 Apr 2026 09:00",
        "2 working days|→ Wed 29 Apr 2026 09:00",
        "2h|of pauses in these days, made up for",
        "running|2h|Wed 29 Apr 2026 09:00 → 11:00",
        "in all|2h|of running time",
        "deadline|Wed 29 Apr 2026 11:00 · breached, 1h00 late",
    ]


def test_the_steps_of_what_stands_still() -> None:
    pauses = [(paris("04-27 11:00"), None)]
    row = promise("04-27 09:00", Target(seconds=2 * HOUR + 10 * MINUTE), pauses)
    assert read(row, pauses)[-1] == "deadline|paused, 0:10:00 left"


def test_the_steps_say_when_the_calendar_was_changed() -> None:
    row = promise("04-27 09:00", Target(seconds=4 * HOUR))
    other = Calendar("Europe/Paris", {"mon": [("09:00", "10:00")]})
    changed = row._replace(calendar=other)
    assert read(changed)[-1].startswith("!|The calendar was changed since")
