"""The desk's file taken away from under a running program."""

from __future__ import annotations

import pytest

from tests.conftest import Desk
from tests.screens.arrangement import opened


@pytest.mark.promise(14, 20)
async def test_it_is_said_before_anything_is_lost(desk: Desk) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk, size=(120, 30)) as interface:
        await interface.wait("Printer on fire")
        desk.path.rename(desk.path.with_name("elsewhere.sqlite"))
        interface.app.poll()
        await interface.wait("The desk's file was deleted or replaced.")
        await interface.press("m")
        await interface.type("They called back")
        await interface.press("ctrl+s")
        await interface.wait("Nothing was saved", "They called back")
