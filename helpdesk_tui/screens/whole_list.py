"""A list short enough to be held whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from helpdesk_tui.widgets.row_window import R, Window


class WholeList(Generic[R]):
    """Gives a RowTable all of `rows` whatever it asks for."""

    def __init__(self) -> None:
        self.rows: Sequence[R] = ()

    async def start(self, limit: int) -> Window[R]:
        return self._all()

    async def end(self, limit: int) -> Window[R]:
        return self._all()

    async def after(self, row: R, limit: int) -> Window[R]:
        return self._all()

    async def before(self, row: R, limit: int) -> Window[R]:
        return self._all()

    async def around(self, row: R, before: int, after: int) -> Window[R]:
        return self._all()

    def _all(self) -> Window[R]:
        return Window(list(self.rows), at_start=True, at_end=True, total=len(self.rows))
