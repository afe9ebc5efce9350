"""Time and bytes from a key to its paint: our list of a million rows, DataTable of a thousand."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textual import events
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.widget import Widget
from textual.widgets import DataTable

from benchmarks._command import alone
from benchmarks._peer_apps import ROWS, TITLES, texts
from benchmarks._rows import Row, times
from benchmarks._run import Run
from helpdesk_tui.widgets.row_table import Cell, Column, RowTable, Window

TITLE = "From a key to its paint: the list alone with a million rows, beside DataTable with 1 000"

SIZE = (120, 40)
BUDGETS = {"scroll": times(0.25)}
PEER = f"DataTable, {ROWS} rows"


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    stamp: int = 0


class Numbers:
    """The rows 0 to `count`, made as they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def _slice(self, start: int, end: int) -> Window[Item]:
        start, end = max(0, start), min(end, self.count)
        rows = [Item(row_id) for row_id in range(start, end)]
        return Window(rows, start == 0, end == self.count, self.count)

    async def start(self, limit: int) -> Window[Item]:
        return self._slice(0, limit)

    async def end(self, limit: int) -> Window[Item]:
        return self._slice(self.count - limit, self.count)

    async def after(self, row: Item, limit: int) -> Window[Item]:
        return self._slice(row.id + 1, row.id + 1 + limit)

    async def before(self, row: Item, limit: int) -> Window[Item]:
        return self._slice(row.id - limit, row.id)

    async def around(self, row: Item, before: int, after: int) -> Window[Item]:
        return self._slice(row.id - before, row.id + after + 1)


WIDTHS = (8, 9, 0, 16, 9, 10)


def column(index: int) -> Column[Item]:
    def cell(row: Item, now: int) -> Cell:
        return Cell(list(texts(row.id))[index])

    return Column(TITLES[index], TITLES[index], WIDTHS[index], cell, live=index == 0)


class Terminal(HeadlessDriver):
    """Takes what is written as a terminal would, and counts it."""

    written = 0
    painted = asyncio.Event()

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        Terminal.written += len(data.encode())
        Terminal.painted.set()


class Bench(App[None]):
    """One list filling the screen; measures itself and leaves."""

    def __init__(self, rows: int, keys: int) -> None:
        super().__init__(driver_class=Terminal)
        self.rows = rows
        self.keys = keys
        self.results: dict[str, tuple[float, float]] = {}

    def on_mount(self) -> None:
        self.run_worker(self.measure())

    async def ready(self) -> Widget:
        raise NotImplementedError

    async def measure(self) -> None:
        table = await self.ready()
        table.focus()
        await self.quiet()
        height = SIZE[1] - 1
        self.results["move"] = await self.time(["down", "up"] * (self.keys // 2))
        for _ in range(height):
            self.post_message(events.Key("down", None))
        self.results["scroll"] = await self.time(["down"] * self.keys)
        self.results["page"] = await self.time(["pagedown"] * min(self.keys, 15))
        self.exit()

    async def time(self, keys: list[str]) -> tuple[float, float]:
        """Median milliseconds and bytes a key."""
        times, sizes = [], []
        for key in keys:
            written = Terminal.written
            times.append(await self.press(key))
            sizes.append(Terminal.written - written)
        return statistics.median(times), statistics.median(sizes)

    async def press(self, key: str) -> float:
        """Milliseconds until the key has been painted."""
        await self.quiet()
        Terminal.painted.clear()
        begun = time.perf_counter()
        self.post_message(events.Key(key, None))
        await asyncio.wait_for(Terminal.painted.wait(), 5)
        return (time.perf_counter() - begun) * 1000

    async def quiet(self) -> None:
        """Wait until nothing more is painted."""
        written = -1
        while written != Terminal.written:
            written = Terminal.written
            await asyncio.sleep(0.02)


class RowTableBench(Bench):
    def compose(self) -> ComposeResult:
        columns = [column(index) for index in range(len(TITLES))]
        yield RowTable(columns, Numbers(self.rows), lambda: 0)

    async def ready(self) -> Widget:
        table = self.query_one(RowTable)
        await table.reload()
        return table


class DataTableBench(Bench):
    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    async def ready(self) -> Widget:
        table = self.query_one(DataTable)
        for title in TITLES:
            table.add_column(title)
        for row_id in range(self.rows):
            table.add_row(*texts(row_id))
        return table


def _run(make: Callable[[], Bench]) -> dict[str, tuple[float, float]]:
    app = make()
    Terminal.painted = asyncio.Event()
    asyncio.run(app.run_async(size=SIZE))
    return app.results


def rows(run: Run) -> Iterator[Row]:
    """Rounds in which each list has its turn."""
    both = [
        (
            _run(lambda: RowTableBench(1_000_000, run.presses)),
            _run(lambda: DataTableBench(ROWS, run.presses)),
        )
        for _ in range(run.rounds)
    ]
    for act in both[0][0]:
        for place, (title, unit) in enumerate(((act, "ms"), (f"{act}: sent", "B"))):
            ours, against = (
                statistics.median(results[act][place] for results in each)
                for each in zip(*both, strict=True)
            )
            yield Row(title, unit, ours, against, PEER, BUDGETS.get(title))


if __name__ == "__main__":
    alone(__file__)
