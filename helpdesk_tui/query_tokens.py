"""Where the search line parts: words, quoted words, and fields with their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpdesk_tui import query_words
from helpdesk_tui.query_words import Word

_FIELD = re.compile(r"([^\W\d_][\w-]*)(<=|>=|[:<>=])")
_ADDRESS = re.compile(r"://")


@dataclass(frozen=True, slots=True)
class RawWords:
    """A word, or what stands between quotes."""

    start: int
    text: str
    exact: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class RawValue:
    """A value and where it stands, its quotes included; empty where one is missing."""

    start: int
    end: int
    text: str
    quoted: bool

    def text_is(self, word: Word) -> bool:
        """Whether it is the word, as either language has it."""
        return query_words.folded(self.text) in word.known


@dataclass(frozen=True, slots=True)
class RawTest:
    """A field that may not exist, its sign (`@` without any field), and at least one value."""

    start: int
    end: int
    name_start: int
    name: str
    sign: str
    values: tuple[RawValue, ...]
    negated: bool


def read(text: str) -> Iterator[RawWords | RawTest]:
    """The parts of a search in their order; nothing that was typed is refused here."""
    at = 0
    while (at := _past_spaces(text, at)) < len(text):
        start = at
        negated = _negates(text, at)
        at += negated
        if text[at] == '"':
            words, at = _unquoted(text, at)
            if words.strip():
                yield RawWords(start, words, True, negated)
            continue
        test = _test(text, start, at, negated)
        if test is not None:
            at = test.end
            yield test
            continue
        end = _word_end(text, at)
        word, at = text[at:end], end
        if word not in ("-", "@"):  # the beginnings of something: they say nothing yet
            yield RawWords(start, word, False, negated)


def quoted(text: str) -> str:
    """The text between quotes, those within it doubled."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _negates(text: str, at: int) -> bool:
    following = text[at + 1 : at + 2]
    return text[at] == "-" and (following.isalnum() or following in ('"', "@"))


def _test(text: str, start: int, at: int, negated: bool) -> RawTest | None:
    """The field that begins here, if one does: an address of the web or `10:30` is a word."""
    if text[at] == "@":
        if _word_end(text, at) == at + 1:
            return None
        name, sign, place = "", "@", at + 1
    else:
        found = _FIELD.match(text, at)
        if found is None or not _is_meant(text, found):
            return None
        name, sign, place = found[1], ":" if found[2] == "=" else found[2], found.end()
    values: list[RawValue] = []
    while True:
        value = _value(text, place)
        values.append(value)
        place = value.end
        if text[place : place + 1] != ",":
            break
        place += 1
    return RawTest(start, place, at, name, sign, tuple(values), negated)


def _is_meant(text: str, found: re.Match[str]) -> bool:
    """Whether the sign makes it a field, known or misspelt, rather than stands in a word."""
    name, sign = found.groups()
    if query_words.field(name) is not None:
        return True
    if sign == ":":
        return not _ADDRESS.match(text, found.end() - 1)
    return sign != "=" and query_words.guess(query_words.FIELDS, name) != ""


def _value(text: str, at: int) -> RawValue:
    if text[at : at + 1] == '"':
        value, end = _unquoted(text, at)
        return RawValue(at, end, value, True)
    end = at
    while end < len(text) and not text[end].isspace() and text[end] != ",":
        end += 1
    return RawValue(at, end, text[at:end], False)


def _unquoted(text: str, at: int) -> tuple[str, int]:
    """What stands between the quote here and the next single one, or the end; and what follows."""
    parts: list[str] = []
    place = at + 1
    while True:
        close = text.find('"', place)
        if close < 0:
            return "".join([*parts, text[place:]]), len(text)
        parts.append(text[place:close])
        if text[close + 1 : close + 2] != '"':
            return "".join(parts), close + 1
        parts.append('"')
        place = close + 2


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
