"""Founding a desk, and adding to it in one call what commands, imports and demonstrations add."""

from __future__ import annotations

from helpdesk_tui.errors import WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Event, Sequence
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import configuration, locking
from helpdesk_tui.services.change import transaction
from helpdesk_tui.services.kinds import agents
from helpdesk_tui.services.kinds.kind import Draft
from helpdesk_tui.services.numbering import TICKETS
from helpdesk_tui.vocabulary import Role


@transaction
def found_desk(login: str, name: str, now: int, language: str | None = None) -> int:
    """Give an empty database its ticket sequence and its first agent, who administers it."""
    locking.keep_configuration()
    if Agent.select().exists():
        raise WrongState(N_("This desk has agents already: ask its administrator to add you."))
    Sequence.get_or_create(code=TICKETS, defaults={"prefix": "TKT", "padding": 4})
    given = {"login": login, "name": name, "role": Role.ADMINISTRATOR, "language": language}
    founder = Actor(0, login, name, Role.ADMINISTRATOR, None, frozenset())
    values = {**agents.KIND.fields, "teams": [], **given}
    draft = agents.KIND.checked(Draft(founder, now, None, {}, values, frozenset(given)))
    first = int(Agent.insert(agents.KIND.columns(draft, agents.KIND.fields)).execute())
    Event.insert(
        kind="agent", row=first, at=now, agent=first, act="create", via="command"
    ).execute()
    return first


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
    fields = {
        "login": login,
        "name": name,
        "role": role,
        "teams": list(teams),
        "email": email,
        "language": language,
    }
    return configuration.create(actor, "agent", now, fields)


def add_team(actor: Actor, now: int, name: str) -> int:
    """Add a team; raises Invalid when the name is taken."""
    return configuration.create(actor, "team", now, {"name": name})


def add_type(actor: Actor, now: int, name: str, *, default_priority: int | None = None) -> int:
    """Add a ticket type; raises Invalid when the name is taken."""
    fields = {"name": name, "default_priority": default_priority}
    return configuration.create(actor, "type", now, fields)


def add_customer(actor: Actor, now: int, name: str) -> int:
    """Add a customer; raises Invalid when the name is taken."""
    return configuration.create(actor, "customer", now, {"name": name})


def add_contact(actor: Actor, now: int, customer: int, name: str, email: str | None) -> int:
    """Add a contact to a customer; raises Invalid when another contact has the address."""
    fields = {"customer_id": customer, "name": name, "email": email}
    return configuration.create(actor, "contact", now, fields)
