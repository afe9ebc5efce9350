"""One row of configuration: what its form begins with, what was done to it, what uses it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from peewee import fn

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import (
    Agent,
    Calendar,
    Contact,
    Customer,
    Event,
    Membership,
    SlaPolicy,
    Team,
    Ticket,
    TicketType,
    tuples,
)
from helpdesk_tui.queries.commitments import working_time
from helpdesk_tui.queries.config_listings import LISTINGS
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Choice, ConfigValues, EventRow
from helpdesk_tui.sla import Calendar as WorkingTime

_DERIVED = frozenset({"id", "name_folded", "archived", "code", "period"})

_REFERENCES: dict[str, Any] = {
    "calendar_id": Calendar,
    "customer_id": Customer,
    "team_id": Team,
    "type_id": TicketType,
    "default_calendar": Calendar,
    "members": Agent,
    "teams": Team,
}
"""The table that a field refers to, once or as a list."""

_LINKS: dict[str, tuple[str, Any, Any]] = {
    "team": ("members", Membership.team, Membership.agent),
    "agent": ("teams", Membership.agent, Membership.team),
}

_USES: dict[str, tuple[tuple[str, Any, Any], ...]] = {
    "calendar": (
        ("policy", SlaPolicy.calendar, ~SlaPolicy.archived),
        ("team", Team.calendar, ~Team.archived),
        ("customer", Customer.calendar, ~Customer.archived),
    ),
    "type": (
        ("ticket", Ticket.type, None),
        ("policy", SlaPolicy.type, ~SlaPolicy.archived),
    ),
    "team": (
        ("ticket", Ticket.team, None),
        ("policy", SlaPolicy.team, ~SlaPolicy.archived),
        ("agent", Membership.team, None),
    ),
    "agent": (("ticket", Ticket.assignee, None),),
    "customer": (
        ("ticket", Ticket.customer, None),
        ("contact", Contact.customer, ~Contact.archived),
    ),
    "contact": (("ticket", Ticket.contact, None),),
    "lead": (("ticket", Ticket.lead, None),),
}


def values(kind: str, row: int) -> ConfigValues:
    """The row as its form begins; raises NotFound."""
    found = LISTINGS[kind].table.get_or_none(LISTINGS[kind].table.id == row)
    if found is None:
        raise NotFound(N_("It is not there any more: go back and look at the list anew."))
    begun = {
        column: _chosen(column, getattr(found, column))
        for column in (each.column_name for each in found._meta.sorted_fields)
        if column not in _DERIVED
    }
    if kind in _LINKS:
        name, own, other = _LINKS[kind]
        query = own.model.select(other).where(own == row)
        begun[name] = choices(name, [each[0] for each in tuples(query)])
    return ConfigValues(begun, seen(kind, row))


def settings(row: int) -> ConfigValues:
    """The settings as their form begins."""
    begun = {name: _chosen(name, value) for name, value in asdict(switches()).items()}
    return ConfigValues(begun, seen("settings", row))


def seen(kind: str, row: int) -> int:
    """The last Event on the row; 0 when there is none."""
    query = Event.select(fn.MAX(Event.id)).where(Event.kind == kind, Event.row == row)
    return int(query.scalar() or 0)


def choices(field: str, rows: list[int]) -> list[Choice]:
    """What a list of ids stands for, in order of name."""
    found = [_chosen(field, row) for row in rows]
    return sorted((each for each in found if each is not None), key=lambda each: each.name)


def _chosen(column: str, value: Any) -> Any:
    table = _REFERENCES.get(column)
    if table is None or value is None:
        return value
    found = table.get_by_id(value)
    return Choice(found.id, found.name, found.login if table is Agent else "")


def name(kind: str, row: int) -> str:
    """What people call the row; raises NotFound."""
    found = LISTINGS[kind].table.get_or_none(LISTINGS[kind].table.id == row)
    if found is None:
        raise NotFound(N_("It is not there any more: go back and look at the list anew."))
    return str(found.code if kind == "sequence" else found.name)


def history(kind: str, row: int) -> list[EventRow]:
    """What was done to the row, the latest first, ids of rows replaced by their names."""
    query = (
        Event.select(Event.id, Event.at, Agent.name, Event.act, Event.via, Event.changes)
        .left_outer_join(Agent)
        .where(Event.kind == kind, Event.row == row)
        .order_by(Event.id.desc())
    )
    return [
        EventRow(event, at, who or "?", act, via, _told(json.loads(changes)))
        for event, at, who, act, via, changes in tuples(query)
    ]


def _told(changes: dict[str, list[Any]]) -> dict[str, tuple[object, object]]:
    return {
        field: (_readable(field, old), _readable(field, new))
        for field, (old, new) in changes.items()
    }


def _readable(field: str, value: Any) -> object:
    table = _REFERENCES.get(field)
    if table is None or value is None:
        return value
    ids = value if isinstance(value, list) else [value]
    found = dict(tuples(table.select(table.id, table.name).where(table.id.in_(ids))))
    return ", ".join(str(found.get(each, f"#{each}")) for each in ids)


def uses(kind: str, row: int) -> list[tuple[str, int]]:
    """What goes on using a row once it is archived: which kind of thing, and how many."""
    found = []
    for thing, reference, live in _USES.get(kind, ()):
        table = reference.model
        also = Ticket.closed_at.is_null() if table is Ticket else live
        conditions = [reference == row] if also is None else [reference == row, also]
        count = table.select().where(*conditions).count()
        if count:
            found.append((thing, count))
    return found


def hours_of(
    calendar: int | None, team: int | None, working_days_only: bool
) -> tuple[WorkingTime, str]:
    """What a policy would count in, and the name of the calendar that says so; "" for none."""
    found = (
        Calendar.get_or_none(Calendar.id == calendar)
        or Calendar.get_or_none(Calendar.id.in_(Team.select(Team.calendar).where(Team.id == team)))
        or Calendar.get_or_none(Calendar.id == switches().default_calendar)
    )
    return working_time(found, working_days_only), found.name if found else ""
