"""Which tickets hold the words of the search line, anywhere in what is written about them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from peewee import SQL, Expression, PostgresqlDatabase, Query, Table, fn

from helpdesk_tui import query_language
from helpdesk_tui.models import Agent, Ticket, bound
from helpdesk_tui.queries.search_match import Match, match
from helpdesk_tui.search_terms import LEAST_PREFIX, Term
from helpdesk_tui.search_words import words
from helpdesk_tui.statements import Given, Values, kept

_WORDS = Given("words")


@dataclass(frozen=True, slots=True)
class Sought:
    """The terms that the index answers alone, and the conditions of those that name agents."""

    terms: tuple[Term, ...] = ()
    conditions: tuple[Expression, ...] = ()
    shape: tuple[Hashable, ...] | None = ()
    """All that the conditions are made of, by which their statement is kept; None to keep none."""


def sought(line: Iterable[query_language.Term], *, among_open: bool) -> Sought:
    """What the plain words of a search line ask; `among_open` where closed tickets are barred.

    Agents are few and change hands often: they are not in the index but looked up by name.
    """
    said = dict.fromkeys(_said(line))
    if not said:
        return Sought()
    agents = kept(_agents).rows({})
    terms: list[Term] = []
    conditions: list[Expression] = []
    shape: list[Hashable] = []
    for term in said:
        begun = _beginning(term)
        called = [id for id, *names in agents if any(begun in _told(name) for name in names)]
        if called:
            held = match((replace(term, negated=False),), among_open=among_open)
            conditions.append(_held_by(held, called, term.negated))
            shape.append((held, *called, term.negated))
        else:
            terms.append(term)
    return Sought(tuple(terms), tuple(conditions), tuple(shape))


def _agents() -> Query:
    return Agent.select(Agent.id, Agent.login, Agent.name)


@dataclass(frozen=True, slots=True)
class Index:
    """The index as the table that a list of tickets is read from, in the order of their ids."""

    table: Table
    ticket: Expression
    """The id of the ticket that a row of it belongs to."""
    condition: SQL


def given_later(found: Match) -> tuple[Match, Hashable, Values]:
    """The same without its words, where they are no part of the statement; of what it is made
    then, and the words to give to it.
    """
    if isinstance(bound(), PostgresqlDatabase):
        return found, found, {}
    [asked] = found.values
    return replace(found, values=(_WORDS,)), found.table, {_WORDS.name: asked}


def index(found: Match) -> Index:
    """Where the tickets that are looked for come one by one, as many as are wanted."""
    table = Table(found.table)
    return Index(table, getattr(table.c, found.ticket), _condition(found))


def within(found: Match) -> Expression:
    """The condition that an open ticket is among those that are looked for."""
    on_server = isinstance(bound(), PostgresqlDatabase)
    # SQLite would look up each ticket found and sort them: it is to read the queue in its order
    # instead, which is what adding nothing makes it do.
    ticket: Any = Ticket.id if on_server else Ticket.id + 0
    return cast("Expression", ticket.in_(_collected(found)))


def _collected(found: Match) -> SQL:
    condition = _condition(found)
    statement = f"(SELECT {found.ticket} FROM {found.table} WHERE {condition.sql})"
    return SQL(statement, condition.params)


def _condition(found: Match) -> SQL:
    """The condition, in which a server is to read the words themselves.

    It keeps the plan of a statement, and one made for any words at all looks up each ticket of a
    queue for the rarest of them.
    """
    if not isinstance(bound(), PostgresqlDatabase):
        return SQL(found.condition, found.values)
    spelt = (value.replace("'", "''").replace("%", "%%") for value in found.values)
    return SQL(found.condition % tuple(f"'{value}'" for value in spelt))


def _said(line: Iterable[query_language.Term]) -> Iterator[Term]:
    for term in line:
        if isinstance(term.what, query_language.Words):
            said = Term(term.what.text, term.what.exact, term.negated, not term.what.exact)
            if said.words and not _only_begun(said):
                yield said


def _only_begun(term: Term) -> bool:
    """Whether it is the first letter of a word, of those written in many letters."""
    letters = "".join(term.words)
    return term.prefix and len(letters) < LEAST_PREFIX and letters.islower()


def _beginning(term: Term) -> str:
    return f" {' '.join(term.words)}" + ("" if term.is_open else " ")


@lru_cache(maxsize=1024)
def _told(name: str) -> str:
    """The words of an agent's name."""
    return f" {' '.join(words(name))} "


def _held_by(held: Match, agents: list[int], negated: bool) -> Expression:
    found = (Ticket.id + 0).in_(_collected(held)) | Ticket.assignee.in_(agents)
    # What nobody has is not theirs.
    return cast("Expression", ~fn.COALESCE(found, False)) if negated else found
