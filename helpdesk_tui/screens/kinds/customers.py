"""Customers."""

from __future__ import annotations

from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import people
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import (
    ConfigKind,
    Session,
    choice,
    name_field,
    number_column,
    text_column,
)


def _fields(session: Session) -> list[Field]:
    return [name_field(), choice("calendar_id", N_("Calendar"), session.named(people.calendars))]


KIND = ConfigKind(
    "customer",
    N_("Customers"),
    N_("New customer"),
    N_("For whom the desk works."),
    "",
    (
        text_column("name", N_("Name"), 0),
        number_column("contacts", N_("Contacts"), 10),
        text_column("calendar", N_("Calendar"), 24, drop=1),
    ),
    _fields,
    {"calendar_id": N_("For the customer's tickets whose policy has none.")},
)
