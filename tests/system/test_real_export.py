from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from peewee import fn

from helpdesk_tui.i18n import sentence
from helpdesk_tui.models import (
    Contact,
    Customer,
    Message,
    Sequence,
    StatusPeriod,
    Ticket,
    TicketType,
    database,
    tuples,
)
from helpdesk_tui.services.csv_lines import CsvLines
from helpdesk_tui.services.csv_mapping import plan
from helpdesk_tui.services.import_report import ImportReport
from helpdesk_tui.services.intake import Import
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import NOW, Desk
from tests.extent import FULL

EXPORT = Path(__file__).parents[3] / "shared" / "data" / "customer_support_tickets.csv"

pytestmark = pytest.mark.skipif(not EXPORT.is_file(), reason="the export is not beside us")


def run(desk: Desk, *, dry_run: bool = False) -> ImportReport:
    with EXPORT.open("rb") as stream:
        lines = CsvLines(stream)
        job = Import(
            desk.actor("mona", "command"),
            lines,
            plan(lines.header),
            NOW,
            "UTC",
            dry_run=dry_run,
            sleep=lambda seconds: None,
        )
        while job.step():
            pass
    return job.report


def test_a_real_export_is_imported_whole_and_once(desk: Desk) -> None:
    before = Customer.select().count(), Contact.select().count(), TicketType.select().count()
    foretold = run(desk, dry_run=True) if FULL else None
    report = run(desk)
    assert foretold in (None, report)
    assert (report.created, report.already, report.refused) == (8469, 0, 0)
    after = Customer.select().count(), Contact.select().count(), TicketType.select().count()
    assert [new - old for old, new in zip(before, after, strict=True)] == [8320, 8320, 5]
    two_names = [note for note in report.notes if "more than one name" in sentence(*note)]
    assert len(two_names) == 139
    assert _by(Ticket.status) == {Status.NEW: 2819, Status.WAITING: 2881, Status.CLOSED: 2769}
    assert _by(Ticket.priority) == {
        Priority.URGENT: 2129,
        Priority.HIGH: 2085,
        Priority.NORMAL: 2192,
        Priority.LOW: 2063,
    }
    assert Message.select().count() == 2769
    assert Sequence.get().next_number == 8470
    _check_pasts()
    again = run(desk)
    assert (again.created, again.already) == (0, 8469)
    assert Ticket.select().count() == 8469
    assert list(database.execute_sql("PRAGMA foreign_key_check")) == []


def _by(column: object) -> dict[int, int]:
    return Counter(row[0] for row in tuples(Ticket.select(column)))


def _check_pasts() -> None:
    """Every closed ticket ended when the file says, and no stay runs backwards."""
    closed = Ticket.select().where(Ticket.status == Status.CLOSED)
    assert closed.where(Ticket.ended_at.is_null() | Ticket.closed_at.is_null()).count() == 0
    assert Ticket.select().where(Ticket.ended_at < Ticket.started_at).count() == 0
    assert StatusPeriod.select().where(StatusPeriod.to_at < StatusPeriod.from_at).count() == 0
    still = StatusPeriod.select(StatusPeriod.ticket, fn.COUNT()).where(StatusPeriod.to_at.is_null())
    counts = tuples(still.group_by(StatusPeriod.ticket))
    assert len(counts) == 8469 and all(count == 1 for _ticket, count in counts)
    before_answered = closed.where(Ticket.ended_at == Ticket.started_at).count()
    assert before_answered >= 1350
