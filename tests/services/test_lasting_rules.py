"""What the database itself refuses, whoever writes: on both databases, in the words of SQL."""

from __future__ import annotations

import pytest
from peewee import DatabaseError

from helpdesk_tui.models import database
from helpdesk_tui.services import conversation, lifecycle, stopwatch
from tests.conftest import NOW, Desk
from tests.desks import everything

STATEMENTS = (
    "UPDATE event SET at = at",
    "UPDATE event SET changes = '{}' WHERE ticket_id = 2",
    "UPDATE event SET agent_id = NULL",
    "DELETE FROM event",
    "DELETE FROM event WHERE ticket_id = 2",
    "UPDATE ticket SET subject = 'Other' WHERE id = 1",
    "UPDATE ticket SET closed_at = NULL, status = 4 WHERE id = 1",
    "DELETE FROM ticket WHERE id = 1",
    "INSERT INTO message (ticket_id, body, internal, at) VALUES (1, 'late', {false}, 0)",
    "UPDATE message SET body = 'Other' WHERE ticket_id = 1",
    "UPDATE message SET ticket_id = 1 WHERE ticket_id = 2",
    "DELETE FROM message WHERE ticket_id = 1",
    "UPDATE ticket SET status = 3 WHERE id = 2",
    "UPDATE ticket SET status = 5, closed_at = 0 WHERE id = 2",
    "UPDATE ticket SET number = 'TKT0001' WHERE id = 2",
    "INSERT INTO time_entry (ticket_id, agent_id, started_at, seconds, raw_seconds, note, source,"
    " to_check) SELECT ticket_id, agent_id, started_at, 0, 0, '', 'stopwatch', {false}"
    " FROM time_entry",
    "UPDATE agent SET role = 5 WHERE login = 'bob'",
)

ON_SERVER = ("TRUNCATE event", "TRUNCATE ticket CASCADE", "TRUNCATE message")


@pytest.mark.promise(18)
def test_the_rules_hold_against_raw_sql(desk: Desk, subtests: pytest.Subtests) -> None:
    bob = desk.actor("bob")
    for _each in range(2):
        conversation.message(bob, desk.ticket().ticket, NOW, "Hello")
    lifecycle.close(bob, 1, NOW, resolve_first=True)
    stopwatch.start(bob, 2, NOW)
    before = everything()
    on_server = desk.url.startswith("postgresql")
    for statement in STATEMENTS + (ON_SERVER if on_server else ()):
        with subtests.test(statement=statement):
            said = statement.format(false="FALSE") if "{false}" in statement else statement
            with pytest.raises(DatabaseError), database.atomic():
                database.execute_sql(said)
            assert everything() == before
