"""Terms as conditions of either database: in FTS5's language, or in that of tsquery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import PostgresqlDatabase

from helpdesk_tui.migrations.search import INDEX, TABLE, VOCABULARY
from helpdesk_tui.models import bound, database
from helpdesk_tui.search_terms import Term
from helpdesk_tui.search_words import EVERYWHERE, OPEN, number_word

MOST_ENDINGS = 64
"""Words that the beginning of one is replaced by: FTS5 reads them lazily, newest tickets first,
while it collects every ticket of a beginning before it gives the first."""

_INDEXED_PREFIXES = 3
"""Letters up to which FTS5 has beginnings as if they were words."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where tickets are looked for, which column is the ticket, and the condition."""

    table: str
    ticket: str
    condition: str
    values: tuple[Any, ...]


def match(chosen: Sequence[Term], *, among_open: bool = False) -> Match:
    """The condition that the tickets of these terms, one at least, fulfil."""
    if isinstance(bound(), PostgresqlDatabase):
        conditions, values = _on_server(chosen, among_open)
        return Match(TABLE, "ticket_id", " AND ".join(conditions), tuple(values))
    return Match(INDEX, "rowid", f"{INDEX} MATCH ?", (_on_file(chosen, among_open),))


def _on_file(chosen: Sequence[Term], among_open: bool) -> str:
    among = OPEN if among_open else EVERYWHERE
    held = [_in_fts5(term) for term in chosen if not term.negated]
    if among_open or not held:
        held.insert(0, f'"{among}"')
    barred = [_in_fts5(term) for term in chosen if term.negated]
    query = f"({' AND '.join(held)})"
    return f"{query} NOT ({' OR '.join(barred)})" if barred else query


def _in_fts5(term: Term) -> str:
    either = [f'"{number}"' for number in _numbers(term)] + [*_phrases(term)]
    return f"({' OR '.join(either)})"


def _phrases(term: Term) -> Iterator[str]:
    *before, last = term.words
    endings = _endings(last) if term.is_open and len(last) > _INDEXED_PREFIXES else None
    if not endings:
        yield f'"{" ".join(term.words)}"' + (" *" if term.is_open else "")
        return
    for ending in endings:
        yield f'"{" ".join([*before, ending])}"'


def _numbers(term: Term) -> list[str]:
    """The word of the ticket whose number the term is; without a digit it is none."""
    may_be_one = any(character.isdigit() for word in term.words for character in word)
    return [number_word(term.words)] if may_be_one else []


def _endings(prefix: str) -> list[str] | None:
    """The words in use that begin so; None when they are too many."""
    query = f"SELECT term FROM {VOCABULARY} WHERE term >= ? AND term < ? LIMIT 1"
    found: list[str] = []
    least = prefix
    while len(found) <= MOST_ENDINGS:
        row = database.execute_sql(query, (least, prefix + "\U0010ffff")).fetchone()
        if row is None:
            return found
        found.append(row[0])
        least = row[0] + "\x01"  # the word itself is passed over, with all the tickets that have it
    return None


_HAS = "vector @@ CAST(%s AS tsquery)"
_STANDS = "sign(strpos(words, %s)) = 1"
"""Quicker than LIKE; and of an equation the server thinks that few tickets meet it: it asks the
index, where of `> 0` it would walk all tickets from the newest for a phrase that none may hold."""


def _on_server(chosen: Sequence[Term], among_open: bool) -> tuple[list[str], list[str]]:
    conditions, values = [], []
    held = [f"({_in_tsquery(term)})" for term in chosen if not term.negated]
    if among_open:
        held.insert(0, f"'{OPEN}'")
    if held:
        conditions.append(_HAS)
        values.append(" & ".join(held))
    for term in chosen:
        side_by_side, texts = _side_by_side(term)
        if term.negated:
            values.append(_in_tsquery(term))
            conditions.append(f"NOT ({_HAS} AND {side_by_side})" if texts else f"NOT {_HAS}")
        elif texts:
            conditions.append(side_by_side)
        values += texts
    return conditions, values


def _side_by_side(term: Term) -> tuple[str, list[str]]:
    """Of a ticket that has all words, whether they make up the phrase, or its number."""
    if len(term.words) == 1:
        return "", []
    numbers = [f"'{number}'" for number in _numbers(term)]
    return f"({' OR '.join([_STANDS, *[_HAS] * len(numbers)])})", [_in_text(term), *numbers]


def _in_tsquery(term: Term) -> str:
    *before, last = (f"'{word}'" for word in term.words)
    said = " & ".join([*before, f"{last}:*" if term.is_open else last])
    return " | ".join([f"({said})", *(f"'{number}'" for number in _numbers(term))])


def _in_text(term: Term) -> str:
    return f" {' '.join(term.words)}" + ("" if term.is_open else " ")
