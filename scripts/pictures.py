"""The pictures of the documentation, drawn from the program on the demonstration desk.

`python -m scripts.pictures` writes them; `tests/test_pictures.py` tells when they are out of date.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from helpdesk_tui import schema
from helpdesk_tui.services import demo
from helpdesk_tui.store import Store, connect
from helpdesk_tui.themes import DARK, LIGHT
from tests.conftest import NOW, Desk
from tests.screens.arrangement import Interface, opened

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"

_WEB_FONT = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)
_EMPTY = re.compile(r"<text [^>]*>(?:&#160;)*</text>")


@dataclass(frozen=True, slots=True)
class Picture:
    """What to press on the demonstration desk, and what shows once it is there."""

    keys: tuple[str, ...]
    shows: tuple[str, ...]
    size: tuple[int, int] = (120, 40)
    language: str = "en"
    theme: str = DARK.name


PICTURES = {
    "queue": Picture(("4",), ("Cash registers",)),
    "queue-light": Picture(("4",), ("Cash registers",), theme=LIGHT.name),
    "queue-fr": Picture(("4",), ("TKT00",), size=(80, 24), language="fr"),
    "ticket": Picture(("2", "enter"), ("TKT00",)),
    "explanation": Picture(("2", "E"), ("Why these deadlines?",), size=(100, 30)),
    "reports": Picture(("7",), ("Tickets",)),
    "configuration": Picture(("8",), ("SLA policies",), size=(100, 30)),
}


def demonstration(folder: Path, language: str, now: int = NOW) -> Desk:
    """The demonstration desk as it is at that instant, in a file of its own."""
    desk = Desk(folder / f"demo-{language}.sqlite")
    schema.migrate(connect(desk.url, durable=False), desk.url)
    store = Store(desk.url, durable=False)
    store.call(demo.fill, now, language)
    store.close()
    return desk


async def drawn(desk: Desk, picture: Picture) -> str:
    """The picture as SVG; the same bytes each time."""
    async with opened(
        desk, "alice", size=picture.size, language=picture.language, theme=picture.theme
    ) as interface:
        await interface.press(*picture.keys)
        await interface.wait(*picture.shows)
        await _at_rest(interface)
        return _slim(interface.app.export_screenshot(title="helpdesk_tui", simplify=True))


async def _at_rest(interface: Interface) -> None:
    """Wait until the screen stays as it is: what it reads in the background has come."""
    before = ""
    while before != (before := interface.screen):
        await interface.pilot.pause(0.15)


def _slim(svg: str) -> str:
    """Without what is fetched from elsewhere and what draws nothing."""
    return _EMPTY.sub("", _WEB_FONT.sub("", svg)) + "\n"


def main() -> None:
    """Write every picture anew."""
    with TemporaryDirectory() as name:
        desks = {language: demonstration(Path(name), language) for language in ("en", "fr")}
        for title, picture in PICTURES.items():
            svg = asyncio.run(drawn(desks[picture.language], picture))
            (FOLDER / f"{title}.svg").write_text(svg)


if __name__ == "__main__":
    main()
