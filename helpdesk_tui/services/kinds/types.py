"""Ticket types."""

from __future__ import annotations

from helpdesk_tui.i18n import N_
from helpdesk_tui.models import TicketType
from helpdesk_tui.services.kinds import checks
from helpdesk_tui.services.kinds.kind import Kind
from helpdesk_tui.vocabulary import Priority

NO_SUCH_PRIORITY = N_("Choose a priority: urgent, high, normal or low.")

KIND = Kind(
    "type",
    TicketType,
    "configuration.edit",
    {"name": "", "default_priority": None},
    (
        checks.unique_name(TicketType),
        checks.one_of("default_priority", (None, *Priority), NO_SUCH_PRIORITY),
    ),
)
