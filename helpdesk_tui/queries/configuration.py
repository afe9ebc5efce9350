"""What is configured, as lists: one page at a time in order of name, and how much there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN, Expression, Ordering, Tuple, fn

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
from helpdesk_tui.rows import ConfigCount, ConfigPage, ConfigRow
from helpdesk_tui.text import fold, intake_line
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


def first(kind: str, text: str, archived: bool, limit: int) -> ConfigPage:
    """The start of the list as filtered by `text`, with archived rows or without, and its total."""
    rows = _rows(kind, text, archived, limit=limit + 1)
    return ConfigPage(rows[:limit], True, len(rows) <= limit, total(kind, text, archived))


def last(kind: str, text: str, archived: bool, limit: int) -> ConfigPage:
    """The end of the list."""
    rows = _rows(kind, text, archived, limit=limit + 1, backwards=True)
    return ConfigPage(rows[-limit:], len(rows) <= limit, True)


def after(kind: str, text: str, archived: bool, row: ConfigRow, limit: int) -> ConfigPage:
    """What follows a row."""
    rows = _rows(kind, text, archived, limit=limit + 1, beyond=row)
    return ConfigPage(rows[:limit], False, len(rows) <= limit)


def before(kind: str, text: str, archived: bool, row: ConfigRow, limit: int) -> ConfigPage:
    """What precedes a row."""
    rows = _rows(kind, text, archived, limit=limit + 1, beyond=row, backwards=True)
    return ConfigPage(rows[-limit:], len(rows) <= limit, False)


def around(
    kind: str, text: str, archived: bool, row: ConfigRow, behind: int, ahead: int
) -> ConfigPage:
    """The neighbourhood of a row where it stands now, or where it stood when it has left."""
    here = _rows(kind, text, archived, limit=1, only=row.id)
    anchor = here[0] if here else row
    earlier = before(kind, text, archived, anchor, behind)
    later = after(kind, text, archived, anchor, ahead)
    return ConfigPage(
        [*earlier.rows, *here, *later.rows],
        earlier.at_start,
        later.at_end,
        total(kind, text, archived),
    )


def total(kind: str, text: str, archived: bool) -> int:
    """How many rows the list holds."""
    return int(_filtered(kind, text, archived, fn.COUNT(LISTINGS[kind].table.id)).scalar())


def counts() -> dict[str, ConfigCount]:
    """How many rows of each kind are offered and how many are archived."""
    found = {}
    for kind, listing in LISTINGS.items():
        every = listing.table.select().count()
        gone = listing.table.select().where(listing.table.archived).count() if listing.archived else 0
        found[kind] = ConfigCount(every - gone, gone)
    return found


def _filtered(kind: str, text: str, archived: bool, *columns: Any) -> Any:
    listing = LISTINGS[kind]
    query = listing.table.select(*columns)
    for table, reference in listing.joined:
        query = query.join_from(listing.table, table, JOIN.LEFT_OUTER, on=reference == table.id)
    conditions = [_word(listing, word) for word in fold(intake_line(text)).split()]
    if listing.archived and not archived:
        conditions.append(~listing.table.archived)
    return query.where(*conditions) if conditions else query


def _word(listing: Listing, word: str) -> Expression:
    condition = listing.searched[0].contains(word)
    for column in listing.searched[1:]:
        condition |= column.contains(word)
    return condition


def _rows(
    kind: str,
    text: str,
    archived: bool,
    *,
    limit: int,
    beyond: ConfigRow | None = None,
    only: int | None = None,
    backwards: bool = False,
) -> list[ConfigRow]:
    listing = LISTINGS[kind]
    table, order = listing.table, listing.sorted_by
    gone = table.archived if listing.archived else False
    flags = (gone,) if listing.archived else ()
    query = _filtered(kind, text, archived, table.id, order, *flags, *listing.columns.values())
    if only is not None:
        query = query.where(table.id == only)
    if beyond is not None:
        place = Tuple(beyond.order, beyond.id)
        query = query.where(Expression(Tuple(order, table.id), "<" if backwards else ">", place))
    found = tuples(query.order_by(*_order(order, table.id, backwards)).limit(limit))
    if backwards:
        found.reverse()
    more = listing.more([values[0] for values in found]) if found else {}
    return [_row(listing, values, more.get(values[0], {})) for values in found]


def _order(*arguments: Any) -> list[Ordering]:
    *columns, backwards = arguments
    return [column.desc() if backwards else column.asc() for column in columns]


def _row(listing: Listing, values: tuple[Any, ...], more: dict[str, Any]) -> ConfigRow:
    row, order, *rest = values
    archived = bool(rest.pop(0)) if listing.archived else False
    return ConfigRow(row, order, archived, dict(zip(listing.columns, rest, strict=True)) | more)
