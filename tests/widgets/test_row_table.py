from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Input

from helpdesk_tui import i18n
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.row_table import Cell, Column, RowTable, Window

NOW = 1_000_000
LINES = 10
"""Rows on a screen of 80 by 12: one line is the header, one the field below."""


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    due: int = NOW + 7200
    subject: str = "printer"
    stamp: int = 0


class MemorySource:
    """A list held in memory; it can be made to fail or to keep its answers back."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.error: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.calls = 0

    async def _slice(self, start: int, end: int) -> Window[Item]:
        self.calls += 1
        start, end = max(0, start), min(end, len(self.items))
        answer = Window(self.items[start:end], start == 0, end == len(self.items), len(self.items))
        if self.gate:
            await self.gate.wait()
        if self.error:
            raise self.error
        return answer

    def _place(self, row: Item) -> int:
        return next((i for i, item in enumerate(self.items) if item.id == row.id), 0)

    async def start(self, limit: int) -> Window[Item]:
        return await self._slice(0, limit)

    async def end(self, limit: int) -> Window[Item]:
        return await self._slice(len(self.items) - limit, len(self.items))

    async def after(self, row: Item, limit: int) -> Window[Item]:
        place = self._place(row) + 1
        return await self._slice(place, place + limit)

    async def before(self, row: Item, limit: int) -> Window[Item]:
        place = self._place(row)
        return await self._slice(place - limit, place)

    async def around(self, row: Item, before: int, after: int) -> Window[Item]:
        place = self._place(row)
        return await self._slice(place - before, place + after + 1)


def due(row: Item, now: int) -> Cell:
    """Seconds below an hour, else hours."""
    left = row.due - now
    return Cell(f"{left}s", "soon") if left < 3600 else Cell(f"{left // 3600}h")


COLUMNS: tuple[Column[Item], ...] = (
    Column("due", "Due", 8, due, live=True),
    Column("number", "Number", 9, lambda row, now: Cell(f"TKT{row.id:04}")),
    Column("subject", "Subject", 0, lambda row, now: Cell(one_line(row.subject))),
    Column("customer", "Customer", 12, lambda row, now: Cell("Acme", "muted"), drop=1),
)


class SpyTable(RowTable[Item]):
    """Notes the regions that are to be painted again."""

    regions: list[Region] | None = None

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> SpyTable:
        if self.regions is not None:
            self.regions += regions or [self.size.region]
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    @property
    def lines(self) -> list[str]:
        """What stands on screen, without the header."""
        height = self.size.height
        strips = self.render_lines(Region(0, 0, self.size.width, height))
        return [strip.text.rstrip() for strip in strips[1:]]

    @property
    def numbers(self) -> list[int]:
        return [int(line[13:17]) for line in self.lines if "TKT" in line]


class Desk(App[None]):
    """One list above one field."""

    def __init__(self, source: MemorySource) -> None:
        super().__init__()
        self.source = source
        self.table = SpyTable(COLUMNS, source, lambda: NOW, id="list")
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.table
        yield Input(compact=True)

    def on_mount(self) -> None:
        self.watch(self.table, "highlighted", self.hear_of, init=False)
        self.run_worker(self.table.reload())

    def hear_of(self, row: Item | None) -> None:
        self.heard.append(("highlighted", row and row.id))

    def on_row_table_opened(self, message: RowTable.Opened) -> None:
        self.heard.append(("opened", message.row.id))

    def on_row_table_marks_changed(self, message: RowTable.MarksChanged) -> None:
        self.heard.append(("marks", message.count, message.left_out))

    def on_row_table_load_failed(self, message: RowTable.LoadFailed) -> None:
        self.heard.append(message.error)


def items(count: int) -> list[Item]:
    return [Item(row_id) for row_id in range(1, count + 1)]


@asynccontextmanager
async def running(app: Desk, width: int = 80, lines: int = LINES) -> AsyncIterator[Pilot[None]]:
    async with app.run_test(size=(width, lines + 2), notifications=True) as pilot:
        await settle(app, pilot)
        yield pilot


async def settle(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.pause()
    while any(not worker.is_finished for worker in app.workers):
        await pilot.pause()


def wheel(kind: type[events.MouseEvent], table: SpyTable) -> events.MouseEvent:
    return kind(table, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False)


def cursor(app: Desk) -> int:
    row = app.table.cursor_row
    assert row is not None
    return row.id


async def test_the_keys_move_the_cursor() -> None:
    app = Desk(MemorySource(items(50)))
    async with running(app) as pilot:
        for keys, expected in (
            (["j", "down"], 3),
            (["k", "up", "up"], 1),
            (["ctrl+d"], 10),
            (["pagedown"], 19),
            (["ctrl+u", "pageup"], 1),
            (["G"], 50),
            (["g"], 1),
            (["end"], 50),
            (["home"], 1),
        ):
            await pilot.press(*keys)
            assert cursor(app) == expected, keys
        assert app.table.total == 50


async def test_the_cursor_line_is_marked_out_without_colour_with_and_without_focus() -> None:
    app = Desk(MemorySource(items(3)))
    async with running(app) as pilot:
        style = next(iter(app.table.render_line(1))).style
        other = next(iter(app.table.render_line(2))).style
        assert style and style.reverse
        assert other and not other.reverse
        await pilot.press("tab")
        style = next(iter(app.table.render_line(1))).style
        assert style and style.underline and not style.reverse


async def test_a_move_on_the_page_paints_two_lines_and_a_scroll_not_the_header() -> None:
    app = Desk(MemorySource(items(50)))
    async with running(app) as pilot:
        app.table.regions = []
        await pilot.press("j")
        assert app.table.regions == [Region(0, 1, 80, 1), Region(0, 2, 80, 1)]
        await pilot.press(*["j"] * (LINES - 2))
        app.table.regions = []
        await pilot.press("j")
        assert app.table.regions == [Region(0, 1, 80, LINES)]


async def test_a_line_is_drawn_once_wherever_it_stands() -> None:
    app = Desk(MemorySource(items(50)))
    async with running(app) as pilot:
        before = app.table.render_line(5)
        await pilot.press(*["j"] * LINES)
        await pilot.pause()
        assert app.table.render_line(4) is before


async def test_five_thousand_rows_are_paged_both_ways_with_few_of_them_loaded() -> None:
    app = Desk(MemorySource(items(5000)))
    async with running(app, lines=60) as pilot:
        seen = set(app.table.numbers)
        most = 0
        while cursor(app) < 5000:
            app.table.action_turn(1)
            await settle(app, pilot)
            seen.update(app.table.numbers)
            most = max(most, len(app.table._window.rows))
        assert seen == set(range(1, 5001))
        while cursor(app) > 1:
            app.table.action_turn(-1)
            await settle(app, pilot)
            most = max(most, len(app.table._window.rows))
        assert app.table.numbers == list(range(1, 61))
        assert most <= 800


async def test_first_and_last_reach_the_ends_of_a_list_that_is_not_all_loaded() -> None:
    app = Desk(MemorySource(items(5000)))
    async with running(app) as pilot:
        await pilot.press("G")
        await settle(app, pilot)
        assert cursor(app) == 5000
        assert app.table.numbers == list(range(4991, 5001))
        await pilot.press("g")
        await settle(app, pilot)
        assert cursor(app) == 1
        assert app.table.numbers == list(range(1, 11))


async def test_a_row_far_off_is_gone_to_and_one_that_is_not_there_moves_nothing() -> None:
    app = Desk(MemorySource(items(5000)))

    async def holding(id: int, limit: int) -> Window[Item] | None:
        return await app.source.around(Item(id), limit, limit) if id <= 5000 else None

    async with running(app) as pilot:
        for id in (3, 4000, 6000):
            await app.table.go_to(id, holding)
            await settle(app, pilot)
            assert cursor(app) == min(id, 4000)
        assert 4000 in app.table.numbers


async def test_keys_work_while_a_page_is_on_its_way_and_the_edge_holds_the_cursor() -> None:
    app = Desk(MemorySource(items(1000)))
    async with running(app) as pilot:
        app.source.gate = asyncio.Event()
        calls = app.source.calls
        for _ in range(40):
            app.table.action_turn(1)
            await pilot.pause()
        assert cursor(app) == 200
        assert app.source.calls == calls + 1
        await pilot.press("k")
        assert cursor(app) == 199
        app.source.gate.set()
        await settle(app, pilot)
        await pilot.press("j", "j")
        assert cursor(app) == 201


async def test_the_last_of_two_jumps_counts() -> None:
    app = Desk(MemorySource(items(1000)))
    async with running(app) as pilot:
        app.source.gate = asyncio.Event()
        await pilot.press("G", "g")
        app.source.gate.set()
        await settle(app, pilot)
        assert cursor(app) == 1


async def test_a_reload_keeps_cursor_line_and_marks_and_shows_what_changed() -> None:
    app = Desk(MemorySource(items(50)))
    async with running(app) as pilot:
        await pilot.press(*["j"] * 20, "space", "k")
        line = app.table.lines.index(next(t for t in app.table.lines if "TKT0021" in t))
        app.source.items = [
            Item(90),
            Item(91),
            *(replace(item, due=NOW + 9, subject="new", stamp=1) for item in app.source.items[5:]),
        ]
        await app.table.reload()
        assert cursor(app) == 21
        assert "TKT0021" in app.table.lines[line]
        assert app.table.lines[line].split() == ["*9s", "TKT0021", "new", "Acme"]
        assert app.table.marks == [21]
        app.source.items = [item for item in app.source.items if item.id not in (21, 22)]
        await app.table.reload()
        assert cursor(app) == 23
        assert app.table.marks == [21]


async def test_a_new_list_starts_at_its_top() -> None:
    app = Desk(MemorySource(items(50)))
    async with running(app) as pilot:
        await pilot.press(*["j"] * 20)
        await app.table.reload(keep=False)
        assert cursor(app) == 1


async def test_the_screen_hears_of_the_cursor_and_of_a_change_under_it() -> None:
    app = Desk(MemorySource(items(3)))
    async with running(app) as pilot:
        await pilot.pause()
        await pilot.press("j")
        await app.table.reload()
        await pilot.pause()
        assert app.heard == [("highlighted", 1), ("highlighted", 2)]
        app.source.items[1] = replace(app.source.items[1], stamp=1)
        await app.table.reload()
        await pilot.pause()
        app.source.items = []
        await app.table.reload()
        await pilot.pause()
        assert app.heard[2:] == [("highlighted", 2), ("highlighted", None)]


async def test_who_watches_the_cursor_hears_before_the_row_is_painted() -> None:
    app = Desk(MemorySource(items(3)))
    async with running(app) as pilot:
        await pilot.pause()
        app.table.action_move(1)
        assert app.heard[-1] == ("highlighted", 2)  # what it draws is in the frame of the move


async def test_enter_and_a_click_on_the_cursor_open_and_a_click_elsewhere_moves() -> None:
    app = Desk(MemorySource(items(20)))
    async with running(app) as pilot:
        await pilot.press("enter")
        await pilot.click("#list", offset=(12, 4))
        assert cursor(app) == 4
        await pilot.click("#list", offset=(12, 0))
        await pilot.click("#list", offset=(12, 4))
        await pilot.pause()
        assert [word for word in app.heard if "opened" in str(word)] == [
            ("opened", 1),
            ("opened", 4),
        ]


async def test_the_wheel_scrolls() -> None:
    app = Desk(MemorySource(items(50)))
    async with running(app) as pilot:
        app.table.post_message(wheel(events.MouseScrollDown, app.table))
        await pilot.pause()
        assert app.table.numbers[0] == 4
        assert cursor(app) == 4
        app.table.post_message(wheel(events.MouseScrollUp, app.table))
        await pilot.pause()
        assert app.table.numbers[0] == 1


async def test_marks_are_the_targets_in_the_order_of_marking() -> None:
    app = Desk(MemorySource(items(20)))
    async with running(app) as pilot:
        assert app.table.targets() == [1]
        await pilot.press("j", "space", "k", "k", "space")
        assert app.table.targets() == [2, 1]
        assert cursor(app) == 2
        assert [line[0] for line in app.table.lines[:3]] == ["*", "*", " "]
        app.table.clear_marks()
        await pilot.pause()
        assert app.table.targets() == [2]
        assert app.heard[-1] == ("marks", 0, False)


async def test_a_range_follows_the_cursor_until_it_is_ended() -> None:
    app = Desk(MemorySource(items(2000)))
    async with running(app, lines=60) as pilot:
        await pilot.press("j", "v", "j", "j", "j", "k")
        assert app.table.marks == [2, 3, 4]
        await pilot.press("k", "k", "k")
        assert sorted(app.table.marks) == [1, 2]
        await pilot.press("v", "j")
        assert sorted(app.table.marks) == [1, 2]
        assert not app.table.ranging
        app.table.clear_marks()
        await pilot.press("v")
        for _ in range(20):
            app.table.action_turn(1)
            await settle(app, pilot)
        assert app.table.marks == list(range(2, cursor(app) + 1))
        assert cursor(app) > 1000
        await pilot.press("G")
        await settle(app, pilot)
        assert not app.table.ranging


@pytest.mark.parametrize(("count", "left_out"), [(30, False), (1000, False), (1001, True)])
async def test_all_are_marked_up_to_a_thousand(count: int, left_out: bool) -> None:
    app = Desk(MemorySource(items(count)))
    async with running(app) as pilot:
        await pilot.press("V")
        await pilot.pause()
        assert app.table.marks == list(range(1, min(count, 1000) + 1))
        assert app.heard[-1] == ("marks", min(count, 1000), left_out)


async def test_a_tick_paints_only_the_live_cells_that_read_otherwise() -> None:
    app = Desk(MemorySource(items(50)))
    app.source.items[2] = replace(app.source.items[2], due=NOW + 100)
    app.source.items[4] = replace(app.source.items[4], due=NOW + 3600)
    async with running(app) as pilot:
        await pilot.pause()
        before = [app.table.render_line(y) for y in range(LINES + 1)]
        app.table.regions = []
        app.table.tick(NOW)
        assert app.table.regions == []
        app.table.tick(NOW + 1)
        assert app.table.regions == [Region(1, y, 8, 1) for y in range(1, LINES + 1)]
        app.table.regions = []
        app.table.tick(NOW + 2)
        assert app.table.regions == [Region(1, 3, 8, 1), Region(1, 5, 8, 1)]
        assert app.table.lines[2].split()[0] == "98s"
        assert app.table.lines[4].split()[0] == "3598s"
        app.table.tick(NOW)
        assert [app.table.render_line(y) for y in range(LINES + 1)] == before


async def test_rows_that_come_into_sight_read_as_of_the_last_tick() -> None:
    app = Desk(MemorySource([Item(row_id, due=NOW + 100) for row_id in range(1, 51)]))
    async with running(app) as pilot:
        app.table.tick(NOW + 5)
        await pilot.press("G")
        assert {line.split()[0] for line in app.table.lines} == {"95s"}


async def test_a_narrow_list_drops_columns_and_a_wide_one_has_them_again() -> None:
    app = Desk(MemorySource(items(3)))
    async with running(app, width=40) as pilot:
        assert app.table.render_line(0).text.split() == ["Due", "Number", "Subject"]
        await pilot.resize_terminal(80, 12)
        for _look in range(100):
            await pilot.pause()
            if app.table.size.width > 40:
                break
        assert app.table.render_line(0).text.split() == ["Due", "Number", "Subject", "Customer"]


async def test_titles_follow_the_language() -> None:
    app = Desk(MemorySource(items(3)))
    try:
        async with running(app):
            english = app.table.render_line(0)
            assert app.table.render_line(0) is english
            i18n.use("fr")
            assert app.table.render_line(0) is not english
    finally:
        i18n.use("en")


async def test_lines_are_drawn_anew_in_another_theme() -> None:
    app = Desk(MemorySource(items(3)))
    app.source.items[1] = replace(app.source.items[1], due=NOW + 1)
    async with running(app) as pilot:
        before = next(iter(app.table.render_line(2))).style
        app.theme = "textual-light"
        await pilot.pause()
        after = next(iter(app.table.render_line(2))).style
        assert before and after
        assert before.bgcolor != after.bgcolor


async def test_an_empty_list_says_so_in_the_middle_once_it_is_loaded() -> None:
    source = MemorySource([])
    source.gate = asyncio.Event()
    app = Desk(source)
    app.table.empty_message = "Nothing is late."
    async with app.run_test(size=(80, LINES + 2), notifications=True) as pilot:
        await pilot.pause()
        assert app.table.lines[4].strip() == "…"
        source.gate.set()
        await settle(app, pilot)
        text = app.table.render_line(5).text
        assert text.strip() == "Nothing is late."
        assert text.index("N") == 32
        await pilot.press("j", "k", "g", "G", "space", "v", "V", "enter", "ctrl+d")
        app.table.tick(NOW + 1)
        assert app.table.targets() == []


async def test_a_failed_load_is_told_and_the_list_stays() -> None:
    app = Desk(MemorySource(items(1000)))
    async with running(app) as pilot:
        app.source.error = LookupError("gone")
        await app.table.reload()
        await pilot.press("G")
        await settle(app, pilot)
        await pilot.press("V")
        await pilot.pause()
        assert app.heard.count(app.source.error) == 3
        assert app.table.numbers == list(range(1, LINES + 1))
        app.source.error = None
        await pilot.press("G")
        await settle(app, pilot)
        assert cursor(app) == 1000


async def test_a_row_is_found_by_id_if_it_is_loaded() -> None:
    app = Desk(MemorySource(items(1000)))
    async with running(app):
        assert app.table.move_to(150)
        assert cursor(app) == 150
        assert not app.table.move_to(900)
        assert cursor(app) == 150
