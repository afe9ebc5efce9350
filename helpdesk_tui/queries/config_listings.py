"""How each kind of configuration is listed: columns, what is searched, what is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from helpdesk_tui.models import (
    Agent,
    Calendar,
    Contact,
    Customer,
    Lead,
    Membership,
    Sequence,
    SlaPolicy,
    Team,
    Ticket,
    TicketType,
    tuples,
)
from helpdesk_tui.opening_documents import calendar
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.vocabulary import Status

Counts = dict[int, dict[str, Any]]
"""More values for the list's rows, by row id."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How a kind is listed: its columns, the tables they come from, what `/` looks into."""

    table: Any
    columns: Mapping[str, Any]
    searched: tuple[Any, ...]
    joined: tuple[tuple[Any, Any], ...] = ()
    """Other tables, each with the field that refers to it."""
    order: Any = None
    """The column that the list is sorted by, name_folded unless said otherwise."""
    archived: bool = True
    """Whether rows of the kind can be archived."""
    more: Callable[[list[int]], Counts] = field(default=lambda rows: {})

    @property
    def sorted_by(self) -> Any:
        """The column of the order."""
        return self.table.name_folded if self.order is None else self.order


def _open_tickets(types: list[int]) -> Counts:
    """Open tickets by status; read through the index of open tickets, however many are closed."""
    query = (
        Ticket.select(Ticket.type, Ticket.status, fn.COUNT(Ticket.id))
        .where(Ticket.closed_at.is_null(), Ticket.type.is_null(False))
        .group_by(Ticket.type, Ticket.status)
    )
    found: Counts = {}
    for kind, status, count in tuples(query):
        found.setdefault(kind, {})[Status(status).word] = count
    return found


def _members(teams: list[int]) -> Counts:
    query = (
        Membership.select(Membership.team, fn.COUNT(Membership.id))
        .where(Membership.team.in_(teams))
        .group_by(Membership.team)
    )
    return {team: {"members": count} for team, count in tuples(query)}


def _teams(agents: list[int]) -> Counts:
    query = (
        Membership.select(Membership.agent, Team.name)
        .join(Team)
        .where(Membership.agent.in_(agents))
        .order_by(Team.name_folded)
    )
    found: dict[int, list[str]] = {}
    for agent, name in tuples(query):
        found.setdefault(agent, []).append(name)
    return {agent: {"teams": ", ".join(names)} for agent, names in found.items()}


def _contacts(customers: list[int]) -> Counts:
    query = (
        Contact.select(Contact.customer, fn.COUNT(Contact.id))
        .where(Contact.customer.in_(customers), ~Contact.archived)
        .group_by(Contact.customer)
    )
    return {customer: {"contacts": count} for customer, count in tuples(query)}


def _desk_calendar(policies: list[int]) -> Counts:
    """The calendar that counts where nothing else names one, the same for all."""
    found = Calendar.get_or_none(Calendar.id == switches().default_calendar)
    return {row: {"desk_calendar": found.name if found else ""} for row in policies}


def _hours(calendars: list[int]) -> Counts:
    columns = (Calendar.zone, Calendar.week, Calendar.closed, Calendar.special)
    found: Counts = {}
    for row, *documents in tuples(
        Calendar.select(Calendar.id, *columns).where(Calendar.id.in_(calendars))
    ):
        hours = calendar(*documents).hours
        weekly = sum(end - start for day in hours.week for start, end in day)
        found[row] = {"weekly": weekly, "closed": len(hours.closed)}
    return found


LISTINGS: dict[str, Listing] = {
    "policy": Listing(
        SlaPolicy,
        {
            "name": SlaPolicy.name,
            "target_status": SlaPolicy.target_status,
            "days": SlaPolicy.days,
            "seconds": SlaPolicy.seconds,
            "working_days_only": SlaPolicy.working_days_only,
            "min_priority": SlaPolicy.min_priority,
            "type": TicketType.name,
            "team": Team.name,
            "calendar": Calendar.name,
        },
        (SlaPolicy.name_folded, TicketType.name_folded, Team.name_folded),
        (
            (TicketType, SlaPolicy.type),
            (Team, SlaPolicy.team),
            (Calendar, SlaPolicy.calendar),
        ),
        more=_desk_calendar,
    ),
    "type": Listing(
        TicketType,
        {"name": TicketType.name, "default_priority": TicketType.default_priority},
        (TicketType.name_folded,),
        more=_open_tickets,
    ),
    "calendar": Listing(
        Calendar,
        {"name": Calendar.name, "zone": Calendar.zone, "country": Calendar.country},
        (Calendar.name_folded, Calendar.zone),
        more=_hours,
    ),
    "team": Listing(
        Team,
        {"name": Team.name, "calendar": Calendar.name},
        (Team.name_folded,),
        ((Calendar, Team.calendar),),
        more=_members,
    ),
    "agent": Listing(
        Agent,
        {"login": Agent.login, "name": Agent.name, "role": Agent.role, "email": Agent.email},
        (Agent.name_folded, Agent.login, Agent.email),
        more=_teams,
    ),
    "customer": Listing(
        Customer,
        {"name": Customer.name, "calendar": Calendar.name},
        (Customer.name_folded,),
        ((Calendar, Customer.calendar),),
        more=_contacts,
    ),
    "contact": Listing(
        Contact,
        {
            "name": Contact.name,
            "customer": Customer.name,
            "email": Contact.email,
            "phone": Contact.phone,
        },
        (Contact.name_folded, Customer.name_folded, Contact.email),
        ((Customer, Contact.customer),),
    ),
    "lead": Listing(
        Lead,
        {"name": Lead.name, "company": Lead.company, "email": Lead.email, "phone": Lead.phone},
        (Lead.name_folded, Lead.company, Lead.email),
    ),
    "sequence": Listing(
        Sequence,
        {
            "code": Sequence.code,
            "prefix": Sequence.prefix,
            "suffix": Sequence.suffix,
            "padding": Sequence.padding,
            "reset": Sequence.reset,
            "next_number": Sequence.next_number,
        },
        (Sequence.code,),
        order=Sequence.code,
        archived=False,
    ),
}
