"""The search line read into terms: `status:waiting prio>=high due<2h -vpn "exact words" @alice`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from helpdesk_tui import query_tokens, query_words
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, explain, ngettext
from helpdesk_tui.query_times import Moment, length, moment
from helpdesk_tui.query_tokens import RawTest, RawValue, RawWords
from helpdesk_tui.query_words import ASSIGNEE, ME, NONE, Field, Word
from helpdesk_tui.text import cells, intake_line, one_line

LONGEST = 1000
"""Characters of a search: databases bound what one statement may hold."""

Meaning = Word | Moment | int | str
"""A word of ours, a span of time, a number, or a text as it stands."""

_TOO_LONG = N_("A search holds at most {most} characters.")
_NO_FIELD = N_("There is no field “{typed}”: to look for the text itself, put it in quotes.")
_OTHER_FIELD = N_(
    "No field “{typed}”: did you mean {guess}? To look for the text itself, put it in quotes."
)
_NO_VALUE = N_("{name}: there is no “{typed}”, known are {known}.")
_OTHER_VALUE = N_("{name}: there is no “{typed}”, did you mean {guess}?")
_MISSING = N_("{name}: a value must follow directly, as in {example}.")
_NOT_ORDERED = N_("{name} has no order: write {example}.")
_ONE_ONLY = N_("{name}: only one value can be compared.")
_COMPARE = N_("{name}: compare a length of time, as in {example}.")
_JOINS_NOTHING = N_("One or the other is written {example}: “{typed}” joins nothing.")
_NOT_A_NUMBER = N_("{name}: write a number from 0 to 100.")

OR = ("or", "ou")
"""Words that people put between alternatives; `où` and others that look alike are none."""

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Each comparison as it reads from the other end."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or `exact` ones in their order."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What was typed for a field, and what it means at the time of reading."""

    text: str
    quoted: bool = False
    meaning: Meaning = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Test:
    """A field against values, of which any will do; `sign` is `:`, a comparison, or `@`."""

    field: Field
    sign: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a search, all of which a ticket has to meet."""

    what: Words | Test
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a search, and where."""

    start: int
    length: int
    error: Invalid
    others: int = 0
    """How many more there are behind it."""

    @property
    def said(self) -> str:
        """The sentence, and how much else is wrong."""
        if not self.others:
            return explain(self.error)
        more = ngettext(
            "{count} more mistake follows.", "{count} more mistakes follow.", self.others
        )
        return f"{explain(self.error)} {more.format(count=self.others)}"


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood; `unfinished` is what its end still lacks, which is left out so far."""

    terms: tuple[Term, ...] = ()
    fault: Fault | None = None
    unfinished: Fault | None = None
    doubt: Fault | None = None
    """A word that was looked for as it stands, and may have been meant otherwise."""

    @property
    def wrong(self) -> Fault | None:
        """What keeps a search from being complete."""
        return self.fault or self.unfinished


def parse(text: str, now: int, zone: str) -> Query:
    """The search as it is meant at the time `now`, its days being those of the zone."""
    if len(text) > LONGEST:
        error = Invalid("search", _TOO_LONG, most=LONGEST)
        return Query(fault=Fault(LONGEST, len(text) - LONGEST, error))
    terms: list[Term] = []
    faults: list[Fault] = []
    unfinished: Fault | None = None
    doubt: Fault | None = None
    end = len(text.rstrip())
    tokens = list(query_tokens.read(text))
    for place, token in enumerate(tokens):
        if isinstance(token, RawWords):
            joins = _joins(tokens[place - 1 : place + 2]) if place else None
            if joins is not None and all(isinstance(each, RawTest) for each in joins):
                faults.append(_joining(token))
                continue
            if joins is not None:
                doubt = doubt or _joining(token)
            terms.append(Term(Words(token.text, token.exact), token.negated))
            continue
        try:
            terms.append(Term(_test(token, now, zone), token.negated))
        except _Wrong as wrong:
            if token.end >= end and wrong.may_come:
                unfinished = wrong.fault
            else:
                faults.append(wrong.fault)
    first = replace(faults[0], others=len(faults) - 1) if faults else None
    return Query(tuple(terms), first, unfinished, doubt)


def written(query: Query) -> str:
    """The terms as they are typed, fields and choices in the language spoken."""
    return " ".join(_written(term) for term in query.terms)


def pointed(text: str, fault: Fault) -> tuple[int, int]:
    """In which cell of the text's line a mark under the fault begins, and how many it takes."""
    before, marked = text[: fault.start], text[fault.start : fault.start + fault.length]
    return cells(one_line(before)), max(1, cells(one_line(marked)))


class _Wrong(Exception):
    def __init__(
        self, start: int, length: int, message: str, *, may_come: bool = False, **fields: object
    ) -> None:
        super().__init__(message)
        self.fault = Fault(start, length, Invalid("search", message, **fields))
        self.may_come = may_come
        """Whether it can be mended by typing on."""


def _test(token: RawTest, now: int, zone: str) -> Test:
    known = ASSIGNEE if token.sign == "@" else query_words.field(token.name)
    if known is None:
        typed = one_line(token.name, 40)
        guess = query_words.guess(query_words.FIELDS, token.name)
        message = _OTHER_FIELD if guess else _NO_FIELD
        raise _Wrong(token.name_start, len(token.name), message, typed=typed, guess=guess)
    compared = token.sign in MIRRORED
    start, size = token.name_start, token.end - token.name_start
    if compared and not known.ordered:
        example = f"{known.shown}:{_example(known)}"
        raise _Wrong(start, size, _NOT_ORDERED, name=known.shown, example=example)
    for raw in token.values:
        if not raw.text:
            example = _as_typed(known, token.sign, _example(known))
            fields = {"name": known.shown, "example": example}
            raise _Wrong(start, size, _MISSING, may_come=raw.end >= token.end, **fields)
    if compared and len(token.values) > 1:
        extra = token.values[1]
        raise _Wrong(extra.start, extra.end - extra.start, _ONE_ONLY, name=known.shown)
    values = tuple(_value(known, token, raw, now, zone) for raw in token.values)
    return Test(known, token.sign, values)


def _joins(around: list[RawWords | RawTest]) -> tuple[RawWords | RawTest, ...] | None:
    """What stands on both sides of a bare `or`; None where there is no such word between two."""
    if len(around) < 3:
        return None
    before, word, after = around
    if isinstance(word, RawTest) or word.exact or word.negated:
        return None
    return (before, after) if word.text.lower() in OR else None


def _joining(word: RawWords) -> Fault:
    status = query_words.FIELDS[0]
    example = f"{status.shown}:{status.values[0].shown},{status.values[2].shown}"
    error = Invalid("search", _JOINS_NOTHING, typed=word.text, example=example)
    return Fault(word.start, len(word.text), error)


def _value(known: Field, token: RawTest, raw: RawValue, now: int, zone: str) -> Value:
    value = Value(raw.text, raw.quoted)
    if not raw.quoted:
        if known.optional and token.sign in (":", "@") and raw.text_is(NONE):
            return Value(NONE.id, meaning=NONE)
        if known.names == "agent" and raw.text_is(ME):
            return Value(ME.id, meaning=ME)
    try:
        return _understood(known, token.sign, value, now, zone)
    except Invalid as error:
        may_come = _may_come(known, raw)
        size = max(1, raw.end - raw.start)
        raise _Wrong(raw.start, size, error.message, may_come=may_come, **error.fields) from None


def _may_come(known: Field, raw: RawValue) -> bool:
    """Whether the value could still become right by typing on at its end."""
    if known.kind == "choice":
        return query_words.could_become(known.values, raw.text)
    return known.kind in ("deadline", "past", "length")


def _understood(known: Field, sign: str, value: Value, now: int, zone: str) -> Value:
    """The value with what it means; raises Invalid."""
    if known.kind == "choice":
        choice = known.value(value.text)
        if choice is None:
            raise _unknown(known, value.text)
        return Value(choice.id, meaning=choice)
    if known.kind == "percent":
        return replace(value, meaning=_percent(known, value.text))
    if known.kind in ("deadline", "past", "length"):
        return replace(value, meaning=_time(known, sign, value.text, now, zone))
    return replace(value, meaning=intake_line(value.text))


def _unknown(known: Field, typed: str) -> Invalid:
    guess = _elsewhere(typed) or query_words.guess(known.values, typed)
    return Invalid(
        "search",
        _OTHER_VALUE if guess else _NO_VALUE,
        name=known.shown,
        typed=one_line(typed, 40),
        guess=guess,
        known=", ".join(each.shown for each in known.values),
    )


def _elsewhere(typed: str) -> str:
    """The field whose value it is, with that value: `is:open`; empty when it is nobody's."""
    for known in query_words.FIELDS:
        value = known.value(typed)
        if value is not None:
            return f"{known.shown}:{value.shown}"
    return ""


def _percent(known: Field, typed: str) -> int:
    digits = typed.removesuffix("%")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= 100):
        raise Invalid("search", _NOT_A_NUMBER, name=known.shown)
    return int(digits)


def _time(known: Field, sign: str, typed: str, now: int, zone: str) -> Moment:
    past = known.kind != "deadline"
    read = length if known.kind == "length" else moment
    meant = read(typed, now, zone, past=past)
    if meant.length and sign == ":":
        example = f"{known.shown}<{one_line(typed, 20)}"
        raise Invalid("search", _COMPARE, name=known.shown, example=example)
    return meant


_EXAMPLES = {
    "number": "42",
    "text": "vpn",
    "percent": "50",
    "deadline": "2h",
    "past": "2h",
    "length": "2h",
}


def _example(known: Field) -> str:
    if known.values:
        return known.values[0].shown
    return _EXAMPLES.get(known.kind, NONE.shown)


def _as_typed(known: Field, sign: str, value: str) -> str:
    if sign == "@":
        return f"@{ME.shown}"
    if sign == ":" and known.kind in ("deadline", "past", "length"):
        sign = "<"
    return f"{known.shown}{sign}{value}"


def _written(term: Term) -> str:
    minus = "-" if term.negated else ""
    if isinstance(term.what, Words):
        said = query_tokens.quoted(term.what.text) if term.what.exact else term.what.text
        return f"{minus}{said}"
    test = term.what
    values = ",".join(_value_written(value) for value in test.values)
    name = "" if test.sign == "@" else test.field.shown
    return f"{minus}{name}{test.sign}{values}"


def _value_written(value: Value) -> str:
    if isinstance(value.meaning, Word):
        return value.meaning.shown
    return query_tokens.quoted(value.text) if value.quoted else value.text
