"""The log of faults that nobody foresaw: for whoever mends the program, private to the caller."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from helpdesk_tui import settings
from helpdesk_tui.i18n import _
from helpdesk_tui.text import many_lines


def written(error: Exception) -> str:
    """Append the error to the log; the sentence that says so, or that even this failed."""
    file = settings.log_file()
    try:
        _append(file, many_lines("".join(traceback.format_exception(error))))
    except OSError:
        message = _("The program failed ({error}), and {path} cannot be written.")
    else:
        message = _("The program failed ({error}): {path} says where.")
    return message.format(error=type(error).__name__, path=file)


def _append(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as log:
        log.write(text)
