"""The pages of the documentation, and the commands they show with what they say comes out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

FENCED = re.compile(r"^( *)```[^\n]*\n(.*?)^ *```", re.M | re.S)
_COMMAND = re.compile(r"(\$ )?(?:\S*/)?helpdesk-tui(?= |$)(.*)")
_SHELL = re.compile(r" [|<>] .*")
"""What the shell does with a command's output and input."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A command as a page shows it, behind the program's name."""

    page: str
    typed: str
    said: str | None
    """What the page shows under the command; None where it shows none."""

    @property
    def words(self) -> list[str]:
        """What the shell hands to the program."""
        return shlex.split(_SHELL.sub("", self.typed), comments=True)


def shown(page: Path) -> Iterator[Shown]:
    """The commands of the page's fenced blocks, in order.

    Behind a `$` a command is followed by what it says, up to the next one or the end of its block.
    """
    name = str(page.relative_to(ROOT))
    for indent, block in FENCED.findall(page.read_text()):
        lines = [line.removeprefix(indent) for line in block.splitlines()]
        for place, line in enumerate(lines):
            found = _COMMAND.fullmatch(line)
            if found is None:
                continue
            said = None
            if found[1]:
                after = lines[place + 1 :]
                end = next((i for i, each in enumerate(after) if each.startswith("$ ")), None)
                said = "\n".join(after[:end]).strip()
            yield Shown(name, found[2].strip(), said)
