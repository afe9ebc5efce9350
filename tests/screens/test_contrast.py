"""Every ink is readable on its ground in both themes, as WCAG 2 counts it for text of this size.

What cannot be done now is held to 3:1, the measure of what need not be read but must be seen; the
scroll bar and what separates is decoration, and held to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import Color
from rich.style import Style
from textual.widget import Widget

from helpdesk_tui.themes import DARK, LIGHT
from helpdesk_tui.widgets.row_table import RowTable
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened

DIM_FACTOR = 0.66
"""How far from its ground Textual draws what is dim."""

LEAST = {"hint-bar--dim": 3.0}

Rgb = tuple[float, float, float]


def luminance(colour: Rgb) -> float:
    """The relative luminance of WCAG 2."""
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def rgb(colour: Color | None) -> Rgb:
    assert colour is not None
    assert colour.triplet is not None
    return colour.triplet


def drawn(style: Style, ground: Rgb) -> Rgb:
    """The ink as it comes to the terminal: what is dim is drawn nearer to its ground."""
    ink, dim = rgb(style.color), DIM_FACTOR if style.dim else 1.0
    red, green, blue = (g + (i - g) * dim for i, g in zip(ink, ground, strict=True))
    return red, green, blue


def inks(widget: Widget) -> Iterator[tuple[str, Style]]:
    yield type(widget).__name__, widget.rich_style
    for name in type(widget)._get_component_classes():
        if name.endswith("gutter"):  # no text area numbers its lines
            continue
        yield name, widget.get_component_rich_style(name)


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
async def test_every_ink_is_readable_on_its_ground(desk: Desk, theme: str) -> None:
    desk.ticket("Fire", due_at=NOW + 3600)
    faint, seen = {}, set()
    async with opened(desk, "bob", size=(140, 40), theme=theme) as interface:
        for keys in ((), ("enter",), ("question_mark",), ("q", "q", "colon"), ("escape", "c")):
            await interface.press(*keys)
            await interface.pilot.pause()
            for widget in interface.app.screen.walk_children(Widget):
                more = set()
                if isinstance(widget, RowTable):  # a row stands out for a moment, with all its inks
                    more.add(rgb(widget.get_component_rich_style("row-table--flash").bgcolor))
                for name, style in inks(widget):
                    seen.add(name)
                    for ground in {rgb(style.bgcolor)} | more:
                        found = contrast(drawn(style, ground), ground)
                        if found < LEAST.get(name, 4.5):
                            faint[name] = round(found, 2)
    assert faint == {}
    assert {"hint-bar--dim", "row-table--flash", "pager--soon", "matches--detail"} <= seen
