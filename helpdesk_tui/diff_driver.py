"""The terminal that is sent only the cells a frame changes, and all of it should that fail."""

from __future__ import annotations

import logging
from threading import Lock
from typing import Any

from helpdesk_tui.cell_diff import CellDiff
from helpdesk_tui.driver import Terminal

_RESET = "\x1b]8;;\x1b\\\x1b[m"
"""No link and no style, as Textual takes it to be before each frame."""

logger = logging.getLogger(__name__)


class DiffTerminal(Terminal):
    """Frames come from the interface's thread, answers to the terminal from the one that reads."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._writing = Lock()
        self._diff: CellDiff | None = None
        self._failed = False
        self._size_news: tuple[int, int] | None = None

    def _get_terminal_size(self) -> tuple[int, int]:
        """Textual asks whenever the size may have changed, and before it first writes."""
        self._size_news = super()._get_terminal_size()
        return self._size_news

    def write(self, data: str) -> None:
        with self._writing:
            difference = self._difference(data)
            if difference:
                super().write(difference)

    def _difference(self, data: str) -> str:
        """What to send; once that fails, everything from then on, a whole screen first."""
        if self._failed:
            return data
        try:
            return self._sized().feed(data)
        except Exception:
            logger.exception("from now on frames are sent whole")
            self._failed = True
            self._app.call_later(self._app.refresh)
            return _RESET + data

    def _sized(self) -> CellDiff:
        news, self._size_news = self._size_news, None
        if self._diff is None:
            self._diff = CellDiff(*(news or self._get_terminal_size()))
        elif news is not None:
            self._diff.resize(*news)
        return self._diff
