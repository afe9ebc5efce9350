"""Agents, teams, types, customers and contacts: added and listed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from helpdesk_tui.commands.output import say, say_json_array, width
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.commands.table import Table
from helpdesk_tui.commands.values import by_name
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import export
from helpdesk_tui.services import people
from helpdesk_tui.vocabulary import Priority, Role

_LISTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "agent": export.agents,
    "team": export.teams,
    "type": export.types,
    "customer": export.customers,
}
_TITLES = {
    "login": N_("Login"),
    "name": N_("Name"),
    "role": N_("Role"),
    "teams": N_("Teams"),
    "email": N_("E-mail"),
    "language": N_("Language"),
    "priority": N_("Priority"),
}
_WIDEST = 32


def add_agent(options: Namespace, request: Request) -> int:
    """Let another person work on the desk."""
    with opened(request) as session:
        session.store.call(
            people.add_agent,
            session.actor,
            session.now,
            options.new_login,
            name=options.name,
            role=Role[options.role.upper()],
            teams=tuple(by_name(session, "team", name) for name in options.team),
            email=options.email,
            language=options.language,
        )
        say(_("The agent {name} is added.").format(name=options.new_login))
    return 0


def add_team(options: Namespace, request: Request) -> int:
    """Add a team."""
    with opened(request) as session:
        session.store.call(people.add_team, session.actor, session.now, options.name)
        say(_("The team {name} is added.").format(name=options.name))
    return 0


def add_type(options: Namespace, request: Request) -> int:
    """Add a ticket type, and the priority its tickets start with."""
    priority = Priority[options.priority.upper()] if options.priority else None
    with opened(request) as session:
        session.store.call(
            people.add_type, session.actor, session.now, options.name, default_priority=priority
        )
        say(_("The type {name} is added.").format(name=options.name))
    return 0


def add_customer(options: Namespace, request: Request) -> int:
    """Add a customer."""
    with opened(request) as session:
        session.store.call(people.add_customer, session.actor, session.now, options.name)
        say(_("The customer {name} is added.").format(name=options.name))
    return 0


def add_contact(options: Namespace, request: Request) -> int:
    """Add a person to a customer."""
    with opened(request) as session:
        customer = by_name(session, "customer", options.customer)
        session.store.call(
            people.add_contact, session.actor, session.now, customer, options.name, options.email
        )
        say(_("The contact {name} is added.").format(name=options.email))
    return 0


def show_list(options: Namespace, request: Request) -> int:
    """List what is configured of one kind."""
    with opened(request) as session:
        found = session.store.call(_LISTS[options.kind])
        if options.json:
            say_json_array(found)
        elif found:
            _draw(found)
    return 0


def _draw(found: list[dict[str, Any]]) -> None:
    rows = [[_text(key, value) for key, value in record.items()] for record in found]
    titles = [_(_TITLES[key]) for key in found[0]]
    table = Table(titles, rows, [_WIDEST] * (len(titles) - 1), width())
    say(table.heading)
    for row in rows:
        say(table.line(row))


def _text(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key == "role":
        return _(Role[value.upper()].label)
    if key == "priority":
        return _(Priority[value.upper()].label)
    return ", ".join(value) if isinstance(value, list) else str(value)
