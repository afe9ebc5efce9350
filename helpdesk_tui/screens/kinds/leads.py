"""Leads."""

from __future__ import annotations

from helpdesk_tui.i18n import N_
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import ConfigKind, Session, name_field, text_column


def _fields(session: Session) -> list[Field]:
    return [
        name_field(),
        Field("company", N_("Company")),
        Field("email", N_("E-mail")),
        Field("phone", N_("Phone")),
    ]


KIND = ConfigKind(
    "lead",
    N_("Leads"),
    N_("New lead"),
    N_("Who is no customer yet."),
    N_("A ticket can be a lead's instead of a customer's."),
    (
        text_column("name", N_("Name"), 0),
        text_column("company", N_("Company"), 20),
        text_column("email", N_("E-mail"), 28, drop=1),
        text_column("phone", N_("Phone"), 18, drop=2),
    ),
    _fields,
    not_copied=frozenset({"email"}),
)
