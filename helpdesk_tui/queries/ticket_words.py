"""The words by which tickets are found: as they should be, and where they are otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter

from peewee import Database

from helpdesk_tui.models import Ticket, TicketWords, bound, database, tuples
from helpdesk_tui.queries.search_match import match
from helpdesk_tui.search_terms import Term
from helpdesk_tui.search_words import document

BATCH = 500
"""Tickets whose words are made at once."""

_NAMED = 20
_NO_TICKET = Term("0" * 40, negated=True)
"""What no ticket has, so that all of the index fulfil it."""


def documents(source: Database, tickets: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each ticket with its words as they should be, made of what the other tables hold."""
    marks = ", ".join([source.param] * len(tickets))
    found = source.execute_sql(
        "SELECT ticket.id, number, serial, closed_at, subject,"
        " COALESCE(customer.name, lead.name, ''), ticket.description"
        " FROM ticket LEFT JOIN customer ON customer.id = ticket.customer_id"
        f" LEFT JOIN lead ON lead.id = ticket.lead_id WHERE ticket.id IN ({marks})",
        tickets,
    ).fetchall()
    said = source.execute_sql(
        f"SELECT ticket_id, body FROM message WHERE ticket_id IN ({marks})"
        " ORDER BY ticket_id, id DESC",  # of very much that is said, the latest is searched
        tickets,
    ).fetchall()
    bodies = {ticket: [body for _id, body in rows] for ticket, rows in groupby(said, itemgetter(0))}
    for ticket, number, serial, closed_at, *texts in found:
        said_of_it = [*texts, *bodies.get(ticket, ())]
        yield ticket, document(number, serial, said_of_it, is_open=closed_at is None)


def batches(source: Database) -> Iterator[list[int]]:
    """The ids of all tickets, a few hundred at a time."""
    last = 0
    while True:
        query = f"SELECT id FROM ticket WHERE id > {source.param} ORDER BY id LIMIT {BATCH}"
        ids = [row[0] for row in source.execute_sql(query, (last,)).fetchall()]
        if not ids:
            return
        yield ids
        last = ids[-1]


def astray() -> list[str]:
    """The numbers of the first tickets whose words are not what they should be."""
    found = list(islice(_differing(), _NAMED))
    numbers = dict(tuples(Ticket.select(Ticket.id, Ticket.number).where(Ticket.id.in_(found))))
    return [numbers[ticket] for ticket in found]


def _differing() -> Iterator[int]:
    for ids in batches(bound()):
        kept = dict(
            tuples(
                TicketWords.select(TicketWords.ticket, TicketWords.words).where(
                    TicketWords.ticket.in_(ids)
                )
            )
        )
        yield from (
            ticket for ticket, words in documents(bound(), ids) if kept.get(ticket) != words
        )


def is_whole() -> bool:
    """Whether the database's own index holds as many tickets as there are."""
    found = match([_NO_TICKET])
    query = f"SELECT COUNT(*) FROM {found.table} WHERE {found.condition}"
    [indexed] = database.execute_sql(query, found.values).fetchone()
    return int(indexed) == Ticket.select().count()
