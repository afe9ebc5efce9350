from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.row_columns import Cell, Column, draw_line, fit, place


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    stamp: int = 0


def column(
    name: str, width: int, drop: int = 0, right: bool = False, least: int = 0
) -> Column[Item]:
    cell = Cell(name)
    return Column(name, name, width, lambda row, now: cell, drop=drop, right=right, least=least)


COLUMNS = (
    column("due", 8),
    column("number", 7),
    column("subject", 0),
    column("customer", 16, drop=2),
    column("priority", 9, drop=1, right=True),
    column("team", 12, drop=3),
)


def names(width: int) -> list[str]:
    return [slot.column.id for slot in place(COLUMNS, width)]


def test_the_highest_drop_goes_first_and_what_has_none_stays() -> None:
    assert names(120) == ["due", "number", "subject", "customer", "priority", "team"]
    assert names(80) == ["due", "number", "subject", "customer", "priority"]
    assert names(60) == ["due", "number", "subject", "priority"]
    assert names(40) == ["due", "number", "subject"]
    assert names(5) == ["due", "number", "subject"]


def test_a_narrow_column_takes_the_room_that_a_dearer_one_cannot_use() -> None:
    columns = (column("subject", 0), column("customer", 16, drop=1), column("due", 9, drop=2))
    assert [slot.column.id for slot in place(columns, 40)] == ["subject", "due"]


def test_columns_are_narrowed_before_others_are_dropped_and_widened_before_the_rest() -> None:
    columns = (
        column("subject", 0),
        column("customer", 16, drop=1, least=12),
        column("who", 10, drop=2, least=8),
    )
    for width, cells in (
        (51, [28, 12, 8]),
        (54, [28, 15, 8]),
        (56, [28, 16, 9]),
        (60, [31, 16, 10]),
    ):
        assert [slot.width for slot in place(columns, width)] == cells
    assert [slot.width for slot in place(columns, 50)] == [32, 16]


def test_the_rest_goes_to_the_column_without_a_width() -> None:
    slots = {slot.column.id: slot for slot in place(COLUMNS, 60)}
    assert (slots["due"].x, slots["due"].width) == (1, 8)
    assert slots["subject"].x == 18
    assert slots["priority"].x + slots["priority"].width == 60


def test_a_text_too_long_ends_in_an_ellipsis() -> None:
    assert fit("printer on fire", 8) == "printer…"
    assert fit("火災報知器", 6) == "火災 …"
    assert fit("fire", 6) == "fire  "
    assert fit("fire", 6, right=True) == "  fire"
    assert fit("fire", 0) == ""


@given(st.text(), st.integers(0, 30), st.booleans())
def test_any_text_fits_exactly(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(one_line(text), width, right)) == width


hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("火災ｱ👩\u200d👨\ufe0f\u0301\u200b\u202e\u1100\u1161é\u00ad⚠☎\U0001f3fd"),
    ),
    max_size=30,
)


@given(st.lists(hostile, min_size=6, max_size=6), st.integers(1, 130))
def test_a_line_is_as_wide_as_the_list_and_its_columns_stand_in_their_places(
    texts: list[str], width: int
) -> None:
    slots = place(COLUMNS, width)
    cells = [
        Cell(one_line(text), "odd" if index % 2 else "")
        for index, (_, text) in enumerate(zip(slots, texts, strict=False))
    ]
    inks = {"": Style(), "odd": Style(bold=True)}
    strip = draw_line(slots, cells, Cell("*"), width, inks.__getitem__)
    assert strip.cell_length == width
    assert cell_len(strip.text) == width
    assert strip.text.startswith("*")
    for slot in slots:
        if 1 < slot.x <= width:
            gap = strip.crop(slot.x - 1, slot.x).text
            assert " " in gap  # marks without a base letter may hang on it
            assert cell_len(gap) == 1


def test_neighbours_of_one_style_are_one_segment() -> None:
    slots = place(COLUMNS, 60)
    cells = [Cell("a"), Cell("b"), Cell("c"), Cell("d", "odd")]
    inks = {"": Style(), "odd": Style(bold=True)}
    strip = draw_line(slots, cells, Cell(" "), 60, inks.__getitem__)
    assert [segment.style for segment in strip] == [Style(), Style(bold=True)]
