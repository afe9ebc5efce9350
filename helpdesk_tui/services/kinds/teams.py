"""Teams and their members."""

from __future__ import annotations

from collections.abc import Iterator

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Team
from helpdesk_tui.services.kinds import checks, memberships
from helpdesk_tui.services.kinds.kind import Draft, Kind, Link


def _agents(draft: Draft) -> Iterator[Invalid]:
    """New members are agents that are not archived; who is in the team may have been since."""
    chosen = draft.values["members"] = sorted(set(draft.values["members"]))
    new = set(chosen) - set(draft.before["members"] if draft.row is not None else ())
    able = Agent.select().where(Agent.id.in_(sorted(new)), ~Agent.archived).count()
    if able != len(new):
        yield Invalid("members", N_("There is no such agent: choose another."))


KIND = Kind(
    "team",
    Team,
    "configuration.edit",
    {"name": "", "calendar_id": None},
    (checks.unique_name(Team), checks.refers("calendar_id"), _agents),
    links={"members": Link(memberships.members, memberships.set_members)},
)
