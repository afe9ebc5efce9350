"""Recomputing the deadlines of many open tickets: tickets per second, and how long others wait."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpdesk_tui import schema
from helpdesk_tui.models import SlaPolicy, Ticket, database
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import configuration, people, settings
from helpdesk_tui.services.recompute import BATCH_SECONDS, PAUSE, Recomputation
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import Status

NOW = 1_777_280_400
HOUR = 3600
HALVES = (("09:00", "12:00"), ("13:00", "17:00"))
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HALVES)

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
    office = {"name": "Office", "zone": "Europe/Paris", "week": WEEK}
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


def passes(alice: Actor) -> Iterator[dict[str, Any]]:
    """The first promises, then nothing to do, then a policy that was edited: rehearsed and done."""
    yield measured("first promises", alice, rehearsal=False)
    yield measured("nothing to move", alice, rehearsal=True)
    SlaPolicy.update(days=100).where(SlaPolicy.name == "Solve").execute()
    yield measured("rehearsal", alice, rehearsal=True)
    yield measured("moving", alice, rehearsal=False)


def measured(name: str, alice: Actor, *, rehearsal: bool) -> dict[str, Any]:
    work = Recomputation(alice, NOW, rehearsal=rehearsal, sleep=lambda _seconds: None)
    times = []
    more = True
    while more:
        begun = time.perf_counter()
        more = work.step()
        times.append(time.perf_counter() - begun)
    return {
        "pass": name,
        "tickets": work.tickets,
        "moved": work.moved,
        "per_second": round(work.tickets / sum(times)),
        "transactions": len(times),
        "median_ms": round(statistics.median(times) * 1000, 1),
        "longest_ms": round(max(times) * 1000, 1),
        "longest_to_batch": round(max(times) / BATCH_SECONDS, 2),
    }


def main() -> None:
    """Prints a table, or the same figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite'}"
        opened = connect(url, durable=False)
        schema.migrate(opened, url)
        with opened.connection_context():
            alice = furnish(options.tickets)
            results = list(passes(alice))
            assert Ticket.select().count() == options.tickets
    if options.json:
        print(json.dumps({"benchmark": "recompute", "results": results}, indent=2))
        return
    print(f"{'pass':16}{'tickets':>9}{'moved':>9}{'per s':>8}{'median':>10}{'longest':>28}")
    for each in results:
        longest = f"{each['longest_ms']} ms, {each['longest_to_batch']}× a batch"
        print(
            f"{each['pass']:16}{each['tickets']:>9}{each['moved']:>9}{each['per_second']:>8}"
            f"{each['median_ms']:>7} ms{longest:>28}"
        )
    print(
        f"a batch is {BATCH_SECONDS * 1000:.0f} ms; between two, others have {PAUSE * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
