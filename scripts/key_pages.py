"""The tables of docs/keys.md and docs/fr/touches.md, made from the bindings of the program.

`python -m scripts.key_pages` writes them; `tests/test_key_pages.py` tells when they are stale.
"""

from __future__ import annotations

from pathlib import Path

from textual.keys import format_key

from helpdesk_tui import i18n, keymap
from helpdesk_tui.i18n import _
from helpdesk_tui.screens.keys import GROUPS

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = {"en": DOCS / "keys.md", "fr": DOCS / "fr" / "touches.md"}
MARK = "<!-- keys -->\n"

_HEADS = {"en": ("key", "act", "id"), "fr": ("touche", "action", "identifiant")}


def bound() -> dict[str, tuple[str, list[str]]]:
    """What each act of GROUPS is called and its keys on any screen, in order of its id."""
    found: dict[str, tuple[str, set[str]]] = {}
    for binding in keymap.bindings():
        id = str(binding.id)
        if id.partition(".")[0] in GROUPS:
            keys = found.setdefault(id, (binding.description, set()))[1]
            keys.update(format_key(key.strip()) for key in binding.key.split(","))
    return {id: (words, sorted(keys)) for id, (words, keys) in sorted(found.items())}


def table(language: str) -> str:
    """The keys of each group, in a language."""
    i18n.use(language)
    try:
        return "".join(_section(group, language) for group in GROUPS)
    finally:
        i18n.use("en")


def _section(group: str, language: str) -> str:
    heads = _HEADS[language]
    lines = [f"## {_(GROUPS[group])}", "", f"| {' | '.join(heads)} |", "|---|---|---|"]
    for id, (words, keys) in bound().items():
        if id.partition(".")[0] == group:
            shown = " ".join(f"`{key}`".replace("|", "\\|") for key in keys)
            lines.append(f"| {shown} | {_(words)} | `{id}` |")
    return "\n" + "\n".join(lines) + "\n"


def page(language: str) -> str:
    """The whole page: what somebody wrote above the mark, and the tables."""
    written, mark, _tables = PAGES[language].read_text().partition(MARK)
    return written + mark + table(language)


def main() -> None:
    """Write both pages anew."""
    for language, path in PAGES.items():
        path.write_text(page(language))


if __name__ == "__main__":
    main()
