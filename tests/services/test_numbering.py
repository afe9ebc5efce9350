from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.models import Sequence, Ticket, database
from helpdesk_tui.queries import ticket as read
from helpdesk_tui.services import numbering, tickets
from tests.conftest import NOW, Desk


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def set_sequence(**columns: object) -> None:
    Sequence.update(columns).where(Sequence.code == numbering.TICKETS).execute()


def number_on(desk: Desk, day: str) -> str:
    return tickets.create(desk.actor("bob"), instant(day), {"subject": "Fire"}).number


def test_by_default_numbers_are_tkt_and_four_digits(desk: Desk) -> None:
    assert [desk.ticket().number for _each in range(3)] == ["TKT0001", "TKT0002", "TKT0003"]
    set_sequence(next_number=9999)
    assert [desk.ticket().number for _each in range(2)] == ["TKT9999", "TKT10000"]


@pytest.mark.parametrize(
    ("prefix", "suffix", "padding", "day", "number"),
    [
        ("%YYYY-", "", 4, "2026-04-27", "2026-0007"),
        ("%YY/", "", 3, "2026-04-27", "26/007"),
        ("", "-%M", 1, "2026-04-27", "7-4"),
        ("%FM-", "", 1, "2026-04-27", "04-7"),
        ("%M.%D.", "", 0, "2026-12-09", "12.9.7"),
        ("W%WY-", "", 2, "2026-12-31", "W53-07"),
        ("W%WY-", "", 2, "2027-01-01", "W53-07"),
        ("W%WY-", "", 2, "2027-01-04", "W1-07"),
        ("%YYYY%YY%FM%M%D%WY|", "|%YYYY", 1, "2026-04-07", "202626044715|7|2026"),
        ("100% ", " %X", 1, "2026-04-27", "100% 7 %X"),
        ("T", "", 0, "2026-04-27", "T7"),
    ],
)
def test_patterns_are_filled_in(
    prefix: str, suffix: str, padding: int, day: str, number: str
) -> None:
    sequence = Sequence(prefix=prefix, suffix=suffix, padding=padding)
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert numbering.written(sequence, 7, at) == number


@pytest.mark.parametrize(
    ("reset", "prefix", "days", "numbers"),
    [
        (
            "yearly",
            "%YYYY-",
            ["2025-06-01", "2025-12-31T23:59:59", "2026-01-01", "2026-07-01", "2028-01-01"],
            ["2025-1", "2025-2", "2026-1", "2026-2", "2028-1"],
        ),
        (
            "monthly",
            "%YYYY.%FM-",
            ["2025-12-30", "2025-12-31T23:59:59", "2026-01-01", "2026-02-01", "2026-02-02"],
            ["2025.12-1", "2025.12-2", "2026.01-1", "2026.02-1", "2026.02-2"],
        ),
        ("never", "%YYYY-", ["2025-12-31", "2026-01-01"], ["2025-1", "2026-2"]),
    ],
)
def test_a_sequence_begins_again_with_its_period(
    desk: Desk, reset: str, prefix: str, days: list[str], numbers: list[str]
) -> None:
    set_sequence(prefix=prefix, padding=1, reset=reset)
    assert [number_on(desk, day) for day in days] == numbers


def test_a_clock_set_back_repeats_no_number(desk: Desk) -> None:
    set_sequence(prefix="%YYYY-", padding=1, reset="yearly")
    days = ["2025-12-31", "2026-01-01", "2025-12-31", "2026-01-01", "2026-01-01"]
    numbers = ["2025-1", "2026-1", "2025-2", "2026-2", "2026-3"]
    assert [number_on(desk, day) for day in days] == numbers


@pytest.mark.parametrize(
    ("before", "after"),
    [("never", "yearly"), ("never", "monthly"), ("yearly", "never"), ("monthly", "yearly")],
)
def test_a_change_of_the_rule_does_not_begin_again_by_itself(
    desk: Desk, before: str, after: str
) -> None:
    set_sequence(reset=before, next_number=500, period="")
    assert number_on(desk, "2026-04-27") == "TKT0500"
    set_sequence(reset=after)
    assert number_on(desk, "2026-04-28") == "TKT0501"


def test_numbers_that_are_taken_are_skipped(desk: Desk) -> None:
    first = desk.ticket().ticket
    Ticket.update(number="TKT0003").where(Ticket.id == first).execute()
    assert [desk.ticket().number for _each in range(2)] == ["TKT0002", "TKT0004"]


def test_a_number_is_not_spent_on_a_ticket_that_is_not_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> int:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(tickets, "record", fail)
        with pytest.raises(RuntimeError):
            desk.ticket()
    assert desk.ticket().number == "TKT0001"


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    prefix=st.sampled_from(["%YYYY-", "%YYYY.%FM-", "T%YYYY%FM%D-"]),
    reset=st.sampled_from(["never", "yearly", "monthly"]),
    days=st.lists(st.integers(0, 800), max_size=15),
)
def test_whatever_the_clock_does_no_number_comes_twice(
    desk: Desk, prefix: str, reset: str, days: list[int]
) -> None:
    bob = desk.actor("bob")
    with database.atomic() as transaction:
        set_sequence(prefix=prefix, padding=1, reset=reset)
        numbers = [
            tickets.create(bob, NOW + day * 86_400, {"subject": "Fire"}).number for day in days
        ]
        assert len(set(numbers)) == len(numbers)
        transaction.rollback()


# Numbers as people type them


def test_a_number_may_be_typed_in_short(desk: Desk) -> None:
    desk.ticket()
    set_sequence(next_number=42)
    ticket = desk.ticket().ticket
    desk.ticket()
    typed = ("42", "0042", "tkt42", "TKT0042", " Tkt042\n", "ＴＫＴ４２")
    assert [read.find(each) for each in typed] == [ticket] * len(typed)


def test_a_bare_number_means_the_newest_of_that_number(desk: Desk) -> None:
    set_sequence(prefix="%YYYY-", reset="yearly")
    bob = desk.actor("bob")
    old = tickets.create(bob, instant("2025-04-27"), {"subject": "Old"}).ticket
    new = tickets.create(bob, instant("2026-04-27"), {"subject": "New"}).ticket
    assert read.find("1") == new
    assert read.find("2025-1") == read.find("2025-0001") == old


def test_a_number_written_in_full_goes_before_a_short_one(desk: Desk) -> None:
    set_sequence(prefix="", padding=0, next_number=7)
    seven = desk.ticket().ticket
    set_sequence(prefix="X", padding=4, next_number=7)
    desk.ticket()
    assert read.find("7") == seven
