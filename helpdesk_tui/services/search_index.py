"""Keeps the words by which tickets are found, in the transaction of whatever changes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peewee import Database

from helpdesk_tui.migrations import search
from helpdesk_tui.models import Customer, Table, Ticket, bound, database, tuples
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.ticket_words import BATCH, batches, documents
from helpdesk_tui.rows import Actor

FIELDS = frozenset({"subject", "description", "customer_id", "lead_id", "closed_at"})
"""The fields of a ticket that its words are made of."""


def follow(tickets: Sequence[int]) -> None:
    """Write anew the words of these tickets, something of which has just changed."""
    for start in range(0, len(tickets), BATCH):
        _write(bound(), documents(bound(), tickets[start : start + BATCH]))


def follow_name(table: type[Table], row: int) -> None:
    """The same for all tickets of a customer or lead that is called otherwise now."""
    column = Ticket.customer if table is Customer else Ticket.lead
    follow([ticket for (ticket,) in tuples(Ticket.select(Ticket.id).where(column == row))])


def rebuild(target: Database) -> int:
    """Make words and index of every ticket from nothing, and return how many tickets there are."""
    search.suspend(target)
    target.execute_sql(f"DELETE FROM {search.TABLE}")
    written = 0
    for ids in batches(target):
        _write(target, documents(target, ids))
        written += len(ids)
    search.resume(target, anew=True)
    return written


def mend(actor: Actor) -> int:
    """The same for the desk in use, whose other programs wait meanwhile to save anything."""
    permit(actor, "settings.edit")
    with database.atomic():
        return rebuild(bound())


def _write(target: Database, written: Iterable[tuple[int, str]]) -> None:
    mark = target.param
    statement = (
        f"INSERT INTO {search.TABLE} (ticket_id, words) VALUES ({mark}, {mark})"
        " ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words"
    )
    for row in written:
        target.execute_sql(statement, row)
