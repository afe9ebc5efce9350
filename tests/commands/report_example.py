"""A desk of which reports have something to tell."""

from __future__ import annotations

from helpdesk_tui.services import conversation, lifecycle
from tests.conftest import NOW, Desk
from tests.queries.lived_desk import promise_much


def busy_desk(desk: Desk) -> Desk:
    """Three tickets of two teams: one solved at once, one late, one that nobody has looked at."""
    desk.call(promise_much)
    support, network = desk.id("team", "Support"), desk.id("team", "Network")
    acme = desk.id("customer", "Acme SA")
    bob, mona = desk.actor("bob"), desk.actor("mona")
    quick = desk.ticket("Quick one", team_id=support, customer_id=acme, priority=2).ticket
    late = desk.ticket("Late one", team_id=network, by="mona").ticket
    desk.ticket("Nobody's")
    desk.call(conversation.message, bob, quick, NOW + 1, "Done.")
    desk.call(lifecycle.start, bob, quick, NOW + 1)
    desk.call(lifecycle.resolve, bob, quick, NOW + 2)
    desk.call(lifecycle.start, mona, late, NOW + 3)
    return desk
