"""A terminal that gets only the difference shows what one that gets everything shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pyte
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from helpdesk_tui import cell_diff
from helpdesk_tui.cell_diff import BEGIN_TOGETHER, END_TOGETHER, CellDiff
from tests.emulator import Emulator, as_assumed
from tests.extent import FULL

COLUMNS, LINES = 24, 10


class TrueColour:
    """What a strip asks of a console."""

    _color_system = None


class Pair:
    """Two terminals: one gets all that is written, the other what the diff makes of it."""

    def __init__(self, columns: int = COLUMNS, lines: int = LINES, *, fills: bool = True) -> None:
        self.diff = CellDiff(columns, lines)
        self.whole = Emulator(columns, lines)
        self.spared = Emulator(columns, lines, fills=fills)
        self.sent = ""
        for sequence in ("\x1b[?1049h", "\x1b[?7l"):
            self.write(sequence)

    def write(self, data: str) -> str:
        """What is sent for this, after which both show the same."""
        self.whole.feed(data)
        self.sent = self.diff.feed(data)
        self.spared.feed(self.sent)
        assert self.spared.seen == self.whole.seen
        assert self.spared.modes - {"2026"} == self.whole.modes - {"2026"}
        assert (self.spared.rung, self.spared.wraps) == (self.whole.rung, self.whole.wraps)
        return self.sent

    def resize(self, columns: int, lines: int) -> None:
        self.diff.resize(columns, lines)
        self.whole.resize(columns, lines)
        self.spared.resize(columns, lines)


# What Textual writes

PIECES = st.sampled_from(
    [
        *("a", "b", " ", "  ", "    ", "word", "12", "─", "é", "\xa0", "●", "世", "界", "한", "ｗ"),
        *("e\u0301", "😀", "✔\ufe0f", "👩\u200d👩\u200d👧", "क्षि", "🇫🇷"),
    ]
)
COLOURS = st.sampled_from(
    [None, "red", "bright_blue", "color(200)", "#102030", "#a0b0c0", "default", "#ffffff"]
)
ATTRIBUTES = ["bold", "dim", "italic", "underline", "blink", "blink2", "reverse", "conceal"]
ATTRIBUTES += ["strike", "underline2", "frame", "encircle", "overline"]


@st.composite
def styles(draw: st.DrawFn) -> Style | None:
    if draw(st.integers(0, 4)) == 0:
        return None
    on = draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=2))
    link = draw(st.sampled_from([None] * 5 + ["https://example.org/a;b"]))
    chosen: dict[str, Any] = dict.fromkeys(on, True)
    made = Style(color=draw(COLOURS), bgcolor=draw(COLOURS), link=link, **chosen)
    made._link_id = "7"  # Rich draws it anew each time, which no replay could compare
    return made


STYLES = st.shared(st.lists(styles(), min_size=1, max_size=5), key="styles")


@st.composite
def strips(draw: st.DrawFn, width: int) -> Strip:
    """A strip of exactly that width; mostly few runs, as on a real screen."""
    among = draw(STYLES)
    runs = draw(st.lists(st.tuples(PIECES, st.integers(1, 4), st.sampled_from(among)), max_size=6))
    segments = [Segment(piece * times, style) for piece, times, style in runs]
    return Strip(segments).adjust_cell_length(width, draw(st.sampled_from(among)))


def rendered(lines: list[Strip], x: int = 0, y: int = 0) -> str:
    region = Region(x, y, max(strip.cell_length for strip in lines), len(lines))
    return LayoutUpdate([[strip] for strip in lines], region).render_segments(TrueColour())  # type: ignore[arg-type]


def at(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


@st.composite
def full_frames(draw: st.DrawFn, columns: int, lines: int) -> Callable[[list[Strip]], str]:
    """A frame drawn on top of the strips there were: all new, some new, or a block moved."""
    kind = draw(st.sampled_from(["new", "some", "moved", "moved"]))
    top = draw(st.integers(0, lines - 2))
    bottom = draw(st.integers(top + 1, lines - 1))
    by = draw(st.integers(-3, 3))
    count = {"new": lines, "some": 2, "moved": 3}[kind]
    fresh = [draw(strips(columns)) for _ in range(count)]
    beside = draw(strips(3))

    def frame(before: list[Strip]) -> str:
        if kind == "new":
            before[:] = fresh
        elif kind == "some":
            before[top], before[bottom] = fresh
        else:
            block = before[top : bottom + 1]
            moved = {y: block[y + by] for y in range(len(block)) if 0 <= y + by < len(block)}
            new = iter(fresh)
            before[top : bottom + 1] = [
                moved.get(y) or next(new, block[y]) for y in range(len(block))
            ]
            before[top] = Strip.join([beside, before[top].crop(3, columns)])
        return rendered(before)

    return frame


@st.composite
def parts(draw: st.DrawFn, columns: int, lines: int) -> str:
    """Some pieces of lines, as Textual updates dirty regions."""
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        x, y = draw(st.integers(0, columns - 1)), draw(st.integers(0, lines - 2))
        width = draw(st.integers(1, columns - x))
        pieces.append(rendered([draw(strips(width))], x, y) + draw(st.sampled_from(["", "\n"])))
    return "".join(pieces)


ODD = st.sampled_from(
    [
        *(
            "\x1b[2J",
            "\x1b[3L",
            "\x1b[M",
            "\x1b[K",
            "\x1b[5X",
            "\x1b[2A",
            "\x1b[3C",
            "\x1b[999;999Hx",
        ),
        *("\tx", "\r", "\u0301", "\n" * 12, "more than fits" * 3),
        *(
            "\x1b[31mred",
            "\x1b[m",
            "\x1b[0m",
            "\x1b[4:3mcurly\x1b[0m",
            "\x1b[31;99munheard of\x1b[0m",
        ),
        "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
        *("\x07", "\x1b]0;title\x07", "\x1b]52;c;Zm9v\x07", "\x1b[?2048$p", "\x1b[>1u"),
        *("\x1b[?25l", "\x1b[?1000h", "\x1b[?1049h", "\x1b[?1049l", "\x1b[?7h", "\x1b[?7l"),
    ]
)

STEPS = st.lists(
    st.one_of(
        full_frames(COLUMNS, LINES),
        full_frames(COLUMNS, LINES),
        parts(COLUMNS, LINES),
        parts(COLUMNS, LINES),
        ODD,
    ),
    min_size=3,
    max_size=9 if FULL else 7,
)
MANY = settings(
    max_examples=3000 if FULL else 35,
    deadline=None,
    derandomize=not FULL,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.soak
@MANY
@given(STEPS, st.booleans(), st.integers(0, COLUMNS - 1), st.booleans())
def test_both_show_the_same_after_every_write(
    steps: list[Any], fills: bool, column: int, together: bool
) -> None:
    pair = Pair(fills=fills)
    lines = [Strip.blank(COLUMNS)] * LINES
    for step in steps:
        if callable(step):
            if together:
                pair.write(BEGIN_TOGETHER)
            pair.write(step(lines) + at(column, 1))
            if together:
                pair.write(END_TOGETHER)
        else:
            pair.write(step)


@pytest.mark.soak
@MANY
@given(STEPS, st.sampled_from([(7, 4), (24, 10), (40, 3), (1, 1), (25, 12)]))
def test_a_new_size_forgets_what_the_old_one_showed(
    steps: list[Any], size: tuple[int, int]
) -> None:
    pair = Pair()
    lines = [Strip.blank(COLUMNS)] * LINES
    for index, step in enumerate(steps):
        pair.write(step(lines) if callable(step) else step)
        if index == 1:
            pair.resize(*size)
            small = [Strip.blank(size[0], Style(bgcolor="#102030"))] * size[1]
            pair.write(rendered(small))
            pair.resize(COLUMNS, LINES)


@pytest.mark.soak
@MANY
@given(st.lists(full_frames(COLUMNS, LINES), min_size=2, max_size=5))
def test_few_numbers_for_cells_change_nothing(frames: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cell_diff, "_CELLS", 8)
        pair = Pair()
        lines = [Strip.blank(COLUMNS)] * LINES
        for frame in frames:
            pair.write(frame(lines))


# Terminals that give other widths


def one_by_one(text: str) -> list[tuple[str, int]]:
    """An old terminal: no joining, and emoji as narrow as letters."""
    return [
        (c, 0 if unicodedata.combining(c) or c in "\u200d\ufe0f" else 2 if wide(c) else 1)
        for c in text
    ]


def wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" and character < "\U0001f000"


def all_apart(text: str) -> list[tuple[str, int]]:
    """One that has no combining characters at all and draws emoji wide."""
    return [(c, 2 if unicodedata.east_asian_width(c) in "WF" else 1) for c in text]


@pytest.mark.soak
@MANY
@given(
    st.lists(full_frames(COLUMNS, LINES), min_size=1, max_size=4),
    st.sampled_from([one_by_one, all_apart]),
)
def test_whatever_width_a_cluster_takes_the_rest_of_the_line_is_where_it_belongs(
    frames: list[Any], clusters: Callable[[str], list[tuple[str, int]]]
) -> None:
    diff = CellDiff(COLUMNS, LINES)
    whole, spared = Emulator(COLUMNS, LINES), Emulator(COLUMNS, LINES, clusters=clusters)
    lines = [Strip.blank(COLUMNS)] * LINES
    for data in ["\x1b[?1049h", "\x1b[?7l", *(frame(lines) for frame in frames)]:
        whole.feed(data)
        spared.feed(diff.feed(data))
    for expected, shown in zip(whole.rows, spared.rows, strict=True):
        for x, cell in enumerate(expected):
            if cell.text and len(cell.text) == 1 and (cell.text == "w" or cell.text.isascii()):
                before = expected[x - 1].text if x else "a"
                if cell.text != " " and before.isascii() and before:
                    assert shown[x] == cell


# Byte for byte


@pytest.fixture
def pair() -> Pair:
    return Pair()


def draw(pair: Pair, *lines: str, style: str = "#d0d0d0 on #101010") -> str:
    strips = [
        Strip([Segment(line, Style.parse(style))]).adjust_cell_length(COLUMNS, Style.parse(style))
        for line in lines
    ]
    blank = Strip.blank(COLUMNS, Style.parse(style))
    return pair.write(rendered([*strips, *[blank] * (LINES - len(strips))]) + at(0, 0))


def test_the_same_again_sends_nothing(pair: Pair) -> None:
    draw(pair, "one", "two")
    assert draw(pair, "one", "two") == ""
    assert pair.write(BEGIN_TOGETHER) + draw(pair, "one", "two") + pair.write(END_TOGETHER) == ""


def test_one_changed_letter_costs_the_way_there_and_back(pair: Pair) -> None:
    draw(pair, "one", "twenty")
    assert draw(pair, "one", "twenTy") == "\x1b[2;5HT\x1b[H"


def test_digits_below_each_other_cost_five_bytes_each(pair: Pair) -> None:
    draw(pair, *(f"  0:0{n}" for n in range(8)))
    sent = draw(pair, *(f"  0:0{n + 1}" for n in range(8)))
    assert len(sent) <= 8 * 5 + 8


def test_a_block_that_moves_is_moved(pair: Pair) -> None:
    rows = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota"]
    rows = [f"{row} {row[::-1]}" for row in rows]
    draw(pair, "head", *rows[:8], "foot")
    sent = draw(pair, "head", *rows[1:9], "foot")
    assert "\x1b[M\x1b[9H\x1b[L" in sent
    assert len(sent) < 120
    sent = draw(pair, "head", *rows[:8], "foot")
    assert "\x1b[9H\x1b[M\x1b[2H\x1b[L" in sent
    assert len(sent) < 120


def test_a_style_changes_by_what_differs(pair: Pair) -> None:
    draw(pair, "word", style="red on #101010")
    sent = draw(pair, "word", style="bold red on #101010")
    assert sent == "\x1b[1mword\r"


def test_a_space_has_no_colour_of_its_own(pair: Pair) -> None:
    draw(pair, "a b", style="red on #101010")
    assert draw(pair, "a b", style="blue on #101010") == "\x1b[34ma b\r"


def test_long_colours_are_sent_once_for_all_lines(pair: Pair) -> None:
    one, two = Style.parse("#d0d0d0 on #101010"), Style.parse("#405060 on #101010")
    lines = [Strip([Segment("aaa", one), Segment("bbb", two)])] * LINES
    sent = pair.write(rendered(lines) + at(0, 0))
    assert sent.count("38;2;208") == sent.count("38;2;64") == 1


def test_the_rest_of_a_line_in_the_terminals_own_colours_is_erased(pair: Pair) -> None:
    draw(pair, "x" * COLUMNS, style="default")
    assert draw(pair, "x", style="default") == "\x1b[C\x1b[K\r"


def test_a_short_frame_is_not_held_together_and_a_long_one_is(pair: Pair) -> None:
    pair.write(BEGIN_TOGETHER)
    assert not draw(pair, "one").startswith(BEGIN_TOGETHER)
    pair.write(END_TOGETHER)
    draw(pair, "")
    colours = [f"#{n:02x}{n:02x}10 on #10{n:02x}{n:02x}" for n in range(0, 240, 2)]
    segments = [Segment("x", Style.parse(colour)) for colour in colours]
    lines = [Strip(segments[n : n + COLUMNS]) for n in range(0, 5 * COLUMNS, COLUMNS)]
    assert pair.write(BEGIN_TOGETHER) == ""
    sent = pair.write(rendered(lines))
    assert sent.startswith(BEGIN_TOGETHER) and sent.endswith(END_TOGETHER)
    assert pair.write(END_TOGETHER) == ""


def test_the_same_size_told_again_draws_everything_again(pair: Pair) -> None:
    draw(pair, "one", "two")
    before = pair.spared.text
    pair.spared.feed("\x1b[2J")
    pair.diff.resize(COLUMNS, LINES)
    pair.spared.feed(pair.diff.feed(""))
    assert pair.spared.text == before


def test_leaving_leaves_the_pen_plain(pair: Pair) -> None:
    draw(pair, "one")
    sent = pair.write("\x1b[?1049l")
    assert sent.endswith("\x1b[m\x1b[?1049l")


def test_a_link_does_not_reach_beyond_its_frame(pair: Pair) -> None:
    draw(pair, "see here", style="red link https://example.org")
    assert pair.spared.style.link == ""


@pytest.mark.parametrize(
    "sequence", ["\x1b[?25l", "\x07", "\x1b]52;c;eA==\x07", "\x1b[>25u", "\x1b[?2026$p", "\x1b[<u"]
)
def test_what_does_not_draw_goes_through_and_costs_no_repaint(pair: Pair, sequence: str) -> None:
    draw(pair, "one")
    assert pair.write(sequence) == sequence
    assert draw(pair, "one") == ""


# A terminal written by others

FOREIGN = re.compile(r"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p|\x1b\]8;[^\x1b]*\x1b\\")
SIMPLE = st.sampled_from(["a", "b", " ", "   ", "word", "─", "é", "e\u0301", "世"])


def looks(screen: pyte.Screen) -> Iterator[Any]:
    for y in range(screen.lines):
        for x in range(screen.columns):
            char = screen.buffer[y][x]
            seen = char.underscore or char.reverse or char.strikethrough or char.blink
            yield ("", char.bg) if char.data == " " and not seen else char
    yield screen.cursor.x, screen.cursor.y


@pytest.mark.soak
@MANY
@given(
    st.lists(
        st.lists(
            st.lists(st.tuples(SIMPLE, st.integers(1, 3), COLOURS, COLOURS), max_size=5),
            min_size=LINES,
            max_size=LINES,
        ),
        min_size=2,
        max_size=4,
    ),
    st.integers(0, 3),
)
def test_pyte_shows_the_same(frames: list[Any], scrolled: int) -> None:
    diff = CellDiff(COLUMNS, LINES)
    screens = [pyte.Screen(COLUMNS, LINES), pyte.Screen(COLUMNS, LINES)]
    streams = [pyte.Stream(screen) for screen in screens]
    lines: list[Strip] = []
    for data in ["\x1b[?7l", *frames, scrolled]:
        if isinstance(data, int):
            data = lines[data:] + lines[:data]
        if not isinstance(data, str):
            lines = [strip(runs) if isinstance(runs, list) else runs for runs in data]
            # pyte keeps the other half of a wide character that is drawn over
            data = rendered([Strip.blank(COLUMNS)] * LINES) + at(0, 0), rendered(lines) + at(2, 3)
        for part in [data] if isinstance(data, str) else data:
            streams[0].feed(FOREIGN.sub("", part))
            streams[1].feed(FOREIGN.sub("", diff.feed(part)))
    assert list(looks(screens[1])) == list(looks(screens[0]))


def strip(runs: list[Any]) -> Strip:
    segments = [
        Segment(text * times, Style(color=_parsed(front), bgcolor=_parsed(back)))
        for text, times, front, back in runs
    ]
    return Strip(segments).adjust_cell_length(COLUMNS)


def _parsed(colour: str | None) -> Color | None:
    return None if colour is None else Color.parse(colour)


def test_the_emulator_joins_what_the_interface_joins() -> None:
    assert as_assumed("e\u0301😀") == [("e\u0301", 1), ("😀", 2)]
