"""The programs that are measured side by side: ours, neomutt, and what Textual itself costs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from benchmarks import _line, _peer_apps
from benchmarks._desk import HOUR, NOW
from benchmarks._line import environment, helpdesk

DOWN, UP, PAGE_DOWN = "\x1b[B", "\x1b[A", "\x1b[6~"

OURS, NEOMUTT, EMPTY = "helpdesk_tui", "neomutt", "an empty Textual app"
TABLE = f"DataTable, {_peer_apps.ROWS} rows"
_SETTINGS = """
set folder = "."
set sort = reverse-mailbox-order
set menu_scroll = yes
"""


@dataclass(frozen=True)
class Program:
    """How one is started, and how its list is gone through; no `down` where there is no list."""

    name: str
    command: list[str]
    environment: dict[str, str]
    ready: str
    """A pattern of what it shows when it is ready for keys."""
    to_list: str = ""
    down: str = ""
    up: str = ""


def ours(desk: Path, home: Path) -> Program:
    """The history of a desk: every ticket, the newest first."""
    command = helpdesk(f"sqlite:///{desk}", home)
    ready = "TKT0|Every ticket has somebody"
    return Program(OURS, *command, ready, "6", DOWN, UP)


def empty(home: Path) -> Program:
    return _textual(EMPTY, "empty", _peer_apps.READY, home)


def data_table(home: Path) -> Program:
    return _textual(TABLE, "table", "The printer of room", home, DOWN, UP)


def _textual(
    name: str, which: str, ready: str, home: Path, down: str = "", up: str = ""
) -> Program:
    command = _line.python("benchmarks._peer_apps", which)
    return Program(name, command, environment(home), ready, "", down, up)


def neomutt(home: Path, mails: int) -> Program | None:
    """A mailbox of as many mails, where it is installed."""
    found = shutil.which(NEOMUTT)
    if found is None:
        return None
    mailbox, settings = home / "mailbox", home / "neomuttrc"
    if not mailbox.exists():
        mailbox.write_text("".join(_mail(number) for number in range(mails)))
        settings.write_text(_SETTINGS)
    command = [found, "-n", "-R", "-F", str(settings), "-f", str(mailbox)]
    return Program(NEOMUTT, command, environment(home), "The printer of room", "", "j", "k")


def _mail(number: int) -> str:
    _due, ticket, subject, customer, *_rest = _peer_apps.texts(number)
    sent = NOW + number * HOUR // 10
    return (
        f"From user@example.org Mon Apr 27 09:00:00 2026\n"
        f"From: {customer} <user@example.org>\nTo: desk@example.org\n"
        f"Subject: {ticket} {subject}\nDate: {formatdate(sent)}\n"
        f"Message-ID: <{number}@example.org>\nStatus: RO\n\nIt burns.\n\n"
    )
