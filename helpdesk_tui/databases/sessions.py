"""Sessions on a PostgreSQL server, as the program opens all of its own."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.databases.addresses import shown
from helpdesk_tui.errors import DatabaseRefused, Unreachable
from helpdesk_tui.i18n import N_
from helpdesk_tui.text import one_line

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
except ImportError as missing:
    raise DatabaseRefused(
        N_(
            "PostgreSQL needs a driver that is not installed: install it with"
            " “pip install 'helpdesk-tui[postgres]'”."
        )
    ) from missing

Session = psycopg.Connection[tuple[Any, ...]]

_DEFAULTS: dict[str, str | int] = {
    "application_name": "helpdesk-tui",
    "client_encoding": "utf8",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Seconds, and milliseconds for the last; what the URL says itself goes before them."""

_RULES = (
    "SET default_transaction_isolation = 'read committed';"
    " SET lock_timeout = '2s';"  # as long as SQLite is waited for, tried again as often
    " SET idle_in_transaction_session_timeout = '60s';"  # a frozen program must not hold its locks
    # and who is at a ticket must be seen gone when only the line is
    " SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 2"
)


def open_session(url: str, *, durable: bool = True) -> Session:
    """A session that commits each statement by itself; raises Unreachable, or DatabaseRefused."""
    try:
        given = conninfo_to_dict(url)
        # psycopg takes the URL's own values for defaults of these keywords
        session = psycopg.connect(url, autocommit=True, **(_DEFAULTS | given))  # type: ignore[arg-type]
    except psycopg.ProgrammingError as error:
        raise DatabaseRefused(
            N_("{url} cannot be read ({reason}): write postgresql://user@host/name."),
            url=shown(url),
            reason=one_line(str(error).replace(url, shown(url))),
        ) from None  # its own words hold the password
    except psycopg.OperationalError as error:
        raise Unreachable(
            N_("{url} cannot be reached ({reason}): check the URL, and that the server runs."),
            url=shown(url),
            reason=one_line(str(error)),
        ) from error
    session.execute(_RULES)
    if not durable:
        session.execute("SET synchronous_commit = off")
    return session
