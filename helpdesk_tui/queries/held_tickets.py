"""Which tickets each queue holds, as filtered, in statements that are kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, Any

from peewee import JOIN, Expression, ModelSelect, Query, fn

from helpdesk_tui.models import Ticket
from helpdesk_tui.queues import Held, holds_closed, orders_of
from helpdesk_tui.records import record
from helpdesk_tui.reports import Selection
from helpdesk_tui.rows import Actor
from helpdesk_tui.saved_views import View
from helpdesk_tui.statements import Keyed, Slot, Statement, Values, kept
from helpdesk_tui.vocabulary import Status

if TYPE_CHECKING:
    from helpdesk_tui.queries.word_conditions import Index

VIEWER, NOW = Slot("viewer"), Slot("now")
_HISTORY = "history"
_NO_TEAM = 0
"""An id that no team has: an agent without a team has an empty team queue."""

_TEAM = Slot("team")


_STILL_OPEN = Ticket.closed_at.is_null()
_UNRESOLVED = Ticket.status < Status.RESOLVED
MEMBERSHIP: dict[str, Expression] = {
    "in-progress": _STILL_OPEN & _UNRESOLVED,
    "mine": _STILL_OPEN & (Ticket.assignee == VIEWER),
    "team": _STILL_OPEN & (Ticket.team == _TEAM),
    "unassigned": _STILL_OPEN & Ticket.assignee.is_null() & _UNRESOLVED,
    "late": _STILL_OPEN & _UNRESOLVED & (Ticket.next_due_at < NOW),
    _HISTORY: Ticket.id.is_null(False),
}
"""The conditions of the queues; the open ones name `closed_at IS NULL`, as their index does."""


@record
class HeldTickets:
    """The tickets of a queue as filtered, from which pages and counts are read."""

    conditions: tuple[Expression, ...]
    shape: Hashable
    """What the conditions are made of, but for their values."""
    values: Values
    orders: tuple[str, ...]
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

    def kept(self, what: Hashable, build: Callable[[], Query]) -> Statement:
        """The statement that reads something of them, kept where they have a shape."""
        if self.shape is None:
            return Statement(build())
        return kept(Keyed((what, self.shape), build))

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
        """How many there are."""
        [(found,)] = self.kept("total", self._counted).rows(self.values)
        return int(found)

    def _counted(self) -> Query:
        """Without a look at any ticket where the index tells it alone."""
        if self.index and not self.conditions:
            return self.index.table.select(fn.COUNT(self.id)).where(self.index.condition)
        return self.select(fn.COUNT(self.id))


def values_of(viewer: Actor, now: int) -> dict[Hashable, object]:
    """What the conditions of queues are given: who looks, and when."""
    return {VIEWER.name: viewer.id, _TEAM.name: viewer.team or _NO_TEAM, NOW.name: now}


def tickets_of(queue: Held, viewer: Actor, text: str, now: int) -> HeldTickets:
    """Those of a queue that the search `text` leaves; raises Invalid for a faulty one."""
    among_open = not holds_closed(queue)
    held = partial(HeldTickets, orders=orders_of(queue), open=among_open)
    values = values_of(viewer, now)
    if not text and isinstance(queue, str):
        return held((MEMBERSHIP[queue],), queue, values)

    from helpdesk_tui.queries.query_conditions import conditions  # not before one searches
    from helpdesk_tui.queries.report_selection import condition
    from helpdesk_tui.queries.search_match import match
    from helpdesk_tui.queries.view_conditions import and_of_view
    from helpdesk_tui.queries.word_conditions import given_later, index, within

    asked = conditions(text, viewer, now, among_open=among_open)
    shape: Hashable = queue
    if isinstance(queue, Selection):
        belongs, shape = condition(queue, now), None
    elif isinstance(queue, View):
        asked = and_of_view(asked, queue, viewer, now)
        belongs = _STILL_OPEN if among_open else MEMBERSHIP[_HISTORY]
        shape = ("view", among_open)
    else:
        belongs = MEMBERSHIP[queue]
    shape = None if None in (shape, asked.shape) else (shape, asked.shape)
    found = (belongs, *asked.conditions)
    if not asked.terms:
        return held(found, shape, values)
    words, more, spelt = given_later(match(asked.terms, among_open=among_open))
    shape, values = shape and (shape, more), {**values, **spelt}
    if among_open:
        return held((*found, within(words)), shape, values)
    whole = found if isinstance(queue, Selection) else asked.conditions
    return held(whole, shape, values, index=index(words))
