"""Who has a ticket open, on a PostgreSQL server: an advisory lock that lasts with its session."""

from __future__ import annotations

from peewee import Database

from helpdesk_tui.rows import Place

# Shared, so that two sessions of an agent can be at one ticket; two keys, as nothing else uses.
_TAKE = "SELECT pg_advisory_lock_shared(%s, %s)"
_LEAVE = "SELECT pg_advisory_unlock_shared(%s, %s)"
_OTHERS = """
SELECT classid::int, objid::int FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class PresenceLocks:
    """The server lets the lock go when the session ends, however that happens."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._place: Place | None = None

    def stand(self, place: Place | None) -> None:
        """Tell where this session is; None tells nothing more."""
        if place is not None:
            self._database.execute_sql(_TAKE, (place.agent, place.ticket))
        former, self._place = self._place, place
        if former is not None:
            self._database.execute_sql(_LEAVE, (former.agent, former.ticket))

    def begin_anew(self) -> None:
        """Tell it again: the session is another, which holds no lock yet."""
        place, self._place = self._place, None
        if place is not None:
            self.stand(place)

    def places(self) -> frozenset[Place]:
        """Where the other sessions are."""
        found = self._database.execute_sql(_OTHERS).fetchall()
        return frozenset(Place(agent, ticket) for agent, ticket in found)
