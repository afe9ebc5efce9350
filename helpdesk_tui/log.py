"""The log of faults that nobody foresaw: a private file, for whoever mends the program."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from helpdesk_tui import settings
from helpdesk_tui.text import many_lines


def append(text: str) -> None:
    """Write at the end of the file, which only the caller can read; raises OSError."""
    file = settings.log_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="replace") as log:
        log.write(many_lines(text))


class Faults(logging.Handler):
    """Appends each record to the file; where that fails there is nobody to tell."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            append(self.format(record) + "\n")
        except OSError:
            return


@contextmanager
def kept() -> Iterator[None]:
    """While the screen is the interface's, what would be printed on it goes to the file."""
    faults = Faults()
    root = logging.getLogger()
    root.addHandler(faults)
    try:
        yield
    finally:
        root.removeHandler(faults)
