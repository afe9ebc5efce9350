from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui import i18n
from helpdesk_tui.query_completion import candidates, completed, example, piece
from helpdesk_tui.query_language import LONGEST, Query, Words, parse, pointed, written
from helpdesk_tui.query_times import Moment
from helpdesk_tui.query_words import FIELDS
from helpdesk_tui.rows import Choice
from tests.conftest import NOW

ZONE = "Europe/Paris"
HOUR, DAY = 3_600, 86_400

pieces = st.sampled_from(
    [
        *('"', '""', "-", "@", ":", "<", ">=", ",", " ", "=", "\x00", "\ud800", "\u202e", "\u00a0"),
        *("status", "statut", "prio", "due", "échéance", "created", "age", "is", "team", "Re"),
        *("waiting", "haute", "2h", "fri", "27/4", "03/04", "me", "aucun", "none", "10:30", "é"),
        *("status:new", "due<2h", "@me", "-vpn", "http://a.b/c:d", 'team:"a b"', "progress>=50"),
    ]
)
texts = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=12).map("".join))


def read(text: str) -> Query:
    return parse(text, NOW, ZONE)


def told(text: str) -> tuple[str, str]:
    """What is marked, and what is said about it."""
    wrong = read(text).wrong
    assert wrong is not None
    return text[wrong.start : wrong.start + wrong.length], i18n.explain(wrong.error)


@given(texts)
def test_any_text_is_read_and_any_fault_lies_in_it(text: str) -> None:
    query = read(text)
    for wrong in (query.fault, query.unfinished):
        if wrong is not None:
            assert 0 <= wrong.start < len(text) and wrong.start + wrong.length <= len(text)
            assert wrong.length > 0 and i18n.explain(wrong.error)
            at, size = pointed(text, wrong)
            assert at >= 0 and size > 0


@given(texts, st.sampled_from(i18n.LANGUAGES))
def test_what_was_read_is_written_and_read_again(text: str, language: str) -> None:
    i18n.use(language)
    query = read(text)
    again = read(written(query))
    if len(written(query)) <= LONGEST:
        assert (again.terms, again.wrong) == (query.terms, None)


def test_every_kind_of_term() -> None:
    text = 'status:waiting prio>=high due<2h team:network -vpn "exact  words" -@alice,me'
    query = read(text)
    assert query.wrong is None
    assert written(query) == text.replace("prio>", "priority>")
    assert query.terms[4].what == Words("vpn") and query.terms[4].negated
    assert query.terms[5].what == Words("exact  words", exact=True)


def test_either_language_is_understood_whatever_is_spoken() -> None:
    english = read("status:in-progress,new priority<high -due:none @me is:late")
    french = read("STATUT:en_cours,nouveau Priorite<haute -échéance:aucune @moi est:en-retard")
    assert french.terms == english.terms and english.wrong is None
    i18n.use("fr")
    assert written(english) == (
        "statut:en-cours,nouveau priorité<haute -échéance:aucun @moi est:en-retard"
    )


@pytest.mark.parametrize(
    "text",
    ["10:30", "http://example.com/a:b", "a=b", "x<y", "->", "--", ":)", "dana@acme.example", "50%"],
)
def test_a_word_may_hold_signs(text: str) -> None:
    query = read(text)
    assert query.wrong is None
    assert [term.what for term in query.terms] == [Words(text)]


@pytest.mark.parametrize(
    ("text", "marked", "said"),
    [
        ("a staus:new", "staus", "No field “staus”: did you mean status?"),
        ("Re: hello", "Re", "put it in quotes"),
        ("status:wating x", "wating", "status: there is no “wating”, did you mean waiting?"),
        ("status:open x", "open", "status: there is no “open”, did you mean is:open?"),
        ("status:new or status:closed", "or", "is written status:new,waiting"),
        ("status:zzz x", "zzz", "known are new, in-progress, waiting, resolved, closed"),
        ("status: new", "status:", "a value must follow directly, as in status:new."),
        ("status:new,,closed", "status:new,,closed", "a value must follow directly"),
        ("team>=a", "team>=a", "team has no order: write team:none."),
        ("prio>=high,low", "low", "only one value can be compared"),
        ("age>x y", "x", "not a length of time"),
        ("age:2h x", "2h", "compare a length of time, as in age<2h."),
        ("due<31/2/2026 x", "31/2/2026", "there is no such day"),
        ("due<03/04/2026 x", "03/04/2026", "can be read in two ways"),
        ("progress>101 x", "101", "write a number from 0 to 100"),
        ("x" * (LONGEST + 3), "xxx", "at most 1000 characters"),
    ],
)
def test_a_fault_is_pointed_at(text: str, marked: str, said: str) -> None:
    found, sentence = told(text)
    assert found == marked
    assert said in sentence
    assert read(text).fault is not None


def test_or_between_words_is_a_word_that_may_have_been_meant_otherwise() -> None:
    for text in ("vpn ou wifi", "is:late or vpn"):
        query = read(text)
        assert query.wrong is None and len(query.terms) == 3
        assert query.doubt is not None and "status:new,waiting" in query.doubt.said
    for text in ("or", "ou vpn", "vpn or", 'vpn "or" wifi', "vpn où wifi", "vpn -or wifi"):
        assert read(text).doubt is None


@pytest.mark.parametrize("end", ["status:", "prio>=", "due<2", "status:wai", "-@", "team:a,", "-"])
def test_what_is_unfinished_at_the_end_is_left_out_and_no_fault(end: str) -> None:
    query = read(f"vpn {end}")
    assert query.fault is None
    assert written(query) == "vpn"


def meant(text: str) -> Moment:
    [term] = read(text).terms
    assert not isinstance(term.what, Words)
    [value] = term.what.values
    assert isinstance(value.meaning, Moment)
    return value.meaning


def test_lengths_and_days() -> None:
    """NOW is a Monday at 11:00 in Paris."""
    midnight = NOW - 11 * HOUR
    assert meant("due<2h") == Moment(NOW + 2 * HOUR, NOW + 2 * HOUR + 1, length=True)
    assert meant("created<1h30") == Moment(NOW - 5400, NOW - 5399, length=True)
    assert meant("waiting>3d") == Moment(NOW - 3 * DAY, NOW - 3 * DAY + 1, length=True)
    assert meant("due:today") == Moment(midnight, midnight + DAY)
    assert meant("due:mon") == meant("created:mon") == meant("due:today")
    assert meant("due:fri") == Moment(midnight + 4 * DAY, midnight + 5 * DAY)
    assert meant("created:fri") == Moment(midnight - 3 * DAY, midnight - 2 * DAY)
    assert meant('created>"fri 17:00"').start == midnight - 3 * DAY + 17 * HOUR
    assert meant('due<"fri 17:00"').start == midnight + 4 * DAY + 17 * HOUR


# Completion


def offered(text: str, *names: str) -> list[str]:
    asked = piece(text, len(text))
    if asked is None:
        return []
    return [each.text for each in candidates(asked, [Choice(1, name, name) for name in names])]


def test_fields_then_values_then_the_desks_names_are_offered() -> None:
    assert offered("pr") == ["priority:", "progress:"]
    assert offered("vpn -st") == ["status:"]
    assert offered("status:new,") == ["new", "in-progress", "waiting", "resolved", "closed"]
    assert offered("prio>=h") == ["high"]
    assert offered("team:", "Network", "Level 2", "None") == [
        "none",
        "Network",
        '"Level 2"',
        '"None"',
    ]
    assert offered("-@a", "alice") == ["alice"]
    assert offered("@", "alice") == ["me", "none", "alice"]
    assert offered("@alice", "alice") == []
    for text in ("", "vpn ", '"st', "due<2h "):
        assert offered(text) == []
    i18n.use("fr")
    assert offered("statut:en") == ["en-cours", "en-attente"]


def test_a_candidate_takes_the_place_of_what_was_typed() -> None:
    text = "vpn status:wai @me"
    asked = piece(text, 14)
    assert asked is not None
    [chosen] = candidates(asked, [])
    assert completed(text, 14, asked, chosen) == ("vpn status:waiting @me", 18)


@given(texts, st.integers(0, 60), st.text(max_size=8))
def test_any_text_can_be_completed(text: str, cursor: int, name: str) -> None:
    cursor = min(cursor, len(text))
    asked = piece(text, cursor)
    if asked is not None:
        for chosen in candidates(asked, [Choice(1, name, name)]):
            value, place = completed(text, cursor, asked, chosen)
            assert value[place:] == text[cursor:]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_example_and_every_offered_field_are_understood(language: str) -> None:
    i18n.use(language)
    assert read(example()).wrong is None
    for field in FIELDS:
        [begun] = [each for each in offered(field.shown) if each[:-1] == field.shown]
        assert begun[:-1] == field.shown
