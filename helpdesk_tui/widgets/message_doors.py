"""Who wrote a message for whom, as its head in a ticket says it."""

from __future__ import annotations

from helpdesk_tui.i18n import N_
from helpdesk_tui.records import record
from helpdesk_tui.rows import MessageRow


@record
class Door:
    """A glyph, its words as a message id, and the name of its ink."""

    glyph: str
    words: str
    ink: str


NOTE = Door("◇", N_("internal note"), "internal")
FROM_CUSTOMER = Door("◀", N_("from the customer"), "label")
TO_CUSTOMER = Door("▶", N_("to the customer"), "label")
DOORS = (NOTE, FROM_CUSTOMER, TO_CUSTOMER)


def door_of(message: MessageRow) -> Door:
    """The door through which a message has passed."""
    if message.internal:
        return NOTE
    return FROM_CUSTOMER if message.from_contact else TO_CUSTOMER
