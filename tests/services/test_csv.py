from __future__ import annotations

import io

import pytest

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import explain
from helpdesk_tui.services.csv_lines import FIELD_LIMIT, CsvLines
from helpdesk_tui.services.csv_mapping import FIELDS, plan
from helpdesk_tui.services.csv_tickets import TicketLine, TicketReader
from helpdesk_tui.vocabulary import SUBJECT_LIMIT, TEXT_LIMIT, Priority, Status
from tests.conftest import NOW

ZONE = "Europe/Paris"


def read(text: str | bytes) -> CsvLines:
    return CsvLines(io.BytesIO(text if isinstance(text, bytes) else text.encode()))


def tickets(text: str, *overrides: str) -> list[TicketLine]:
    lines = read(text)
    reader = TicketReader(plan(lines.header, overrides), NOW, ZONE)
    return [reader.read(line) for line in lines]


def ticket(text: str) -> TicketLine:
    [only] = tickets(text)
    return only


def refusal(text: str) -> str:
    with pytest.raises(HelpdeskError) as caught:
        tickets(text)
    return explain(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_common_dialect_is_read(delimiter: str, bom: str, end: str) -> None:
    rows = [["Subject", "Body"], ["Printer", '"two\nlines; a, b\tand ""quotes"""'], ["Fax", "dead"]]
    text = bom + end.join(delimiter.join(row) for row in rows)
    lines = read(text)
    assert lines.header == ["Subject", "Body"]
    first, second = lines
    assert first.cells == ["Printer", 'two\nlines; a, b\tand "quotes"']
    assert (first.number, second.number) == (2, 4)
    assert second.cells == ["Fax", "dead"]


def test_broken_bytes_and_nul_are_read() -> None:
    [line] = read(b"subject\ncaf\xe9 \x00 fire\n")
    assert line.cells == ["caf\ufffd \x00 fire"]
    assert ticket("subject\ncafé \x00 fire\n").subject == "café \ufffd fire"


def test_blank_lines_do_not_count() -> None:
    assert [line.cells for line in read("subject,body\n\n,\nx,y\n  , \n")] == [["x", "y"]]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", ",,\n"])
def test_a_file_without_a_header_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="empty"):
        read(text)


def test_a_line_may_lack_columns_but_not_have_more() -> None:
    assert ticket("subject,body\nonly\n").description == ""
    assert ticket("subject,body\nx,y,,\n").description == "y"
    assert refusal("subject,body\nx,y\nx,y,z\n").startswith("Line 3 has 3 columns, the header 2:")


def test_a_quotation_mark_never_closed_is_named() -> None:
    sentence = refusal('subject,body\nfine,x\nbad,"open\nswallowed,y\n')
    assert sentence.startswith("Line 3: a quotation mark that opens here is never closed")


def test_a_field_beyond_all_measure_is_refused_alone() -> None:
    first, second = read("subject\n" + "x" * (FIELD_LIMIT + 1) + "\nfine\n")
    assert first.problem is not None and first.number == 2
    assert second.cells == ["fine"]


def test_the_columns_of_a_real_export_are_recognised() -> None:
    header = read(
        "Ticket ID,Customer Name,Customer Email,Customer Age,Date of Purchase,Ticket Type,"
        "Ticket Subject,Ticket Description,Ticket Status,Resolution,Ticket Priority,"
        "Ticket Channel,First Response Time,Time to Resolution"
    ).header
    mapping = plan(header)
    assert {field: header[index] for field, index in mapping.columns.items()} == {
        "external_id": "Ticket ID",
        "contact_name": "Customer Name",
        "contact_email": "Customer Email",
        "type": "Ticket Type",
        "subject": "Ticket Subject",
        "description": "Ticket Description",
        "status": "Ticket Status",
        "resolution": "Resolution",
        "priority": "Ticket Priority",
        "responded_at": "First Response Time",
        "ended_at": "Time to Resolution",
    }


def test_french_columns_are_recognised() -> None:
    header = "Sujet;Société;Demandeur;Courriel;Priorité;Statut;Début;Échéance;Équipe;N° de ticket"
    mapping = plan(header.split(";"))
    assert list(mapping.columns) == [
        *("subject", "customer", "contact_name", "contact_email", "priority", "status", "team"),
        *("started_at", "due_at", "external_id"),
    ]


def test_a_customer_name_without_an_address_is_a_customer() -> None:
    assert plan(["subject", "Customer Name"]).columns == {"subject": 0, "customer": 1}


def test_overrides_replace_add_and_remove() -> None:
    header = ["Title", "Product", "Owner", "Status"]
    mapping = plan(header, ["customer=product", "Contact-Name = Owner", "status="])
    assert mapping.columns == {"subject": 0, "customer": 1, "contact_name": 2}


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("colour=Title", "“colour=Title” is no mapping"),
        ("subject", "“subject” is no mapping"),
        ("subject=Nothing", "The file has no column “Nothing”: choose one of Title, Product."),
        ("subject=", "No column is known to hold the subject"),
        ("customer=\x1b[31m", "The file has no column “␛[31m”"),
    ],
)
def test_a_wrong_override_is_refused(override: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        plan(["Title", "Product"], [override])
    assert said in explain(caught.value)


def test_the_refusal_of_a_field_names_every_field() -> None:
    with pytest.raises(Invalid) as caught:
        plan(["Title"], ["colour=Title"])
    assert all(field in explain(caught.value) for field in FIELDS)


@pytest.mark.parametrize(
    ("word", "priority"),
    [
        *(("Critical", Priority.URGENT), ("Urgente", Priority.URGENT), ("P1", Priority.URGENT)),
        *(("HIGH", Priority.HIGH), ("Élevée", Priority.HIGH), ("Medium", Priority.NORMAL)),
        *(("normale", Priority.NORMAL), ("Low", Priority.LOW), ("faible", Priority.LOW)),
        ("", None),
    ],
)
def test_priorities_are_understood(word: str, priority: Priority | None) -> None:
    assert ticket(f"subject,priority\nx,{word}\n").priority == priority


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *(("Open", Status.NEW), ("nouveau", Status.NEW), ("", Status.NEW)),
        *(("in_progress", Status.IN_PROGRESS), ("En cours", Status.IN_PROGRESS)),
        *(("Pending Customer Response", Status.WAITING), ("en attente", Status.WAITING)),
        *(("Solved", Status.RESOLVED), ("Résolu", Status.RESOLVED)),
        *(("Closed", Status.CLOSED), ("fermé", Status.CLOSED)),
    ],
)
def test_statuses_are_understood(word: str, status: Status) -> None:
    assert ticket(f"subject,status\nx,{word}\n").status == status


@pytest.mark.parametrize(
    "written", ["2023-06-01 7:29", "2023-06-01T07:29", "2023-06-01 05:29:00Z", "1 juin 2023 7h29"]
)
def test_dates_are_those_of_the_importing_agent(written: str) -> None:
    assert ticket(f"subject,created\nx,{written}\n").started_at == 1_685_597_340


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subject,body\n ,x\n", "Line 2 has no subject"),
        ("subject,priority\nx,huge\n", "Line 2: the priority “huge” is not known; write urgent,"),
        ("subject,status\nx,lost\n", "Line 2: the status “lost” is not known; write new,"),
        ("subject,due\nx,soon\n", "Line 2: the due date “soon” is not a date; write it like 2026-"),
        ("subject,created\nx,99999-01-01\n", "Line 2: the start “99999-01-01” is not a date"),
        ("subject,email\nx,n/a\n", "Line 2: “n/a” is not an e-mail address; write one like"),
        (f"subject,id\nx,{'9' * 201}\n", "is too long; 200 characters are the most."),
        ("subject,status\nx,\x1b]52;c;ZQ==\x07\n", "the status “␛]52;c;ZQ==␇” is not known"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(text: str, said: str) -> None:
    assert said in refusal(text)


def test_a_wrong_value_is_repeated_in_short() -> None:
    assert len(refusal(f"subject,status\nx,{'lost ' * 10_000}\n")) < 200


def test_long_texts_are_cut_and_said_so() -> None:
    read = ticket(f"subject,body\n{'s' * 300},{'b' * (TEXT_LIMIT + 5)}\n")
    assert (len(read.subject), len(read.description)) == (SUBJECT_LIMIT, TEXT_LIMIT)
    assert read.cut == (("subject", 300), ("description", TEXT_LIMIT + 5))


def test_an_address_in_the_place_of_a_name_is_both() -> None:
    read = ticket("subject,contact\nx,Dana@acme.example\n")
    assert (read.contact_name, read.contact_email) == ("Dana@acme.example", "Dana@acme.example")


def test_equal_lines_are_two_tickets_and_keep_their_numbers() -> None:
    text = "subject,body\nx,y\nx,y\nx,z\n"
    first, second, third = (line.external_id for line in tickets(text))
    assert len({first, second, third}) == 3
    assert [line.external_id for line in tickets(text)] == [first, second, third]


HEAD = "subject,created,first response,resolved,status\n"
ONE, TWO, THREE = 1_685_577_600, 1_685_581_200, 1_685_584_800  # 2:00, 3:00 and 4:00 in Paris


@pytest.mark.parametrize(
    ("line", "ended", "stays"),
    [
        ("x,{1},,,open", None, [(Status.NEW, ONE)]),
        ("x,,,,", None, [(Status.NEW, NOW)]),
        ("x,{1},{2},,pending", None, [(Status.NEW, ONE), (Status.WAITING, TWO)]),
        ("x,{1},,,en cours", None, [(Status.NEW, ONE), (Status.IN_PROGRESS, ONE)]),
        # an end that an open ticket has says nothing
        ("x,{1},,{3},open", None, [(Status.NEW, ONE)]),
        (
            "x,{1},{2},{3},closed",
            THREE,
            [
                *((Status.NEW, ONE), (Status.IN_PROGRESS, TWO)),
                *((Status.RESOLVED, THREE), (Status.CLOSED, THREE)),
            ],
        ),
        # resolved before the first response: it starts at the earlier of the two
        (
            "x,,{3},{1},closed",
            ONE,
            [(Status.NEW, ONE), (Status.RESOLVED, ONE), (Status.CLOSED, ONE)],
        ),
        # ended before the start: kept as it is, but no stay runs backwards
        ("x,{2},,{1},resolved", ONE, [(Status.NEW, TWO), (Status.RESOLVED, TWO)]),
        # an end without a status tells that it is resolved
        ("x,{1},,{3},", THREE, [(Status.NEW, ONE), (Status.RESOLVED, THREE)]),
        # closed, but no one knows when: at the last that is known
        (
            "x,{1},{2},,closed",
            TWO,
            [
                *((Status.NEW, ONE), (Status.IN_PROGRESS, TWO)),
                *((Status.RESOLVED, TWO), (Status.CLOSED, TWO)),
            ],
        ),
    ],
)
def test_a_past_is_told_from_what_is_known(
    line: str, ended: int | None, stays: list[tuple[Status, int]]
) -> None:
    for hour in (1, 2, 3):
        line = line.replace(f"{{{hour}}}", f"2023-06-01 {hour + 1}:00")
    read = ticket(HEAD + line + "\n")
    assert read.ended_at == ended
    assert read.stays() == stays
