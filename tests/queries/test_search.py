from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui.models import Ticket, bound, database, tuples
from helpdesk_tui.queries import search_match
from helpdesk_tui.queries.search import search
from helpdesk_tui.queries.ticket_words import astray, documents
from helpdesk_tui.queries.word_conditions import within
from helpdesk_tui.rows import Found
from helpdesk_tui.search_terms import Term, terms
from helpdesk_tui.services import configuration, conversation, lifecycle, tickets, undo
from tests.conftest import NOW, Desk
from tests.extent import many
from tests.queries import plain_search

WORDS = ("été", "printer", "Print", "printing", "a", "42", "tkt0002", "e-mail", "œuf", "字", "pri")
"""Among them beginnings of others, accents, what parts into two words, and numbers."""

texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
asked = st.lists(
    st.builds(
        Term,
        texts.filter(str.strip),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=3,
)
on_one_desk = settings(
    max_examples=many(300, 30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def numbers(found: Sequence[Found]) -> list[str]:
    return [each.number for each in found]


def found(typed: str) -> list[str]:
    """The numbers of what is found by what somebody types."""
    return numbers(search(terms(typed), 50))


def tell(desk: Desk, subject: str, description: str, said: Sequence[str]) -> None:
    made = desk.ticket(subject or "?", description=description)
    for body in said:
        if body:
            desk.call(conversation.note, desk.actor("bob"), made.ticket, NOW, body)


@on_one_desk
@given(
    st.lists(st.tuples(texts, texts, st.lists(texts, max_size=2)), min_size=1, max_size=4),
    st.lists(asked, min_size=4, max_size=8),
)
def test_both_databases_find_what_plain_python_finds(
    desk: Desk, written: list[tuple[str, str, list[str]]], questions: list[list[Term]]
) -> None:
    with database.atomic() as trial:
        for ticket in written:
            tell(desk, *ticket)
        for question in questions:
            expected = plain_search.found(question)
            assert [each.id for each in search(question, 50)] == expected
            if question:
                narrowed = Ticket.select(Ticket.id).where(
                    within(search_match.match(question, among_open=True))
                )
                assert sorted(row[0] for row in tuples(narrowed)) == sorted(expected)
        trial.rollback()


@on_one_desk
@given(st.text(max_size=60) | st.text("\"“”«»-+*^:(){}[]\\'%_&|!<> aàNOTORANDEAR¶№\0", max_size=60))
def test_whatever_is_typed_is_a_question(desk: Desk, typed: str) -> None:
    if not Ticket.select().exists():
        desk.ticket("Printer")
    with database.atomic():
        found(typed)


def test_everything_that_was_said_is_found(desk: Desk) -> None:
    bob = desk.actor("bob")
    acme = desk.id("customer", "Acme SA")
    one_ = desk.ticket("Écran noir", description="Since Monday", customer_id=acme)
    two = desk.ticket("Toner")
    desk.call(conversation.message, bob, two.ticket, NOW, "We sent the cartridge.")
    desk.call(conversation.note, bob, two.ticket, NOW, "They never pay.")
    for typed in ("ecran", "monday", "acme", "1", "tkt1", "TKT0001", '"noir"', "black OR noir"):
        assert (typed, found(typed)) == (typed, [] if "OR" in typed else [one_.number])
    for typed in ("cartridge", "cart", "they pay toner", "never -monday", "2 -écran"):
        assert (typed, found(typed)) == (typed, [two.number])
    assert found("-cartridge") == [one_.number]
    assert found("-nowhere") == [two.number, one_.number]
    assert found("toner we") == [two.number]
    assert found('"toner we"') == []


def test_what_changes_is_found_as_it_is_now(desk: Desk) -> None:
    bob, alice = desk.actor("bob"), desk.actor("alice")
    acme = desk.id("customer", "Acme SA")
    made = desk.ticket("Scanner", customer_id=acme)
    done = desk.call(tickets.edit, bob, made.ticket, NOW, {"subject": "Plotter"})
    assert (found("scanner"), found("plotter")) == ([], [made.number])
    assert done.event is not None
    desk.call(undo.undo, bob, done.event, NOW)
    assert (found("scanner"), found("plotter")) == ([made.number], [])
    desk.call(lifecycle.close, bob, made.ticket, NOW, resolve_first=True)
    desk.call(configuration.edit, alice, "customer", acme, NOW, {"name": "Umbrella"})
    assert (found("acme"), found("umbrella")) == ([], [made.number])
    assert astray() == []
    desk.call(tickets.follow_up, bob, made.ticket, NOW)
    assert found("umbrella scanner") == ["TKT0002", made.number]


def test_an_act_that_fails_leaves_no_word_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.ticket("Scanner")
    monkeypatch.setattr("helpdesk_tui.services.conversation.record", lambda *_any: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.call(conversation.note, desk.actor("bob"), made.ticket, NOW, "Plotter")
    assert found("plotter") == []


def test_pages_go_on_from_the_last_ticket_both_ways(desk: Desk) -> None:
    ids = [desk.ticket(f"Printer {n}").ticket for n in range(7)]
    chosen = terms("print")
    pages = [search(chosen, 3), search(chosen, 3, ids[4]), search(chosen, 3, ids[1])]
    assert [[each.id for each in page] for page in pages] == [ids[:3:-1], ids[3:0:-1], [ids[0]]]
    back = search(chosen, 2, ids[2], backwards=True)
    assert [each.id for each in back] == [ids[4], ids[3]]


def test_a_word_of_many_endings_is_found_by_its_beginning(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_match, "MOST_ENDINGS", 2)
    made = [desk.ticket(f"Printer{ending}").number for ending in ("", "s", "ette", "mania")]
    assert found("printe") == made[::-1]
    assert found("printers") == [made[1]]


def test_the_snippet_shows_where_the_words_stand(desk: Desk) -> None:
    bob = desk.actor("bob")
    desk.ticket("A caf\u0301e [b]bold[/b]", description="x " * 300 + "Le\x1b[31m CAFÉ\nfroid, café")
    two = desk.ticket("Café", description="Nothing here")
    desk.call(conversation.note, bob, two.ticket, NOW, "The cafes are closed")
    later, earlier = search(terms("cafe"), 50)
    assert (later.said.text, later.said.hits) == ("The cafes are closed", ((4, 9),))
    assert "\x1b" not in earlier.said.text and "\n" not in earlier.said.text
    marked = [earlier.said.text[begin:end] for begin, end in earlier.said.hits]
    assert marked == ["CAFÉ", "café"]
    assert [earlier.subject.text[b:e] for b, e in earlier.subject.hits] == ["caf\u0301e"]
    only = search(terms('"nothing here"'), 50)[0]
    assert only.said.text[slice(*only.said.hits[0])] == "Nothing here"


def test_a_ticket_of_endless_talk_can_still_be_saved(desk: Desk) -> None:
    bob = desk.actor("bob")
    made = desk.ticket("Log")
    for part in range(4):
        text = " ".join(f"{part}{n:05}字字字" for n in range(9_900))
        desk.call(conversation.note, bob, made.ticket, NOW, text[:99_000])
    desk.call(conversation.note, bob, made.ticket, NOW, "The last word. " + "x" * 3_000)
    assert found("last word") == found("300001字字字") == [made.number]
    [(ticket, words)] = documents(bound(), [made.ticket])
    assert (ticket, len(words) <= 250_100) == (made.ticket, True)
