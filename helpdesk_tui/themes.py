"""Two calm themes of our own: one accent, greys, red and amber only for time that runs out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="helpdesk-dark",
    primary="#6aa6d6",
    secondary="#8fa3b5",
    accent="#7cc0ea",
    warning="#e0a94a",
    error="#ef6f6c",
    success="#7fbf8e",
    foreground="#d6dbe0",
    background="#15181c",
    surface="#1c2026",
    panel="#232930",
    dark=True,
    variables={
        "scrollbar": "#3a444f",
        "scrollbar-background": "#1c2026",
        "input-selection-background": "#6aa6d6 35%",
    },
)
LIGHT = Theme(
    name="helpdesk-light",
    primary="#1f6aa5",
    secondary="#5b6b7a",
    accent="#0b5d9c",
    warning="#8c5200",
    error="#b3261e",
    success="#2b7a43",
    foreground="#1d2226",
    background="#fbfbfa",
    surface="#f2f3f2",
    panel="#e6e8ea",
    dark=False,
    variables={"scrollbar": "#b9c0c6", "scrollbar-background": "#f2f3f2"},
)

NAMES = {"dark": DARK.name, "light": LIGHT.name}
"""The words of the settings file for them."""

SIXTEEN_COLOURS = "ansi-dark"
"""Textual's theme in the terminal's own colours, for those that have no more and for NO_COLOR."""


def register(app: App[Any]) -> None:
    """Make both known to the application."""
    app.register_theme(DARK)
    app.register_theme(LIGHT)


def few_colours(environ: Mapping[str, str]) -> bool:
    """Whether the terminal shows sixteen colours at most, or the person wants none."""
    many = environ.get("COLORTERM") in ("truecolor", "24bit") or "256" in environ.get("TERM", "")
    return "NO_COLOR" in environ or not many


def chosen(name: str | None, *, few: bool) -> str:
    """The theme to begin with: as set, else dark; on terminals with few colours, their own."""
    if few:
        return SIXTEEN_COLOURS
    return NAMES.get(name or "dark", name or DARK.name)
