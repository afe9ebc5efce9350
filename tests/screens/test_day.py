"""The day that docs/day.md tells: its keys are pressed in order, and what it says is seen."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scripts.pictures import demonstration
from tests.documented import ROOT
from tests.screens.arrangement import ZONE, Interface, opened
from tests.screens.stage import enter

_MARKED = re.compile(
    r"^## (?P<time>\d+:\d\d)|`(?P<key>[^`]+)`|\*(?P<typed>[^*]+)\*|“(?P<seen>[^”]+)”", re.M
)


async def test_the_day_goes_as_the_page_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "day.md").read_text()
    morning = _instant("9:00")
    desk = demonstration(tmp_path, "en", morning)
    async with opened(desk, "alice", size=(80, 24), now=morning) as interface:
        for marked in _MARKED.finditer(page, page.index("\n## ")):
            await _follow(interface, marked.groupdict())
        await interface.until(lambda: interface.app.return_code is not None)


async def _follow(interface: Interface, marked: dict[str, str | None]) -> None:
    match marked:
        case {"time": str(time)}:
            await interface.pass_time(_instant(time) - interface.clock.now)
        case {"key": str(key)}:
            await interface.press("escape" if key == "esc" else key)
        case {"typed": str(text)}:
            await enter(interface.pilot, _one_line(text))
        case {"seen": str(text)}:
            await interface.until(lambda: _one_line(text) in _one_line(interface.screen))


def _instant(time: str) -> int:
    day = datetime.strptime(f"2026-04-27 {time}", "%Y-%m-%d %H:%M")
    return int(day.replace(tzinfo=ZoneInfo(ZONE)).timestamp())


def _one_line(text: str) -> str:
    """Page and screen break their lines at different words."""
    return " ".join(text.split())
