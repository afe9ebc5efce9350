"""The fields of a form as data, and what their text means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from helpdesk_tui import dates, typed_dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.rows import Choice
from helpdesk_tui.text import one_line

Kind = Literal["line", "text", "choice", "choices", "pick", "date", "duration", "number", "switch"]

Search = Callable[[str, Mapping[str, Any]], Awaitable[list[Choice]]]
"""What matches a text, given the values of the form so far (a choice's value is its id)."""

Create = Callable[[str, Mapping[str, Any]], Awaitable[Choice]]
"""Makes a new choice of that name, given the values of the form so far; raises HelpdeskError."""

YES_OR_NO: tuple[tuple[Any, str], ...] = ((True, N_("Yes")), (False, N_("No")))

EMPTY = N_("This field cannot stay empty.")
NOT_A_NUMBER = N_("{typed} is not a whole number: type for example 40")

_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form; `id` is the field that a service names when it refuses the value."""

    id: str
    label: str
    """A message id, as `help` is."""
    kind: Kind = "line"
    required: bool = False
    help: str = ""
    """Shown in an empty line or choice that has the cursor."""
    search: Search | None = None
    """Of one choice or several: how matches are found."""
    create: Create | None = None
    """Of a choice: makes one that is not there yet."""
    options: tuple[tuple[Any, str], ...] = ()
    """Of a pick: each value with its message id."""
    read: Callable[[str], Any] | None = None
    """Of what is typed: what the text stands for, where it is not only what its kind says; raises
    Invalid."""
    echo: Callable[[Any], str] | None = None
    """How what `read` gives is shown."""
    check: Callable[[Any], Any] | None = None
    """Turns the value into what is saved; raises Invalid."""

    @property
    def is_short(self) -> bool:
        """Whether the text is short and its meaning is shown beside it."""
        return self.kind in ("date", "duration", "number")


@dataclass(frozen=True, slots=True)
class Place:
    """When and where a form is filled in: what `fri 17:00` means depends on both."""

    clock: Callable[[], int]
    zone: str


def meant(field: Field, text: str, place: Place) -> Any:
    """The value that the text stands for, None when a date or number is empty; raises Invalid."""
    if not text.strip():
        return None if field.is_short else text
    if field.read is not None:
        return field.read(text)
    match field.kind:
        case "date":
            return typed_dates.parse_instant(text, place.clock(), place.zone, field=field.id)
        case "duration":
            return typed_dates.parse_duration(text, field=field.id)
        case "number":
            return whole_number(text, field=field.id)
        case _:
            return text


def written(field: Field, value: Any, place: Place) -> str:
    """The text that stands for the value, which `meant` reads back."""
    if value is None:
        return ""
    if field.echo is not None:
        return field.echo(value)
    match field.kind:
        case "date":
            return dates.full(value, place.zone)
        case "duration":
            return dates.duration(value)
        case _:
            return str(value)


def whole_number(text: str, *, field: str = "number") -> int:
    """The number, a percent sign after it being allowed; raises Invalid."""
    digits = text.strip().removesuffix("%").strip()
    unsigned = digits.removeprefix("-")
    if not (unsigned.isascii() and unsigned.isdigit() and len(unsigned) <= _MOST_DIGITS):
        raise Invalid(field, NOT_A_NUMBER, typed=one_line(text.strip(), 40))
    return int(digits)
