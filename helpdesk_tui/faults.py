"""What a failing database means for people: each fault by its own sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from helpdesk_tui.errors import Busy, DatabaseRefused, HelpdeskError
from helpdesk_tui.i18n import N_

_SENTENCES = {
    "SQLITE_FULL": N_("The disk is full. Nothing was lost, nothing was saved: free some space."),
    "SQLITE_READONLY": N_(
        "{url} cannot be written by this account. Nothing was saved: check the file's owner and"
        " mode."
    ),
    "SQLITE_CANTOPEN": N_("{url} cannot be opened: check the path and the folder's permissions."),
    "SQLITE_NOTADB": N_("{url} is not a helpdesk database."),
    "SQLITE_CORRUPT": N_("{url} is damaged. Nothing was changed: restore a backup."),
    "SQLITE_IOERR": N_("{url} could not be read or written: the disk reports an error."),
}


def explained(error: BaseException, url: str) -> BaseException:
    """A HelpdeskError for a fault of the outside world; a fault of our own is returned as it is."""
    for cause in _chain(error):
        if isinstance(cause, HelpdeskError):
            return cause
        name = getattr(cause, "sqlite_errorname", None)
        if not isinstance(cause, sqlite3.Error) or not name:
            continue
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return Busy(N_("Another agent is saving. Not saved yet: try again."))
        for prefix, sentence in _SENTENCES.items():
            if name.startswith(prefix):
                return DatabaseRefused(sentence, url=url)
    return error


def _chain(error: BaseException | None) -> Iterator[BaseException]:
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
