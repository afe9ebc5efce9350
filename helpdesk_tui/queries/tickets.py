"""The queues: the tickets that each holds, page by page in its order, and how many."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Case, Expression, ModelSelect, Query, Select, fn

from helpdesk_tui.models import Agent, Customer, Lead, Team, Ticket
from helpdesk_tui.queries.commitments import next_of
from helpdesk_tui.queries.held_tickets import MEMBERSHIP, NOW, HeldTickets, tickets_of, values_of
from helpdesk_tui.queries.ticket_orders import ORDERS
from helpdesk_tui.queues import QUEUES, Held
from helpdesk_tui.rows import Actor, CommitmentRow, Page, QueueCount, TicketRow
from helpdesk_tui.statements import Slot, Statement, kept
from helpdesk_tui.vocabulary import NEVER, PRIORITIES, STATUSES

_LIMIT, _ID = Slot("limit"), Slot("id")


def first(queue: Held, viewer: Actor, text: str, limit: int, now: int, *, order: str = "") -> Page:
    """The start of a queue as filtered by the search `text`, with its total.

    `order` is one of the queue's orders, else its own.
    """
    held = tickets_of(queue, viewer, text, now)
    rows = _rows(held, order, limit=limit + 1)
    return Page(
        rows[:limit],
        at_start=True,
        at_end=len(rows) <= limit,
        total=held.count(),
        changes_at=changes_at(now),
    )


def last(queue: Held, viewer: Actor, text: str, limit: int, now: int, *, order: str = "") -> Page:
    """The end of a queue as filtered by `text`."""
    rows = _rows(tickets_of(queue, viewer, text, now), order, limit=limit + 1, backwards=True)
    return Page(_nearest(rows, limit), at_start=len(rows) <= limit, at_end=True)


def after(
    queue: Held,
    viewer: Actor,
    text: str,
    row: TicketRow,
    limit: int,
    now: int,
    *,
    order: str = "",
) -> Page:
    """The tickets that follow a row in a queue."""
    return _after(tickets_of(queue, viewer, text, now), row, limit, order)


def _after(held: HeldTickets, row: TicketRow, limit: int, order: str) -> Page:
    rows = _rows(held, order, beyond=row, limit=limit + 1)
    return Page(rows[:limit], at_start=False, at_end=len(rows) <= limit)


def before(
    queue: Held,
    viewer: Actor,
    text: str,
    row: TicketRow,
    limit: int,
    now: int,
    *,
    order: str = "",
) -> Page:
    """The tickets that precede a row in a queue."""
    return _before(tickets_of(queue, viewer, text, now), row, limit, order)


def _before(held: HeldTickets, row: TicketRow, limit: int, order: str) -> Page:
    rows = _rows(held, order, beyond=row, limit=limit + 1, backwards=True)
    return Page(_nearest(rows, limit), at_start=len(rows) <= limit, at_end=False)


def around(
    queue: Held,
    viewer: Actor,
    text: str,
    row: TicketRow,
    behind: int,
    ahead: int,
    now: int,
    *,
    order: str = "",
) -> Page:
    """The neighbourhood of a ticket where it stands now, or where it stood when it has left."""
    held = tickets_of(queue, viewer, text, now)
    here = _rows(held, order, only=row.id, limit=1)
    anchor = here[0] if here else row
    earlier = _before(held, anchor, behind, order)
    later = _after(held, anchor, ahead, order)
    return Page(
        [*earlier.rows, *here, *later.rows],
        at_start=earlier.at_start,
        at_end=later.at_end,
        total=held.count(),
        changes_at=changes_at(now),
    )


def one(queue: Held, viewer: Actor, text: str, ticket: int, now: int) -> TicketRow | None:
    """The row of a ticket; None where the queue as filtered does not hold it."""
    return next(iter(_rows(tickets_of(queue, viewer, text, now), only=ticket, limit=1)), None)


def _nearest(rows: list[TicketRow], limit: int) -> list[TicketRow]:
    """The last rows of a page that was read backwards, one more than it shows."""
    return rows[max(len(rows) - limit, 0) :]


def everything(queue: Held, viewer: Actor, text: str, limit: int, now: int) -> list[int]:
    """The ids of a queue's tickets in its order, at most `limit` (0: all)."""
    held = tickets_of(queue, viewer, text, now)
    query = held.select(Ticket.id).order_by(*ORDERS[_order(held)].by(held.place, backwards=False))
    rows = Statement(query.limit(limit) if limit else query).rows(held.values)
    return [row[0] for row in rows]


def total(queue: Held, viewer: Actor, text: str, now: int) -> int:
    """How many tickets a queue holds as filtered by `text`."""
    return tickets_of(queue, viewer, text, now).count()


def changes_at(now: int) -> int | None:
    """The next deadline of the open tickets, at which Late and the counts change by themselves."""
    [(found,)] = kept(_next_deadline).rows({NOW.name: now})
    return None if found is None else int(found) + 1


def _next_deadline() -> Query:
    return Ticket.select(fn.MIN(Ticket.next_due_at)).where(
        Ticket.closed_at.is_null(), Ticket.next_due_at >= NOW, Ticket.next_due_at < NEVER
    )


def counts(viewer: Actor, now: int) -> dict[str, QueueCount]:
    """For each queue, how many tickets it holds and how many of those are late."""
    [found] = kept(_counts).rows(values_of(viewer, now))
    both = zip(found[::2], found[1::2], strict=True)
    return {queue.id: QueueCount(*each) for queue, each in zip(QUEUES, both, strict=True)}


def _counts() -> Query:
    """All of them at once, each from the index of its queue."""
    late = MEMBERSHIP["late"]
    columns = []
    for queue in QUEUES:
        held = Ticket.select(fn.COUNT(Ticket.id)).where(MEMBERSHIP[queue.id])
        columns += [held, held.where(late)]
    return Select(columns=columns)


def count(queue: Held, viewer: Actor, now: int) -> QueueCount:
    """The same of one, which may look into the names of customers and agents."""
    late = Case(None, ((MEMBERSHIP["late"], 1),))
    held = tickets_of(queue, viewer, "", now)
    statement = held.kept("count", lambda: held.select(fn.COUNT(Ticket.id), fn.COUNT(late)))
    [(total, breached)] = statement.rows(held.values)
    return QueueCount(total, breached)


def _order(held: HeldTickets, name: str = "") -> str:
    return name if name in held.orders else held.orders[0]


def _rows(
    held: HeldTickets,
    order: str = "",
    *,
    limit: int,
    beyond: TicketRow | None = None,
    only: int | None = None,
    backwards: bool = False,
) -> list[TicketRow]:
    """Rows in an order of the queue; `backwards` reads them from the other end."""
    order = _order(held, order)
    way = ORDERS[order]
    values = {**held.values, _LIMIT.name: limit, _ID.name: only}
    if beyond is not None:
        values |= way.place(beyond)

    def build() -> Query:
        query = _columns(held)
        if only is not None:
            query = query.where(Expression(held.id, "=", _ID))
        if beyond is not None:
            query = query.where(way.beyond(held.place, backwards=backwards))
        return query.order_by(*way.by(held.place, backwards=backwards)).limit(_LIMIT)

    key = ("rows", order, only is not None, beyond is not None, backwards)
    found = held.kept(key, build).rows(values)
    if backwards:
        found.reverse()
    promises = next_of([values[0] for values in found]) if found else {}
    return [_row(values, promises.get(values[0])) for values in found]


def _columns(held: HeldTickets) -> ModelSelect[Ticket]:
    """What _row() takes, in its order."""
    query = held.select(
        Ticket.id,
        Ticket.version,
        Ticket.updated_at,
        Ticket.number,
        Ticket.subject,
        fn.COALESCE(Customer.name, Lead.name, ""),
        Ticket.priority,
        Ticket.status,
        Agent.login,
        Team.name,
        Ticket.shared_with_customer,
        Ticket.due_at,
        Ticket.next_due_at,
    )
    return (
        query.join_from(Ticket, Customer, JOIN.LEFT_OUTER)
        .join_from(Ticket, Lead, JOIN.LEFT_OUTER)
        .join_from(Ticket, Agent, JOIN.LEFT_OUTER, on=Ticket.assignee == Agent.id)
        .join_from(Ticket, Team, JOIN.LEFT_OUTER, on=Ticket.team == Team.id)
    )


def _row(values: tuple[Any, ...], commitment: CommitmentRow | None) -> TicketRow:
    id, version, updated, number, subject, customer, priority, status, *rest = values
    assignee, team, shared, due, next_due = rest
    return TicketRow(
        *(id, version, updated, number, subject, customer),
        *(PRIORITIES[priority], STATUSES[status], assignee, team, bool(shared)),
        *(due, next_due, commitment),
    )
