"""What the search line can be completed to at the cursor."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui import query_tokens, query_words
from helpdesk_tui.query_tokens import RawWords
from helpdesk_tui.query_words import (
    ASSIGNEE,
    FIELDS,
    ME,
    NONE,
    ONE_DAY,
    ONE_WEEK,
    TODAY,
    TOMORROW,
    TWO_HOURS,
    YESTERDAY,
    Field,
    Word,
)
from helpdesk_tui.rows import Choice
from helpdesk_tui.text import fold

_LENGTHS = (TWO_HOURS, ONE_DAY, ONE_WEEK)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is being typed just before the cursor: a field, or a value of one."""

    start: int
    typed: str
    field: Field | None = None
    sign: str = ""

    @property
    def names(self) -> str:
        """Of which kind the names are that only the desk knows; empty where it is not asked."""
        return self.field.names if self.field else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can stand in place of a piece."""

    text: str
    detail: str = ""


def piece(text: str, cursor: int) -> Piece | None:
    """The piece that ends at the cursor; None where nothing can be completed."""
    before = text[:cursor]
    if not before or (before[-1].isspace() and before.count('"') % 2 == 0):
        return None
    if before.endswith("@") and (before == "@" or before[-2] in "- " or before[-2].isspace()):
        return Piece(cursor, "", ASSIGNEE, "@")
    tokens = list(query_tokens.read(before))
    if not tokens:
        return None
    last = tokens[-1]
    if isinstance(last, RawWords):
        start = cursor - len(last.text)
        return None if last.exact or before[start:] != last.text else Piece(start, last.text)
    if last.end != cursor:
        return None
    known = ASSIGNEE if last.sign == "@" else query_words.field(last.name)
    value = last.values[-1]
    return Piece(value.start, value.text, known, last.sign) if known else None


def candidates(asked: Piece, named: list[Choice]) -> list[Candidate]:
    """The fields or values that begin with what is typed, then the desk's names that hold it."""
    known = asked.field
    if known is None:
        begun = query_words.offered(FIELDS, asked.typed)
        return [Candidate(f"{field.shown}{_sign(field)}", _kind(field)) for field in begun]
    found = [Candidate(word.shown) for word in query_words.offered(_words(asked), asked.typed)]
    for choice in named:
        if known.names == "agent":
            found.append(Candidate(_value(choice.detail), choice.name))
        else:
            found.append(Candidate(_value(choice.name)))
    there = (fold(asked.typed), fold(query_tokens.quoted(asked.typed)))
    return [each for each in found if fold(each.text) not in there]


def completed(text: str, cursor: int, asked: Piece, chosen: Candidate) -> tuple[str, int]:
    """The text with the piece replaced, and where the cursor then stands."""
    head = text[: asked.start] + chosen.text
    return head + text[cursor:], len(head)


def _words(asked: Piece) -> list[Word]:
    known = asked.field
    if known is None or known.values:
        return list(known.values) if known else []
    absent = [NONE] if known.optional and asked.sign in (":", "@") else []
    if known.names == "agent":
        return [ME, *absent]
    if known.kind == "length":
        return list(_LENGTHS)
    if known.kind in ("deadline", "past"):
        near = TOMORROW if known.kind == "deadline" else YESTERDAY
        lengths = () if asked.sign == ":" else _LENGTHS
        return [*lengths, TODAY, near, *absent]
    return absent


def _sign(field: Field) -> str:
    return "<" if field.kind in ("deadline", "past", "length") else ":"


def _kind(field: Field) -> str:
    return ", ".join(word.shown for word in field.values[:3])


def _value(name: str) -> str:
    """The name as a value: between quotes where it could be taken for something else."""
    plain = not any(c.isspace() or c in ',"' for c in name)
    is_word = any(query_words.folded(name) in word.known for word in (NONE, ME))
    return name if name and plain and not is_word else query_tokens.quoted(name)


def example() -> str:
    """A search that shows what can be typed, in the words of the language spoken."""
    status, priority, due = (query_words.field(id) for id in ("status", "priority", "due"))
    assert status and priority and due
    waiting, high = status.value("waiting"), priority.value("high")
    assert waiting and high
    return (
        f"{status.shown}:{waiting.shown}  {priority.shown}>={high.shown}"
        f'  {due.shown}<2h  @{ME.shown}  -vpn  "VPN client"'
    )
