"""A list whose columns are others from one period to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpdesk_tui.widgets.row_columns import Column
from helpdesk_tui.widgets.row_painter import RowPainter
from helpdesk_tui.widgets.row_table import RowTable


class TimeTable(RowTable[Any]):
    """Draws under the columns last given; the rows they suit are to be loaded with them."""

    def show_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Draw under other columns from now on."""
        self._painter = RowPainter(columns, self._ink, self._clock())
        self._painter.lay_out(self.size.width)
        self.refresh()
