"""Files that commands read, where `-` is standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_


@contextmanager
def opened_file(name: str) -> Iterator[BinaryIO]:
    """The file's bytes; raises Invalid where it cannot be opened."""
    if name == "-" and sys.stdin is not None:
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(open(name, "rb"))
        except OSError as error:
            message = N_("{path} cannot be read ({reason}).")
            raise Invalid("file", message, path=name, reason=error.strerror) from error
        yield stream
