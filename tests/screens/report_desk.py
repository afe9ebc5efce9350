"""A desk whose reports have something to show."""

from __future__ import annotations

from pathlib import Path

from helpdesk_tui import schema
from helpdesk_tui.services import configuration, conversation, lifecycle, tickets
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import NOW, Desk, _settle

HOUR, DAY = 3_600, 86_400


def made_desk(file: Path) -> Path:
    """A fortnight of tickets: some solved, in time or not, some that nobody has looked at."""
    made = Desk(file)
    database = connect(made.url, durable=False)
    schema.migrate(database, made.url)
    with database.connection_context():
        _settle()
        work(made)
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def work(desk: Desk) -> None:
    mona = desk.actor("mona")
    promised = {"days": 0, "seconds": 4 * HOUR, "working_days_only": False}
    for name, target in (("Begin", Status.IN_PROGRESS), ("Solve", Status.RESOLVED)):
        terms = {**promised, "name": name, "target_status": target}
        configuration.create(mona, "policy", NOW - 20 * DAY, terms)
    teams = [desk.id("team", name) for name in ("Support", "Network")]
    customers = [desk.id("customer", name) for name in ("Acme SA", "Globex")]
    for number in range(24):
        came = NOW - (number * 13 + 1) * HOUR
        fields = {
            "subject": f"Printer {number} on fire",
            "team_id": teams[number % 2],
            "customer_id": customers[number % 3 % 2],
            "priority": Priority(number % 4 + 1),
        }
        ticket = tickets.create(mona, came, fields).ticket
        if number % 3:
            lifecycle.start(mona, ticket, came + HOUR)
            conversation.message(mona, ticket, came + HOUR, "We are on our way.")
            lifecycle.resolve(mona, ticket, came + (number % 5 + 1) * HOUR)
