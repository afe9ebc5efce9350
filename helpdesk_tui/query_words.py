"""The words of the search line: every field with its values, in English and in French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Literal, TypeVar, cast

from helpdesk_tui.i18n import language
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import Priority, Status

Kind = Literal["number", "text", "choice", "name", "percent", "deadline", "past", "length"]

ORDERED: frozenset[Kind] = frozenset({"percent", "deadline", "past", "length"})
"""Kinds that can be compared; a choice can where its values have an order."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is typed in either language, the word that is shown first, then what else is known."""

    id: str
    english: tuple[str, ...]
    french: tuple[str, ...]

    @property
    def spoken(self) -> tuple[str, ...]:
        """What it is called in the language spoken."""
        return self.french if language() == "fr" else self.english

    @property
    def shown(self) -> str:
        """As it is written in the language spoken."""
        return self.spoken[0]

    @property
    def known(self) -> frozenset[str]:
        """All that it may be typed as, folded."""
        return frozenset(folded(word) for word in (self.id, *self.english, *self.french))


@dataclass(frozen=True, slots=True)
class Field(Word):
    """What stands before the colon."""

    kind: Kind
    values: tuple[Word, ...] = ()
    """Those that a choice has."""
    ordered: bool = False
    optional: bool = False
    """Whether a ticket may have none."""
    names: str = ""
    """Of which kind the desk's names are that stand behind the colon."""

    def value(self, typed: str) -> Word | None:
        """The value that is meant; None when it is no value of the field's."""
        return _meant(self.values, typed)


def _word(id: str, english: str, french: str) -> Word:
    return Word(id, tuple(english.split()), tuple(french.split()))


def _field(
    id: str,
    english: str,
    french: str,
    kind: Kind,
    *,
    values: tuple[Word, ...] = (),
    ordered: bool = False,
    optional: bool = False,
    names: str = "",
) -> Field:
    word = _word(id, english, french)
    in_order = ordered or kind in ORDERED
    return Field(id, word.english, word.french, kind, values, in_order, optional, names)


_STATUSES = (
    _word(Status.NEW.word, "new", "nouveau nouveaux"),
    _word(Status.IN_PROGRESS.word, "in-progress", "en-cours"),
    _word(Status.WAITING.word, "waiting", "en-attente attente"),
    _word(Status.RESOLVED.word, "resolved", "résolu résolus"),
    _word(Status.CLOSED.word, "closed", "fermé fermés"),
)
_PRIORITIES = (
    _word(Priority.URGENT.word, "urgent", "urgente"),
    _word(Priority.HIGH.word, "high", "haute"),
    _word(Priority.NORMAL.word, "normal", "normale"),
    _word(Priority.LOW.word, "low", "basse"),
)
_FLAGS = (
    _word("open", "open", "ouvert"),
    _word("late", "late", "en-retard retard"),
    _word("breached", "breached", "dépassé"),
    _word("paused", "paused", "suspendu"),
    _word("mine", "mine", "à-moi"),
    _word("unassigned", "unassigned", "non-assigné"),
    _word("shared", "shared", "partagé affecté-au-client"),
)

ASSIGNEE = _field("assignee", "assignee", "assigné", "name", names="agent", optional=True)
FIELDS: tuple[Field, ...] = (
    _field("status", "status", "statut", "choice", values=_STATUSES),
    _field("priority", "priority prio", "priorité", "choice", values=_PRIORITIES, ordered=True),
    _field("is", "is", "est", "choice", values=_FLAGS),
    _field("due", "due", "échéance", "deadline", optional=True),
    ASSIGNEE,
    _field("team", "team", "équipe", "name", names="team", optional=True),
    _field("customer", "customer", "client", "name", names="customer", optional=True),
    _field("contact", "contact", "contact", "name", names="contact", optional=True),
    _field("lead", "lead", "piste", "name", names="lead", optional=True),
    _field("type", "type", "type", "name", names="type", optional=True),
    _field("responsible", "responsible", "responsable", "name", names="agent", optional=True),
    _field("number", "number", "numéro", "number"),
    _field("subject", "subject", "sujet", "text"),
    _field("progress", "progress", "avancement", "percent"),
    _field("waiting", "waiting", "attente", "length"),
    _field("age", "age", "âge", "length"),
    _field("created", "created", "créé", "past"),
    _field("updated", "updated", "modifié", "past"),
    _field("resolved", "resolved", "résolu", "past", optional=True),
    _field("closed", "closed", "fermé", "past", optional=True),
)
"""In the order in which they are offered."""

NONE = _word("none", "none", "aucun aucune")
ME = _word("me", "me", "moi")
TODAY = _word("today", "today", "aujourd'hui")
TOMORROW = _word("tomorrow", "tomorrow", "demain")
YESTERDAY = _word("yesterday", "yesterday", "hier")
TWO_HOURS = _word("2h", "2h", "2h")
ONE_DAY = _word("1d", "1d", "1j")
ONE_WEEK = _word("7d", "7d", "7j")


W = TypeVar("W", bound=Word)


def field(typed: str) -> Field | None:
    """The field of that name in either language, whatever its case and accents."""
    return _meant(FIELDS, typed)


def could_become(words: Iterable[Word], typed: str) -> bool:
    """Whether a word begins so in either language."""
    begun = folded(typed)
    return any(name.startswith(begun) for word in words for name in word.known)


def offered(words: Iterable[W], typed: str) -> list[W]:
    """The words that begin so in the language spoken."""
    begun = folded(typed)
    return [w for w in words if any(folded(name).startswith(begun) for name in w.spoken)]


def guess(words: Iterable[Word], typed: str) -> str:
    """The word that looks most like what was typed, as it is shown; empty when none does."""
    by_name = {name: word for word in words for name in word.known}
    close = get_close_matches(folded(typed)[:40], by_name, 1, 0.7)
    return by_name[close[0]].shown if close else ""


def folded(typed: str) -> str:
    """A word as words are compared: without case, accents, hyphens and spaces."""
    return "".join(c for c in fold(typed).replace("’", "'") if c not in "-_ ")


def _meant(words: tuple[W, ...], typed: str) -> W | None:
    return cast("W | None", _by_name(words).get(folded(typed)))


@cache
def _by_name(words: tuple[Word, ...]) -> dict[str, Word]:
    return {name: word for word in words for name in word.known}
