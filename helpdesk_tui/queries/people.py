"""Agents, teams, customers and contacts, as choices and as the one who acts."""

from __future__ import annotations

from typing import Any

from peewee import Expression, Query

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import (
    Agent,
    Calendar,
    Contact,
    Customer,
    Lead,
    Membership,
    Team,
    TicketType,
    tuples,
)
from helpdesk_tui.rows import Actor, Choice
from helpdesk_tui.statements import Slot, kept
from helpdesk_tui.text import fold, intake_line
from helpdesk_tui.vocabulary import Role

LIMIT = 50
"""How many choices are offered at once."""


def actor(login: str, via: str) -> Actor:
    """The agent of that login; raises NotFound, saying who can let them in, when there is none."""
    login = intake_line(login)
    rows = kept(_live).instances(Agent, {"login": login})
    if not rows:
        raise NotFound(
            N_(
                "{login} is not an agent of this desk: an administrator adds one with"
                " “helpdesk-tui config add agent {login}”, or say who you are with --as LOGIN."
            ),
            login=login,
        )
    [found] = rows
    return Actor(
        id=found.id,
        login=found.login,
        name=found.name,
        role=Role(found.role),
        team=found.team_id,
        teams=teams_of(found.id),
        language=found.language,
        zone=found.zone,
        via=via,
    )


def _live() -> Query:
    return Agent.select().where(Agent.login == Slot("login"), ~Agent.archived)


def teams_of(agent: int) -> frozenset[int]:
    """The teams that an agent is a member of."""
    return frozenset(team for (team,) in kept(_teams).rows({"agent": agent}))


def _teams() -> Query:
    return Membership.select(Membership.team).where(Membership.agent == Slot("agent"))


def agents(text: str = "", *, working: bool = True) -> list[Choice]:
    """Agents by login or name, the login as detail; `working` leaves out those who only read."""
    matches = [Agent.role >= Role.AGENT] if working else []
    query = Agent.select(Agent.id, Agent.name, Agent.login).where(
        ~Agent.archived, *matches, *_words(text, Agent.name_folded, Agent.login)
    )
    return _choices(query.order_by(Agent.name_folded))


def teams(text: str = "") -> list[Choice]:
    """Teams by name."""
    return _choices(_named(Team, text))


def types(text: str = "") -> list[Choice]:
    """Ticket types by name."""
    return _choices(_named(TicketType, text))


def calendars(text: str = "") -> list[Choice]:
    """Calendars by name, the zone as detail."""
    query = Calendar.select(Calendar.id, Calendar.name, Calendar.zone).where(
        ~Calendar.archived, *_words(text, Calendar.name_folded)
    )
    return _choices(query.order_by(Calendar.name_folded))


def customers(text: str = "") -> list[Choice]:
    """Customers by name."""
    return _choices(_named(Customer, text))


def leads(text: str = "") -> list[Choice]:
    """Leads by name."""
    return _choices(_named(Lead, text))


def contacts(text: str = "", customer: int | None = None) -> list[Choice]:
    """Contacts by name or e-mail address, the address as detail; of one customer when given."""
    of_customer = [Contact.customer == customer] if customer is not None else []
    query = Contact.select(Contact.id, Contact.name, Contact.email).where(
        ~Contact.archived, *of_customer, *_words(text, Contact.name_folded, Contact.email)
    )
    return _choices(query.order_by(Contact.name_folded))


def by_name(kind: str, name: str) -> int:
    """The id behind a name typed in a command; raises NotFound or names what is ambiguous."""
    name = intake_line(name)
    if kind == "agent":
        query: Any = Agent.select(Agent.id).where(Agent.login == name, ~Agent.archived)
    elif kind == "contact":
        query = Contact.select(Contact.id).where(Contact.email == name, ~Contact.archived)
    else:
        table: Any = {"customer": Customer, "team": Team, "type": TicketType, "lead": Lead}[kind]
        query = table.select(table.id).where(table.name_folded == fold(name), ~table.archived)
    found = tuples(query.limit(2))
    if len(found) == 1:
        return int(found[0][0])
    message = _SEVERAL[kind] if found else _NONE[kind]
    raise NotFound(message, name=name)


_NONE = {
    "agent": N_(
        "There is no agent with the login “{name}”: “helpdesk-tui config list agent” lists them."
    ),
    "contact": N_(
        "There is no contact with the address “{name}”: “helpdesk-tui"
        " config list contact” lists them."
    ),
    "customer": N_(
        "There is no customer named “{name}”: “helpdesk-tui config list customer” lists them."
    ),
    "team": N_("There is no team named “{name}”: “helpdesk-tui config list team” lists them."),
    "type": N_(
        "There is no ticket type named “{name}”: “helpdesk-tui config list type” lists them."
    ),
    "lead": N_("There is no lead named “{name}”: “helpdesk-tui config list lead” lists them."),
}
_SEVERAL = dict.fromkeys(
    _NONE, N_("Several are named “{name}”: choose in the interface, or rename one of them.")
)


def _named(table: Any, text: str) -> Any:
    return (
        table.select(table.id, table.name)
        .where(~table.archived, *_words(text, table.name_folded))
        .order_by(table.name_folded)
    )


def _words(text: str, *columns: Any) -> list[Expression]:
    conditions = []
    for word in fold(intake_line(text)).split():
        condition = columns[0].contains(word)
        for column in columns[1:]:
            condition |= column.contains(word)
        conditions.append(condition)
    return conditions


def _choices(query: Any) -> list[Choice]:
    return [
        Choice(row[0], row[1], (row[2] or "") if len(row) > 2 else "")
        for row in tuples(query.limit(LIMIT))
    ]
