"""The search line on the desk: read in the agent's zone, completed with the desk's names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.queries import people
from helpdesk_tui.rows import Choice
from helpdesk_tui.widgets.query_bar import QueryBar

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp
    from helpdesk_tui.query_language import Query

_NAMES: dict[str, Callable[[str], list[Choice]]] = {
    "agent": partial(people.agents, working=False),
    "team": people.teams,
    "type": people.types,
    "customer": people.customers,
    "contact": people.contacts,
    "lead": people.leads,
}


def query_bar(desk: HelpdeskApp) -> QueryBar:
    """The filter of a list of tickets."""

    async def named(kind: str, typed: str) -> list[Choice]:
        try:
            return await desk.store.run(_NAMES[kind], typed)
        except HelpdeskError:
            return []  # the list itself says that the desk does not answer

    return QueryBar(lambda text: _read(desk, text), named)


def in_force(desk: HelpdeskApp, text: str) -> str:
    """The search as it is understood, what is unfinished left out."""
    if not text.strip():
        return ""

    from helpdesk_tui.query_language import written

    return written(_read(desk, text))


def united(desk: HelpdeskApp, *searches: str) -> str:
    """Several searches as one, what more than one of them asks for being said once."""
    from helpdesk_tui.query_language import Query, written

    terms = (term for text in searches for term in _read(desk, text).terms)
    return written(Query(tuple(dict.fromkeys(terms))))


def _read(desk: HelpdeskApp, text: str) -> Query:
    from helpdesk_tui.query_language import parse

    return parse(text, desk.clock(), desk.zone)
