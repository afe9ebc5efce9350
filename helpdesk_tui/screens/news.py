"""What others have done to a ticket since it was read, as one sentence."""

from __future__ import annotations

from helpdesk_tui.i18n import _
from helpdesk_tui.rows import Actor, EventRow, TicketDetail
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import FIELDS
from helpdesk_tui.widgets.change_lines import act_said

MOST = 3
"""The latest acts that are told; all of them stand in the ticket's history."""


def told(before: TicketDetail, after: TicketDetail, reader: Actor) -> str:
    """Empty when nobody but the reader has done anything to this ticket."""
    last = before.events[-1].id if before.events else 0
    fresh = [event for event in after.events if event.id > last and event.actor != reader.name]
    if before.id != after.id:
        return ""
    return " ".join(dict.fromkeys(_said(event) for event in fresh[-MOST:]))


def _said(event: EventRow) -> str:
    did = act_said(event)
    names = [_(FIELDS[field]) for field in event.changes if field in FIELDS]
    named = event.act == "edit" and names
    text = _("{who} {did} ({fields}).") if named else _("{who} {did}.")
    return text.format(who=one_line(event.actor), did=did, fields=", ".join(names))
