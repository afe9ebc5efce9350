"""Agents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import people
from helpdesk_tui.rows import Choice, ConfigRow
from helpdesk_tui.screens.fields import Field, Search
from helpdesk_tui.screens.kinds import zones
from helpdesk_tui.screens.kinds.kind import (
    SEARCHED,
    ConfigKind,
    Session,
    choice,
    text_column,
    worded_column,
)
from helpdesk_tui.vocabulary import Role

LANGUAGES: tuple[tuple[Any, str], ...] = (("en", N_("English")), ("fr", N_("French")))
_OWN: tuple[Any, str] = (None, N_("The desk's"))


def _own_teams(session: Session) -> Search:
    """Of the teams, those that the form says the agent belongs to."""

    async def search(text: str, values: Mapping[str, Any]) -> list[Choice]:
        found = await session.store.run(people.teams, text)
        return [team for team in found if team.id in values["teams"]]

    return search


def _fields(session: Session) -> list[Field]:
    return [
        Field("login", N_("Login"), required=True, help=N_("small letters, as for the machine")),
        Field("name", N_("Name")),
        Field("email", N_("E-mail")),
        Field("role", N_("Role"), "pick", options=tuple((each, each.label) for each in Role)),
        Field("teams", N_("Teams"), "choices", help=SEARCHED, search=session.named(people.teams)),
        choice("team_id", N_("Active team"), _own_teams(session)),
        Field("language", N_("Language"), "pick", options=(_OWN, *LANGUAGES)),
        zones.zone_field("zone"),
    ]


def _role(row: ConfigRow) -> str:
    return _(Role(row.values["role"]).label)


KIND = ConfigKind(
    "agent",
    N_("Agents"),
    N_("New agent"),
    N_("Who may open the desk, as what."),
    "",
    (
        text_column("login", N_("Login"), 14),
        text_column("name", N_("Name"), 0),
        worded_column("role", N_("Role"), 14, _role),
        text_column("teams", N_("Teams"), 24, drop=1),
        text_column("email", N_("E-mail"), 24, drop=2),
    ),
    _fields,
    {
        "login": N_("The name of the account on this machine lets its owner in."),
        "name": N_("Empty is the login."),
        "role": N_("Viewers read; agents work; managers also configure; administrators may all."),
        "teams": N_("Type part of a name and Enter; a comma stands between two names."),
        "team_id": N_("The one whose tickets My team shows. Empty is the first."),
        "zone": N_("How times are written for the agent. Empty is that of the machine."),
    },
    starts=lambda session: {"role": Role.AGENT},
    shown={"zone": zones.chosen},
    not_copied=frozenset({"login", "name", "email"}),
)
