"""Every kind of configuration, in the order in which they are listed."""

from __future__ import annotations

from helpdesk_tui.screens.kinds import (
    agents,
    calendars,
    contacts,
    customers,
    leads,
    policies,
    sequences,
    settings,
    teams,
    types,
)
from helpdesk_tui.screens.kinds.kind import ConfigKind

KINDS: tuple[ConfigKind, ...] = (
    policies.KIND,
    types.KIND,
    calendars.KIND,
    teams.KIND,
    agents.KIND,
    customers.KIND,
    contacts.KIND,
    leads.KIND,
    sequences.KIND,
    settings.KIND,
)
