"""A desk whose tickets say something: words as often as in a language, two messages a ticket."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from peewee import Database

from helpdesk_tui import schema
from helpdesk_tui.models import Message, StatusPeriod, Ticket
from helpdesk_tui.services import people, search_index
from helpdesk_tui.services.bulk_insert import insert_rows
from helpdesk_tui.store import connect

NOW = 1_777_280_400
WORDS = 30_000
"""Different ones, the n-th as often as 1/n."""

_SAID = 1_000_000
_SYLLABLES = [consonant + vowel for consonant in "bcdfglmnprstv" for vowel in ("a", "e", "i", "ou")]
_BATCH = 2_000


def vocabulary() -> list[str]:
    """The words, the most common first, no two alike and all of letters."""
    chance = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        syllables = chance.choices(_SYLLABLES, k=min(2 + len(found) // 1_000, 5))
        found["".join(syllables)] = None
    return list(found)


def build(url: str, tickets: int) -> None:
    """Make the desk where none is; alice administers it."""
    database = connect(url, durable=False)
    schema.migrate(database, url)
    with database.connection_context():
        people.found_desk("alice", "Alice", NOW)
        with database.atomic():
            for table, rows in _rows(tickets):
                insert_rows(table, rows)
        with database.atomic():
            search_index.rebuild(database)
        _settle(database)


def _settle(database: Database) -> None:
    database.execute_sql("ANALYZE")


def _rows(tickets: int) -> Iterator[tuple[Any, Sequence[dict[str, Any]]]]:
    chance = random.Random(2)
    weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))
    stream = chance.choices(vocabulary(), cum_weights=weights, k=_SAID)

    def said(length: int) -> str:
        start = chance.randrange(_SAID - length)
        return " ".join(stream[start : start + length])

    for first in range(1, tickets + 1, _BATCH):
        ids = range(first, min(first + _BATCH, tickets + 1))
        yield Ticket, [_ticket(ticket, said(5), said(30)) for ticket in ids]
        yield StatusPeriod, [{"ticket_id": n, "status": 1, "from_at": NOW} for n in ids]
        yield (
            Message,
            [
                {"ticket_id": n, "agent_id": 1, "body": said(25), "at": NOW}
                for n in ids
                for _i in "ab"
            ],
        )


def _ticket(serial: int, subject: str, description: str) -> dict[str, Any]:
    number = f"TKT{serial:07}"
    return {
        "number": number,
        "number_folded": number.lower(),
        "serial": serial,  # the id too, as nothing was there before
        "subject": subject,
        "subject_folded": subject,
        "description": description,
        "started_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
