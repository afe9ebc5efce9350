"""What a customer's contact may read: the own customer's shared tickets, nothing internal."""

from __future__ import annotations

from typing import Any

from peewee import Expression

from helpdesk_tui.errors import Forbidden, NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Contact, Customer, Message, Ticket, tuples
from helpdesk_tui.queries.ticket import GONE
from helpdesk_tui.queries.ticket import find as find_among
from helpdesk_tui.text import intake_line
from helpdesk_tui.visitors import SharedMessage, SharedPage, SharedRow, SharedTicket, Visitor
from helpdesk_tui.vocabulary import Status


def visitor(email: str) -> Visitor:
    """The contact of that address; raises NotFound unless contact and customer are both live."""
    email = intake_line(email)
    found = _contact(Contact.email == email)
    if found is None:
        message = N_("{email} has no access here: ask your support team to add this address.")
        raise NotFound(message, email=email[:200])
    return found


def renewed(known: Visitor) -> Visitor:
    """The visitor as the desk knows them now; raises Forbidden when the access has ended."""
    found = _contact(Contact.id == known.contact)
    if found is None:
        raise Forbidden(N_("Your access has ended: ask your support team."))
    return found


def _contact(condition: Expression) -> Visitor | None:
    query = (
        Contact.select(Contact.id, Contact.customer, Contact.name, Contact.email)
        .join(Customer)
        .where(condition, ~Contact.archived, ~Customer.archived)
    )
    for contact, customer, name, email in tuples(query.limit(1)):
        return Visitor(contact, customer, name, email or "")
    return None


def visible(known: Visitor) -> Expression:
    """Which tickets there are for the visitor, by what the desk says now; raises Forbidden."""
    own: Expression = Ticket.customer == renewed(known).customer
    return own & Ticket.shared_with_customer


def find(known: Visitor, typed: str) -> int:
    """The id of the ticket that the visitor means by a number; raises NotFound."""
    return find_among(typed, visible(known))


def ticket(known: Visitor, id: int) -> SharedTicket:
    """The ticket with its conversation; raises NotFound where the visitor may not see it."""
    query = (
        Ticket.select(
            *(Ticket.number, Ticket.subject, Ticket.description, Ticket.status),
            *(Contact.name, Ticket.created_at),
        )
        .left_outer_join(Contact)
        .where(Ticket.id == id, visible(known))
    )
    rows = tuples(query)
    if not rows:
        raise NotFound(GONE)
    number, subject, description, status, contact, created = rows[0]
    said = _said(Message.ticket == id, Message.body)
    return SharedTicket(
        id=id,
        number=number,
        subject=subject,
        description=description,
        status=Status(status),
        contact=contact,
        created_at=created,
        messages=[
            SharedMessage(row, at, author, theirs, body)
            for _of, row, at, (author, theirs), body in said
        ],
    )


# The list: tickets that go on first, then the closed ones, the newest of each first


def first(known: Visitor, limit: int) -> SharedPage:
    """The start of the list."""
    rows = _rows(known, limit + 1)
    return SharedPage(rows[:limit], True, len(rows) <= limit)


def last(known: Visitor, limit: int) -> SharedPage:
    """The end of the list."""
    rows = _rows(known, limit + 1, backwards=True)
    return SharedPage(rows[-limit:], len(rows) <= limit, True)


def after(known: Visitor, row: SharedRow, limit: int) -> SharedPage:
    """What follows a row."""
    rows = _rows(known, limit + 1, _behind(row))
    return SharedPage(rows[:limit], False, len(rows) <= limit)


def before(known: Visitor, row: SharedRow, limit: int) -> SharedPage:
    """What precedes a row."""
    rows = _rows(known, limit + 1, ~_behind(row), Ticket.id != row.id, backwards=True)
    return SharedPage(rows[-limit:], len(rows) <= limit, False)


def around(known: Visitor, row: SharedRow, behind: int, ahead: int) -> SharedPage:
    """The neighbourhood of a row where it stands now, or where it stood when it has left."""
    here = _rows(known, 1, Ticket.id == row.id)
    anchor = here[0] if here else row
    earlier, later = before(known, anchor, behind), after(known, anchor, ahead)
    return SharedPage([*earlier.rows, *here, *later.rows], earlier.at_start, later.at_end)


def _closed() -> Expression:
    closed: Expression = Ticket.closed_at.is_null(False)
    return closed


def _behind(row: SharedRow) -> Expression:
    """Which tickets stand after the row."""
    older: Expression = Ticket.id < row.id
    if row.status == Status.CLOSED:
        return _closed() & older
    return _closed() | older


def _rows(
    known: Visitor, limit: int, *conditions: Expression, backwards: bool = False
) -> list[SharedRow]:
    query = Ticket.select(Ticket.id, Ticket.number, Ticket.subject, Ticket.status)
    query = query.where(visible(known), *conditions)
    closed = _closed()
    order = (closed.desc(), Ticket.id.asc()) if backwards else (closed.asc(), Ticket.id.desc())
    found = tuples(query.order_by(*order).limit(limit))
    if backwards:
        found.reverse()
    latest = {
        of: (at, *who)
        for of, _row, at, who in _said(Message.ticket.in_([each[0] for each in found]))
    }
    return [
        SharedRow(row, number, subject, Status(status), *latest.get(row, ()))
        for row, number, subject, status in found
    ]


def _said(where: Expression, *columns: Any) -> list[tuple[Any, ...]]:
    """What is not internal, oldest first: ticket, id, instant, who said it, and more columns."""
    query = (
        Message.select(
            *(Message.ticket, Message.id, Message.at, Agent.name, Contact.name, *columns)
        )
        .left_outer_join(Agent)
        .switch(Message)
        .left_outer_join(Contact)
        .where(where, ~Message.internal)
        .order_by(Message.at, Message.id)
    )
    return [
        (ticket, row, at, (agent or contact or "?", agent is None), *more)
        for ticket, row, at, agent, contact, *more in tuples(query)
    ]
