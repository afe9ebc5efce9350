"""Keeping rows until the transaction ends, where the database does not lock itself as a whole.

In this order, so that two acts never wait for each other: configuration, the ticket sequence,
agents by id, tickets by id, and what belongs to them.
"""

from __future__ import annotations

from typing import Any, TypeVar

from peewee import Model, ModelSelect, Query

from helpdesk_tui import statements
from helpdesk_tui.models import Agent, Setting, Ticket, TimeEntry, database
from helpdesk_tui.statements import Slot, numbered, slots

_TICKET = Slot("ticket")

M = TypeVar("M", bound=Model)

# Others may go on referring to the row: only a change of it has to wait.
_KEEP: Any = "FOR NO KEY UPDATE"  # which peewee's stubs do not know of


def kept(query: ModelSelect[M], *, skip_locked: bool = False) -> ModelSelect[M]:
    """The query, its rows kept from other acts; `skip_locked` passes over those kept already."""
    if not database.for_update:
        return query
    return query.for_update(_KEEP, skip_locked=skip_locked or None)


def keep_agents(*agents: int, running_on: int = 0) -> None:
    """Keep agents, and those whose stopwatch runs on a ticket, before anything touches it."""
    if not database.for_update:
        return
    count = len(agents)
    statement = statements.kept(_concerned, count)
    statement.rows({**numbered(agents), _TICKET.name: running_on})


def _concerned(agents: int) -> Query:
    running = TimeEntry.select(TimeEntry.agent).where(
        TimeEntry.ticket == _TICKET, TimeEntry.ended_at.is_null()
    )
    concerned = Agent.id.in_(slots(agents)) | Agent.id.in_(running)
    return kept(Agent.select(Agent.id).where(concerned).order_by(Agent.id))


def keep_tickets(*tickets: int) -> None:
    """Keep several tickets, once their agents are kept."""
    query = Ticket.select(Ticket.id).where(Ticket.id.in_(tickets)).order_by(Ticket.id)
    if database.for_update:
        list(kept(query).tuples())


def keep_configuration() -> None:
    """Let one act at a time change the configuration, whose rules look at more than one row."""
    if database.for_update:
        table = Setting._meta.table_name
        database.execute_sql(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
