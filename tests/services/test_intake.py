from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import OperationalError

from helpdesk_tui import models
from helpdesk_tui.errors import Forbidden, HelpdeskError, Invalid
from helpdesk_tui.i18n import explain, sentence
from helpdesk_tui.models import (
    TABLES,
    Commitment,
    Contact,
    Customer,
    Event,
    Message,
    Setting,
    SlaPolicy,
    StatusPeriod,
    Ticket,
    TicketType,
    tuples,
)
from helpdesk_tui.services import import_rows, intake
from helpdesk_tui.services.bulk_insert import insert_rows
from helpdesk_tui.services.csv_lines import CsvLines
from helpdesk_tui.services.csv_mapping import plan
from helpdesk_tui.services.import_report import KEPT, ImportReport
from helpdesk_tui.vocabulary import NEVER, Priority, Status
from tests.conftest import NOW, Desk
from tests.extent import many

pytestmark = pytest.mark.long

HEAD = (
    "id,subject,customer name,customer email,type,priority,status,created,first response,resolved"
)
HEAD += ",due,resolution,team,assignee\n"
OLD = 1_685_577_600  # 2023-06-01 0:00 in UTC


def importing(desk: Desk, text: str | bytes, *overrides: str, **options: Any) -> intake.Import:
    lines = CsvLines(io.BytesIO(text if isinstance(text, bytes) else text.encode()))
    mapping = plan(lines.header, overrides)
    options = {"clock": lambda: 0.0, "sleep": lambda seconds: None, **options}
    return intake.Import(desk.actor("mona", "command"), lines, mapping, NOW, "UTC", **options)


def run(desk: Desk, text: str | bytes, *overrides: str, **options: Any) -> ImportReport:
    job = importing(desk, text, *overrides, **options)
    while job.step():
        pass
    return job.report


def notes(report: ImportReport) -> list[str]:
    return [sentence(*note) for note in report.notes]


def refusals(report: ImportReport) -> list[str]:
    return [explain(reason) for _line, reason in report.skipped]


def content() -> str:
    """A hash of every row of every table."""
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update(repr(sorted(tuples(table.select()))).encode())
    return digest.hexdigest()


def saved() -> list[Any]:
    """The tickets in the order of their numbers."""
    return list(Ticket.select().order_by(Ticket.id))


def test_a_closed_line_becomes_a_closed_ticket_with_its_past(desk: Desk) -> None:
    report = run(
        desk,
        HEAD + "77,Fire,Eve Fox,eve@fox.example,Refund,Critical,Closed,2023-06-01 0:00,"
        "2023-06-01 1:00,2023-06-01 2:00,2023-06-01 9:00,Poured water on it,Network,CAROL\n",
    )
    assert (report.created, report.refused, report.already) == (1, 0, 0)
    [ticket] = saved()
    assert (ticket.number, ticket.source, ticket.external_id) == ("TKT0001", "csv", "77")
    assert (ticket.status, ticket.priority, ticket.progress) == (Status.CLOSED, 1, 100)
    assert (ticket.started_at, ticket.ended_at) == (OLD, OLD + 7200)
    assert (ticket.closed_at, ticket.due_at) == (OLD + 7200, OLD + 32_400)
    assert ticket.next_due_at == NEVER
    assert (ticket.customer.name, ticket.contact.email) == ("Eve Fox", "eve@fox.example")
    assert (ticket.type.name, ticket.team.name, ticket.assignee.login) == (
        *("Refund", "Network"),
        "carol",
    )
    stays = StatusPeriod.select(StatusPeriod.status, StatusPeriod.from_at, StatusPeriod.to_at)
    assert tuples(stays.order_by(StatusPeriod.id)) == [
        (Status.NEW, OLD, OLD + 3600),
        (Status.IN_PROGRESS, OLD + 3600, OLD + 7200),
        (Status.RESOLVED, OLD + 7200, OLD + 7200),
        (Status.CLOSED, OLD + 7200, None),
    ]
    [message] = Message.select()
    assert (message.body, message.at, message.internal) == ("Poured water on it", OLD + 7200, False)
    [event] = Event.select().where(Event.ticket == ticket.id)
    assert (event.act, event.at, event.via) == ("import", NOW, "command")
    assert json.loads(event.changes)["external_id"] == [None, "77"]
    assert notes(report) == ["The ticket type Refund is new."]


def test_an_open_line_orders_the_queues_by_its_due_date(desk: Desk) -> None:
    run(desk, "subject,due,type\nx,2023-06-01 9:00,outage\ny,,\n")
    first, second = saved()
    assert (first.next_due_at, second.next_due_at) == (OLD + 32_400, NEVER)
    assert (first.priority, second.priority) == (Priority.URGENT, Priority.NORMAL)
    assert (second.started_at, second.ended_at, second.closed_at) == (NOW, None, None)


def test_imported_tickets_come_under_the_policies(desk: Desk) -> None:
    Setting.insert(key="manage_sla", value="true").execute()
    SlaPolicy.insert(
        name="Soon", name_folded="soon", target_status=4, seconds=3600, working_days_only=False
    ).execute()
    run(desk, "subject,status,created\na,open,2023-06-01 0:00\nb,closed,2023-06-01 0:00\n")
    fresh, closed = saved()
    promised = Commitment.select(Commitment.ticket, Commitment.due_at)
    assert tuples(promised) == [(fresh.id, OLD + 3600)]
    assert (fresh.next_due_at, closed.next_due_at) == (OLD + 3600, NEVER)


def test_a_second_run_creates_nothing_twice(desk: Desk) -> None:
    numbered = HEAD + "".join(f"{n},S{n},P{n},p{n}@x.example,,,closed,,,,,,,\n" for n in range(60))
    plain = "subject,body\nsame,same\nsame,same\nother,\n"
    for text, lines in ((numbered, 60), (plain, 3)):
        assert run(desk, text).created == lines
        before = content()
        report = run(desk, text)
        assert (report.created, report.already) == (0, lines)
        assert content() == before
    assert run(desk, numbered, source="elsewhere").created == 60


def test_a_number_twice_in_one_file_is_one_ticket(desk: Desk) -> None:
    report = run(desk, "id,subject\n1,x\n2,y\n1,z\n")
    assert (report.created, report.already) == (2, 1)


@pytest.mark.parametrize("lines", [3, 230])
def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk, lines: int) -> None:
    text = HEAD + "".join(
        f"{n % 220},Subject {n},Name {n % 7},p{n % 5}@x.example,Type {n % 3},high,closed,,,,,done,,"
        f"{'nobody' if n % 3 == 1 else ''}\n"
        for n in range(lines)
    )
    before = content()
    dry = run(desk, text, dry_run=True)
    assert content() == before
    real = run(desk, text)
    assert content() != before
    assert (dry.created, dry.already, dry.refused) == (real.created, real.already, real.refused)
    assert refusals(dry) == refusals(real)
    assert notes(dry) == notes(real)
    assert dry.lines == lines


@pytest.mark.parametrize(
    ("team", "assignee", "said"),
    [
        ("Nowhere", "", "Line 3: there is no team “Nowhere”; add it first"),
        ("", "zoe", "Line 3: there is no agent with the login “zoe”"),
        ("", "victor", "Line 3: “victor” may only read"),
        ("\x1b[2J", "", "there is no team “␛[2J”"),
    ],
)
def test_a_bad_line_is_refused_and_stops_no_other(
    desk: Desk, team: str, assignee: str, said: str
) -> None:
    report = run(desk, f"subject,team,assignee\na,support,bob\nb,{team},{assignee}\nc,,\n")
    assert (report.created, report.refused) == (2, 1)
    [(line, reason)] = report.skipped
    assert line == 3 and said in explain(reason)
    assert [ticket.subject for ticket in saved()] == ["a", "c"]


def test_a_person_with_two_names_is_one_contact(desk: Desk) -> None:
    text = "subject,customer name,email\na,Ann Lee,Ann@x.example\nb,Bea Lee,ann@x.example\n"
    report = run(desk, text + "c,Bea Lee,ann@x.example\n")
    [contact] = Contact.select().where(Contact.email.contains("ann@"))
    assert (contact.name, contact.customer.name) == ("Ann Lee", "Ann Lee")
    assert {ticket.contact_id for ticket in saved()} == {contact.id}
    assert {ticket.customer_id for ticket in saved()} == {contact.customer_id}
    assert notes(report) == [
        "Ann@x.example bears more than one name: the contact stays Ann Lee.",
    ]


def test_two_people_of_one_name_are_two_customers(desk: Desk) -> None:
    run(desk, "subject,customer name,email\na,Jo Day,jo@x.example\nb,Jo Day,jo@y.example\n")
    first, second = saved()
    assert first.customer.name == "Jo Day"
    assert second.customer.name == "Jo Day (jo@y.example)"


def test_known_customers_and_contacts_are_found(desk: Desk) -> None:
    before = Customer.select().count(), Contact.select().count()
    text = "subject,customer,contact name,email\na,ACMÉ sa,,dana@acme.example\nb,globex,,\n"
    run(desk, text + "c,,Dana Roy,dana@acme.example\n")
    assert (Customer.select().count(), Contact.select().count()) == before
    names = [(t.customer.name, t.contact and t.contact.name) for t in saved()]
    assert names == [("Acme SA", "Dana Roy"), ("Globex", None), ("Acme SA", "Dana Roy")]


def test_a_contact_of_another_customer_is_left_out_and_noted(desk: Desk) -> None:
    report = run(desk, "subject,customer,email\na,Globex,dana@acme.example\n")
    [ticket] = saved()
    assert (ticket.customer.name, ticket.contact) == ("Globex", None)
    assert notes(report) == [
        "dana@acme.example is a contact of Acme SA: tickets of others came without contact."
    ]


def test_contacts_without_an_address_are_known_by_customer_and_name(desk: Desk) -> None:
    text = "subject,customer,contact name\na,Globex,Hank\nb,Globex,HANK\nc,Acme SA,Hank\n"
    run(desk, text)
    run(desk, text, source="again")
    hanks = Contact.select().where(Contact.name_folded == "hank")
    assert sorted(contact.customer.name for contact in hanks) == ["Acme SA", "Globex"]


def test_new_customers_and_contacts_are_recorded(desk: Desk) -> None:
    run(desk, "subject,customer name,email\na,Ann Lee,ann@x.example\n")
    contact = Contact.get(Contact.email == "ann@x.example")
    recorded = Event.select(Event.kind, Event.row).where(Event.act == "create")
    assert {("customer", contact.customer_id), ("contact", contact.id)} <= set(tuples(recorded))


def test_an_archived_type_still_serves(desk: Desk) -> None:
    TicketType.update(archived=True).where(TicketType.name == "Question").execute()
    report = run(desk, "subject,type\na,question\n")
    assert (report.created, report.notes) == (1, [])
    assert saved()[0].type.name == "Question"


def test_hostile_text_is_stored_as_it_came(desk: Desk) -> None:
    subject = "[/] \x1b]52;c;ZQ==\x07 \u202e [@click=app.bell]x[/] '; DROP TABLE ticket; --"
    report = run(desk, f'subject,body,customer\n"{subject}","{subject}\r\n\tend",{subject}\n')
    assert report.created == 1
    [ticket] = saved()
    assert ticket.subject == subject and ticket.customer.name == subject
    assert ticket.description == f"{subject}\n\tend"


def test_cut_texts_are_reported(desk: Desk) -> None:
    report = run(desk, f"id,subject\n1,{'x' * 500}\n")
    assert report.cut == [(2, "subject", 500)]
    assert len(saved()[0].subject) == 200


def test_only_managers_import(desk: Desk) -> None:
    lines = CsvLines(io.BytesIO(b"subject\nx\n"))
    for login in ("victor", "bob"):
        with pytest.raises(Forbidden):
            intake.Import(desk.actor(login), lines, plan(lines.header), NOW, "UTC")


@pytest.mark.parametrize("source", ["", " \n", "x" * 65])
def test_a_source_is_a_short_name(desk: Desk, source: str) -> None:
    with pytest.raises(Invalid):
        importing(desk, "subject\nx\n", source=source)


class Commits:
    """Counts the tickets that each transaction brought."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        database: Any = models.database.obj
        commit, known = database.commit, Ticket.select().count()

        def counted() -> Any:
            nonlocal known
            result = commit()
            now = Ticket.select().count()
            self.sizes.append(now - known)
            known = now
            return result

        monkeypatch.setattr(database, "commit", counted)


MANY = "subject\n" + "".join(f"s{n}\n" for n in range(450))


def test_a_transaction_ends_after_so_many_lines(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = Commits(monkeypatch)
    pauses: list[float] = []
    assert run(desk, MANY, sleep=pauses.append).created == 450
    assert commits.sizes == [200, 200, 50]
    assert pauses == [intake.PAUSE, intake.PAUSE]


def test_a_transaction_ends_when_its_time_is_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = Commits(monkeypatch)
    ticking = iter(range(10_000))
    run(desk, MANY, clock=lambda: next(ticking) * 2 * intake.SLICE)
    assert sum(commits.sizes) == 450
    assert max(commits.sizes) <= 50


def test_numbers_go_on_without_hole_beside_those_taken(desk: Desk) -> None:
    desk.ticket("first")
    Ticket.update(number="TKT0005").where(Ticket.serial == 1).execute()
    run(desk, MANY)
    desk.ticket("last")
    serials = [int(number[3:]) for (number,) in tuples(Ticket.select(Ticket.number))]
    assert sorted(serials) == list(range(2, 454))


def test_a_batch_that_fails_writes_nothing_and_can_be_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEAD + "".join(
        f"{n},S,Name {n},p{n % 90}@x.example,T{n},,closed,,,,,fine,,\n" for n in range(120)
    )
    job = importing(desk, text)
    before = content()
    failing = iter([True])

    def failing_once(table: Any, rows: Any) -> None:
        insert_rows(table, rows)
        if table is Event and next(failing, False):
            raise OperationalError("disk full")

    monkeypatch.setattr(import_rows, "insert_rows", failing_once)
    with pytest.raises(OperationalError):
        job.step()
    assert content() == before
    while job.step():
        pass
    assert job.report.created == Ticket.select().count() == 120
    assert Contact.select().where(Contact.email.contains("@x.example")).count() == 90


def test_the_lists_of_a_report_are_bounded_and_its_counts_are_not(desk: Desk) -> None:
    lines = KEPT + 300
    report = run(desk, "subject,team\n" + "x,none\n" * lines)
    assert (report.refused, len(report.skipped)) == (lines, KEPT)
    report = run(desk, "subject\n" + f"{'x' * 201}\n" * lines)
    assert (report.shortened, len(report.cut)) == (lines, KEPT)


def _cells() -> st.SearchStrategy[str]:
    words = [
        "",
        "x",
        "urgent",
        "closed",
        "2023-06-01 7:29",
        "a@b.example",
        "A@B.example",
        "support",
    ]
    return st.one_of(st.sampled_from(words), st.text(max_size=12))


@settings(
    max_examples=many(600, 25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda rest: HEAD.encode() + rest),
        st.lists(st.lists(_cells(), max_size=16).map(",".join), max_size=12).map(
            lambda rows: (HEAD + "\n".join(rows)).encode("utf-8", "surrogatepass")
        ),
    ),
    st.booleans(),
)
def test_whatever_the_bytes_every_line_is_accounted_for(
    desk: Desk, data: bytes, dry_run: bool
) -> None:
    with models.database.atomic() as transaction:
        try:
            counted = sum(1 for _line in CsvLines(io.BytesIO(data)))
            report = run(desk, data, dry_run=dry_run)
        except HelpdeskError as error:
            assert explain(error)
        else:
            assert report.created + report.already + report.refused == counted
            assert all(map(explain, (reason for _line, reason in report.skipped)))
            created = 0 if dry_run else report.created
            assert Ticket.select().count() == created
            still = StatusPeriod.select().where(StatusPeriod.to_at.is_null())
            assert still.count() == created
        transaction.rollback()


def test_times_that_the_file_does_not_tell_or_that_cannot_be_are_counted(desk: Desk) -> None:
    text = (
        "subject,created,first response,resolved\n"
        "whole,2023-06-01 0:00,2023-06-01 1:00,2023-06-01 2:00\n"
        "drawn,,2023-06-01 1:00,2023-06-01 2:00\n"
        "drawn and early,,2023-06-01 3:00,2023-06-01 2:00\n"
        "undated,,,\n"
        "early,2023-06-01 5:00,,2023-06-01 2:00\n"
    )
    report = run(desk, text)
    assert report.created == 5
    assert (report.drawn, report.undated, report.contradictory) == (2, 1, 2)
