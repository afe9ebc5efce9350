"""Many rows at once, where compiling a statement for each would cost most of the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpdesk_tui.models import Table, database


def insert_rows(table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of equal columns, named as in the database; what they lack has its default."""
    if not rows:
        return
    meta = table._meta
    missing = {
        name: value for name, value in meta.get_default_dict().items() if name not in rows[0]
    }
    columns = [f'"{name}"' for name in (*rows[0], *missing)]
    marks = [database.param] * len(columns)
    statement = f'INSERT INTO "{meta.table_name}" ({",".join(columns)}) VALUES ({",".join(marks)})'
    for row in rows:
        database.execute_sql(statement, (*row.values(), *missing.values()))
