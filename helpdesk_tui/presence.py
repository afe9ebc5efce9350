"""Who else has a ticket open or works on it, followed for as long as a session lasts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic

from helpdesk_tui.queries import presence
from helpdesk_tui.rows import Actor, Place, Presence
from helpdesk_tui.store import Store

LOOKED_EVERY = 2.0
"""Seconds between two looks at where the other sessions are, by which the killed are gone."""


class Watch:
    """Tells the others where this session is, and knows where they are."""

    def __init__(self, store: Store, actor: Callable[[], Actor]) -> None:
        self.seen: Presence = {}
        """By ticket, without the agent's own sessions."""
        self._store = store
        self._actor = actor
        self._told: Place | None = None
        self._looked_at: float | None = None
        self._places: frozenset[Place] = frozenset()
        self._read_for: object = None
        """What `seen` was read for: with the same there is nothing to read."""

    async def follow(self, ticket: int | None, revision: Hashable) -> bool:
        """Tell which ticket is open; whether anything is seen otherwise than before."""
        actor = self._actor()
        place = None if ticket is None else Place(actor.id, ticket)
        if place != self._told:
            await self._store.stand(place)
            self._told = place
        if self._looked_at is None or monotonic() - self._looked_at >= LOOKED_EVERY:
            self._looked_at = monotonic()
            self._places = await self._store.places()
        read_for = (revision, actor.id, self._places)
        if read_for == self._read_for:
            return False
        before, self.seen = self.seen, await self._store.run(presence.others, actor, self._places)
        self._read_for = read_for
        return self.seen != before
