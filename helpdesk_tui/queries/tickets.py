"""The queues: which tickets each holds, page by page in its order, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peewee import JOIN, Case, Expression, ModelSelect, fn

from helpdesk_tui.models import Agent, Customer, Lead, Team, Ticket, bound, tuples
from helpdesk_tui.queries.commitments import next_of
from helpdesk_tui.queries.ticket_orders import ORDERS, Order
from helpdesk_tui.queues import QUEUES, Held, holds_closed, orders_of
from helpdesk_tui.records import record
from helpdesk_tui.reports import Selection
from helpdesk_tui.rows import Actor, CommitmentRow, Page, QueueCount, TicketRow
from helpdesk_tui.saved_views import View
from helpdesk_tui.vocabulary import NEVER, Priority, Status

if TYPE_CHECKING:
    from helpdesk_tui.queries.word_conditions import Index

_HISTORY = "history"
_NO_TEAM = 0
"""An id that no team has: an agent without a team has an empty team queue."""


def membership(queue: Held, viewer: Actor, now: int) -> Expression:
    """The condition of a queue; the open ones name `closed_at IS NULL`, as their index does."""
    if isinstance(queue, Selection):
        from helpdesk_tui.queries.report_selection import condition

        return condition(queue, now)
    still_open = Ticket.closed_at.is_null()
    if isinstance(queue, View):
        return Ticket.id.is_null(False) if queue.holds_closed else still_open
    unresolved = Ticket.status < Status.RESOLVED
    conditions: dict[str, Expression] = {
        "in-progress": still_open & unresolved,
        "mine": still_open & (Ticket.assignee == viewer.id),
        "team": still_open & (Ticket.team == (viewer.team or _NO_TEAM)),
        "unassigned": still_open & Ticket.assignee.is_null() & unresolved,
        "late": still_open & unresolved & (Ticket.next_due_at < now),
        _HISTORY: Ticket.id.is_null(False),
    }
    return conditions[queue]


def first(queue: Held, viewer: Actor, text: str, limit: int, now: int, *, order: str = "") -> Page:
    """The start of a queue as filtered by the search `text`, with its total.

    `order` is one of the queue's orders, else its own.
    """
    rows = _rows(queue, viewer, text, now, limit=limit + 1, order=order)
    return Page(
        rows[:limit],
        at_start=True,
        at_end=len(rows) <= limit,
        total=total(queue, viewer, text, now),
        changes_at=changes_at(queue, viewer, now),
    )


def last(queue: Held, viewer: Actor, text: str, limit: int, now: int, *, order: str = "") -> Page:
    """The end of a queue as filtered by `text`."""
    rows = _rows(queue, viewer, text, now, limit=limit + 1, backwards=True, order=order)
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
    rows = _rows(queue, viewer, text, now, beyond=row, limit=limit + 1, order=order)
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
    rows = _rows(queue, viewer, text, now, beyond=row, limit=limit + 1, backwards=True, order=order)
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
    here = _rows(queue, viewer, text, now, only=row.id, limit=1)
    anchor = here[0] if here else row
    earlier = before(queue, viewer, text, anchor, behind, now, order=order)
    later = after(queue, viewer, text, anchor, ahead, now, order=order)
    return Page(
        [*earlier.rows, *here, *later.rows],
        at_start=earlier.at_start,
        at_end=later.at_end,
        total=total(queue, viewer, text, now),
        changes_at=changes_at(queue, viewer, now),
    )


def one(queue: Held, viewer: Actor, text: str, ticket: int, now: int) -> TicketRow | None:
    """The row of a ticket; None where the queue as filtered does not hold it."""
    return next(iter(_rows(queue, viewer, text, now, only=ticket, limit=1)), None)


def _nearest(rows: list[TicketRow], limit: int) -> list[TicketRow]:
    """The last rows of a page that was read backwards, one more than it shows."""
    return rows[max(len(rows) - limit, 0) :]


def everything(queue: Held, viewer: Actor, text: str, limit: int, now: int) -> list[int]:
    """The ids of a queue's tickets in its order, at most `limit` (0: all)."""
    held = _held(queue, viewer, text, now)
    query = held.select(Ticket.id).order_by(*_order(queue).by(held.place, backwards=False))
    return [row[0] for row in tuples(query.limit(limit) if limit else query)]


def total(queue: Held, viewer: Actor, text: str, now: int) -> int:
    """How many tickets a queue holds as filtered by `text`."""
    return _held(queue, viewer, text, now).count()


def changes_at(queue: Held, viewer: Actor, now: int) -> int | None:
    """The next deadline of the open tickets, at which Late and the counts change by themselves."""
    query = Ticket.select(fn.MIN(Ticket.next_due_at)).where(
        Ticket.closed_at.is_null(), Ticket.next_due_at >= now, Ticket.next_due_at < NEVER
    )
    found = query.scalar()
    return None if found is None else int(found) + 1


def counts(viewer: Actor, now: int) -> dict[str, QueueCount]:
    """For each queue, how many tickets it holds and how many of those are late."""
    late = membership("late", viewer, now)
    found = {}
    for queue in QUEUES:
        held = Ticket.select(fn.COUNT(Ticket.id)).where(membership(queue.id, viewer, now))
        found[queue.id] = QueueCount(int(held.scalar()), int(held.where(late).scalar()))
    return found


def count(queue: Held, viewer: Actor, now: int) -> QueueCount:
    """The same of one, which may look into the names of customers and agents."""
    late = Case(None, ((membership("late", viewer, now), 1),))
    query = _held(queue, viewer, "", now).select(fn.COUNT(Ticket.id), fn.COUNT(late))
    [(total, breached)] = tuples(query)
    return QueueCount(int(total), int(breached))


@record
class _Held:
    """The tickets of a queue as filtered."""

    conditions: tuple[Expression, ...]
    open: bool
    """Whether it is read from an index of the open tickets."""
    index: Index | None = None
    """Where the words are looked for and each ticket is found, when that is not in the queue."""

    @property
    def id(self) -> Any:
        """The column that tells the ticket."""
        return self.index.ticket if self.index else Ticket.id

    @property
    def place(self) -> Any:
        """The id where it alone orders the queue: adding nothing keeps SQLite from walking the
        whole table by its ids to find what is open.
        """
        return self.id + 0 if self.open else self.id

    def select(self, *columns: Any) -> ModelSelect[Ticket]:
        """A query of these columns of the tickets."""
        query = Ticket.select(*columns)
        if self.index:
            # In this order: SQLite would read the tickets first and look up each in the index.
            query = query.from_(self.index.table.join(Ticket, JOIN.CROSS)).where(
                self.index.condition, self.index.ticket == Ticket.id
            )
        return query.where(*self.conditions)

    def count(self) -> int:
        """How many there are; without a look at any ticket where the index tells it alone."""
        if self.index and not self.conditions:
            query = self.index.table.select(fn.COUNT(self.id)).where(self.index.condition)
            return int(query.bind(bound()).scalar())
        return int(self.select(fn.COUNT(self.id)).scalar())


def _held(queue: Held, viewer: Actor, text: str, now: int) -> _Held:
    among_open = not holds_closed(queue)
    if not text and not isinstance(queue, View):
        return _Held((membership(queue, viewer, now),), among_open)

    from helpdesk_tui.queries.query_conditions import conditions  # not before one searches
    from helpdesk_tui.queries.view_conditions import and_of_view
    from helpdesk_tui.queries.word_conditions import index, within

    asked = conditions(text, viewer, now, among_open=among_open)
    if isinstance(queue, View):
        asked = and_of_view(asked, queue, viewer, now)
    found = (membership(queue, viewer, now), *asked.conditions)
    if not asked.terms:
        return _Held(found, among_open)
    if among_open:
        return _Held((*found, within(asked.terms)), among_open)
    whole = found if isinstance(queue, Selection) else asked.conditions
    return _Held(whole, among_open, index(asked.terms))


def _order(queue: Held, name: str = "") -> Order:
    known = orders_of(queue)
    return ORDERS[name if name in known else known[0]]


def _rows(
    queue: Held,
    viewer: Actor,
    text: str,
    now: int,
    *,
    limit: int,
    beyond: TicketRow | None = None,
    only: int | None = None,
    backwards: bool = False,
    order: str = "",
) -> list[TicketRow]:
    """Rows in an order of the queue; `backwards` reads them from the other end."""
    held, way = _held(queue, viewer, text, now), _order(queue, order)
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
    query = (
        query.join_from(Ticket, Customer, JOIN.LEFT_OUTER)
        .join_from(Ticket, Lead, JOIN.LEFT_OUTER)
        .join_from(Ticket, Agent, JOIN.LEFT_OUTER, on=Ticket.assignee == Agent.id)
        .join_from(Ticket, Team, JOIN.LEFT_OUTER, on=Ticket.team == Team.id)
    )
    if only is not None:
        query = query.where(Expression(held.id, "=", only))
    if beyond is not None:
        query = query.where(way.beyond(beyond, held.place, backwards=backwards))
    found = tuples(query.order_by(*way.by(held.place, backwards=backwards)).limit(limit))
    if backwards:
        found.reverse()
    promises = next_of([values[0] for values in found]) if found else {}
    return [_row(values, promises.get(values[0])) for values in found]


def _row(values: tuple[Any, ...], commitment: CommitmentRow | None) -> TicketRow:
    ticket, version, updated, number, subject, customer, priority, status, *rest = values
    assignee, team, shared, due, next_due = rest
    return TicketRow(
        id=ticket,
        version=version,
        updated_at=updated,
        number=number,
        subject=subject,
        customer=customer,
        priority=Priority(priority),
        status=Status(status),
        assignee=assignee,
        team=team,
        shared=bool(shared),
        due_at=due,
        next_due_at=next_due,
        commitment=commitment,
    )
