"""A shared ticket as lines of text: where it stands, what was said, the latest first."""

from __future__ import annotations

from collections.abc import Iterator

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.text import cells, one_line, wrap
from helpdesk_tui.visitors import SharedMessage, SharedTicket
from helpdesk_tui.vocabulary import Status
from helpdesk_tui.widgets.pager import Line
from helpdesk_tui.widgets.portal_list import ASKS_VISITOR, standing
from helpdesk_tui.widgets.ticket_lines import text_lines

_ASKED = {
    Status.WAITING: N_("We need your answer to go on: press m and write it."),
    Status.RESOLVED: N_("We think that this is solved. Is it? Press y for yes, o if it is not."),
    Status.CLOSED: N_("This is closed. Should it come back, press c for a new ticket about it."),
}
"""What the visitor can do about a ticket where it stands."""


def shared_lines(ticket: SharedTicket, zone: str, now: int, width: int) -> Iterator[Line]:
    """The ticket in lines of at most `width` cells."""
    for line in wrap(one_line(ticket.subject), max(8, width - 2)):
        yield ((f" {line}", "title"),)
    ink = "accent" if ticket.status in ASKS_VISITOR else ""
    yield ((f" {standing(ticket.status)}", ink),)
    if asked := _ASKED.get(ticket.status):
        for line in wrap(_(asked), max(8, width - 2)):
            yield ((f" {line}", ink or "muted"),)
    yield ()
    conversation = _("Conversation")
    title = f" {conversation} ({len(ticket.messages)}) "
    yield ((title, "section"), ("─" * max(0, width - cells(title) - 1), "muted"))
    for message in reversed(ticket.messages):
        yield from _message(message, zone, now, width)
        yield ()
    opened = dates.instant(ticket.created_at, zone, now)
    who = f"{one_line(ticket.contact)} " if ticket.contact else ""
    did = _("opened this ticket")
    yield ((f" {opened} ", "muted"), (who, "title"), (f"○ {did}", "label"))
    yield from text_lines(ticket.description or "—", width - 2, "", "  ")


def _message(message: SharedMessage, zone: str, now: int, width: int) -> Iterator[Line]:
    when = dates.instant(message.at, zone, now)
    glyph, door = ("▶", _("to the support team")) if message.from_customer else ("◀", _("to you"))
    author = one_line(message.author)
    yield ((f" {when} ", "muted"), (author, "title"), (f" {glyph} {door}", "label"))
    yield from text_lines(message.body, width - 2, "", "  ")
