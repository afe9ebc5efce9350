"""What the search line means, worked out from whole rows in plain Python."""

from __future__ import annotations

import operator
import string
from collections.abc import Callable
from typing import Any

from helpdesk_tui.models import (
    Agent,
    Contact,
    Customer,
    Lead,
    StatusPeriod,
    Team,
    Ticket,
    TicketType,
)
from helpdesk_tui.query_language import Term, Value, Words, parse
from helpdesk_tui.query_times import Moment
from helpdesk_tui.rows import Actor
from helpdesk_tui.search_terms import Term as SearchTerm
from helpdesk_tui.search_words import words
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import NEVER
from tests.queries import plain_search

Row = dict[str, Any]

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    ":": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PRESSING = {"urgent": 4, "high": 3, "normal": 2, "low": 1}
_STATUSES = {"new": 1, "in_progress": 2, "waiting": 3, "resolved": 4, "closed": 5}
_TABLES: dict[str, Any] = {
    "assignee": Agent,
    "responsible": Agent,
    "team": Team,
    "customer": Customer,
    "lead": Lead,
    "contact": Contact,
    "type": TicketType,
}


def matches(row: Row, text: str, viewer: Actor, now: int) -> bool:
    """Whether the ticket is among those that the search finds."""
    query = parse(text, now, viewer.zone or "UTC")
    assert query.fault is None
    return all(_meets(row, term, viewer, now) for term in query.terms)


def _meets(row: Row, term: Term, viewer: Actor, now: int) -> bool:
    what = term.what
    if isinstance(what, Words):
        sought = SearchTerm(what.text, phrase=what.exact, prefix=not what.exact)
        if not sought.words or (not what.exact and fold(what.text) in string.ascii_lowercase):
            return True
        found = plain_search.fulfils(Ticket.get_by_id(row["id"]), sought) or _assigned(row, sought)
    else:
        found = any(_has(row, what.field.id, what.sign, v, viewer, now) for v in what.values)
    return found != term.negated


def _assigned(row: Row, sought: SearchTerm) -> bool:
    agent = Agent.get_or_none(Agent.id == row["assignee_id"])
    if agent is None:
        return False
    return any(plain_search.stands(words(name), sought) for name in (agent.name, agent.login))


def _has(row: Row, field: str, sign: str, value: Value, viewer: Actor, now: int) -> bool:
    typed = value.text
    if field == "status":
        return bool(row["status"] == _STATUSES[typed])
    if field == "priority":
        return _SIGNS[sign](5 - row["priority"], _PRESSING[typed])
    if field == "progress":
        return _SIGNS[sign](row["progress"], int(typed.rstrip("%")))
    if field == "is":
        return _is(row, typed, viewer, now)
    if field == "subject":
        return fold(typed) in fold(row["subject"])
    if field == "number":
        return fold(typed) in (fold(row["number"]), str(row["serial"]))
    if field in _TABLES:
        return _named(row, field, sign, value, viewer)
    return _timed(row, field, sign, value, now)


def _named(row: Row, field: str, sign: str, value: Value, viewer: Actor) -> bool:
    id = row[f"{field}_id"]
    if not value.quoted and value.text == "none":
        return id is None
    if not value.quoted and value.text == "me" and _TABLES[field] is Agent:
        return bool(id == viewer.id)
    if id is None:
        return False
    named: Any = _TABLES[field].get_by_id(id)
    if sign == "@":
        return bool(named.login == value.text)
    login = named.login if _TABLES[field] is Agent else ""
    return fold(value.text) in fold(named.name) or fold(value.text) in login


def _is(row: Row, flag: str, viewer: Actor, now: int) -> bool:
    flags: dict[str, bool] = {
        "open": row["status"] < 4,
        "late": row["status"] < 4 and row["next_due_at"] < now,
        "mine": row["assignee_id"] == viewer.id,
        "unassigned": row["assignee_id"] is None,
        "shared": bool(row["shared_with_customer"]),
    }
    return flags[flag]


def _timed(row: Row, field: str, sign: str, value: Value, now: int) -> bool:
    at = _instant(row, field)
    if value.text == "none":
        return at is None
    meant = value.meaning
    assert isinstance(meant, Moment)
    if at is None:
        return False
    if meant.length:
        # How long it is from now, in the field's own direction, and how long was asked for.
        towards = 1 if field == "due" else -1
        return _SIGNS[sign](towards * (at - now), towards * (meant.start - now))
    day = range(meant.start, meant.end)
    if sign == ":":
        return at in day
    if sign in ("<", ">="):
        return _SIGNS[sign](at, day[0])
    return _SIGNS[sign](at, day[-1])


def _instant(row: Row, field: str) -> int | None:
    if field == "due":
        return None if row["next_due_at"] == NEVER else row["next_due_at"]
    if field == "waiting":
        stay = StatusPeriod.get_or_none(
            StatusPeriod.ticket == row["id"], StatusPeriod.to_at.is_null()
        )
        return stay.from_at if stay is not None and stay.status == 3 else None
    column = {"age": "created_at", "resolved": "ended_at"}.get(field, f"{field}_at")
    found: int | None = row[column]
    return found
