"""Searching everything that was written about tickets, the newest tickets first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import JOIN, Query, fn

from helpdesk_tui.models import Customer, Lead, Message, Ticket, database
from helpdesk_tui.queries.search_match import match
from helpdesk_tui.rows import Found, Snippet
from helpdesk_tui.search_terms import Term, wanted
from helpdesk_tui.snippets import SEEN, beginning, hits, snippet
from helpdesk_tui.statements import kept, numbered, slots
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import Priority, Status


def search(
    terms: Sequence[Term], limit: int, beyond: int | None = None, *, backwards: bool = False
) -> list[Found]:
    """The newest tickets that fulfil all terms, or those that follow the ticket `beyond`.

    `backwards` gives those nearest on its other side, newer than it, in the same order. No terms
    find nothing. Every agent may read every ticket; contacts have no business here.
    """
    ids = _ids(terms, limit, beyond, backwards)
    return _found(ids, wanted(terms))


def _ids(terms: Sequence[Term], limit: int, beyond: int | None, backwards: bool) -> list[int]:
    if not terms:
        return []
    found = match(terms)
    ticket, mark = found.ticket, database.param
    condition, values = found.condition, [*found.values]
    if beyond is not None:
        condition += f" AND {ticket} {'>' if backwards else '<'} {mark}"
        values.append(beyond)
    order = "ASC" if backwards else "DESC"
    statement = (
        f"SELECT {ticket} FROM {found.table} WHERE {condition}"
        f" ORDER BY {ticket} {order} LIMIT {mark}"
    )
    rows = database.execute_sql(statement, (*values, limit)).fetchall()
    return sorted((row[0] for row in rows), reverse=True)


def _found(ids: list[int], terms: list[Term]) -> list[Found]:
    if not ids:
        return []
    rows = kept(_columns, len(ids)).rows(numbered(ids))
    described = {row[0]: snippet([row[-1]], terms) for row in rows}
    said = dict(_said([ticket for ticket, piece in described.items() if piece is None], terms))
    return [
        _row(row, terms, described[row[0]] or said.get(row[0]) or beginning(row[-1]))
        for row in rows
    ]


def _columns(count: int) -> Query:
    return (
        Ticket.select(
            Ticket.id,
            Ticket.version,
            Ticket.number,
            Ticket.subject,
            fn.COALESCE(Customer.name, Lead.name, ""),
            Ticket.priority,
            Ticket.status,
            Ticket.shared_with_customer,
            Ticket.created_at,
            fn.SUBSTR(Ticket.description, 1, SEEN),
        )
        .join_from(Ticket, Customer, JOIN.LEFT_OUTER)
        .join_from(Ticket, Lead, JOIN.LEFT_OUTER)
        .where(Ticket.id.in_(slots(count)))
        .order_by(Ticket.id.desc())
    )


def _said(tickets: list[int], terms: list[Term]) -> Iterator[tuple[int, Snippet | None]]:
    """For each ticket, a piece of the latest message in which a term stands."""
    if not terms or not tickets:
        return
    count = len(tickets)
    found = kept(_bodies, count).rows(numbered(tickets))
    for ticket, rows in groupby(found, itemgetter(0)):
        yield ticket, snippet((body for _ticket, body in rows), terms)


def _bodies(count: int) -> Query:
    return (
        Message.select(Message.ticket, fn.SUBSTR(Message.body, 1, SEEN))
        .where(Message.ticket.in_(slots(count)))
        .order_by(Message.ticket, Message.id.desc())
    )


def _row(values: tuple[Any, ...], terms: list[Term], said: Snippet) -> Found:
    ticket, version, number, subject, customer, priority, status, shared, created, _text = values
    shown = one_line(subject)
    return Found(
        id=ticket,
        version=version,
        number=number,
        subject=Snippet(shown, hits(shown, terms)),
        customer=customer,
        priority=Priority(priority),
        status=Status(status),
        shared=bool(shared),
        created_at=created,
        said=said,
    )
