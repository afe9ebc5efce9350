"""Who belongs to which team, from either side, and what it does to an agent's active team."""

from __future__ import annotations

from collections.abc import Iterable

from helpdesk_tui.models import Agent, Membership, tuples
from helpdesk_tui.services.kinds.kind import Draft
from helpdesk_tui.services.kinds.record import record


def members(team: int) -> list[int]:
    """The ids of the team's agents, in order."""
    query = Membership.select(Membership.agent).where(Membership.team == team)
    return sorted(row[0] for row in tuples(query))


def teams(agent: int) -> list[int]:
    """The ids of the agent's teams, in order."""
    query = Membership.select(Membership.team).where(Membership.agent == agent)
    return sorted(row[0] for row in tuples(query))


def set_teams(draft: Draft, agent: int, chosen: list[int]) -> None:
    """Make these the agent's teams."""
    _replace(((agent, team) for team in teams(agent)), ((agent, team) for team in chosen))


def set_members(draft: Draft, team: int, chosen: list[int]) -> None:
    """Make these the team's agents; who has no active team any more, or none yet, gets one."""
    before = members(team)
    _replace(((agent, team) for agent in before), ((agent, team) for agent in chosen))
    for agent in set(before) ^ set(chosen):
        _settle(draft, agent)


def _replace(before: Iterable[tuple[int, int]], after: Iterable[tuple[int, int]]) -> None:
    old, new = set(before), set(after)
    for agent, team in sorted(old - new):
        Membership.delete().where(Membership.agent == agent, Membership.team == team).execute()
    for agent, team in sorted(new - old):
        Membership.insert(agent=agent, team=team).execute()


def _settle(draft: Draft, agent: int) -> None:
    found = Agent.get_by_id(agent)
    own = teams(agent)
    if found.team_id in own:
        return
    active = own[0] if own else None
    if found.team_id != active:
        record(draft.actor, "agent", agent, "edit", draft.now, {"team_id": (found.team_id, active)})
        Agent.update(team=active).where(Agent.id == agent).execute()
