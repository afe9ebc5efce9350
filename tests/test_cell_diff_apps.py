"""What whole applications draw looks the same through the difference, frame by frame."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import pytest
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import DataTable, Input, OptionList, RichLog, Static, TabbedContent, TextArea

from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Priority
from tests.conftest import NOW, Desk
from tests.extent import FULL
from tests.test_cell_diff import Pair

WALKS = range(8 if FULL else 1)
KEYS = 250 if FULL else 18
SIZES = [(100, 24), (80, 24), (61, 17), (140, 50), (120, 40)] if FULL else [(100, 24), (64, 18)]

Walk = Callable[[Pilot[Any]], Awaitable[None]]


class Compared(HeadlessDriver):
    """Gives each write to two terminals; what differs is kept, as the application survives it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pair = Pair(*self._get_terminal_size())
        self.frames = 0
        self.differences: list[AssertionError] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.frames += 1
        try:
            self.pair.write(data)
        except AssertionError as difference:
            self.differences.append(difference)


async def walked(app: App[Any], walk: Walk) -> Compared:
    """The driver of an application that was walked through until the end."""
    ended = []

    async def to_the_end(pilot: Pilot[Any]) -> None:
        await walk(pilot)
        ended.append(app._driver)
        app.exit()

    await app.run_async(headless=False, size=SIZES[0], auto_pilot=to_the_end)
    [driver] = ended
    assert isinstance(driver, Compared)
    assert driver.differences == []
    return driver


async def resize(pilot: Pilot[Any], size: tuple[int, int]) -> None:
    driver = pilot.app._driver
    assert isinstance(driver, Compared)
    driver.pair.resize(*size)
    await pilot.resize_terminal(*size)


# Every style, every kind of text

STYLES = [
    "bold",
    "dim italic",
    "underline on red",
    "blink reverse",
    "strike #102030 on #aabbcc",
    "underline2 overline color(99)",
    "conceal on bright_blue",
    "frame green",
    "link https://example.org/x",
]
WORDS = [
    "word",
    "世界",
    "e\u0301te\u0301",
    "😀😀",
    "क्षि",
    "한국어",
    "─│┌",
    "👩\u200d👩\u200d👧",
    "👍🏽",
    "a b",
]


def motley(chance: random.Random, lines: int) -> Text:
    text = Text()
    for _ in range(lines):
        for _ in range(chance.randrange(9)):
            style = Style.parse(chance.choice(STYLES))
            style._link_id = "1"
            text.append(chance.choice(WORDS) + " ", style)
        text.append("\n")
    return text


class Over(ModalScreen[None]):
    CSS = """
    Over { align: center middle; background: $background 40%; }
    Over Static { width: 31; height: 9; border: round $accent; background: $surface 70%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "close")]

    def compose(self) -> ComposeResult:
        yield Static(motley(random.Random(9), 4))


class Motley(App[None]):
    """Most of Textual's widgets at once, some of them translucent."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #left { width: 1fr; background: $primary 20%; scrollbar-background: red 30%; }
    #right { width: 40; opacity: 80%; }
    DataTable { height: 9; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("f2", "over", "over"), ("f3", "new", "new")]

    def __init__(self, seed: int) -> None:
        super().__init__(driver_class=Compared)
        self.chance = random.Random(seed)

    def compose(self) -> ComposeResult:
        with Horizontal():
            with VerticalScroll(id="left"):
                yield Static(motley(self.chance, 60), id="text")
            with VerticalScroll(id="right"):
                yield Input("typed 世界")
                yield OptionList(*(f"option {n} {WORDS[n % len(WORDS)]}" for n in range(30)))
                yield DataTable[str]()
                with TabbedContent("one", "two"):
                    yield TextArea("some\ntext\n" * 9)
                    yield RichLog()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("a", "b")
        for n in range(50):
            table.add_row(str(n), WORDS[n % len(WORDS)])
        for cursor in (self.query_one(Input), self.query_one(TextArea)):
            cursor.cursor_blink = False

    def action_over(self) -> None:
        self.push_screen(Over())

    def action_new(self) -> None:
        self.query_one("#text", Static).update(motley(self.chance, 60))
        self.query_one(RichLog).write(motley(self.chance, 1))


@pytest.mark.soak
@pytest.mark.parametrize("seed", WALKS)
async def test_every_style_and_kind_of_text(seed: int) -> None:
    chance = random.Random(seed)
    keys = ["f2", "f3", "escape", "tab", "shift+tab", "down", "up", "pagedown", "end", "home", "x"]

    async def walk(pilot: Pilot[Any]) -> None:
        for step in range(KEYS):
            await pilot.press(chance.choice(keys))
            if step % 9 == 5:
                await resize(pilot, chance.choice(SIZES))

    driver = await walked(Motley(seed), walk)
    assert driver.frames > KEYS / 2


# The program itself


def fill(desk: Desk, count: int) -> None:
    for index in range(count):
        desk.ticket(
            f"{WORDS[index % len(WORDS)]} number {index}",
            description="Nobody gets mail.\n" * (index % 7),
            priority=list(Priority)[index % 4],
            due_at=NOW + 60 * (index + 1),
        )


@pytest.mark.soak
@pytest.mark.parametrize("theme", ["helpdesk-dark", "helpdesk-light", "ansi-dark"])
@pytest.mark.parametrize("seed", WALKS)
async def test_the_program(desk: Desk, store: Store, seed: int, theme: str) -> None:
    fill(desk, 70)
    chance = random.Random(seed)
    keys = ["down", "down", "up", "pagedown", "pageup", "end", "home", "enter", "escape", "escape"]
    keys += ["1", "4", "5", "6", "question_mark", "colon", "slash", "x", "z", "space", "t", "n"]
    seconds = iter(range(10**6))

    async def walk(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await pilot.press("4")
        for step in range(KEYS):
            await pilot.press(chance.choice(keys))
            if step % 9 == 5:
                await resize(pilot, chance.choice(SIZES))

    app = HelpdeskApp(
        store,
        desk.actor("bob"),
        zone="Europe/Paris",
        clock=lambda: NOW + next(seconds) // 50,
        theme=theme,
        driver_class=Compared,
    )
    driver = await walked(app, walk)
    assert driver.frames > KEYS / 2
