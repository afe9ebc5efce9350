"""What searching means, in plain Python over the tickets themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpdesk_tui.models import Customer, Lead, Message, Ticket
from helpdesk_tui.search_terms import Term
from helpdesk_tui.search_words import words


def found(terms: Sequence[Term]) -> list[int]:
    """The ids of the tickets that fulfil the terms, the newest first."""
    newest_first = Ticket.select().order_by(Ticket.id.desc())
    return [t.id for t in newest_first if terms and all(fulfils(t, term) for term in terms)]


def fulfils(ticket: Ticket, term: Term) -> bool:
    """Whether the ticket holds the term, or does not hold what it must not."""
    numbered = re.sub(r"^([a-z]*)0+(?=\d)", r"\1", "".join(term.words)) in _numbers(ticket)
    said = numbered or any(stands(words(text), term) for text in _texts(ticket))
    return said != term.negated


def _numbers(ticket: Ticket) -> set[str]:
    whole = "".join(words(ticket.number))
    return {str(ticket.serial), re.sub(r"^([a-z]*)0+(?=\d)", r"\1", whole)}


def _texts(ticket: Ticket) -> list[str]:
    customer = Customer.get_or_none(Customer.id == ticket.customer_id)
    lead = Lead.get_or_none(Lead.id == ticket.lead_id)
    said = [message.body for message in Message.select().where(Message.ticket == ticket.id)]
    names = [party.name for party in (customer, lead) if party is not None]
    return [ticket.subject, ticket.description, *names, *said]


def stands(said: list[str], term: Term) -> bool:
    """Whether the term is among these words of one text."""
    *before, last = term.words
    size = len(term.words)
    for start in range(len(said) - size + 1):
        *first, final = said[start : start + size]
        goes_on = term.prefix and len(last) > 1 and final.startswith(last)
        if first == before and (final == last or goes_on):
            return True
    return False
