"""Saved views: a search with a name, by which it is opened like a queue."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helpdesk_tui.records import record
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import Status

if TYPE_CHECKING:
    from helpdesk_tui.query_language import Term


@record
class View:
    """One as it is stored: name and search are people's text, `key` one character or none."""

    id: int
    name: str
    key: str
    query: str
    shared: bool

    @property
    def mode(self) -> str:
        """What it is called beside the ids of the queues."""
        return f"view-{self.id}"

    @property
    def holds_closed(self) -> bool:
        """Whether closed tickets are meant too, because the search names them."""
        return _names_closed(self.query)

    @property
    def rank(self) -> tuple[bool, bool, str, str, str, int]:
        """Its place among others: digits before letters, those without a key last, by name."""
        key = self.key
        return not key, key.isalpha(), fold(key), key, fold(self.name), self.id


def by_key(views: list[View], key: str) -> View | None:
    """The view that the key opens; an agent's own goes before a shared one."""
    found = [view for view in views if view.key == key]
    return min(found, key=lambda view: view.shared, default=None)


_ANY_TIME = 2**31
"""An instant to read by where days and lengths of time decide nothing."""


@lru_cache(maxsize=256)
def _names_closed(text: str) -> bool:
    from helpdesk_tui.query_language import parse  # commands that show no view go without

    return any(_means_closed(term) for term in parse(text, _ANY_TIME, "UTC").terms)


def _means_closed(term: Term) -> bool:
    from helpdesk_tui.query_language import Test
    from helpdesk_tui.query_words import NONE

    if term.negated or not isinstance(term.what, Test):
        return False
    meanings = [value.meaning for value in term.what.values]
    if term.what.field.id == "closed":
        return NONE not in meanings
    ids = [getattr(meaning, "id", "") for meaning in meanings]
    return term.what.field.id == "status" and Status.CLOSED.word in ids
