"""What tests of reads and writes arrange and compare: tickets in any state, and whole databases."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any, cast

import pytest

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import explain
from helpdesk_tui.models import (
    TABLES,
    Event,
    Setting,
    StatusPeriod,
    Ticket,
    TicketWords,
    database,
    tuples,
)
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import lifecycle, search_index
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk

Rows = dict[str, list[tuple[Any, ...]]]

OPEN = (Status.NEW, Status.IN_PROGRESS, Status.WAITING)
UNCLOSED = (*OPEN, Status.RESOLVED)


def everything() -> Rows:
    """Every row of every table, by which a refusal is shown to have changed nothing at all."""
    names = [table._meta.table_name for table in TABLES]
    return {
        name: database.execute_sql(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names
    }


def without_stopwatch() -> None:
    """Switch the stopwatch off, whose own acts would stand among those of a ticket's life."""
    Setting.insert(key="manage_timer", value="false").execute()


def ticket_in(
    desk: Desk,
    status: Status,
    *,
    assignee: str | None = None,
    team: str | None = "Support",
    shared: bool = False,
) -> int:
    """The id of a ticket of Acme's in that state, every step of it done at NOW by alice."""
    alice = desk.actor("alice")
    ticket = desk.ticket(
        by="alice",
        customer_id=desk.id("customer", "Acme SA"),
        team_id=desk.id("team", team) if team else None,
        assignee_id=desk.id("agent", assignee or "alice"),
    ).ticket
    if shared:
        lifecycle.share(alice, ticket, NOW)
    if status in (Status.IN_PROGRESS, Status.WAITING):
        lifecycle.start(alice, ticket, NOW)
    if status == Status.WAITING:
        lifecycle.wait(alice, ticket, NOW)
    if status >= Status.RESOLVED:
        lifecycle.resolve(alice, ticket, NOW)
    if assignee is None:
        lifecycle.release(alice, ticket, NOW)
    if status == Status.CLOSED:
        lifecycle.close(alice, ticket, NOW)
    return ticket


def refused(
    error: type[HelpdeskError],
    act: Callable[..., object],
    actor: Actor,
    ticket: int,
    **options: Any,
) -> str:
    """Checks that the act is refused and leaves every table as it was; gives what is said."""
    before = everything()
    with pytest.raises(error) as caught:
        act(actor, ticket, NOW + 600, **options)
    assert everything() == before
    assert caught.type is error or issubclass(caught.type, error)
    return explain(caught.value)


def put_ticket(**columns: Any) -> int:
    """The id of a row that no act has made, in whatever state; NOW is every instant not given."""
    serial = Ticket.select().count() + 1
    subject = columns.get("subject", "Printer on fire")
    row = {
        "number": f"TKT{serial:04}",
        "number_folded": f"tkt{serial:04}",
        "serial": serial,
        "subject": subject,
        "subject_folded": fold(subject),
        "started_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        "closed_at": NOW if columns.get("status") == Status.CLOSED else None,
    }
    ticket = int(Ticket.insert({**row, **columns}).execute())
    if TicketWords.table_exists():  # a desk of the first day has none
        search_index.follow([ticket])
    return ticket


def fields_of(ticket: int) -> dict[str, Any]:
    """The ticket's columns as they stand."""
    return columns_of(Ticket.get_by_id(ticket))


def columns_of(row: Ticket) -> dict[str, Any]:
    """The row's values by the names of their columns."""
    return {field.column_name: row.__data__[name] for name, field in Ticket._meta.fields.items()}


def events_of(ticket: int) -> list[Event]:
    """The ticket's acts, oldest first."""
    return list(Event.select().where(Event.ticket == ticket).order_by(Event.id))


def changes_of(event: Event) -> dict[str, list[Any]]:
    """The old and new values that an act wrote down."""
    found: dict[str, list[Any]] = json.loads(event.changes)
    return found


def plans_of(read: Callable[[], object]) -> list[str]:
    """How SQLite goes about each SELECT that the call makes, the steps of one joined by ` / `."""
    seen = _Queries()
    logger = logging.getLogger("peewee")
    level = logger.level
    logger.addHandler(seen)
    logger.setLevel(logging.DEBUG)
    try:
        read()
    finally:
        logger.removeHandler(seen)
        logger.setLevel(level)
    return [
        " / ".join(row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", parameters))
        for sql, parameters in seen.queries
    ]


class _Queries(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.queries: list[tuple[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        sql, parameters = cast("tuple[str, Any]", record.msg)
        if sql.startswith("SELECT"):
            self.queries.append((sql, parameters))


def stays_of(ticket: int) -> list[tuple[Any, ...]]:
    """The ticket's stays in a status, oldest first: status, from, to."""
    return tuples(
        StatusPeriod.select(StatusPeriod.status, StatusPeriod.from_at, StatusPeriod.to_at)
        .where(StatusPeriod.ticket == ticket)
        .order_by(StatusPeriod.id)
    )
