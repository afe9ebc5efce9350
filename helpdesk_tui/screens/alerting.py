"""Alerts on the screens that show tickets: the strip, the way to the next one, acknowledging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.i18n import _
from helpdesk_tui.queries import alerts as alert_queries
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Alert
from helpdesk_tui.services.alerts import acknowledge
from helpdesk_tui.widgets.alert_strip import AlertStrip

if TYPE_CHECKING:
    from helpdesk_tui.screens.acting import ActingScreen


async def show_alerts(screen: ActingScreen) -> int | None:
    """Read the alerts into the strip, ring for a new one; the next instant that changes them."""
    desk = screen.desk
    found = await desk.store.run(alert_queries.alerts, desk.actor, desk.clock())
    screen.query_one(AlertStrip).alerts = found.shown
    if desk.manages_sla != found.managed:
        desk.manages_sla = found.managed
        screen.refresh_bindings()
    known = {(alert.commitment, alert.level) for alert in found.shown}
    if known - desk.alerted and (await desk.store.run(switches)).bell:
        desk.bell()
    desk.alerted = known
    return found.changes_at


async def open_next(screen: ActingScreen) -> None:
    """Open the ticket that the strip names, or that of the alert after the ticket shown."""
    alerts = screen.query_one(AlertStrip).alerts
    if not alerts:
        screen.tell(_("There is no alert."))
        return
    shown = screen.ticket_shown
    places = [place for place, each in enumerate(alerts) if each.ticket == shown]
    following = alerts[(places[-1] + 1) % len(alerts)] if places else alerts[0]
    await screen.show_ticket(following.ticket)


async def acknowledge_one(screen: ActingScreen) -> None:
    """Acknowledge the alerts of the ticket in hand, else the first one of the strip."""
    desk = screen.desk
    alerts = screen.query_one(AlertStrip).alerts
    if not alerts:
        screen.tell(_("There is no alert."))
        return
    ticket = screen.current()
    meant: list[Alert] = [each for each in alerts if ticket and each.ticket == ticket.id]
    for alert in meant or alerts[:1]:
        await desk.store.run(acknowledge, desk.actor, alert)
        screen.tell(_("The alert on {number} is acknowledged.").format(number=alert.number))
    await show_alerts(screen)
