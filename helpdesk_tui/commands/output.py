"""How commands speak: plain text made harmless, JSON in ASCII, refusals on standard error."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import explain
from helpdesk_tui.text import many_lines, one_line


def say(text: str) -> None:
    """One line on standard output."""
    print(one_line(text))


def say_text(text: str) -> None:
    """Text on standard output, its line breaks kept."""
    print(many_lines(text))


def complain(text: str) -> None:
    """One line on standard error."""
    print(one_line(text), file=sys.stderr)


def refuse(error: HelpdeskError, told: Callable[[str], None] = complain) -> None:
    """What was refused and why, one line for each thing that is wrong."""
    told(explain(error))
    for other in error.also if isinstance(error, Invalid) else ():
        told(explain(other))


def as_json(value: object, indent: int | None = None) -> str:
    """The value in JSON of printable ASCII."""
    return json.dumps(value, indent=indent).replace("\x7f", "\\u007f")


def say_json(value: object) -> None:
    """One JSON document, laid out for reading."""
    print(as_json(value, indent=2))


def say_json_array(items: Iterable[object]) -> None:
    """A JSON array written as its items come, one a line."""
    opening = "["
    for item in items:
        print(opening, as_json(item), sep="\n", end="")
        opening = ","
    print("[]" if opening == "[" else "\n]")


def width() -> int | None:
    """The columns of the terminal that standard output is; None when it is not one."""
    if not on_terminal():
        return None
    return max(shutil.get_terminal_size().columns, 1)


def on_terminal() -> bool:
    """Whether people read standard output as it is written."""
    return sys.stdout is not None and sys.stdout.isatty()


def never_fail_to_encode() -> None:
    """Let a terminal of another encoding show `?` for what it does not know."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and stream.errors == "strict":
            reconfigure(errors="replace")


def drop_output() -> None:
    """Point standard output nowhere, so that the end of the process does not try it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
