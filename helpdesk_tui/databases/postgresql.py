"""A connection to a desk on a PostgreSQL server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from secrets import token_hex

import psycopg
from peewee import PostgresqlDatabase

from helpdesk_tui.databases.listening import CHANNEL, Listener
from helpdesk_tui.databases.presence_locks import PresenceLocks
from helpdesk_tui.databases.sessions import Session, open_session
from helpdesk_tui.errors import Unreachable
from helpdesk_tui.faults import causes
from helpdesk_tui.i18n import N_

CLOCK_GOOD_FOR = 60.0
"""Seconds after which the server's clock is looked at again."""

UNHEARD_FOR = 10.0
"""Seconds after which the server is asked although it tells of changes by itself."""

PAUSE = 1.0
"""Seconds between two attempts to reach a server that does not answer."""

_ENDING = "57P"
"""How the codes begin with which a server ends its sessions; they look open for a moment yet."""

_NOT_UNIQUE = "23505"


class Postgresql(PostgresqlDatabase):
    """Tells every other program on the desk of each commit, which `sender` signs."""

    def __init__(self, url: str, *, durable: bool) -> None:
        self.url = url
        self.sender = token_hex(8)
        self.acting = self.saving = False
        """Whether a transaction has begun, and whether its commit has not been answered."""
        self._durable = durable
        super().__init__(url, prefer_psycopg3=True, autoconnect=False)

    def _connect(self) -> Session:
        self.acting = self.saving = False
        return open_session(self.url, durable=self._durable)

    def begin(self, isolation_level: str | None = None) -> None:
        self.acting = True
        super().begin(isolation_level)

    def commit(self) -> None:
        self.saving = True
        # Told behind the commit: within it, all who save would stand in line for the server's disk.
        self.execute_sql(f"COMMIT; NOTIFY {CHANNEL}, '{self.sender}'")
        self.acting = self.saving = False

    def rollback(self) -> None:
        super().rollback()
        self.acting = self.saving = False


class PostgresqlLink:
    """What the store does with the connection; `interrupt` and `clock` on any thread."""

    def __init__(self, database: Postgresql) -> None:
        self.database = database
        self.presence = PresenceLocks(database)
        self._session: Session | None = None
        self._canceller: threading.Thread | None = None
        self.unsure = False
        """Whether the server went away without saying if the last act was saved."""
        self._next_attempt = 0.0
        self._ahead = time.time() - time.monotonic()
        """The server's seconds since the epoch, less this machine's since it was switched on."""
        self._clock_set_at = -CLOCK_GOOD_FOR
        self._listener: Listener | None = None
        self._seen: object = None
        """What was running and had run on the server when it was last asked."""
        self._seen_at = 0.0

    def connect(self) -> None:
        if self._canceller is not None:
            self._canceller.join()  # or it would end what comes next
            self._canceller = None
        if self.database.is_closed():
            self._reach()
            self._session = self.database.connection()
            self._set_clock()
            self.presence.begin_anew()
        elif time.monotonic() - self._clock_set_at > CLOCK_GOOD_FOR:
            self._set_clock()

    def _reach(self) -> None:
        """Connect; for a moment after this failed, refuse without making anybody wait again."""
        if time.monotonic() < self._next_attempt:
            raise Unreachable(N_("The database does not answer."))
        try:
            self.database.connect()
        except Unreachable:
            self._next_attempt = time.monotonic() + PAUSE
            raise

    def disconnect(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        if not self.database.is_closed():
            self.database.close()

    def interrupt(self) -> None:
        """End what is being read, without waiting for the server; an act under way is saved."""
        under_way = self._canceller is not None and self._canceller.is_alive()
        if self._session is not None and not self.database.acting and not under_way:
            canceller = threading.Thread(target=_cancel, args=(self._session,), daemon=True)
            canceller.start()
            self._canceller = canceller

    def lost(self, error: BaseException) -> bool:
        """Whether the server has gone; if so, the connection is given up."""
        session = self._session
        if session is None or self.database.is_closed():
            return False
        ended = any(_code(cause).startswith(_ENDING) for cause in causes(error))
        if not session.closed and not ended:
            return False
        self.unsure = self.database.saving
        with suppress(psycopg.Error):
            session.close()
        self.database.dispose()
        return True

    def collided(self, error: BaseException) -> bool:
        """Whether another program wrote the same unique value since the act looked for it."""
        return any(_code(cause) == _NOT_UNIQUE for cause in causes(error))

    def revision(self) -> Hashable:
        """Changes with what others tell, and with whatever the server does while nobody does."""
        listener = self._listener
        hears = listener is not None and listener.hears
        if not hears or time.monotonic() - self._seen_at > UNHEARD_FOR:
            found = self.database.execute_sql("SELECT pg_current_snapshot()::text").fetchone()
            self._seen, self._seen_at = found, time.monotonic()
        return listener.heard if listener is not None else 0, self._seen

    def clock(self) -> int:
        """The server's time, whatever this machine's clock says."""
        return int(time.monotonic() + self._ahead)

    def listen(self, heard: Callable[[], object]) -> None:
        if self._listener is None:
            self._listener = Listener(self.database.url, self.database.sender, heard)

    def _set_clock(self) -> None:
        asked = time.monotonic()
        query = "SELECT EXTRACT(EPOCH FROM clock_timestamp())::float8"
        [now] = self.database.execute_sql(query).fetchone()
        self._clock_set_at = time.monotonic()
        self._ahead = now - (asked + self._clock_set_at) / 2


def _code(error: BaseException) -> str:
    return (error.sqlstate or "") if isinstance(error, psycopg.Error) else ""


def _cancel(session: Session) -> None:
    with suppress(psycopg.Error):
        session.cancel_safe(timeout=1)
