"""What is shown of a text that was found: a piece of it, and where in it the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from helpdesk_tui.rows import Hits, Snippet
from helpdesk_tui.search_terms import Term
from helpdesk_tui.search_words import WORD_LIMIT, aligned
from helpdesk_tui.text import one_line

SEEN = 5_000
"""Characters of each text that are looked through for the words."""

_LEAD = 16
"""Characters that stand before the first word."""

_LENGTH = 240


def snippet(texts: Iterable[str], wanted: Sequence[Term]) -> Snippet | None:
    """A piece of the first text in which one of the terms stands; None when it is in none."""
    for text in texts:
        found = hits(text[:SEEN], wanted)
        if found:
            return _piece(text, found[0][0], wanted)
    return None


def beginning(text: str) -> Snippet:
    """The first piece of a text in which nothing was found."""
    return _piece(text, 0, ())


def hits(text: str, wanted: Sequence[Term]) -> Hits:
    """Where the terms stand in a text: pairs of begin and end, in order, none over another."""
    if not wanted:
        return ()
    folded, places = aligned(text)
    found = _pattern(tuple(wanted)).finditer(folded)
    return tuple((places[hit.start()], places[hit.end() - 1] + 1) for hit in found)


@lru_cache(maxsize=64)
def _pattern(wanted: tuple[Term, ...]) -> re.Pattern[str]:
    """Finds any of the terms in folded text, that of the most words first."""
    longest_first = sorted(wanted, key=lambda term: -len(term.words))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(_of_term, longest_first))})(?!\S)")


def _of_term(term: Term) -> str:
    """As words() knows them: very long words by how they begin."""
    ends = ["\\S*" if len(word) == WORD_LIMIT else "" for word in term.words]
    if term.is_open:
        ends[-1] = "\\S*"
    return " +".join(word + end for word, end in zip(term.words, ends, strict=True))


def _piece(text: str, place: int, wanted: Sequence[Term]) -> Snippet:
    begin = 0 if place <= _LEAD else place - _LEAD
    if begin:
        blank = text.find(" ", begin, place)
        begin = begin if blank < 0 else blank + 1
    piece = one_line(text[begin : begin + _LENGTH]).strip()
    clean = ("… " if begin else "") + piece + ("…" if begin + _LENGTH < len(text) else "")
    return Snippet(clean, hits(clean, wanted))
