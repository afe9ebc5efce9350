from __future__ import annotations

import re

import pytest
from textual.app import App, ComposeResult

from helpdesk_tui import i18n
from helpdesk_tui.queues import MENU, QUEUES
from helpdesk_tui.rows import QueueCount
from helpdesk_tui.widgets.menu import Menu
from tests.screens.stage import picture


class Folded(App[None]):
    """A folded menu with such counts in every queue."""

    def __init__(self, total: int, late: int) -> None:
        super().__init__()
        self.counts = {queue.id: QueueCount(total, late) for queue in QUEUES}
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        menu = Menu("mine", folded=True)
        menu.counts = self.counts
        yield menu

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        self.chosen.append(message.queue)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("width", "total", "late"), [(80, 84, 3), (60, 84, 3), (60, 4200, 130)])
async def test_all_entries_have_key_name_and_counts_where_the_menu_is_folded(
    language: str, width: int, total: int, late: int
) -> None:
    i18n.use(language)
    try:
        app = Folded(total, late)
        async with app.run_test(size=(width, 4)):
            drawn = " ".join(picture(app).splitlines()[:2])
        counted = "4k▲130" if total == 4200 else "84▲3"
        assert drawn.count(counted) == len(QUEUES)
        for entry in MENU:
            named = re.search(rf" {entry.key} (\w[\w ]*)", drawn)
            assert named, drawn
            name, full = named[1].strip(), i18n._(entry.title)
            assert width < 80 or name.startswith(full), drawn
            assert len(name) >= 4
    finally:
        i18n.use("en")


async def test_a_click_on_the_folded_menu_chooses() -> None:
    app = Folded(7, 0)
    async with app.run_test(size=(80, 4)) as pilot:
        await pilot.click(Menu, offset=(45, 0))
        await pilot.click(Menu, offset=(79, 1))
        await pilot.pause()
        assert app.chosen == ["team", "configuration"]
