from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from peewee import IntegrityError

from helpdesk_tui import models
from helpdesk_tui.services import conversation, lifecycle
from tests.conftest import NOW, Desk
from tests.desks import everything


@pytest.fixture
def raw(desk: Desk) -> Iterator[sqlite3.Connection]:
    """Another program's connection to a desk where ticket 1 is closed and ticket 2 is not."""
    bob = desk.actor("bob")
    for _each in range(2):
        ticket = desk.ticket(customer_id=desk.id("customer", "Acme SA")).ticket
        conversation.message(bob, ticket, NOW, "Hello")
    lifecycle.close(bob, 1, NOW, resolve_first=True)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as connection:
        yield connection


ANOTHER = (
    "(id, number, number_folded, serial, subject, subject_folded, description, priority, status,"
    " progress, started_at, shared_with_customer, version, created_at, updated_at, next_due_at)"
    " VALUES ({id}, '{number}', 'x', 9, 's', 's', '', 3, 1, 0, 0, 0, 1, 0, 0, 0)"
)

FORBIDDEN = {
    "a closed ticket": [
        "UPDATE ticket SET subject = 'Other' WHERE id = 1",
        "UPDATE ticket SET closed_at = NULL, status = 4 WHERE id = 1",
        "UPDATE ticket SET version = version WHERE id = 1",
        "DELETE FROM ticket WHERE id = 1",
        "DELETE FROM ticket",
        "REPLACE INTO ticket " + ANOTHER.format(id=1, number="NEW"),
        "REPLACE INTO ticket " + ANOTHER.format(id=77, number="TKT0001"),
    ],
    "the messages of a closed ticket": [
        "INSERT INTO message (ticket_id, body, internal, at) VALUES (1, 'late', 0, 0)",
        "UPDATE message SET body = 'Other' WHERE ticket_id = 1",
        "UPDATE message SET ticket_id = 2 WHERE ticket_id = 1",
        "UPDATE message SET ticket_id = 1 WHERE ticket_id = 2",
        "DELETE FROM message WHERE ticket_id = 1",
        "REPLACE INTO message (id, ticket_id, body, internal, at) VALUES (1, 2, 'x', 0, 0)",
    ],
    "the record of acts": [
        "UPDATE event SET at = at",
        "UPDATE event SET changes = '{}' WHERE ticket_id = 2",
        "DELETE FROM event",
        "DELETE FROM event WHERE ticket_id = 2",
        "REPLACE INTO event (id, at, act, changes, via) VALUES (1, 0, 'x', '{}', 'x')",
    ],
    "steps that no life has": [
        "UPDATE ticket SET status = 3 WHERE id = 2",
        "UPDATE ticket SET status = 5, closed_at = 0 WHERE id = 2",
        "UPDATE ticket SET status = 0 WHERE id = 2",
        "UPDATE ticket SET status = 6 WHERE id = 2",
        "UPDATE ticket SET status = 5 WHERE id = 2",
        "UPDATE ticket SET closed_at = 0 WHERE id = 2",
    ],
    "values that no ticket has": [
        "UPDATE ticket SET progress = 101 WHERE id = 2",
        "UPDATE ticket SET progress = -1 WHERE id = 2",
        "UPDATE ticket SET priority = 0 WHERE id = 2",
        "UPDATE ticket SET priority = 5 WHERE id = 2",
        "UPDATE ticket SET subject = NULL WHERE id = 2",
        "UPDATE ticket SET next_due_at = NULL WHERE id = 2",
        "UPDATE ticket SET lead_id = 1 WHERE id = 2",
        "UPDATE ticket SET customer_id = NULL, contact_id = 1 WHERE id = 2",
        "UPDATE ticket SET number = 'TKT0001' WHERE id = 2",
        "INSERT INTO ticket " + ANOTHER.format(id=9, number="TKT0002"),
    ],
    "two stays at once": [
        "INSERT INTO status_period (ticket_id, status, from_at) VALUES (2, 2, 0)",
    ],
    "people and sequences": [
        "UPDATE agent SET role = 0 WHERE login = 'bob'",
        "UPDATE agent SET role = 5 WHERE login = 'bob'",
        "UPDATE agent SET login = 'carol' WHERE login = 'bob'",
        "INSERT INTO contact (customer_id, name, name_folded, email, archived)"
        " VALUES (1, 'x', 'x', 'dana@acme.example', 0)",
        "UPDATE sequence SET next_number = 0",
        "UPDATE sequence SET reset = 'daily'",
        "INSERT INTO membership (agent_id, team_id) VALUES (3, 1)",
    ],
}


@pytest.mark.promise(18)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_raw_sql_cannot_change(
    raw: sqlite3.Connection, what: str, subtests: pytest.Subtests
) -> None:
    before = everything()
    for statement in FORBIDDEN[what]:
        with subtests.test(statement=statement):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)
            assert everything() == before


ALLOWED = (
    "UPDATE ticket SET status = 2 WHERE id = 2",
    "UPDATE ticket SET status = 4 WHERE id = 2",
    "UPDATE ticket SET progress = 100, priority = 1 WHERE id = 2",
    "UPDATE message SET body = 'Other' WHERE ticket_id = 2",
    "INSERT INTO message (ticket_id, body, internal, at) VALUES (2, 'more', 0, 0)",
    "INSERT INTO event (at, act, changes, via) VALUES (0, 'x', '{}', 'x')",
    "INSERT INTO ticket " + ANOTHER.format(id=9, number="NEW"),
)

ASTRAY = (
    "UPDATE ticket SET assignee_id = 999 WHERE id = 2",
    "UPDATE ticket SET customer_id = 999 WHERE id = 2",
    "INSERT INTO message (ticket_id, body, internal, at) VALUES (999, 'x', 0, 0)",
    "INSERT INTO event (ticket_id, at, act, changes, via) VALUES (999, 0, 'x', '{}', 'x')",
    "DELETE FROM agent WHERE login = 'bob'",
    "DELETE FROM ticket WHERE id = 2",
)


def test_raw_sql_may_do_what_the_rules_allow(
    raw: sqlite3.Connection, subtests: pytest.Subtests
) -> None:
    for statement in ALLOWED:
        with subtests.test(statement=statement):
            before = everything()
            raw.execute(statement)
            assert everything() != before


def test_what_is_referred_to_is_there(raw: sqlite3.Connection, subtests: pytest.Subtests) -> None:
    before = everything()
    for statement in ASTRAY:
        with subtests.test(statement=statement):
            with pytest.raises(IntegrityError):
                models.database.execute_sql(statement)
            assert everything() == before
