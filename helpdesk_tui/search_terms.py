"""What people type to search, as terms: words, “exact phrases”, and -what is not wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpdesk_tui.search_words import words

MOST_TERMS = 32
"""Terms that are heeded, and words of one term: what is pasted by mistake must not cost minutes."""

LEAST_PREFIX = 2
"""Letters from which a word may be the beginning of another: fewer begin half of all words."""

_TYPED = re.compile(r'(?P<not>-?)(?:["“”«](?P<phrase>[^"“”»]*)["“”»]?|(?P<word>[^\s"“”«]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a ticket must hold, or must not; several words of it stand side by side."""

    text: str
    """As it was typed."""
    phrase: bool = False
    """Whether it stood between quotation marks."""
    negated: bool = False
    prefix: bool = False
    """Whether the last word may go on."""

    @property
    def words(self) -> tuple[str, ...]:
        """Folded, as the index has them; terms() gives none without any."""
        return tuple(words(self.text)[:MOST_TERMS])

    @property
    def is_open(self) -> bool:
        """Whether its last word really is looked for as a beginning."""
        return self.prefix and len(self.words[-1]) >= LEAST_PREFIX


def terms(typed: str) -> tuple[Term, ...]:
    """What was typed means this; any text means something, at least nothing."""
    found: list[Term] = []
    for match in _TYPED.finditer(typed):
        text = match["word"] if match["phrase"] is None else match["phrase"]
        if words(text):
            negated, phrase = bool(match["not"]), match["phrase"] is not None
            found.append(Term(text, phrase, negated))
        if len(found) == MOST_TERMS:
            break
    if found and not found[-1].phrase and not typed[-1].isspace():
        found[-1] = replace(found[-1], prefix=True)
    return tuple(found)


def wanted(chosen: Sequence[Term]) -> list[Term]:
    """The terms that a ticket must hold."""
    return [term for term in chosen if not term.negated]
