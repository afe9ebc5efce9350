"""Agents, teams, types, customers and contacts: added to the desk, each with its Event."""

from __future__ import annotations

import json
import re
from typing import Any

from helpdesk_tui.errors import Invalid, WrongState
from helpdesk_tui.i18n import LANGUAGES, N_
from helpdesk_tui.models import (
    Agent,
    Contact,
    Customer,
    Event,
    Membership,
    Sequence,
    Team,
    TicketType,
)
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor
from helpdesk_tui.services.change import transaction
from helpdesk_tui.services.numbering import TICKETS
from helpdesk_tui.text import fold, intake_line
from helpdesk_tui.vocabulary import SUBJECT_LIMIT, Role

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


@transaction
def found_desk(login: str, name: str, now: int, language: str | None = None) -> int:
    """Give an empty database its ticket sequence and its first agent, who administers it."""
    if Agent.select().exists():
        raise WrongState(N_("This desk has agents already: ask its administrator to add you."))
    Sequence.get_or_create(code=TICKETS, defaults={"prefix": "TKT", "padding": 4})
    row = _agent_row(login, name, Role.ADMINISTRATOR, None, language)
    first = int(Agent.insert(row).execute())
    Event.insert(
        kind="agent", row=first, at=now, agent=first, act="create", via="command"
    ).execute()
    return first


@transaction
def add_agent(
    actor: Actor,
    now: int,
    login: str,
    *,
    name: str = "",
    role: Role = Role.AGENT,
    teams: tuple[int, ...] = (),
    email: str | None = None,
    language: str | None = None,
) -> int:
    """Add an agent whose active team is the first of `teams`."""
    permit(actor, "agents.edit")
    row = _agent_row(login, name, role, teams[0] if teams else None, language)
    row["email"] = _line("email", email) if email else None
    agent = int(Agent.insert(row).execute())
    for team in dict.fromkeys(teams):
        Membership.insert(agent=agent, team=team).execute()
    return _recorded(actor, "agent", agent, now, {"login": row["login"], "name": row["name"]})


def _agent_row(
    login: str, name: str, role: Role, team: int | None, language: str | None
) -> dict[str, Any]:
    if not _LOGIN.fullmatch(login):
        raise Invalid(
            "login",
            N_("“{login}” cannot be a login: use small letters, digits, dot, dash, underscore."),
            login=login[:40],
        )
    if Agent.select().where(Agent.login == login).exists():
        raise Invalid("login", N_("There is an agent “{login}” already."), login=login)
    if language is not None and language not in LANGUAGES:
        raise Invalid("language", N_("Choose a language: en or fr."))
    shown = _line("name", name or login)
    return {
        "login": login,
        "name": shown,
        "name_folded": fold(shown),
        "role": role,
        "team": team,
        "language": language,
    }


@transaction
def add_team(actor: Actor, now: int, name: str) -> int:
    """Add a team; raises Invalid when the name is taken."""
    permit(actor, "configuration.edit")
    return _add_named(actor, now, Team, "team", name, unique=True)


@transaction
def add_type(actor: Actor, now: int, name: str, *, default_priority: int | None = None) -> int:
    """Add a ticket type; raises Invalid when the name is taken."""
    permit(actor, "configuration.edit")
    extra = {"default_priority": default_priority}
    return _add_named(actor, now, TicketType, "type", name, unique=True, **extra)


@transaction
def add_customer(actor: Actor, now: int, name: str) -> int:
    """Add a customer; raises Invalid when the name is taken."""
    permit(actor, "customers.edit")
    return _add_named(actor, now, Customer, "customer", name, unique=True)


@transaction
def add_contact(actor: Actor, now: int, customer: int, name: str, email: str | None) -> int:
    """Add a contact to a customer; raises Invalid when another contact has the address."""
    permit(actor, "customers.edit")
    address = _line("email", email) if email else None
    if address and Contact.select().where(Contact.email == address, ~Contact.archived).exists():
        raise Invalid(
            "email", N_("Another contact has the address {email} already."), email=address
        )
    extra = {"customer": customer, "email": address}
    return _add_named(actor, now, Contact, "contact", name, unique=False, **extra)


def _add_named(
    actor: Actor, now: int, table: Any, kind: str, name: str, *, unique: bool, **extra: Any
) -> int:
    shown = _line("name", name)
    folded = fold(shown)
    if unique and table.select().where(table.name_folded == folded).exists():
        raise Invalid("name", N_("There is one named “{name}” already."), name=shown)
    row = int(table.insert(name=shown, name_folded=folded, **extra).execute())
    return _recorded(actor, kind, row, now, {"name": shown})


def _line(field: str, text: str) -> str:
    shown = intake_line(text)
    if not shown:
        raise Invalid(field, N_("A name is needed."))
    if len(shown) > SUBJECT_LIMIT:
        raise Invalid(
            field,
            N_("The text has {length} characters: {limit} is the most."),
            length=len(shown),
            limit=SUBJECT_LIMIT,
        )
    return shown


def _recorded(actor: Actor, kind: str, row: int, now: int, values: dict[str, object]) -> int:
    changes = json.dumps({name: [None, value] for name, value in values.items()})
    Event.insert(
        kind=kind, row=row, at=now, agent=actor.id, act="create", changes=changes, via=actor.via
    ).execute()
    return row
