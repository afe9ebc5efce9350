"""Contacts."""

from __future__ import annotations

from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import people
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import (
    ConfigKind,
    Session,
    choice,
    name_field,
    text_column,
)


def _fields(session: Session) -> list[Field]:
    return [
        choice("customer_id", N_("Customer"), session.named(people.customers), required=True),
        name_field(),
        Field("email", N_("E-mail")),
        Field("phone", N_("Phone")),
    ]


KIND = ConfigKind(
    "contact",
    N_("Contacts"),
    N_("New contact"),
    N_("The people of customers."),
    "",
    (
        text_column("name", N_("Name"), 0),
        text_column("customer", N_("Customer"), 22),
        text_column("email", N_("E-mail"), 28, drop=1),
        text_column("phone", N_("Phone"), 18, drop=2),
    ),
    _fields,
    {"email": N_("No two contacts share an address.")},
    not_copied=frozenset({"email"}),
)
