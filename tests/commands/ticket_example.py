"""Tickets for the tests of commands: one that has everything, and any as the desk holds it."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.queries import ticket as read_ticket
from helpdesk_tui.rows import TicketDetail
from tests.conftest import NOW, Desk

TICKET_KEYS = [
    *("number", "subject", "description", "status", "priority", "type", "team"),
    *("assignee", "responsible", "customer", "contact", "lead", "progress"),
    *("started_at", "ended_at", "due_at", "shared_with_customer", "version", "created_at", "sla"),
]


def full_ticket(desk: Desk) -> dict[str, Any]:
    """Creates a ticket that has everything, and returns it as JSON should show it."""
    desk.ticket(
        "Écran noir",
        description="Depuis\nhier",
        type_id=desk.id("type", "Outage"),
        team_id=desk.id("team", "Support"),
        assignee_id=desk.id("agent", "bob"),
        responsible_id=desk.id("agent", "mona"),
        contact_id=desk.id("contact", "dana@acme.example"),
        due_at=NOW + 3600,
    )
    return {
        "number": "TKT0001",
        "subject": "Écran noir",
        "description": "Depuis\nhier",
        "status": "new",
        "priority": "urgent",
        "type": "Outage",
        "team": "Support",
        "assignee": "bob",
        "responsible": "mona",
        "customer": "Acme SA",
        "contact": "dana@acme.example",
        "lead": None,
        "progress": 0,
        "started_at": "2026-04-27T09:00:00Z",
        "ended_at": None,
        "due_at": "2026-04-27T10:00:00Z",
        "shared_with_customer": False,
        "version": 1,
        "created_at": "2026-04-27T09:00:00Z",
        "sla": [],
    }


def ticket(desk: Desk, number: str = "1") -> TicketDetail:
    """The ticket as the desk holds it."""
    return desk.call(lambda: read_ticket.detail(read_ticket.find(number)))
