"""The stays of a ticket in its statuses, one after the other without a gap."""

from __future__ import annotations

from peewee import Query

from helpdesk_tui.models import StatusPeriod, Ticket, tuples
from helpdesk_tui.services import row_writes
from helpdesk_tui.statements import Slot, kept


def enter(ticket: Ticket, now: int) -> None:
    """End the ticket's stay in its former status and begin one in the new."""
    kept(_ending).execute({"ticket": ticket.id, "now": now})
    begin(ticket, now)


def begin(ticket: Ticket, now: int) -> None:
    """Begin the ticket's stay in the status that it has."""
    stay = {"ticket": ticket.id, "status": ticket.status, "from_at": now}
    row_writes.insert(StatusPeriod, stay)


def _ending() -> Query:
    query: Query = StatusPeriod.update(to_at=Slot("now")).where(
        StatusPeriod.ticket == Slot("ticket"), StatusPeriod.to_at.is_null()
    )
    return query


def take_back(ticket: Ticket) -> None:
    """Let the stay before the last go on as if it had never ended."""
    last, before = _latest(ticket.id, 2)
    # one stay of a ticket is open at a time, which the database holds too
    StatusPeriod.delete().where(StatusPeriod.id == last.id).execute()
    StatusPeriod.update(to_at=None).where(StatusPeriod.id == before.id).execute()


def is_last_step(ticket: int, former: int, status: int, at: int) -> bool:
    """Whether the ticket's last step led from that status to the other at that instant."""
    last = [(stay.status, stay.from_at, stay.to_at) for stay in _latest(ticket, 2)]
    return len(last) == 2 and last[0][:2] == (status, at) and last[1][::2] == (former, at)


def reached_at(ticket: int) -> dict[int, int]:
    """By status, since when the ticket has been in it or beyond without a break."""
    stays = tuples(
        StatusPeriod.select(StatusPeriod.status, StatusPeriod.from_at)
        .where(StatusPeriod.ticket == ticket)
        .order_by(StatusPeriod.id.desc())
    )
    found: dict[int, int] = {}
    least = stays[0][0]
    for status, since in stays:
        least = min(least, status)
        found |= dict.fromkeys(range(1, least + 1), since)
    return found


def _latest(ticket: int, count: int) -> list[StatusPeriod]:
    query = StatusPeriod.select().where(StatusPeriod.ticket == ticket)
    return list(query.order_by(StatusPeriod.id.desc()).limit(count))
