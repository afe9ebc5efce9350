"""A desk whose list fills a screen: tickets due one after another."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from helpdesk_tui import schema
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.services import people, tickets
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import Priority

WORDS = [
    *("printer", "mail", "server", "toner", "order", "login", "password", "network", "slow"),
    *("screen", "keyboard", "contract", "invoice", "update", "broken", "missing", "request"),
]
CUSTOMERS = ("Acme SA", "Globex", "Initech", "Umbrella & Sons")


def evenly(count: int, first: int, last: int) -> list[int]:
    """So many deadlines, from the first to the last, in seconds from now."""
    return [first + (last - first) * index // count for index in range(count)]


def fill(url: str, deadlines: Sequence[int]) -> str:
    """Make a new desk of alice's there, and return its URL; deadlines are in seconds from now."""
    database = connect(url, durable=False)
    schema.migrate(database, url)
    now = int(time.time())
    chance = random.Random(1)
    with database.connection_context(), database.atomic():
        people.found_desk("alice", "Alice Martin", now)
        alice = read_people.actor("alice", "screen")
        people.add_type(alice, now, "Question")
        customers = [people.add_customer(alice, now, name) for name in CUSTOMERS]
        for deadline in deadlines:
            fields = {
                "subject": " ".join(chance.choices(WORDS, k=chance.randrange(2, 6))).capitalize(),
                "description": "Since this morning.\n" * chance.randrange(1, 5),
                "customer_id": chance.choice(customers),
                "priority": chance.choice(list(Priority)),
                "due_at": now + deadline,
            }
            tickets.create(alice, now - 7200, fields)
    return url
