"""Who else is at which ticket."""

from __future__ import annotations

from collections.abc import Iterable

from helpdesk_tui.models import Agent, TimeEntry, tuples
from helpdesk_tui.rows import Actor, Here, Place, Presence


def others(viewer: Actor, places: Iterable[Place]) -> Presence:
    """By ticket the agents whose stopwatch runs on it and who stand at these places, by name."""
    running = tuples(
        TimeEntry.select(TimeEntry.ticket, Agent.id, Agent.name)
        .join(Agent)
        .where(TimeEntry.ended_at.is_null(), TimeEntry.agent != viewer.id)
    )
    works = {(ticket, agent) for ticket, agent, _name in running}
    names = {agent: name for _ticket, agent, name in running}
    at = {(place.ticket, place.agent) for place in places if place.agent != viewer.id}
    unknown = {agent for _ticket, agent in at} - names.keys()
    if unknown:
        named = tuples(Agent.select(Agent.id, Agent.name).where(Agent.id.in_(sorted(unknown))))
        names.update(dict(named))
    found: dict[int, list[Here]] = {}
    for ticket, agent in works | at:
        if agent in names:
            found.setdefault(ticket, []).append(Here(names[agent], (ticket, agent) in works))
    return {ticket: tuple(sorted(those)) for ticket, those in found.items()}
