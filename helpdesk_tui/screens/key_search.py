"""Which keys a text means: by name, key, other words or id, the best match first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from helpdesk_tui.i18n import _
from helpdesk_tui.screens.key_words import KEY_WORDS
from helpdesk_tui.text import fold

KEY, NAMED, WORD, INSIDE = range(4)
OTHER, OTHER_INSIDE, ID = 10, 50, 100
"""Where a typed word can be found, the best first: the key itself, its name's beginning, … Between
them there is room for the places of other words, of which the first ones say most.
"""

LEAST_OTHER = 2
"""Letters from which other words are searched: a single letter is in most of them."""


class Searched(Protocol):
    """What is searched of a key."""

    @property
    def id(self) -> str: ...
    @property
    def keys(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def more(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """How a text has found a key; less is better, and `why` is empty where the name says it."""

    rank: int
    why: str = ""
    """The other word, or the id, that matched."""


def match(key: Searched, text: str) -> Match | None:
    """How the key holds every word typed, in any order, case and accents aside; None if not."""
    rank, whys = 0, []
    for word in text.split():
        found = min(_found(key, word), key=lambda each: each.rank, default=None)
        if found is None:
            return None
        rank += found.rank
        whys.append(found.why)
    return Match(rank, ", ".join(dict.fromkeys(filter(None, whys))))


def _found(key: Searched, typed: str) -> Iterator[Match]:
    """Every way in which a word is found."""
    if typed in key.keys.split():
        yield Match(KEY)  # t and T are two keys
    word, label = fold(typed), fold(key.label)
    if label.startswith(word):
        yield Match(NAMED)
    elif any(each.startswith(word) for each in label.split()):
        yield Match(WORD)
    elif word in label or word in fold(key.keys):
        yield Match(INSIDE)
    if len(word) < LEAST_OTHER:
        return
    for place, other in other_words(key.id):
        known = fold(other)
        if any(each.startswith(word) for each in known.split()):
            yield Match(OTHER + place, other)
        elif word in known:
            yield Match(OTHER_INSIDE + place, other)
    if word in fold(key.more):
        yield Match(OTHER_INSIDE)
    if word in fold(key.id):
        yield Match(ID, key.id)


def other_words(id: str) -> Iterator[tuple[int, str]]:
    """The other words for a key with their places, in the language spoken and, for who knows those
    of other programs, in English.
    """
    known = KEY_WORDS.get(id, "")
    for words in (_(known), known):
        yield from enumerate(each.strip() for each in words.split(",") if each.strip())
