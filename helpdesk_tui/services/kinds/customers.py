"""Customers."""

from __future__ import annotations

from helpdesk_tui.models import Customer
from helpdesk_tui.services.kinds import checks
from helpdesk_tui.services.kinds.kind import Kind

KIND = Kind(
    "customer",
    Customer,
    "customers.edit",
    {"name": "", "calendar_id": None},
    (checks.unique_name(Customer), checks.refers("calendar_id")),
)
