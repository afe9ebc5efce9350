"""The orders in which lists of tickets are read, each as one row value, from either end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import Expression, Field, Ordering, Tuple

from helpdesk_tui.models import Ticket
from helpdesk_tui.queues import CHANGED, DUE, NEWEST, OLDEST, PRIORITY
from helpdesk_tui.rows import TicketRow


@dataclass(frozen=True, slots=True)
class Order:
    """Columns that all go the same way and end with the id, so that a page is one comparison."""

    columns: tuple[Field[Any], ...]
    falling: bool = False

    def by(self, *, backwards: bool, pinned: bool) -> list[Ordering]:
        """What to order by; `backwards` from the other end."""
        falling = self.falling != backwards
        return [c.desc() if falling else c.asc() for c in self._terms(pinned)]

    def beyond(self, row: TicketRow, *, backwards: bool, pinned: bool) -> Expression:
        """The tickets past a row, so that a page anywhere costs what the first one does."""
        place = Tuple(*(int(getattr(row, column.name)) for column in self.columns))
        here = Tuple(*self._terms(pinned))
        return Expression(here, "<" if self.falling != backwards else ">", place)

    def _terms(self, pinned: bool) -> tuple[Any, ...]:
        """`pinned` keeps SQLite from walking the whole table by its ids to find what is open."""
        if pinned and self.columns == (Ticket.id,):
            return (Ticket.id + 0,)
        return self.columns


ORDERS = {
    DUE: Order((Ticket.next_due_at, Ticket.priority, Ticket.id)),
    PRIORITY: Order((Ticket.priority, Ticket.next_due_at, Ticket.id)),
    NEWEST: Order((Ticket.id,), falling=True),
    OLDEST: Order((Ticket.id,)),
    CHANGED: Order((Ticket.updated_at, Ticket.id), falling=True),
}
