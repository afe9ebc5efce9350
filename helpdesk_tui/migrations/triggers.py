"""Rules that hold whoever writes: closed is final, the record of acts only grows.

A table rebuild loses triggers silently, so a migration drops them first and creates them last.
"""

from __future__ import annotations

from peewee import Database, PostgresqlDatabase

Rule = tuple[str, str, str]
"""The occasion, the condition under which it is refused, and the reason."""

_RULES: dict[str, Rule] = {
    "ticket_closed_is_final": (
        "UPDATE ON ticket",
        "OLD.closed_at IS NOT NULL",
        "a closed ticket never changes",
    ),
    "ticket_closed_stays": (
        "DELETE ON ticket",
        "OLD.closed_at IS NOT NULL",
        "a closed ticket never changes",
    ),
    "ticket_steps": (
        "UPDATE OF status ON ticket",
        "(NEW.status = 5 AND OLD.status <> 4)"
        " OR (OLD.status = 1 AND NEW.status = 3) OR (OLD.status = 3 AND NEW.status = 1)",
        "no such step in the life of a ticket",
    ),
    "message_of_closed_added": (
        "INSERT ON message",
        "(SELECT closed_at FROM ticket WHERE id = NEW.ticket_id{locked}) IS NOT NULL",
        "a closed ticket takes no message",
    ),
    "message_of_closed_changed": (
        "UPDATE ON message",
        "EXISTS (SELECT 1 FROM ticket WHERE id IN (OLD.ticket_id, NEW.ticket_id)"
        " AND closed_at IS NOT NULL)",
        "a closed ticket never changes",
    ),
    "message_of_closed_deleted": (
        "DELETE ON message",
        "(SELECT closed_at FROM ticket WHERE id = OLD.ticket_id) IS NOT NULL",
        "a closed ticket never changes",
    ),
    "event_changed": ("UPDATE ON event", "TRUE", "the record of acts is never changed"),
    "event_deleted": ("DELETE ON event", "TRUE", "the record of acts is never changed"),
}


_AGAINST_REPLACING: dict[str, Rule] = {
    "ticket_closed_not_replaced": (
        "INSERT ON ticket",
        "EXISTS (SELECT 1 FROM ticket WHERE closed_at IS NOT NULL"
        " AND (id = NEW.id OR number = NEW.number))",
        "a closed ticket never changes",
    ),
    "message_of_closed_not_replaced": (
        "INSERT ON message",
        "EXISTS (SELECT 1 FROM message JOIN ticket ON ticket.id = ticket_id"
        " WHERE message.id = NEW.id AND closed_at IS NOT NULL)",
        "a closed ticket never changes",
    ),
    "time_entry_running_not_replaced": (
        "INSERT ON time_entry",
        "NEW.ended_at IS NULL AND EXISTS (SELECT 1 FROM time_entry"
        " WHERE agent_id = NEW.agent_id AND ended_at IS NULL)",
        "an agent has one running entry at most",
    ),
    "event_not_replaced": (
        "INSERT ON event",
        "EXISTS (SELECT 1 FROM event WHERE id = NEW.id)",
        "the record of acts is never changed",
    ),
}
"""SQLite's REPLACE deletes what stands in its way without asking the rules for deleting."""

_AGAINST_TRUNCATING = {
    "ticket_not_truncated": "ticket",
    "message_not_truncated": "message",
    "event_not_truncated": "event",
}
"""PostgreSQL's TRUNCATE does the same to a whole table."""


def create(database: Database) -> None:
    """Add every trigger; a refused statement raises an integrity error."""
    if isinstance(database, PostgresqlDatabase):
        _create_on_server(database)
        return
    for name, (occasion, condition, reason) in {**_RULES, **_AGAINST_REPLACING}.items():
        database.execute_sql(
            f"CREATE TRIGGER {name} BEFORE {occasion} WHEN {condition.format(locked='')} "
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )


def _create_on_server(database: Database) -> None:
    for name, (occasion, condition, reason) in _RULES.items():
        row = "OLD" if occasion.startswith("DELETE") else "NEW"
        # whoever closes the ticket at this moment has its row: wait, and see it closed
        refused = condition.format(locked=" FOR SHARE")
        _create_function(database, name, f"IF {refused} THEN", reason, f"END IF; RETURN {row};")
        database.execute_sql(
            f"CREATE TRIGGER {name} BEFORE {occasion} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    for name, table in _AGAINST_TRUNCATING.items():
        _create_function(database, name, "", "tickets and their record are never emptied", "")
        database.execute_sql(
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def _create_function(database: Database, name: str, before: str, reason: str, after: str) -> None:
    """What a trigger runs; its error is one of integrity, as those of the constraints are."""
    database.execute_sql(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {before}"
        f" RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; {after}"
        " END $$"
    )


def drop(database: Database) -> None:
    """Remove every trigger, so that tables can be rebuilt."""
    if isinstance(database, PostgresqlDatabase):
        for name in (*_RULES, *_AGAINST_TRUNCATING):
            database.execute_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
        return
    for name in (*_RULES, *_AGAINST_REPLACING):
        database.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
