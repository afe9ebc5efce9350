"""Alerts on the screens that show tickets: the strip, the way to the next one, acknowledging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.i18n import _, ngettext
from helpdesk_tui.queries import alerts as alert_queries
from helpdesk_tui.queries.settings import switches
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
    new = bool(known - desk.alerted)
    if new and desk.hears_bell and (await desk.store.run(switches)).bell:
        desk.bell()
    desk.alerted = known
    return found.changes_at


async def open_next(screen: ActingScreen) -> None:
    """Open the ticket that the strip names, or that of the alert after the ticket shown."""
    alerts = screen.query_one(AlertStrip).alerts
    if not alerts:
        screen.tell(_("There is no alert: nothing of yours is late or at risk."))
        return
    shown = screen.ticket_shown
    places = [place for place, each in enumerate(alerts) if each.ticket == shown]
    following = alerts[(places[-1] + 1) % len(alerts)] if places else alerts[0]
    await screen.show_ticket(following.ticket)


async def acknowledge_meant(screen: ActingScreen) -> None:
    """Acknowledge the alerts of the marked tickets, else of the one in hand, as every act does."""
    from helpdesk_tui.services.alerts import acknowledge

    desk = screen.desk
    alerts = screen.query_one(AlertStrip).alerts
    if not alerts:
        screen.tell(_("There is no alert: nothing of yours is late or at risk."))
        return
    ids = screen.target_ids()
    meant = [each for each in alerts if each.ticket in ids]
    if not meant:
        screen.tell(_without_alert(screen, ids), refused=True)
        return
    for alert in meant:
        await desk.store.run(acknowledge, desk.actor, alert)
    screen.done_with_marks()
    numbers = {each.ticket: each.number for each in meant}
    said = ngettext(
        "The alert on {number} is acknowledged.",
        "The alerts on {count} tickets are acknowledged.",
        len(numbers),
    )
    screen.tell(said.format(number=meant[0].number, count=len(numbers)))
    await show_alerts(screen)


def _without_alert(screen: ActingScreen, ids: list[int]) -> str:
    from helpdesk_tui.screens.frame import live_hints

    keys = [hint.key for hint in live_hints(screen, "ticket.next_alert")]
    key = keys[0] if keys else "—"
    ticket = screen.current()
    if not ids:
        return _("There is no ticket here: {key} goes to the next alert.").format(key=key)
    if ticket is None or ids != [ticket.id]:
        return _("No marked ticket has an alert: {key} goes to the next one.").format(key=key)
    said = _("{number} has no alert: {key} goes to the next one.")
    return said.format(number=ticket.number, key=key)
