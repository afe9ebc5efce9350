"""What the fields of a ticket may hold; everything that is wrong is said at once, by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Contact, Customer, Lead, Team, Ticket, TicketType
from helpdesk_tui.statements import row
from helpdesk_tui.text import fold, intake_line, intake_text
from helpdesk_tui.vocabulary import NEVER, SUBJECT_LIMIT, TEXT_LIMIT, Role

_REFERENCES: dict[str, tuple[Any, str]] = {
    "customer_id": (Customer, N_("There is no such customer: choose another.")),
    "contact_id": (Contact, N_("There is no such contact: choose another.")),
    "lead_id": (Lead, N_("There is no such lead: choose another.")),
    "type_id": (TicketType, N_("There is no such type: choose another.")),
    "team_id": (Team, N_("There is no such team: choose another.")),
    "assignee_id": (Agent, N_("There is no such agent: choose another.")),
    "responsible_id": (Agent, N_("There is no such agent: choose another.")),
}

EARLIEST = 0
LATEST = 253_402_300_799
"""The last second of the year 9999: what people's dates can be written as."""


def validated(ticket: Ticket | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored; raises Invalid for the first wrong one, the rest in `also`."""
    values = dict(fields)
    errors: list[Invalid] = []
    checks = (_subject, _description, _numbers, _instants, _references, _parties)
    for check in checks:
        errors += check(ticket, values)
    if errors:
        first = errors[0]
        first.also = tuple(errors[1:])
        raise first
    return values


def _subject(ticket: Ticket | None, values: dict[str, Any]) -> list[Invalid]:
    if "subject" not in values and ticket is not None:
        return []
    subject = intake_line(values.get("subject") or "")
    if not subject:
        return [Invalid("subject", N_("A ticket needs a subject: say in a few words what it is."))]
    if len(subject) > SUBJECT_LIMIT:
        return [_too_long("subject", len(subject), SUBJECT_LIMIT)]
    values["subject"] = subject
    values["subject_folded"] = fold(subject)[: 2 * SUBJECT_LIMIT]
    return []


def _description(ticket: Ticket | None, values: dict[str, Any]) -> list[Invalid]:
    if "description" not in values:
        return []
    values["description"] = intake_text(values["description"] or "")
    if len(values["description"]) > TEXT_LIMIT:
        return [_too_long("description", len(values["description"]), TEXT_LIMIT)]
    return []


def _too_long(field: str, length: int, limit: int) -> Invalid:
    return Invalid(
        field,
        N_("The text has {length} characters: {limit} is the most."),
        length=length,
        limit=limit,
    )


def _numbers(ticket: Ticket | None, values: dict[str, Any]) -> list[Invalid]:
    errors = []
    if values.get("progress", 0) not in range(101):
        errors.append(Invalid("progress", N_("Progress goes from 0 to 100.")))
    if values.get("priority", 1) not in range(1, 5):
        errors.append(Invalid("priority", N_("Choose a priority: urgent, high, normal or low.")))
    return errors


def _instants(ticket: Ticket | None, values: dict[str, Any]) -> list[Invalid]:
    errors = []
    if "started_at" in values and values["started_at"] is None:
        errors.append(Invalid("started_at", N_("A ticket needs a start: “now” will do.")))
    for field in ("started_at", "due_at"):
        instant = values.get(field)
        if instant is not None and not EARLIEST <= instant <= min(LATEST, NEVER):
            errors.append(Invalid(field, N_("This date is too far away.")))
    return errors


def _references(ticket: Ticket | None, values: dict[str, Any]) -> list[Invalid]:
    errors = []
    for field, (model, message) in _REFERENCES.items():
        chosen = values.get(field)
        if chosen is None or (ticket is not None and getattr(ticket, field) == chosen):
            continue  # what a ticket has already may have been archived since
        found: Any = row(model, chosen)
        if found is None or found.archived:
            errors.append(Invalid(field, message))
        elif model is Agent and field == "assignee_id" and found.role < Role.AGENT:
            message = N_("{agent} may only read: choose another agent.")
            errors.append(Invalid(field, message, agent=found.name))
    return errors


def _parties(ticket: Ticket | None, values: dict[str, Any]) -> list[Invalid]:
    """A ticket belongs to a customer, with one of its contacts, or to a lead; never to both."""
    touched = {"customer_id", "contact_id", "lead_id"} & set(values)
    if not touched:
        return []
    customer, contact, lead = (
        values.get(field, getattr(ticket, field) if ticket is not None else None)
        for field in ("customer_id", "contact_id", "lead_id")
    )
    if customer is not None and lead is not None:
        return [Invalid("lead_id", N_("A ticket belongs to a customer or to a lead, not to both."))]
    if contact is None:
        return []
    found = row(Contact, contact)
    if found is None:
        return []  # said already
    if lead is not None:
        message = N_("A contact belongs to a customer: a ticket of a lead has none.")
        return [Invalid("contact_id", message)]
    if customer is None and "contact_id" not in values:
        values["contact_id"] = None  # who takes the customer away does not keep its contact
    elif customer is None:
        values["customer_id"] = found.customer_id
    elif found.customer_id != customer:
        message = N_(
            "{contact} is not a contact of this customer: choose"
            " another contact or another customer."
        )
        return [Invalid("contact_id", message, contact=found.name)]
    return []


def parties_agree(customer: int | None, contact: int | None, lead: int | None) -> bool:
    """Whether a ticket can have these three, as far as they depend on each other."""
    if lead is not None:
        return customer is None and contact is None
    if contact is None:
        return True
    found = row(Contact, contact)
    return found is not None and found.customer_id == customer
