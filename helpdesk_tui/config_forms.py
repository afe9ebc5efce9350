"""How values of configuration are written in commands and documents, and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, Protocol

from helpdesk_tui import dates, opening_words, typed_dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.opening_hours import WEEKDAYS
from helpdesk_tui.text import fold, intake_line, one_line

_NOT_TEXT = N_("{typed} is no text: put it in quotes.")
_NOT_A_NUMBER = N_("{typed} is not a whole number: type for example 40")
_NOT_A_LIST = N_('{typed} is no list of texts: write ["one", "two"].')
_YES_OR_NO = N_("Choose yes or no.")

_MOST_DIGITS = 12
_YES = frozenset({"yes", "true", "oui"})
_NO = frozenset({"no", "false", "non"})


class Names(Protocol):
    """What rows that are referred to are called, at one instant."""

    @property
    def now(self) -> int:
        """By which dates without a year are read."""

    def called(self, kind: str, row: int) -> str:
        """The name of a row."""

    def find(self, kind: str, name: str) -> int:
        """The row of that name; raises NotFound."""


class Form(Protocol):
    """Reads a text as it is typed, or a value of a document; empty is null."""

    def read(self, value: Any, names: Names) -> Any:
        """The value as services take it, which judge it; raises Invalid when it is none at all."""

    def told(self, stored: Any, names: Names) -> Any:
        """The stored value as documents hold it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    def read(self, value: Any, names: Names) -> Any:
        return _text(value) or None

    def told(self, stored: Any, names: Names) -> Any:
        return stored or ""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number; services say which ones they take instead of what is none."""

    def read(self, value: Any, names: Names) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            _refuse(_NOT_A_NUMBER, value)
        if not isinstance(value, str):
            return value
        digits = value.strip()
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
        return int(digits) if is_number else digits or None

    def told(self, stored: Any, names: Names) -> Any:
        return stored


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no, in either language."""

    def read(self, value: Any, names: Names) -> Any:
        if isinstance(value, bool):
            return value
        word = fold(intake_line(_text(value)))
        if word not in _YES | _NO:
            raise Invalid("", _YES_OR_NO)
        return word in _YES

    def told(self, stored: Any, names: Names) -> Any:
        return bool(stored)


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few values, each with its word and its message id; either is understood."""

    options: Mapping[Any, tuple[str, str]]

    def read(self, value: Any, names: Names) -> Any:
        typed = _spaced(_text(value))
        for stored, (word, label) in self.options.items():
            if typed in (_spaced(word), _spaced(_(label))):
                return stored
        return value if typed else None

    def told(self, stored: Any, names: Names) -> Any:
        return "" if stored is None else self.options.get(stored, (stored,))[0]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length in seconds, none of which is lost in writing."""

    def read(self, value: Any, names: Names) -> Any:
        typed = _text(value)
        return typed_dates.parse_duration(typed) if typed.strip() else None

    def told(self, stored: Any, names: Names) -> Any:
        minutes, seconds = divmod(stored or 0, 60)
        if not seconds or not minutes:
            return dates.duration(stored or 0)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}h{minutes:02}m{seconds:02}s" if hours else f"{minutes}m{seconds:02}s"


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of another kind, by name."""

    kind: str

    def read(self, value: Any, names: Names) -> Any:
        name = intake_line(_text(value))
        return names.find(self.kind, name) if name else None

    def told(self, stored: Any, names: Names) -> Any:
        return "" if stored is None else names.called(self.kind, stored)


@dataclass(frozen=True, slots=True)
class References:
    """Rows of another kind, by name; typed with commas between them."""

    kind: str

    def read(self, value: Any, names: Names) -> Any:
        given = value.split(",") if isinstance(value, str) else _texts(value)
        return [names.find(self.kind, name) for each in given if (name := intake_line(each))]

    def told(self, stored: Any, names: Names) -> Any:
        called = {names.called(self.kind, row) for row in stored}
        return sorted(called, key=lambda name: (fold(name), name))


@dataclass(frozen=True, slots=True)
class Lines:
    """What is typed in several lines: a list in documents; a semicolon ends a line as well."""

    typed: Callable[[str, int], Any]
    written: Callable[[Any], list[str]]

    def read(self, value: Any, names: Names) -> Any:
        lines = value.split(";") if isinstance(value, str) else _texts(value)
        return self.typed("\n".join(lines), names.now)

    def told(self, stored: Any, names: Names) -> Any:
        return self.written(json.loads(stored) if isinstance(stored, str) else stored)


def _week(stored: Mapping[str, Any]) -> list[str]:
    return opening_words.week_written(stored, WEEKDAYS).splitlines()


def _closed(stored: Iterable[date | str]) -> list[str]:
    days = opening_words.dates_written(_date(day) for day in stored)
    return [day for line in days.splitlines() for day in line.split(", ")]


def _special(stored: Mapping[date | str, Any]) -> list[str]:
    hours = {_date(day): pairs for day, pairs in stored.items()}
    return opening_words.special_written(hours).splitlines()


WEEK = Lines(lambda text, now: opening_words.week_typed(text), _week)
CLOSED = Lines(opening_words.dates_typed, _closed)
SPECIAL = Lines(opening_words.special_typed, _special)


def _date(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _spaced(word: str) -> str:
    return " ".join(fold(word).replace("_", " ").split())


def _text(value: Any) -> str:
    if not isinstance(value, str):
        _refuse(_NOT_TEXT, value)
    return str(value)


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        _refuse(_NOT_A_LIST, value)
    return list(value)


def _refuse(message: str, value: Any) -> NoReturn:
    raise Invalid("", message, typed=one_line(str(value), 40))
