"""SLA policies: which tickets, which status to reach, within what time."""

from __future__ import annotations

from collections.abc import Iterator

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import SlaPolicy
from helpdesk_tui.services.kinds import checks
from helpdesk_tui.services.kinds.kind import Draft, Kind
from helpdesk_tui.services.kinds.types import NO_SUCH_PRIORITY
from helpdesk_tui.vocabulary import Priority, Status

TARGETS = (Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED)
"""The statuses that a policy can ask for."""

MOST_DAYS = 3650
MOST_SECONDS = 10_000 * 3600


def _target(draft: Draft) -> Iterator[Invalid]:
    """Days or time that were emptied count as none; one of the two is needed."""
    for field in ("days", "seconds"):
        draft.values[field] = draft.values[field] or 0
    if not draft.values["days"] and not draft.values["seconds"]:
        message = N_("Within what time? Give a number of days, a time such as 4h, or both.")
        yield Invalid("days", message)


KIND = Kind(
    "policy",
    SlaPolicy,
    "configuration.edit",
    {
        "name": "",
        "description": "",
        "team_id": None,
        "type_id": None,
        "min_priority": None,
        "target_status": Status.RESOLVED,
        "days": 0,
        "seconds": 0,
        "working_days_only": True,
        "warn_percent": 75,
        "calendar_id": None,
    },
    (
        checks.unique_name(SlaPolicy),
        checks.text("description"),
        checks.refers("team_id"),
        checks.refers("type_id"),
        checks.one_of("min_priority", (None, *Priority), NO_SUCH_PRIORITY),
        checks.one_of(
            "target_status", TARGETS, N_("Choose a status to reach: in progress, resolved, closed.")
        ),
        _target,
        checks.number("days", 0, MOST_DAYS, N_("Days go from {least} to {most}.")),
        checks.number("seconds", 0, MOST_SECONDS, N_("The time goes from 0 to 10 000 hours.")),
        checks.number(
            "warn_percent", 1, 100, N_("The warning comes at {least} to {most} % of the time.")
        ),
        checks.refers("calendar_id"),
    ),
)
