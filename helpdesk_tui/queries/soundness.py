"""Rules that hold on every desk, asked of the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from peewee import JOIN

from helpdesk_tui.i18n import N_
from helpdesk_tui.models import StatusPeriod, Ticket, TimeEntry, tuples
from helpdesk_tui.queries import ticket_words
from helpdesk_tui.vocabulary import Status

_OTHERWISE_FOUND = N_(
    "The search does not find these tickets by what they say: {tickets}. Mend it by"
    " “helpdesk-tui doctor --rebuild-search”."
)
_NOT_ALL_FOUND = N_(
    "The index of the search is not whole: mend it by “helpdesk-tui doctor --rebuild-search”."
)


def contradictions() -> Iterator[tuple[str, list[str]]]:
    """A sentence for each rule that is broken, with the numbers of the tickets that break it."""
    for sentence, query in _RULES:
        numbers = [number for (number,) in tuples(query().limit(20))]
        if numbers:
            yield sentence, numbers
    if numbers := ticket_words.astray():
        yield _OTHERWISE_FOUND, numbers
    elif not ticket_words.is_whole():
        yield _NOT_ALL_FOUND, []


def _without_present() -> Any:
    now = StatusPeriod.alias()
    return (
        Ticket.select(Ticket.number)
        .join(now, JOIN.LEFT_OUTER, on=(now.ticket == Ticket.id) & now.to_at.is_null())
        .where(now.id.is_null() | (now.status != Ticket.status))
    )


def _closed_but_open() -> Any:
    return Ticket.select(Ticket.number).where(
        (Ticket.status == Status.CLOSED) != Ticket.closed_at.is_null(False)
    )


def _running_on_closed() -> Any:
    return (
        Ticket.select(Ticket.number)
        .join(TimeEntry)
        .where(TimeEntry.ended_at.is_null(), Ticket.status == Status.CLOSED)
    )


_RULES: tuple[tuple[str, Callable[[], Any]], ...] = (
    (
        N_("The status of these tickets is not the last of their history: {tickets}"),
        _without_present,
    ),
    (N_("These tickets are closed in one place and open in another: {tickets}"), _closed_but_open),
    (N_("A stopwatch runs on closed tickets: {tickets}"), _running_on_closed),
)
