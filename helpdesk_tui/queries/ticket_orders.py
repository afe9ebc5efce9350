"""The orders in which lists of tickets are read, each as one row value, from either end."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from peewee import Expression, Field, Ordering, Tuple

from helpdesk_tui.models import Ticket
from helpdesk_tui.queues import CHANGED, DUE, NEWEST, OLDEST, PRIORITY
from helpdesk_tui.records import record
from helpdesk_tui.rows import TicketRow
from helpdesk_tui.statements import Slot


@record
class Order:
    """Columns that all go the same way and end with the id, so that a page is one comparison."""

    columns: tuple[Field[Any], ...]
    falling: bool = False

    def by(self, alone: Any, *, backwards: bool) -> list[Ordering]:
        """What to order by; `backwards` from the other end.

        `alone` stands for the id in an order that has no other column.
        """
        falling = self.falling != backwards
        return [c.desc() if falling else c.asc() for c in self._terms(alone)]

    def beyond(self, alone: Any, *, backwards: bool) -> Expression:
        """The tickets past a place(), so that a page anywhere costs what the first one does."""
        here, place = self._terms(alone), [Slot(name) for name in self._names]
        sign = "<" if self.falling != backwards else ">"
        if len(here) == 1:
            return Expression(here[0], sign, place[0])
        return Expression(Tuple(*here), sign, Tuple(*place))

    def place(self, row: TicketRow) -> dict[Hashable, object]:
        """Where a row stands: the values of beyond()."""
        columns = zip(self._names, self.columns, strict=True)
        return {name: int(getattr(row, column.name)) for name, column in columns}

    @property
    def _names(self) -> list[Hashable]:
        return [("beyond", place) for place in range(len(self.columns))]

    def _terms(self, alone: Any) -> tuple[Any, ...]:
        return (alone,) if self.columns == (Ticket.id,) else self.columns


ORDERS = {
    DUE: Order((Ticket.next_due_at, Ticket.priority, Ticket.id)),
    PRIORITY: Order((Ticket.priority, Ticket.next_due_at, Ticket.id)),
    NEWEST: Order((Ticket.id,), falling=True),
    OLDEST: Order((Ticket.id,)),
    CHANGED: Order((Ticket.updated_at, Ticket.id), falling=True),
}
