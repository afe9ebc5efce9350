"""Rules that several kinds share: names, lines, addresses, numbers, references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Calendar, Customer, Team, TicketType
from helpdesk_tui.opening_hours import CalendarError, zone_named
from helpdesk_tui.services.kinds.kind import Check, Draft
from helpdesk_tui.text import fold, intake_line, intake_text, one_line
from helpdesk_tui.vocabulary import SUBJECT_LIMIT, TEXT_LIMIT

_TOO_LONG = N_("The text has {length} characters: {limit} is the most.")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

_REFERENCES: dict[str, tuple[Any, str]] = {
    "calendar_id": (Calendar, N_("There is no such calendar: choose another.")),
    "customer_id": (Customer, N_("There is no such customer: choose another.")),
    "team_id": (Team, N_("There is no such team: choose another.")),
    "type_id": (TicketType, N_("There is no such type: choose another.")),
}


def line(field: str, *, limit: int = SUBJECT_LIMIT) -> Check:
    """One line of text; an empty one is stored as null."""

    def check(draft: Draft) -> Iterator[Invalid]:
        draft.values[field] = intake_line(draft.values[field] or "") or None
        length = len(draft.values[field] or "")
        if length > limit:
            yield Invalid(field, _TOO_LONG, length=length, limit=limit)

    return check


def named(draft: Draft) -> Iterator[Invalid]:
    """A name is one line and never empty."""
    yield from line("name")(draft)
    if draft.values["name"] is None:
        draft.values["name"] = ""
        yield Invalid("name", N_("A name is needed."))


def unique_name(table: Any) -> Check:
    """A name that no other row of the table bears, whatever its case and accents."""

    def check(draft: Draft) -> Iterator[Invalid]:
        errors = list(named(draft))
        yield from errors
        if errors:
            return
        name = draft.values["name"]
        twin = table.get_or_none(table.name_folded == fold(name), table.id != draft.id)
        if twin is not None and twin.archived:
            message = N_("There is an archived one named “{name}”: restore it instead.")
            yield Invalid("name", message, name=one_line(name, 60))
        elif twin is not None:
            message = N_("There is one named “{name}” already.")
            yield Invalid("name", message, name=one_line(name, 60))

    return check


def text(field: str) -> Check:
    """Text of many lines, possibly empty."""

    def check(draft: Draft) -> Iterator[Invalid]:
        draft.values[field] = intake_text(draft.values[field] or "")
        length = len(draft.values[field])
        if length > TEXT_LIMIT:
            yield Invalid(field, _TOO_LONG, length=length, limit=TEXT_LIMIT)

    return check


def email(draft: Draft) -> Iterator[Invalid]:
    """An address is one word around an @, or nothing."""
    yield from line("email")(draft)
    address = draft.values["email"]
    if address is not None and not _EMAIL.fullmatch(address):
        message = N_("“{email}” is not an e-mail address: write one like name@example.com.")
        yield Invalid("email", message, email=one_line(address, 60))


def number(field: str, least: int, most: int, message: str) -> Check:
    """A whole number between the two, both included."""

    def check(draft: Draft) -> Iterator[Invalid]:
        value = draft.values[field]
        if not isinstance(value, int) or not least <= value <= most:
            yield Invalid(field, message, least=least, most=most)

    return check


def one_of(field: str, allowed: tuple[Any, ...], message: str) -> Check:
    """One of a few values."""

    def check(draft: Draft) -> Iterator[Invalid]:
        if draft.values[field] not in allowed:
            yield Invalid(field, message)

    return check


def refers(field: str) -> Check:
    """A row that is not archived, or the one that was chosen before."""
    table, message = _REFERENCES[field]

    def check(draft: Draft) -> Iterator[Invalid]:
        chosen = draft.values[field]
        if chosen is not None and draft.differs(field):
            found = table.get_or_none(table.id == chosen)
            if found is None or found.archived:
                yield Invalid(field, message)

    return check


def zone(draft: Draft) -> Iterator[Invalid]:
    """The IANA name of a time zone, or nothing."""
    if draft.values["zone"] is None:
        return
    try:
        zone_named(draft.values["zone"])
    except CalendarError as error:
        yield Invalid("zone", error.message, **error.fields)
