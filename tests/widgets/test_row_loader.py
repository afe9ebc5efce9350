from __future__ import annotations

import asyncio
from dataclasses import dataclass

from helpdesk_tui.widgets.row_loader import RowLoader, first_ids
from helpdesk_tui.widgets.row_window import RowWindow, Window


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    stamp: int = 0


class HeldSource:
    """A list of numbers whose answers, read when asked for, come when they are let go."""

    def __init__(self, *ids: int) -> None:
        self.ids = list(ids)
        self.held: list[asyncio.Event] = []
        self.hold = False
        self.asked: list[str] = []

    async def _answer(self, name: str, start: int, end: int) -> Window[Item]:
        self.asked.append(name)
        start, end = max(0, start), min(end, len(self.ids))
        rows = [Item(row_id) for row_id in self.ids[start:end]]
        answer = Window(rows, start == 0, end == len(self.ids), len(self.ids))
        if self.hold:
            self.held.append(asyncio.Event())
            await self.held[-1].wait()
        return answer

    def _place(self, row: Item) -> int:
        return next((i for i, row_id in enumerate(self.ids) if row_id == row.id), 0)

    async def start(self, limit: int) -> Window[Item]:
        return await self._answer("start", 0, limit)

    async def end(self, limit: int) -> Window[Item]:
        return await self._answer("end", len(self.ids) - limit, len(self.ids))

    async def after(self, row: Item, limit: int) -> Window[Item]:
        place = self._place(row) + 1
        return await self._answer("after", place, place + limit)

    async def before(self, row: Item, limit: int) -> Window[Item]:
        place = self._place(row)
        return await self._answer("before", place - limit, place)

    async def around(self, row: Item, before: int, after: int) -> Window[Item]:
        place = self._place(row)
        return await self._answer("around", place - before, place + after + 1)


class Desk:
    """A loader over a source, and how often it said that the screen may have changed."""

    def __init__(self, *ids: int, page: int = 10) -> None:
        self.source = HeldSource(*ids)
        self.window: RowWindow[Item] = RowWindow(page)
        self.window.resize(3)
        self.changes = 0
        self.loader = RowLoader(self.window, self.source, self._count)

    def _count(self) -> None:
        self.changes += 1

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.window.rows]


async def begin(task: asyncio.Task[None]) -> asyncio.Task[None]:
    await asyncio.sleep(0)
    return task


async def test_pages_come_without_a_word_when_the_screen_stays_the_same() -> None:
    desk = Desk(*range(100))
    await desk.loader.reload(keep=True)
    desk.window.move_to(7)
    await desk.loader.fill()
    assert desk.ids == list(range(20))
    assert desk.changes == 1


async def test_an_older_answer_never_replaces_a_newer_one() -> None:
    desk = Desk(1, 2, 3)
    await desk.loader.reload(keep=True)
    desk.source.hold = True
    older = await begin(asyncio.create_task(desk.loader.reload(keep=True)))
    desk.source.ids = [1, 2, 3, 4]
    newer = await begin(asyncio.create_task(desk.loader.reload(keep=True)))
    desk.source.held[1].set()
    await newer
    desk.source.held[0].set()
    await older
    assert desk.ids == [1, 2, 3, 4]


async def test_a_page_asked_before_a_reload_is_asked_again_after_it() -> None:
    desk = Desk(*range(100))
    await desk.loader.reload(keep=True)
    desk.window.move_to(9)
    desk.source.hold = True
    page = await begin(asyncio.create_task(desk.loader.fill()))
    desk.source.hold = False
    desk.source.ids.insert(20, 500)
    await desk.loader.reload(keep=True)
    desk.window.move_to(19)
    desk.source.held[0].set()
    await page
    assert desk.ids == desk.source.ids[:30]


async def test_a_page_that_is_wanted_no_more_is_left() -> None:
    desk = Desk(*range(100))
    await desk.loader.reload(keep=True)
    desk.window.move_to(9)
    desk.source.hold = True
    page = await begin(asyncio.create_task(desk.loader.fill()))
    desk.window.move_to(0)
    desk.source.held[0].set()
    await page
    assert desk.ids == list(range(10))


async def test_a_reload_finds_a_cursor_that_was_carried_off_meanwhile() -> None:
    desk = Desk(*range(1000))
    await desk.loader.reload(keep=True)
    desk.source.hold = True
    reload = await begin(asyncio.create_task(desk.loader.reload(keep=True)))
    desk.source.hold = False
    await desk.loader.jump(to_end=True)
    desk.source.held[0].set()
    await reload
    assert desk.window.current == Item(999)
    assert desk.ids[-1] == 999


async def test_a_new_start_whose_load_was_cancelled_is_made_up_for_by_the_next() -> None:
    desk = Desk(*range(30))
    await desk.loader.reload(keep=True)
    desk.window.move_to(5)
    desk.source.hold = True
    task = await begin(asyncio.create_task(desk.loader.reload(keep=False)))
    task.cancel()
    await asyncio.wait([task])
    desk.source.hold = False
    await desk.loader.reload(keep=True)
    assert desk.window.current == Item(0)
    desk.window.move_to(5)
    await desk.loader.reload(keep=True)
    assert desk.window.current == Item(5)


async def test_the_first_ids_are_paged_up_to_the_limit() -> None:
    source = HeldSource(*range(30))
    assert await first_ids(source, 10) == (list(range(10)), True)
    assert await first_ids(source, 30) == (list(range(30)), False)
    assert await first_ids(HeldSource(), 10) == ([], False)
