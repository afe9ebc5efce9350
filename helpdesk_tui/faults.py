"""What a failing database means for people: each fault by its own sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from helpdesk_tui.databases.addresses import shown
from helpdesk_tui.errors import Busy, DatabaseRefused, HelpdeskError
from helpdesk_tui.i18n import N_

_DISK_FULL = N_("The disk is full. Nothing was lost, nothing was saved: free some space.")
_DAMAGED = N_("{url} is damaged. Nothing was changed: restore a backup.")
_DISK_FAULT = N_("{url} could not be read or written: the disk reports an error.")

_SENTENCES = {
    "SQLITE_FULL": _DISK_FULL,
    "SQLITE_READONLY": N_(
        "{url} cannot be written by this account. Nothing was saved: check the file's owner and"
        " mode."
    ),
    "SQLITE_CANTOPEN": N_("{url} cannot be opened: check the path and the folder's permissions."),
    "SQLITE_NOTADB": N_("{url} is not a helpdesk database."),
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_IOERR": _DISK_FAULT,
    "25006": N_("{url} takes no changes now: it is a standby, or read-only. Nothing was saved."),
    "3F000": N_("{url} has no schema to work in: ask who administers the server."),
    "42501": N_(
        "{url} does not let this account do that. Nothing was saved: ask who administers the"
        " server."
    ),
    "53100": _DISK_FULL,
    "58030": _DISK_FAULT,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
"""By how SQLite's names begin, and PostgreSQL's codes."""

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "40001", "40P01", "55P03")


def explained(error: BaseException, url: str) -> BaseException:
    """A HelpdeskError for a fault of the outside world; a fault of our own is returned as it is."""
    for cause in causes(error):
        if isinstance(cause, HelpdeskError):
            return cause
        name = _name(cause)
        if name.startswith(_BUSY):
            return Busy(N_("Another agent is saving. Not saved yet: try again."))
        for prefix, sentence in _SENTENCES.items():
            if name.startswith(prefix):
                return DatabaseRefused(sentence, url=shown(url))
    return error


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it: a rollback that fails hides the reason in its context."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        current = waiting.pop(0)
        if current is None or current in seen:
            continue
        seen.append(current)
        waiting += [current.__cause__, current.__context__]
    # The innermost error came first and says why; the outer ones are its consequences.
    return reversed(seen)


def _name(error: BaseException) -> str:
    """What the database itself calls the error; empty where it is none of a database."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", None) or ""
    return getattr(error, "sqlstate", None) or ""
