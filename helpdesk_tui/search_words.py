"""The words by which text is found: the same ones on every database, made here and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from helpdesk_tui.text import fold

WORD_LIMIT = 64
"""Characters by which a word is known; longer ones that begin alike are the same word."""

DOCUMENT_LIMIT = 250_000
"""Characters of a ticket's words that are searched: PostgreSQL takes a megabyte of them at most."""

_BETWEEN = "¶"
"""Stands between texts, so that no phrase reaches from one into the next."""

_NUMBER = "№"
"""Begins the words that are the ticket's number: no text becomes such a word."""

EVERYWHERE = _BETWEEN
"""A word that every ticket has."""

OPEN = "¤"
"""A word that every ticket has until it is closed: the index alone narrows an open queue."""

_PADDING = re.compile(r"(?<!\d)0+(?=\d)")


class _Folding(dict[int, str]):
    """Each character as it is searched: folded, a blank where it parts words."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Those among them that became none or several."""

    def __missing__(self, code: int) -> str:
        folded = "".join(c if _in_word(c) else " " for c in fold(chr(code)))
        folded = folded if folded.strip() else folded[:1]  # “…” is three full stops
        if len(folded) != 1:
            self.uneven.add(chr(code))
        self[code] = folded
        return folded


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


_FOLDING = _Folding()


def words(text: str) -> list[str]:
    """The words of a text in their order, without case and accents."""
    return [word[:WORD_LIMIT] for word in text.translate(_FOLDING).split()]


def aligned(text: str) -> tuple[str, Sequence[int]]:
    """The words with the blanks between them, and for each character where in the text it stands.

    There is one place more than there are characters: where the text ends.
    """
    folded = text.translate(_FOLDING)
    if _FOLDING.uneven.isdisjoint(text):
        return folded, range(len(text) + 1)
    places = [place for place, character in enumerate(text) for _folded in _FOLDING[ord(character)]]
    return folded, [*places, len(text)]


def number_word(typed: Iterable[str]) -> str:
    """The word that the ticket has whose number was typed as these words: 42, 0042, TKT0042."""
    return _NUMBER + _PADDING.sub("", "".join(typed))


def document(number: str, serial: int, texts: Iterable[str], *, is_open: bool) -> str:
    """All words by which a ticket is found, parted by blanks, with one at both ends."""
    named = dict.fromkeys((number_word([str(serial)]), number_word(words(number))))
    said = [*named, *([OPEN] if is_open else []), _BETWEEN]
    length = sum(map(len, said)) + len(said)
    for text in texts:
        for word in words(text):
            length += len(word) + 1
            if length > DOCUMENT_LIMIT:
                return f" {' '.join(said)} "
            said.append(word)
        said.append(_BETWEEN)
    return f" {' '.join(said)} "
