"""A second of countdown on fifty visible tickets: our list against the same in a DataTable."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import DataTable

from benchmarks._command import alone
from benchmarks._desk import NOW
from benchmarks._rows import Row, at_most
from benchmarks._run import Run
from helpdesk_tui.cell_diff import CellDiff
from helpdesk_tui.queues import BY_ID
from helpdesk_tui.rows import CommitmentRow, TicketRow
from helpdesk_tui.sla import Target, always_open, deadline_epoch
from helpdesk_tui.vocabulary import Priority, Status
from helpdesk_tui.widgets.queue_columns import COLUMNS, queue_columns
from helpdesk_tui.widgets.row_table import RowTable, Window

TITLE = "A second of countdown on fifty tickets: the list alone, beside DataTable"

ROWS = 50
SIZE = (120, ROWS + 1)
HOURS = always_open("Europe/Paris")
LISTED = queue_columns(BY_ID["in-progress"].columns, lambda: "Europe/Paris")
LOADS: dict[str, Callable[[int], int]] = {
    "all count seconds": lambda index: 600 + index * 50,
    "minutes to days": lambda index: 300 + index * index * 120 + index * 7,
}
"""Seconds that are left on each row's clock."""

BEGINNING = "\x1b[?1049h\x1b[?7l"
"""What a terminal is sent before the first frame, and a headless driver leaves out: without it the
first frame would be drawn on cells nobody knows, and the first tick would draw its clocks whole."""

PEER = "DataTable"
BUDGETS = {"minutes to days: sent": at_most(100), "all count seconds: sent, each clock": at_most(8)}
"""Bytes, behind the layer that sends changed cells only."""

Figures = tuple[float, float, float, float]
"""Of one tick: CPU milliseconds, bytes that Textual writes, bytes that are sent, clocks changed."""


def promised(index: int, left: int) -> TicketRow:
    """A ticket whose promise runs out in that many seconds."""
    start, target = NOW + left - 100_000_000, Target(seconds=100_000_000)
    due = deadline_epoch(start, target, HOURS)
    assert due is not None
    promise = CommitmentRow(
        id=index,
        policy="Usual",
        target_status=Status.RESOLVED,
        target=target,
        working_days_only=False,
        calendar=HOURS,
        started_at=start,
        due_at=due,
        warn_at=due - 3600,
        paused_at=None,
        left_seconds=None,
        met_at=None,
        breached_at=None,
    )
    return TicketRow(
        id=index,
        version=1,
        updated_at=NOW,
        number=f"TKT{index:04}",
        subject=f"The printer of room {index * 7919 % 1000} is on fire again",
        customer=f"Customer {index * 31 % 97}",
        priority=Priority(index % 4 + 1),
        status=Status.IN_PROGRESS,
        assignee=f"agent{index % 30}",
        team="Support",
        shared=False,
        due_at=None,
        next_due_at=due,
        commitment=promise,
    )


class Fifty:
    """A source of these rows only."""

    def __init__(self, rows: Sequence[TicketRow]) -> None:
        self.rows = list(rows)

    async def start(self, limit: int) -> Window[TicketRow]:
        return Window(self.rows, True, True, len(self.rows))

    async def end(self, limit: int) -> Window[TicketRow]:
        return await self.start(limit)

    async def after(self, row: TicketRow, limit: int) -> Window[TicketRow]:
        return Window([], False, True, None)

    async def before(self, row: TicketRow, limit: int) -> Window[TicketRow]:
        return Window([], True, False, None)

    async def around(self, row: TicketRow, before: int, after: int) -> Window[TicketRow]:
        return await self.start(before + after)


class Line(HeadlessDriver):
    """Takes what is written as a terminal would, counted before and behind the cell difference."""

    written = sent = 0
    cells = CellDiff(*SIZE)

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        Line.written += len(data.encode())
        Line.sent += len(Line.cells.feed(data).encode())


class Bench(App[None]):
    """One list filling the screen; measures some seconds of its countdown and leaves."""

    def __init__(self, rows: Sequence[TicketRow], seconds: int) -> None:
        super().__init__(driver_class=Line)
        self.rows = rows
        self.seconds = seconds
        self.results: list[Figures] = []

    def on_mount(self) -> None:
        self.run_worker(self.measure())

    async def ready(self) -> None:
        raise NotImplementedError

    def count_down(self, now: int) -> None:
        raise NotImplementedError

    async def measure(self) -> None:
        await self.ready()
        await self.quiet()
        clock = COLUMNS["clock"].cell
        for now in range(NOW + 1, NOW + 1 + self.seconds):
            changed = sum(clock(row, now) != clock(row, now - 1) for row in self.rows)
            written, sent = Line.written, Line.sent
            begun = time.process_time()
            self.count_down(now)
            await self.quiet()
            spent = (time.process_time() - begun) * 1000
            self.results.append((spent, Line.written - written, Line.sent - sent, changed))
        self.exit()

    async def quiet(self) -> None:
        """Wait until nothing more is painted."""
        written = -1
        while written != Line.written:
            written = Line.written
            await asyncio.sleep(0.03)


class RowTableBench(Bench):
    def compose(self) -> ComposeResult:
        yield RowTable(LISTED, Fifty(self.rows), lambda: NOW)

    async def ready(self) -> None:
        await self.query_one(RowTable).reload()

    def count_down(self, now: int) -> None:
        self.query_one(RowTable).tick(now)


class DataTableBench(Bench):
    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    async def ready(self) -> None:
        table = self.query_one(DataTable)
        for each in LISTED:
            table.add_column(each.title, key=each.id, width=each.width or 40)
        for row in self.rows:
            cells = [each.cell(row, NOW).text for each in LISTED]
            table.add_row(*cells, key=str(row.id))

    def count_down(self, now: int) -> None:
        table = self.query_one(DataTable)
        clock = COLUMNS["clock"].cell
        for row in self.rows:
            text = clock(row, now).text
            if text != clock(row, now - 1).text:
                table.update_cell(str(row.id), "clock", text)


def _mean(make: type[Bench], left: Callable[[int], int], seconds: int) -> Figures:
    """Of one list's seconds."""
    Line.cells = CellDiff(*SIZE)
    Line.cells.feed(BEGINNING)
    app = make([promised(index, left(index)) for index in range(ROWS)], seconds)
    asyncio.run(app.run_async(size=SIZE))
    ms, written, sent, changed = (statistics.mean(each) for each in zip(*app.results, strict=True))
    return ms, written, sent, changed


def rows(run: Run) -> Iterator[Row]:
    """Rounds in which each list has its turn."""
    seconds = max(2, round(3 * run.seconds))
    for load, left in LOADS.items():
        both = [
            (_mean(RowTableBench, left, seconds), _mean(DataTableBench, left, seconds))
            for _ in range(run.rounds)
        ]
        mine, other = (
            [statistics.median(figures) for figures in zip(*means, strict=True)]
            for means in zip(*both, strict=True)
        )
        ms, _written, sent, changed = mine
        each = sent / max(1, changed)
        for item, unit, figure, against in (
            (f"{load}: processor", "ms", ms, other[0]),
            (f"{load}: sent", "B", sent, other[1]),
            (f"{load}: sent, each clock", "B", each, None),
        ):
            beside = "" if against is None else PEER
            yield Row(item, unit, figure, against, beside, BUDGETS.get(item))


if __name__ == "__main__":
    alone(__file__)
