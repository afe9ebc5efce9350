"""Which tickets hold a word of the search."""

from __future__ import annotations

from functools import reduce
from operator import and_

from peewee import SQL, Expression

from helpdesk_tui.models import Agent, Customer, Lead, Ticket
from helpdesk_tui.query_language import Words
from helpdesk_tui.text import fold, intake_line


def words_condition(term: Words) -> Expression:
    """It must stand in number, subject, customer, lead or assignee, whatever its case."""
    folded = fold(intake_line(term.text))
    # Folding may take a character apart into words.
    parts = [folded] if term.exact else folded.split()
    found = [_holds(part) for part in parts if part]
    return reduce(and_, found) if found else _ALWAYS


_ALWAYS = Expression(SQL("1"), "=", SQL("1"))
"""What is folded away, an invisible character, is everywhere."""


def _holds(part: str) -> Expression:
    found: Expression = (
        Ticket.number_folded.contains(part)
        | Ticket.subject_folded.contains(part)
        | Customer.name_folded.contains(part)
        | Lead.name_folded.contains(part)
        | Agent.name_folded.contains(part)
        | Agent.login.contains(part)
    )
    return found
