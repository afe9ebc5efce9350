"""Agents: who may work on the desk, and as what; one administrator always remains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpdesk_tui.errors import Invalid, WrongState
from helpdesk_tui.i18n import LANGUAGES, N_
from helpdesk_tui.models import Agent, Team
from helpdesk_tui.services.kinds import checks, memberships
from helpdesk_tui.services.kinds.kind import Draft, Kind, Link
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Role

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")

_OWN_LOGIN = N_("You work under this login: another administrator changes it.")
_OWN_ROLE = N_("You cannot take the administrator's role from yourself: another one can.")
_OWN_ARCHIVE = N_("You cannot archive yourself: another administrator can.")
_LAST = N_("{agent} is the last administrator: make somebody else one first.")


def _login(draft: Draft) -> Iterator[Invalid]:
    """Small letters, digits and a few signs, as no other agent has them."""
    typed = draft.values["login"] or ""
    if draft.row is not None and not draft.differs("login"):
        return
    if not _LOGIN.fullmatch(typed):
        message = N_(
            "“{login}” cannot be a login: use small letters, digits, dot, dash, underscore."
        )
        yield Invalid("login", message, login=one_line(typed, 40))
    elif Agent.select().where(Agent.login == typed, Agent.id != draft.id).exists():
        yield Invalid("login", N_("There is an agent “{login}” already."), login=typed)
    elif draft.row is not None and draft.id == draft.actor.id:
        yield Invalid("login", _OWN_LOGIN)


def _name(draft: Draft) -> Iterator[Invalid]:
    """Who has no name is called by the login."""
    draft.values["name"] = draft.values["name"] or draft.values["login"]
    yield from checks.named(draft)


def _role(draft: Draft) -> Iterator[Invalid]:
    role = draft.values["role"]
    if role not in tuple(Role):
        yield Invalid("role", N_("Choose a role: viewer, agent, manager or administrator."))
    elif draft.row is not None and draft.differs("role") and draft.row.role == Role.ADMINISTRATOR:
        if draft.id == draft.actor.id:
            yield Invalid("role", _OWN_ROLE)
        elif _is_last(draft):
            yield Invalid("role", _LAST, agent=one_line(draft.row.name, 60))


def _is_last(draft: Draft) -> bool:
    others = Agent.select().where(
        Agent.role == Role.ADMINISTRATOR, ~Agent.archived, Agent.id != draft.id
    )
    return not others.exists()


def _teams(draft: Draft) -> Iterator[Invalid]:
    """The active team is one of the agent's; where none is said, the first."""
    values = draft.values
    chosen = values["teams"] = list(dict.fromkeys(values["teams"]))
    new = set(chosen) - set(draft.before["teams"] if draft.row is not None else ())
    if Team.select().where(Team.id.in_(sorted(new)), ~Team.archived).count() != len(new):
        yield Invalid("teams", N_("There is no such team: choose another."))
    elif values["team_id"] is not None and values["team_id"] not in chosen:
        if "team_id" in draft.given:
            yield Invalid("team_id", N_("The active team must be one of the agent's teams."))
        values["team_id"] = None
    if values["team_id"] is None and chosen:
        values["team_id"] = chosen[0]
    values["teams"] = sorted(chosen)


def _archivable(draft: Draft) -> None:
    if draft.id == draft.actor.id:
        raise WrongState(_OWN_ARCHIVE)
    if draft.row.role == Role.ADMINISTRATOR and _is_last(draft):
        raise WrongState(_LAST, agent=one_line(draft.row.name, 60))


KIND = Kind(
    "agent",
    Agent,
    "agents.edit",
    {
        "login": "",
        "name": "",
        "email": None,
        "role": Role.AGENT,
        "team_id": None,
        "language": None,
        "zone": None,
    },
    (
        _login,
        _name,
        checks.email,
        _role,
        _teams,
        checks.one_of("language", (None, *LANGUAGES), N_("Choose a language: en or fr.")),
        checks.zone,
    ),
    links={"teams": Link(memberships.teams, memberships.set_teams)},
    archivable=_archivable,
)
