"""Loading peewee with the one database driver that is needed: it imports all it can find."""

from __future__ import annotations

import sys
from typing import Any

from helpdesk_tui.databases.addresses import is_postgresql

_UNUSED = ("pysqlite3", "psycopg2cffi", "psycopg2", "pymysql", "MySQLdb")
_FOR_POSTGRESQL = "psycopg"


def load(*urls: str | None) -> None:
    """Import peewee for these desks, once in a process; the drivers it skips stay importable."""
    if "peewee" in sys.modules:
        return
    wanted = any(url is not None and is_postgresql(url) for url in urls)
    skipped = _UNUSED if wanted else (*_UNUSED, _FOR_POSTGRESQL)
    loaded: dict[str, Any] = sys.modules
    hidden = [name for name in skipped if name not in loaded]
    loaded.update(dict.fromkeys(hidden))  # what is None there cannot be imported
    try:
        import peewee  # noqa: F401
    finally:
        for name in hidden:
            del loaded[name]
