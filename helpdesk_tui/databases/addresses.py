"""The URL of a desk: which kind of database it names, and how it is shown to people."""

from __future__ import annotations

import re

POSTGRESQL = "postgresql://"

_PASSWORD = re.compile(r"(?<=://)([^:@/?#]*):[^/?#]*@")


def is_postgresql(url: str) -> bool:
    """Whether the URL names a database on a PostgreSQL server; any other is taken for a file."""
    return url.startswith(POSTGRESQL)


def shown(url: str) -> str:
    """The URL as it may stand in a sentence: no password, nothing of what follows a `?`."""
    return _PASSWORD.sub(r"\1@", url.partition("?")[0]) if is_postgresql(url) else url
