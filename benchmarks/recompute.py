"""Recomputing the deadlines of many open tickets: tickets per second, and how long others wait."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks._command import alone
from benchmarks._desk import HOUR, NOW, WORKDAYS, ZONE
from benchmarks._rows import Row
from benchmarks._run import Run
from helpdesk_tui import schema
from helpdesk_tui.models import SlaPolicy, database
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import configuration, people, settings
from helpdesk_tui.services.recompute import BATCH_SECONDS, Recomputation
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import Status

TITLE = "Deadlines of open tickets recomputed"

HALVES = (("09:00", "12:00"), ("13:00", "17:00"))
WEEK = dict.fromkeys(WORKDAYS, HALVES)

TICKETS = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO ticket (id, number, number_folded, serial, subject, subject_folded, description,
    priority, status, progress, started_at, shared_with_customer, version, created_at, updated_at,
    next_due_at)
SELECT i, 'TKT' || i, 'tkt' || i, i, 'Printer ' || i, 'printer ' || i, '', 1 + i % 4, 1 + i % 3, 0,
    {NOW} - i % 500 * {HOUR}, 0, 1, {NOW} - i % 500 * {HOUR}, {NOW}, 9007199254740992 FROM n
"""
STAYS = """
INSERT INTO status_period (ticket_id, status, from_at) SELECT id, status, created_at FROM ticket
"""


def furnish(tickets: int) -> Actor:
    """A desk with a calendar, three policies, and so many open tickets without any promise."""
    people.found_desk("alice", "Alice", NOW)
    alice = read_people.actor("alice", "command")
    office = {"name": "Office", "zone": ZONE, "week": WEEK}
    calendar = configuration.create(alice, "calendar", NOW, office)
    settings.change(alice, NOW, {"default_calendar": calendar})
    for name, target, terms in (
        ("Start", Status.IN_PROGRESS, {"seconds": 4 * HOUR}),
        ("Solve", Status.RESOLVED, {"days": 90}),
        ("Solve urgent", Status.RESOLVED, {"days": 80, "seconds": HOUR, "min_priority": 1}),
    ):
        fields = {"name": name, "target_status": target, **terms}
        configuration.create(alice, "policy", NOW, fields)
    with database.atomic():
        database.execute_sql(TICKETS, (tickets,))
        database.execute_sql(STAYS)
    return alice


def rows(run: Run) -> Iterator[Row]:
    """The first promises, then nothing to do, then a policy that was edited: rehearsed and done."""
    url = f"sqlite:///{run.folder}/recompute.sqlite"
    opened = connect(url, durable=False)
    schema.migrate(opened, url)
    with opened.connection_context():
        alice = furnish(run.tickets)
        yield from _pass("first promises", alice, rehearsal=False)
        yield from _pass("nothing to move", alice, rehearsal=True)
        SlaPolicy.update(days=100).where(SlaPolicy.name == "Solve").execute()
        yield from _pass("rehearsal", alice, rehearsal=True)
        yield from _pass("moving", alice, rehearsal=False)


def _pass(name: str, alice: Actor, *, rehearsal: bool) -> Iterator[Row]:
    """How fast it goes, and how long others have to wait for it at most."""
    work = Recomputation(alice, NOW, rehearsal=rehearsal, sleep=lambda _seconds: None)
    times = []
    more = True
    while more:
        begun = time.perf_counter()
        more = work.step()
        times.append(time.perf_counter() - begun)
    yield Row(name, "tickets/s", work.tickets / sum(times))
    batch = BATCH_SECONDS * 1000
    yield Row(f"{name}: longest transaction", "ms", max(times) * 1000, batch, "as long as meant")


if __name__ == "__main__":
    alone(__file__)
