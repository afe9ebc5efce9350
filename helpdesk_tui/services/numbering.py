"""Numbers of tickets: taken in the transaction that saves the ticket, so without hole or repeat."""

from __future__ import annotations

from datetime import UTC, datetime

from peewee import Query

from helpdesk_tui import statements
from helpdesk_tui.models import Sequence, Ticket
from helpdesk_tui.services import locking, row_writes
from helpdesk_tui.statements import Slot

TICKETS = "ticket"

_PATTERNS = ("%YYYY", "%YY", "%WY", "%FM", "%M", "%D")
"""Axelor's patterns, the longer before those that begin alike."""


def take(now: int) -> tuple[str, int]:
    """The next ticket number and its bare serial; dates in it are those of UTC."""
    [sequence] = statements.kept(_sequence).instances(Sequence, {})
    day = datetime.fromtimestamp(now, UTC)
    period = period_of(sequence.reset, day)
    serial = sequence.next_number
    if period != sequence.period:
        # A sequence that resets otherwise than before, or no longer, counts on for now.
        serial = 1 if len(period) == len(sequence.period) else serial
        sequence.period = period
    number = written(sequence, serial, day)
    while _taken(number):
        serial += 1  # imported or renumbered by hand: skip what is taken
        number = written(sequence, serial, day)
    sequence.next_number = serial + 1
    columns = {"next_number": sequence.next_number, "period": sequence.period}
    row_writes.update(Sequence, sequence.id, columns)
    return number, serial


def _sequence() -> Query:
    return locking.kept(Sequence.select().where(Sequence.code == TICKETS))


def _taken(number: str) -> bool:
    statement = statements.kept(_of_number)
    return bool(statement.rows({"number": number}))


def _of_number() -> Query:
    return Ticket.select(Ticket.id).where(Ticket.number == Slot("number"))


def period_of(reset: str, day: datetime) -> str:
    """The year or month within which a sequence that resets counts; empty when it never does."""
    return {"yearly": f"{day:%Y}", "monthly": f"{day:%Y-%m}"}.get(reset, "")


def written(sequence: Sequence, serial: int, day: datetime) -> str:
    """The number as people see it, the patterns of prefix and suffix filled in."""
    return (
        filled(sequence.prefix, day)
        + str(serial).zfill(sequence.padding)
        + filled(sequence.suffix, day)
    )


def filled(text: str, day: datetime) -> str:
    """A prefix or suffix with its date patterns replaced."""
    values = {
        "%YYYY": f"{day:%Y}",
        "%YY": f"{day:%y}",
        "%FM": f"{day:%m}",
        "%M": str(day.month),
        "%D": str(day.day),
        "%WY": str(day.isocalendar().week),
    }
    for pattern in _PATTERNS:
        text = text.replace(pattern, values[pattern])
    return text
