"""Fields of a ticket as they are typed, read into what the services take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from helpdesk_tui.commands.session import Session
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import people
from helpdesk_tui.typed_dates import parse_instant
from helpdesk_tui.vocabulary import Priority

_PRIORITIES = {priority.word: int(priority) for priority in Priority}
_REFERENCES = {
    "type": ("type_id", "type"),
    "team": ("team_id", "team"),
    "assignee": ("assignee_id", "agent"),
    "responsible": ("responsible_id", "agent"),
    "customer": ("customer_id", "customer"),
    "contact": ("contact_id", "contact"),
    "lead": ("lead_id", "lead"),
}
"""The column behind each name that refers to something, and the kind of thing."""

_PERCENT = re.compile("[0-9]{1,3}")


def field_values(session: Session, typed: Mapping[str, str]) -> dict[str, object]:
    """The fields by column, an empty text being null; raises Invalid or NotFound."""
    if typed.get("customer") == "" and "contact" not in typed:
        typed = {**typed, "contact": ""}  # no customer, no contact of it
    return dict(_value(session, name, text) for name, text in typed.items())


def named(session: Session, kind: str, name: str | None) -> int | None:
    """The id of what bears the name; None when no name is given."""
    return by_name(session, kind, name) if name else None


def by_name(session: Session, kind: str, name: str) -> int:
    """The id of what bears the name; raises NotFound."""
    return session.store.call(people.by_name, kind, name)


def _value(session: Session, name: str, text: str) -> tuple[str, object]:
    if name in _REFERENCES:
        column, kind = _REFERENCES[name]
        return column, named(session, kind, text)
    if name not in _READERS:
        known = ", ".join((*_READERS, *_REFERENCES))
        message = N_("There is no field “{name}” to set: there are {known}.")
        raise Invalid("field", message, name=name, known=known)
    return name, _READERS[name](session, text)


def _text(session: Session, text: str) -> object:
    return text


def _priority(session: Session, text: str) -> object:
    try:
        return _PRIORITIES[text.casefold()]
    except KeyError:
        message = N_("Choose a priority: urgent, high, normal or low.")
        raise Invalid("priority", message) from None


def _progress(session: Session, text: str) -> object:
    if not _PERCENT.fullmatch(text):
        raise Invalid("progress", N_("Progress goes from 0 to 100."))
    return int(text)


def _instant(session: Session, text: str) -> object:
    return parse_instant(text, session.now, session.zone) if text else None


_READERS: dict[str, Callable[[Session, str], object]] = {
    "subject": _text,
    "description": _text,
    "priority": _priority,
    "progress": _progress,
    "started_at": _instant,
    "due_at": _instant,
}
