from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.widgets.row_window import RowWindow, Window

PAGE = 12
HEIGHT = 4


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    stamp: int = 0


def window_of(ids: Sequence[int], start: int = 0, end: int | None = None) -> Window[Item]:
    """The part of a list from `start` to `end`, as a source would give it."""
    end = len(ids) if end is None else min(end, len(ids))
    start = max(0, start)
    rows = [Item(row_id) for row_id in ids[start:end]]
    return Window(rows, at_start=start == 0, at_end=end >= len(ids), total=len(ids))


def loaded(ids: Sequence[int], height: int = HEIGHT) -> RowWindow[Item]:
    window: RowWindow[Item] = RowWindow(PAGE)
    window.resize(height)
    window.show(window_of(ids, 0, PAGE))
    return window


def fill(window: RowWindow[Item], ids: Sequence[int]) -> None:
    while edge := window.wanted():
        if edge == "after":
            start = list(ids).index(window.rows[-1].id) + 1
            window.extend(edge, window_of(ids, start, start + window.page))
        else:
            end = list(ids).index(window.rows[0].id)
            window.extend(edge, window_of(ids, end - window.page, end))


def assert_whole(window: RowWindow[Item], ids: Sequence[int]) -> None:
    """The window is a run of the list without gaps, and the cursor is on screen."""
    held = [row.id for row in window.rows]
    start = list(ids).index(held[0]) if held else 0
    assert held == list(ids[start : start + len(held)])
    assert window.at_start == (start == 0)
    assert window.at_end == (start + len(held) == len(ids))
    assert window.top <= window.cursor < window.top + window.height or not held
    assert 0 <= window.top <= max(0, len(held) - window.height)


def test_an_empty_list_has_no_current_row_and_wants_nothing() -> None:
    window: RowWindow[Item] = RowWindow(PAGE)
    window.show(Window([], True, True, 0))
    window.move_to(3)
    assert window.current is None
    assert window.wanted() is None
    assert window.visible() == []


def test_moving_scrolls_no_more_than_it_takes() -> None:
    window = loaded(range(10))
    window.move_to(3)
    assert (window.cursor, window.top) == (3, 0)
    window.move_to(4)
    assert (window.cursor, window.top) == (4, 1)
    window.move_to(2)
    assert (window.cursor, window.top) == (2, 1)
    window.move_to(0)
    assert (window.cursor, window.top) == (0, 0)


def test_a_page_turns_with_the_cursor_on_its_line() -> None:
    window = loaded(range(12))
    window.move_to(1)
    window.turn(3)
    assert (window.cursor, window.top) == (4, 3)
    window.turn(30)
    assert (window.cursor, window.top) == (11, 8)
    window.turn(-3)
    assert (window.cursor, window.top) == (8, 5)


def test_scrolling_takes_the_cursor_along_only_at_the_edge() -> None:
    window = loaded(range(12))
    window.move_to(3)
    window.scroll(2)
    assert (window.cursor, window.top) == (3, 2)
    window.scroll(3)
    assert (window.cursor, window.top) == (5, 5)
    window.scroll(-4)
    assert (window.cursor, window.top) == (4, 1)


def test_a_smaller_screen_keeps_the_cursor_in_sight() -> None:
    window = loaded(range(12), height=10)
    window.move_to(9)
    window.resize(3)
    assert window.top == 7


def test_a_row_that_is_loaded_already_is_not_taken_twice() -> None:
    window = loaded(range(PAGE))
    window.at_end = False
    window.extend("after", Window([Item(3), Item(100)], False, True, None))
    assert [row.id for row in window.rows] == [*range(PAGE), 100]


def test_a_page_without_news_ends_the_asking() -> None:
    window = loaded(range(PAGE))
    window.at_end = False
    window.move_to(PAGE - 1)
    assert window.wanted() == "after"
    window.extend("after", Window([Item(3)], False, False, None))
    assert window.wanted() is None


def test_a_new_first_row_shows_while_the_list_stands_at_its_start() -> None:
    window = loaded([1, 2, 3, 4, 5, 6])
    window.merge(window_of([9, 1, 2, 3, 4, 5, 6]))
    assert (window.cursor, window.top) == (1, 0)


def test_the_cursor_stays_on_its_line_when_rows_come_above_a_scrolled_list() -> None:
    window = loaded([1, 2, 3, 4, 5, 6, 7, 8])
    window.move_to(5)
    line = window.cursor - window.top
    window.merge(window_of([20, 21, 1, 2, 3, 4, 5, 6, 7, 8]))
    assert window.current == Item(6)
    assert window.cursor - window.top == line


def test_the_cursor_follows_a_row_that_moved() -> None:
    window = loaded([1, 2, 3, 4, 5, 6, 7, 8])
    window.move_to(6)
    window.merge(window_of([7, 1, 2, 3, 4, 5, 6, 8]))
    assert window.current == Item(7)


def test_the_cursor_goes_to_the_row_that_took_the_place_of_one_gone() -> None:
    window = loaded([1, 2, 3, 4])
    window.move_to(1)
    window.merge(window_of([1, 3, 4]))
    assert window.current == Item(3)
    window.move_to(2)
    window.merge(window_of([1, 3]))
    assert window.current == Item(3)
    window.merge(window_of([50, 51]))
    assert window.current == Item(51)
    window.merge(window_of([]))
    assert window.current is None


moves = st.lists(
    st.tuples(st.sampled_from(["to", "turn", "scroll"]), st.integers(-30, 30)), max_size=60
)


@given(st.integers(0, 300), st.integers(1, 6), moves)
def test_any_walk_holds_an_unbroken_and_bounded_part_of_the_list(
    length: int, height: int, steps: list[tuple[str, int]]
) -> None:
    ids = range(1000, 1000 + length)
    window = loaded(ids, height)
    fill(window, ids)
    for kind, lines in steps:
        if kind == "to":
            window.move_to(window.cursor + lines)
        elif kind == "turn":
            window.turn(lines)
        else:
            window.scroll(lines)
        fill(window, ids)
        assert_whole(window, ids)
        assert len(window.rows) <= 4 * window.page


lists = st.lists(st.integers(0, 40), unique=True, max_size=30)


@given(lists, lists, st.integers(0, 29), st.integers(1, 8))
def test_merging_keeps_the_cursor_on_its_row_and_line(
    old: list[int], new: list[int], index: int, height: int
) -> None:
    window: RowWindow[Item] = RowWindow(PAGE)
    window.resize(height)
    window.show(window_of(old))
    window.move_to(index)
    before, line = window.current, window.cursor - window.top
    at_top = window.top == 0
    window.merge(window_of(new))
    assert_whole(window, new)
    if before is None or before.id not in new:
        return
    assert window.current == before
    place = new.index(before.id)
    room = max(0, len(new) - height)
    if at_top and place < height:
        assert window.top == 0
    elif 0 <= place - line <= room:
        assert window.cursor - window.top == line


@given(lists.filter(bool), st.data())
def test_after_removals_the_cursor_is_on_the_next_row_left_or_else_the_last(
    old: list[int], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(old) - 1))
    others = data.draw(st.sets(st.sampled_from(old)))
    gone = others | {old[index]}
    new = [row_id for row_id in old if row_id not in gone]
    window: RowWindow[Item] = RowWindow(PAGE)
    window.resize(HEIGHT)
    window.show(window_of(old))
    window.move_to(index)
    window.merge(window_of(new))
    following = [row_id for row_id in old[index:] if row_id in new]
    expected = following[0] if following else (new[-1] if new else None)
    assert (window.current.id if window.current else None) == expected


@given(st.integers(5, 200), st.integers(0, 199), st.integers(0, 3), st.integers(0, 3))
def test_a_merge_of_the_neighbourhood_leaves_the_same_rows_on_screen(
    length: int, index: int, below: int, above: int
) -> None:
    ids = list(range(1000, 1000 + length))
    window = loaded(ids)
    while window.cursor < len(window.rows) - 1 and window.current != Item(1000 + index):
        window.move_to(window.cursor + 1)
        fill(window, ids)
    current = window.current
    assert current is not None
    shown = list(window.visible())
    scrolled = window.top > 0
    ids = [*range(above), *ids, *range(5000, 5000 + below)]
    place = ids.index(current.id)
    window.merge(window_of(ids, place - window.page, place + window.page + 1))
    fill(window, ids)
    assert_whole(window, ids)
    assert window.current == current
    if scrolled:
        assert list(window.visible()) == shown
