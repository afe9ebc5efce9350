"""Acknowledging alerts, remembered for each agent until the promise gets worse."""

from __future__ import annotations

from helpdesk_tui.models import AlertSeen
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Actor, Alert
from helpdesk_tui.services.change import transaction


@transaction
def acknowledge(actor: Actor, alert: Alert) -> None:
    """Show the alert to this agent no more; a breach after a warning is another alert."""
    permit(actor, "ticket.read")
    AlertSeen.insert(agent=actor.id, commitment=alert.commitment, level=alert.level).on_conflict(
        conflict_target=[AlertSeen.agent, AlertSeen.commitment],
        update={AlertSeen.level: alert.level},
    ).execute()
