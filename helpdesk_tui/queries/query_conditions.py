"""The search line as a condition on tickets."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any, cast

from peewee import Expression, Field, fn

from helpdesk_tui.models import (
    Agent,
    Commitment,
    Contact,
    Customer,
    Lead,
    StatusPeriod,
    Team,
    Ticket,
    TicketType,
    tuples,
)
from helpdesk_tui.queries.held_tickets import NOW, VIEWER
from helpdesk_tui.queries.report_selection import UNRESOLVED
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.queries.word_conditions import Sought, sought
from helpdesk_tui.query_language import MIRRORED, Query, Test, Value, parse
from helpdesk_tui.query_times import Moment
from helpdesk_tui.query_words import ME, NONE, Word
from helpdesk_tui.rows import Actor
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import NEVER, Priority, Status

"""The agent's id, and the time: statements of conditions are kept without them."""

_NO_ZONE = "UTC"
"""Where the days of a viewer lie whose zone nobody has told."""

_INSTANTS: dict[str, Field] = {
    "due": Ticket.next_due_at,
    "created": Ticket.created_at,
    "age": Ticket.created_at,
    "updated": Ticket.updated_at,
    "resolved": Ticket.ended_at,
    "closed": Ticket.closed_at,
}
_NAMED: dict[str, tuple[Field, Any, tuple[Field, ...]]] = {
    "assignee": (Ticket.assignee, Agent, (Agent.login, Agent.name_folded)),
    "responsible": (Ticket.responsible, Agent, (Agent.login, Agent.name_folded)),
    "team": (Ticket.team, Team, (Team.name_folded,)),
    "type": (Ticket.type, TicketType, (TicketType.name_folded,)),
    "customer": (Ticket.customer, Customer, (Customer.name_folded,)),
    "contact": (Ticket.contact, Contact, (Contact.name_folded, Contact.email)),
    "lead": (Ticket.lead, Lead, (Lead.name_folded, Lead.company)),
}
"""The ticket's column, the table that it refers to, and the columns that hold a name."""

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    ":": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SERIAL = re.compile(r"(.*?)([0-9]{1,18})")


def read(text: str, viewer: Actor, now: int) -> Query:
    """The search as it is meant where and when the viewer is."""
    return parse(text, now, viewer.zone or _NO_ZONE)


def conditions(text: str, viewer: Actor, now: int, *, among_open: bool = False) -> Sought:
    """What tickets have to be, nothing for an empty search; raises Invalid for a faulty one.

    `among_open`, where closed tickets are barred, keeps SQLite, which does not know how many are
    open, from leaving the index of a queue for that of a customer with all its closed ones.
    """
    query = read(text, viewer, now)
    if query.fault is not None:
        raise query.fault.error
    words = sought(query.terms, among_open=among_open)
    tests = [(t.what, t.negated) for t in query.terms if isinstance(t.what, Test)]
    found = [*(_term(*each, among_open) for each in tests), *words.conditions]
    shapes = [_shape(*each) for each in tests]
    shape = None if None in shapes else (*shapes, *(words.shape or ()))
    joined = (_joined(operator.and_, found),) if found else ()
    return replace(words, conditions=joined, shape=shape)


def _shape(test: Test, negated: bool) -> Hashable:
    """What the condition of a test is made of; None where it names instants, or the settings."""
    meant = tuple(value.meaning for value in test.values)
    ids = {getattr(each, "id", "") for each in meant}
    if any(isinstance(each, Moment) for each in meant) or ids & _PROMISED:
        return None
    return test.field.id, test.sign, negated, meant


def _term(test: Test, negated: bool, among_open: bool) -> Expression:
    found = _joined(operator.or_, [_met(test, value, among_open) for value in test.values])
    # What is unknown is not so: a ticket without a team is not one of the team's.
    return cast("Expression", ~fn.COALESCE(found, False)) if negated else found


def _joined(by: Callable[[Any, Any], Any], found: Sequence[Expression]) -> Expression:
    """A balanced tree, as databases bound the depth of one."""
    if len(found) == 1:
        return found[0]
    half = len(found) // 2
    return cast("Expression", by(_joined(by, found[:half]), _joined(by, found[half:])))


def _met(test: Test, value: Value, among_open: bool) -> Expression:
    """Whether the ticket has the value, or stands on the side of it that the sign tells."""
    known, meaning = test.field, value.meaning
    if known.id == "status" and isinstance(meaning, Word):
        return _is(Ticket.status == Status[meaning.id.upper()])
    if known.id == "priority" and isinstance(meaning, Word):
        # The most pressing one has the least number.
        sign = MIRRORED.get(test.sign, test.sign)
        return _is(_COMPARISONS[sign](Ticket.priority, Priority[meaning.id.upper()]))
    if known.id == "is" and isinstance(meaning, Word):
        return _FLAGS[meaning.id]()
    if known.kind == "name":
        return _named(test, value, among_open)
    if known.kind == "percent":
        return _is(_COMPARISONS[test.sign](Ticket.progress, meaning))
    if known.id == "number":
        return _numbered(fold(str(meaning)))
    if known.id == "subject":
        return _is(Ticket.subject_folded.contains(fold(str(meaning))))
    if meaning is NONE:
        column = _INSTANTS[known.id]
        return _is(column == NEVER if known.id == "due" else column.is_null())
    return _timed(test, cast("Moment", meaning))


def _is(condition: Any) -> Expression:
    return cast("Expression", condition)


def _named(test: Test, value: Value, among_open: bool) -> Expression:
    column, table, _names = _NAMED[test.field.id]
    if value.meaning is NONE:
        return _is(column.is_null())
    if value.meaning is ME:
        return _is(column == VIEWER)
    reference: Any = column + 0 if among_open else column
    return _is(reference.in_(_rows_named(test, value, table.id)))


def archived_among(test: Test, value: Value) -> set[bool]:
    """Whether what bears a name is archived: both where several do, nothing where none does."""
    table = _NAMED[test.field.id][1]
    return {bool(each) for (each,) in tuples(_rows_named(test, value, table.archived).distinct())}


def _rows_named(test: Test, value: Value, column: Field) -> Any:
    _column, table, names = _NAMED[test.field.id]
    if test.sign == "@":
        found = [_is(fn.LOWER(Agent.login) == str(value.meaning).lower())]
    else:
        found = [_is(name.contains(fold(str(value.meaning)))) for name in names]
    return table.select(column).where(_joined(operator.or_, found))


def _numbered(typed: str) -> Expression:
    """As people find a ticket: by the whole number, or by the bare one that the sequence gave."""
    exact = _is(Ticket.number_folded == typed)
    parts = _SERIAL.fullmatch(typed)
    if parts is None:
        return exact
    begun = Ticket.number_folded.startswith(parts[1])
    return exact | ((Ticket.serial == int(parts[2])) & begun)


def _timed(test: Test, meant: Moment) -> Expression:
    backwards = meant.length and test.field.kind != "deadline"
    sign = MIRRORED.get(test.sign, test.sign) if backwards else test.sign
    if test.field.id == "waiting":
        stay = StatusPeriod.select(StatusPeriod.id).where(
            StatusPeriod.ticket == Ticket.id,
            StatusPeriod.to_at.is_null(),
            StatusPeriod.status == Status.WAITING,
            _within(StatusPeriod.from_at, sign, meant),
        )
        # Told by the status too, which spares most tickets the look at their stays.
        return _is((Ticket.status == Status.WAITING) & fn.EXISTS(stay))
    column = _INSTANTS[test.field.id]
    found = _within(column, sign, meant)
    return found & (column < NEVER) if test.field.id == "due" else found


def _within(column: Field, sign: str, meant: Moment) -> Expression:
    if sign == ":":
        return _is((column >= meant.start) & (column < meant.end))
    if sign in ("<", ">="):
        return _is(_COMPARISONS[sign](column, meant.start))
    return _is(column < meant.end if sign == "<=" else column >= meant.end)


def _breached() -> Expression:
    unkept = (Commitment.due_at < NOW) & Commitment.met_at.is_null()
    too_late = Commitment.due_at < Commitment.met_at
    return _promised(Commitment.breached_at.is_null(False) | unkept | too_late)


def _paused() -> Expression:
    standing = Commitment.met_at.is_null() & Commitment.breached_at.is_null()
    return _promised(standing & Commitment.paused_at.is_null(False) & Commitment.due_at.is_null())


def _promised(promise: Any) -> Expression:
    """Whether a promise on the ticket is so; a desk without SLA has made none."""
    found = Commitment.select(Commitment.id).where(
        Commitment.ticket == Ticket.id, Commitment.withdrawn_at.is_null(), promise
    )
    return _is(fn.EXISTS(found) if switches().manage_sla else Ticket.id.is_null())


_FLAGS: dict[str, Callable[[], Expression]] = {
    "open": lambda: UNRESOLVED,
    "late": lambda: UNRESOLVED & (Ticket.next_due_at < NOW),
    "breached": _breached,
    "paused": _paused,
    "mine": lambda: _is(Ticket.assignee == VIEWER),
    "unassigned": lambda: _is(Ticket.assignee.is_null()),
    "shared": lambda: _is(Ticket.shared_with_customer == True),  # noqa: E712
}
_PROMISED = {"breached", "paused"}
"""Those that ask whether the desk manages promises."""
