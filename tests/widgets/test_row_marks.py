from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.widgets.row_marks import Marks


def test_marks_keep_the_order_of_marking() -> None:
    marks = Marks()
    for row_id in (5, 2, 9):
        marks.toggle(row_id)
    marks.toggle(2)
    marks.add([1, 5, 7])
    assert list(marks) == [5, 9, 1, 7]
    assert len(marks) == 4
    assert 7 in marks
    assert 2 not in marks


def test_going_back_unmarks_what_the_range_marked_but_not_what_was_marked_before() -> None:
    marks = Marks()
    marks.toggle(3)
    marks.start_range(1)
    marks.walk([2, 3, 4])
    assert list(marks) == [3, 1, 2, 4]
    marks.walk([3, 2, 1])
    assert list(marks) == [3, 1]
    assert len(marks) == 2


def test_an_ended_range_stays_and_grows_no_more() -> None:
    marks = Marks()
    marks.start_range(1)
    marks.walk([2])
    marks.end_range()
    marks.walk([3])
    assert list(marks) == [1, 2]
    assert not marks.ranging


def test_clearing_ends_the_range() -> None:
    marks = Marks()
    marks.start_range(1)
    marks.clear()
    marks.walk([2])
    assert not list(marks)


@given(st.integers(0, 20), st.lists(st.integers(0, 20), min_size=1, max_size=12))
def test_a_range_is_always_what_lies_between_its_start_and_the_cursor(
    start: int, stops: list[int]
) -> None:
    marks = Marks()
    marks.start_range(start)
    cursor = start
    for stop in stops:
        way = 1 if stop > cursor else -1
        marks.walk(range(cursor + way, stop + way, way) if stop != cursor else [])
        cursor = stop
        assert set(marks) == set(range(min(start, cursor), max(start, cursor) + 1))
