"""Which tickets hold the words of the search line, anywhere in what is written about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from peewee import SQL, Expression, PostgresqlDatabase, Table, fn

from helpdesk_tui import query_language
from helpdesk_tui.models import Agent, Ticket, bound, tuples
from helpdesk_tui.queries.search_match import Match, match
from helpdesk_tui.search_terms import LEAST_PREFIX, Term
from helpdesk_tui.search_words import words


@dataclass(frozen=True, slots=True)
class Sought:
    """The terms that the index answers alone, and the conditions of those that name agents."""

    terms: tuple[Term, ...] = ()
    conditions: tuple[Expression, ...] = ()


def sought(line: Iterable[query_language.Term], *, among_open: bool) -> Sought:
    """What the plain words of a search line ask; `among_open` where closed tickets are barred.

    Agents are few and change hands often: they are not in the index but looked up by name.
    """
    said = dict.fromkeys(_said(line))
    if not said:
        return Sought()
    agents = tuples(Agent.select(Agent.id, Agent.login, Agent.name))
    terms: list[Term] = []
    conditions: list[Expression] = []
    for term in said:
        called = [id for id, *names in agents if any(_begins_in(term, name) for name in names)]
        if called:
            conditions.append(_held_by(term, called, among_open))
        else:
            terms.append(term)
    return Sought(tuple(terms), tuple(conditions))


@dataclass(frozen=True, slots=True)
class Index:
    """The index as the table that a list of tickets is read from, in the order of their ids."""

    table: Table
    ticket: Expression
    """The id of the ticket that a row of it belongs to."""
    condition: SQL


def index(terms: tuple[Term, ...]) -> Index:
    """Where the tickets that fulfil these terms come one by one, as many as are wanted."""
    found = match(terms)
    table = Table(found.table)
    return Index(table, getattr(table.c, found.ticket), _condition(found))


def within(terms: tuple[Term, ...]) -> Expression:
    """The condition that an open ticket fulfils these terms."""
    on_server = isinstance(bound(), PostgresqlDatabase)
    # SQLite would look up each ticket found and sort them: it is to read the queue in its order
    # instead, which is what adding nothing makes it do.
    ticket: Any = Ticket.id if on_server else Ticket.id + 0
    return cast("Expression", ticket.in_(_collected(terms, among_open=True)))


def _collected(terms: tuple[Term, ...], *, among_open: bool) -> SQL:
    found = match(terms, among_open=among_open)
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


def _begins_in(term: Term, name: str) -> bool:
    sought_for = " ".join(term.words) + ("" if term.is_open else " ")
    return f" {sought_for}" in f" {' '.join(words(name))} "


def _held_by(term: Term, agents: list[int], among_open: bool) -> Expression:
    said = _collected((replace(term, negated=False),), among_open=among_open)
    found = (Ticket.id + 0).in_(said) | Ticket.assignee.in_(agents)
    # What nobody has is not theirs.
    return cast("Expression", ~fn.COALESCE(found, False)) if term.negated else found
