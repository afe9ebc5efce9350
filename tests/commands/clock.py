"""The instant that commands believe it is."""

from __future__ import annotations

from typing import Protocol


class Later(Protocol):
    """Moves the commands' clock that many seconds past NOW."""

    def __call__(self, seconds: int) -> None: ...
