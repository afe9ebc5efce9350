"""Leads: people who may become customers."""

from __future__ import annotations

from helpdesk_tui.models import Lead
from helpdesk_tui.services.kinds import checks
from helpdesk_tui.services.kinds.contacts import PHONE_LIMIT
from helpdesk_tui.services.kinds.kind import Kind

KIND = Kind(
    "lead",
    Lead,
    "customers.edit",
    {"name": "", "company": None, "email": None, "phone": None},
    (
        checks.named,
        checks.line("company"),
        checks.email,
        checks.line("phone", limit=PHONE_LIMIT),
    ),
)
