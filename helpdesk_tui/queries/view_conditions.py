"""A saved view as conditions on tickets."""

from __future__ import annotations

from helpdesk_tui.errors import Invalid
from helpdesk_tui.models import Ticket
from helpdesk_tui.queries.query_conditions import conditions
from helpdesk_tui.queries.word_conditions import Sought
from helpdesk_tui.rows import Actor
from helpdesk_tui.saved_views import View


def and_of_view(asked: Sought, view: View, viewer: Actor, now: int) -> Sought:
    """What is asked, and what the view's search asks; nothing meets one that cannot be read."""
    try:
        found = conditions(view.query, viewer, now, among_open=not view.holds_closed)
    except Invalid:  # trouble_of says so
        return Sought(conditions=(Ticket.id.is_null(),), shape=("nothing",))
    terms = dict.fromkeys((*asked.terms, *found.terms))
    shapes = (asked.shape, found.shape)
    shape = None if None in shapes else shapes
    return Sought(tuple(terms), (*asked.conditions, *found.conditions), shape)
