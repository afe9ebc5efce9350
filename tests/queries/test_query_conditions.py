from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui import query_words
from helpdesk_tui.errors import Invalid
from helpdesk_tui.models import Commitment, Contact, Lead, SlaPolicy, StatusPeriod, Ticket, database
from helpdesk_tui.queries import tickets as read
from helpdesk_tui.query_language import parse
from helpdesk_tui.rows import Actor
from helpdesk_tui.vocabulary import NEVER
from tests.conftest import NOW, Desk
from tests.desks import columns_of, put_ticket
from tests.extent import many
from tests.queries.plain_query import matches

HOUR, DAY = 3_600, 86_400
DOCUMENT = Path(__file__).parents[2] / "docs" / "search.md"

instants = st.sampled_from([NOW - 9 * DAY, NOW - DAY, NOW - HOUR, NOW - 1, NOW, NOW + HOUR])
descriptions = st.fixed_dictionaries(
    {
        "status": st.sampled_from([1, 2, 3, 4, 5]),
        "priority": st.integers(1, 4),
        "next_due_at": st.sampled_from([NOW - 5, NOW, NOW + 2 * HOUR, NOW + 3 * DAY, NEVER]),
        "assignee_id": st.sampled_from([None, "bob", "carol"]),
        "responsible_id": st.sampled_from([None, "bob"]),
        "team_id": st.sampled_from([None, "Support", "Network"]),
        "type_id": st.sampled_from([None, "Outage"]),
        "customer_id": st.sampled_from([None, "Acme SA", "Globex"]),
        "subject": st.sampled_from(["Fire", "Écran en feu", "50 % fire_wall", "status:new"]),
        "description": st.sampled_from(["", "The fire-walls burn", "Feu d'écran"]),
        "progress": st.sampled_from([0, 50, 100]),
        "shared_with_customer": st.booleans(),
        "created_at": instants,
        "updated_at": instants,
        "ended_at": st.one_of(st.none(), instants),
        "since": instants,
    }
)
terms = st.builds(
    "{}{}".format,
    st.sampled_from(["", "-"]),
    st.one_of(
        st.sampled_from(
            [
                *("fire", "écran", '"fire_wall"', '"status:new"', '"%"', "bob", "lee", "0001"),
                *(
                    "fir",
                    "f",
                    "tkt1",
                    "0002",
                    "2",
                    '"f"',
                    "bo",
                    "weis",
                    "card",
                    '"the fire"',
                    "fire-wal",
                    "burn",
                ),
                *("@bob", "@me", "@none,carol", "@bo", "@nobody", "assignee:weiss,none"),
                *("status:new", "status:waiting,closed", "prio:high", "prio<normal", "prio>=high"),
                *("team:net", "team:none", "type:outage", "customer:a", "lead:lee", "lead:none"),
                *("responsible:me", "responsible:none", "contact:none", "contact:dana"),
                *("number:1", "number:tkt0002,3", "subject:feu", "progress>=50", "progress:100%"),
                *("is:open", "is:late", "is:mine", "is:unassigned,shared"),
                *("due:none", "due:today", "resolved:none,today", "closed:none", "closed:today"),
            ]
        ),
        st.builds(
            "{}{}{}".format,
            st.sampled_from(["created", "updated", "resolved", "closed", "due"]),
            st.sampled_from(["<", "<=", ">", ">="]),
            st.sampled_from(["1h", "2h", "1d", "today", "27/4/2026", "9:00", "sun"]),
        ),
        st.builds(
            "{}{}{}".format,
            st.sampled_from(["age", "waiting"]),
            st.sampled_from(["<", "<=", ">", ">="]),
            st.sampled_from(["1h", "1d", "2d"]),
        ),
    ),
)


def put(desk: Desk, descriptions: list[dict[str, Any]]) -> None:
    """Tickets of those descriptions, of whose stays the last began `since`."""
    lee = Lead.insert(name="Lee", name_folded="lee").execute()
    dana = Contact.get().id
    kinds = {"assignee": "agent", "responsible": "agent"}
    for each in descriptions:
        named = {
            f"{column}_id": desk.id(kinds.get(column, column), each[f"{column}_id"])
            for column in ("assignee", "responsible", "team", "type", "customer")
            if each[f"{column}_id"]
        }
        since = each["since"]
        columns = {key: value for key, value in each.items() if key != "since"} | named
        columns["lead_id"] = None if each["customer_id"] else lee
        columns["contact_id"] = dana if each["customer_id"] == "Acme SA" else None
        if each["status"] >= 4:
            columns["next_due_at"] = NEVER
        ticket = put_ticket(**columns)
        StatusPeriod.insert(ticket=ticket, status=each["status"], from_at=since).execute()


def found(text: str, viewer: Actor) -> list[int]:
    return read.everything("history", viewer, text, 0, NOW)


@settings(
    max_examples=many(400, 40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(descriptions, max_size=6), st.lists(st.lists(terms, max_size=3), max_size=6))
def test_a_search_finds_what_plain_python_does(
    desk: Desk, rows: list[dict[str, Any]], searches: list[list[str]]
) -> None:
    bob = replace(desk.actor("bob"), zone="Europe/Paris")
    with database.atomic() as transaction:
        put(desk, rows)
        stored = [columns_of(row) for row in Ticket.select().order_by(Ticket.id.desc())]
        for search in searches:
            text = " ".join(search)
            expected = [row["id"] for row in stored if matches(row, text, bob, NOW)]
            assert found(text, bob) == expected, text
            assert read.total("history", bob, text, NOW) == len(expected)
            still_open = {row["id"] for row in stored if row["status"] < 4}
            assert set(read.everything("in-progress", bob, text, 0, NOW)) == (
                still_open & set(expected)
            )
        transaction.rollback()


def test_promises_that_are_broken_or_stand_still(desk: Desk) -> None:
    policy = SlaPolicy.insert(
        name="Fast", name_folded="fast", target_status=4, seconds=HOUR
    ).execute()

    def promised(**columns: Any) -> int:
        ticket = put_ticket()
        terms: dict[str, Any] = {
            **{"target_status": 4, "days": 0, "seconds": HOUR, "working_days_only": False},
            **{"warn_percent": 75, "started_at": NOW - DAY},
        }
        Commitment.insert(ticket=ticket, policy=policy, **terms | columns).execute()
        return ticket

    bob = desk.actor("bob")
    running = promised(due_at=NOW)
    over = promised(due_at=NOW - 1)
    written_down = promised(due_at=NOW - 9, breached_at=NOW - 9, met_at=NOW - 5)
    too_late = promised(due_at=NOW - 9, met_at=NOW - 5)
    in_time = promised(due_at=NOW - 9, met_at=NOW - 9)
    paused = promised(paused_at=NOW - 5, left_seconds=60)
    promised(due_at=NOW - 9, withdrawn_at=NOW - 5)
    assert found("is:breached", bob) == [too_late, written_down, over]
    assert found("is:paused", bob) == [paused]
    assert {running, in_time, paused} < set(found("-is:breached", bob))


def test_days_are_those_of_the_viewers_zone(desk: Desk) -> None:
    ticket = put_ticket(created_at=NOW - 10 * HOUR)  # 23:00 the day before in UTC
    bob = desk.actor("bob")
    assert found("created:today", replace(bob, zone="Europe/Paris")) == [ticket]
    assert found("created:today", replace(bob, zone="UTC")) == []


def test_a_faulty_search_is_refused_and_an_unfinished_one_is_not(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket().ticket
    with pytest.raises(Invalid):
        found("staus:new", bob)
    assert found("status:", bob) == [ticket]


def test_a_long_search_is_no_deep_one(desk: Desk) -> None:
    bob, ticket = desk.actor("bob"), desk.ticket("Fire").ticket
    assert found("-x " * 333, bob) == [ticket]
    assert found("number:" + "9," * 490 + "1", bob) == [ticket]


@pytest.mark.parametrize(
    "value", ["\ud800", "\x00", "'; DROP TABLE ticket;--", "%", "_", "\\", "💣"]
)
def test_any_value_is_only_text(desk: Desk, value: str) -> None:
    desk.ticket("Fire")
    for field in ("team", "number", "subject", "assignee", "customer"):
        assert found(f'{field}:"{value}"', desk.actor("bob")) == []
    assert found(f'@"{value}"', desk.actor("bob")) == []


def examples() -> list[str]:
    """The searches that the document shows: all its code that holds no space but in quotes."""
    cells = re.findall(r"^\|(.*)\|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    shown = [code for cell in cells for code in re.findall(r"`([^`]+)`", cell)]
    sentence = re.search(r"hold: `(.*)`\.$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert sentence
    return [sentence[1], *(code for code in shown if code.strip("<>=-:") and code[-1] != ":")]


def test_the_documents_examples_are_searches(desk: Desk) -> None:
    bob = replace(desk.actor("bob"), zone="Europe/Paris")
    desk.ticket()
    wrong = [text for text in examples() if parse(text, NOW, "Europe/Paris").wrong is not None]
    assert wrong == []
    for text in examples():
        read.first("history", bob, text, 9, NOW)


def test_the_document_names_every_field_and_value() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    words = [each for field in query_words.FIELDS for each in (field, *field.values)]
    for each in words:
        assert each.english[0] in document, each.id
        assert each.french[0] in document, each.id


def test_the_two_columns_of_the_french_table_mean_the_same() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \| `([^`]+)` \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(rows) > 20
    for french, english in rows:
        [one], [other] = (parse(text, NOW, "UTC").terms for text in (french, english))
        assert _meaning(one) == _meaning(other), french


def _meaning(term: Any) -> object:
    return (term.what.field, term.what.sign, [value.meaning for value in term.what.values])
