"""What a desk on a PostgreSQL server has that one in a file needs not."""

from __future__ import annotations

from peewee import Database, PostgresqlDatabase

_OTHERWISE_COLLATED = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_collation o ON o.oid = a.attcollation
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0
    AND NOT a.attisdropped AND o.collname <> 'C'
ORDER BY c.relname, a.attnum
"""

# Claims walk over what was claimed before them: in the index of all open tickets that is much.
_UNASSIGNED = (
    "CREATE INDEX IF NOT EXISTS ticket_open_unassigned ON ticket (next_due_at, priority, id)"
    " WHERE closed_at IS NULL AND assignee_id IS NULL"
)


def complete(database: Database) -> None:
    """Add it all; a migration that adds a column of text or rebuilds tickets calls this last."""
    if isinstance(database, PostgresqlDatabase):
        database.execute_sql(_UNASSIGNED)
        _collate(database)


def _collate(database: Database) -> None:
    """Compare all text by its code points, as SQLite does, whatever the server's language is."""
    tables: dict[str, list[str]] = {}
    for table, column, kind in database.execute_sql(_OTHERWISE_COLLATED).fetchall():
        tables.setdefault(table, []).append(f'ALTER "{column}" TYPE {kind} COLLATE "C"')
    for table, alterations in tables.items():
        database.execute_sql(f'ALTER TABLE "{table}" {", ".join(alterations)}')
