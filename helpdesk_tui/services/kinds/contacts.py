"""Contacts: the people of a customer, known by their address."""

from __future__ import annotations

from collections.abc import Iterator

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Contact
from helpdesk_tui.services.kinds import checks
from helpdesk_tui.services.kinds.kind import Draft, Kind
from helpdesk_tui.text import one_line

PHONE_LIMIT = 64


def _customer(draft: Draft) -> Iterator[Invalid]:
    if draft.values["customer_id"] is None:
        yield Invalid("customer_id", N_("A contact belongs to a customer: choose one."))
    else:
        yield from checks.refers("customer_id")(draft)


def _address(draft: Draft) -> Iterator[Invalid]:
    """No two contacts that are not archived share an address."""
    errors = list(checks.email(draft))
    yield from errors
    address = draft.values["email"]
    if errors or address is None:
        return
    others = Contact.select().where(
        Contact.email == address, ~Contact.archived, Contact.id != draft.id
    )
    if others.exists():
        message = N_("Another contact has the address {email} already.")
        yield Invalid("email", message, email=one_line(address, 60))


KIND = Kind(
    "contact",
    Contact,
    "customers.edit",
    {"customer_id": None, "name": "", "email": None, "phone": None},
    (_customer, checks.named, _address, checks.line("phone", limit=PHONE_LIMIT)),
)
