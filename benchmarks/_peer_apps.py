"""What Textual itself costs: an empty application, and a DataTable of a thousand rows."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "ready for keys"
ROWS = 1_000
TITLES = ("Due", "Number", "Subject", "Customer", "Priority", "Assignee")


def texts(row_id: int) -> Iterable[str]:
    """What each list shows of a row."""
    yield f"{row_id % 9}h{row_id % 60:02}"
    yield f"TKT{row_id:06}"
    yield f"The printer of room {row_id * 7919 % 1000} is on fire again"
    yield f"Customer {row_id * 31 % 97}"
    yield ("Urgent", "High", "Normal", "Low")[row_id % 4]
    yield f"agent{row_id % 30}"


class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Static(READY)


def table() -> App[None]:
    from textual.widgets import DataTable  # the empty application does not pay for it

    class Table(App[None]):
        def compose(self) -> ComposeResult:
            yield DataTable(cursor_type="row")

        def on_mount(self) -> None:
            shown = self.query_one(DataTable)
            shown.add_columns(*TITLES)
            shown.add_rows(texts(row_id) for row_id in range(ROWS))
            shown.focus()

    return Table()


if __name__ == "__main__":
    (Empty() if sys.argv[1] == "empty" else table()).run()
