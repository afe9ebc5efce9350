"""Rules that hold whoever writes: closed is final, the record of acts only grows.

A table rebuild loses triggers silently, so a migration drops them first and creates them last.
"""

from __future__ import annotations

from peewee import Database

_REFUSED = "SELECT RAISE(ABORT, '{reason}')"

_RULES: dict[str, tuple[str, str, str]] = {
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
    "ticket_closed_not_replaced": (
        "INSERT ON ticket",
        "EXISTS (SELECT 1 FROM ticket WHERE closed_at IS NOT NULL"
        " AND (id = NEW.id OR number = NEW.number))",
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
        "(SELECT closed_at FROM ticket WHERE id = NEW.ticket_id) IS NOT NULL",
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
    "event_changed": ("UPDATE ON event", "1", "the record of acts is never changed"),
    "event_deleted": ("DELETE ON event", "1", "the record of acts is never changed"),
}


def create(database: Database) -> None:
    """Add every trigger; a refused statement raises an integrity error."""
    for name, (occasion, condition, reason) in _RULES.items():
        database.execute_sql(
            f"CREATE TRIGGER {name} BEFORE {occasion} WHEN {condition} "
            f"BEGIN {_REFUSED.format(reason=reason)}; END"
        )


def drop(database: Database) -> None:
    """Remove every trigger, so that tables can be rebuilt."""
    for name in _RULES:
        database.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
