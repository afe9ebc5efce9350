"""What a list tells its screen; handled as `on_row_table_opened` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from helpdesk_tui.widgets.row_window import Row

if TYPE_CHECKING:
    from helpdesk_tui.widgets.row_table import RowTable


class TableMessage(Message):
    """Comes from `table`."""

    def __init__(self, table: RowTable[Any]) -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> RowTable[Any]:
        """The sender, by which handlers can choose."""
        return self.table


class Opened(TableMessage, namespace="row_table"):
    """A row is to be opened."""

    def __init__(self, table: RowTable[Any], row: Row) -> None:
        super().__init__(table)
        self.row = row


class MarksChanged(TableMessage, namespace="row_table"):
    """`count` rows are marked; `left_out` when the list has more than are marked at once."""

    def __init__(self, table: RowTable[Any], count: int, left_out: bool = False) -> None:
        super().__init__(table)
        self.count = count
        self.left_out = left_out


class LoadFailed(TableMessage, namespace="row_table"):
    """The source raised; the list shows what it showed before."""

    def __init__(self, table: RowTable[Any], error: Exception) -> None:
        super().__init__(table)
        self.error = error
