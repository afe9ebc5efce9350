"""What an act did beside, in sentences; time that is to be checked comes with the way to do so."""

from __future__ import annotations

from collections.abc import Iterator

from helpdesk_tui.commands.session import Session
from helpdesk_tui.dates import duration
from helpdesk_tui.i18n import _, sentence
from helpdesk_tui.permissions import allows
from helpdesk_tui.queries import time
from helpdesk_tui.rows import Done, TimeRow
from helpdesk_tui.services import timekeeping
from helpdesk_tui.vocabulary import Status


def notes(session: Session, done: Done) -> list[str]:
    """The notes of an act, and what closing leaves to be checked for good."""
    return [*_noted(session, done), *_left(session, done)]


def _noted(session: Session, done: Done) -> Iterator[str]:
    for message, fields in done.notes:
        yield sentence(message, fields, session.written)
        if message == timekeeping.TO_CHECK:
            yield _remedy(session, session.store.call(time.entry, _entry(fields["entry"])))


def _left(session: Session, done: Done) -> Iterator[str]:
    """Nobody is asked before a command closes a ticket, so it says what it has shut in."""
    if done.act != "close":
        return
    told = {fields.get("entry") for _message, fields in done.notes}
    for row in session.store.call(time.doubtful, [done.ticket], session.now):
        if row.id not in told:
            left = _("The time of {who} on {number} is marked to be checked: {time}.")
            yield left.format(
                who=row.agent.name, number=row.ticket.number, time=duration(row.seconds)
            )
            yield _remedy(session, row)


def _remedy(session: Session, row: TimeRow) -> str:
    """Who can correct the entry, and how."""
    manages = allows(session.actor, "time.closed")
    if row.ticket.status == Status.CLOSED and not manages:
        text = _("A manager corrects it by “helpdesk-tui timer edit {entry} 1h30”.")
    elif row.agent.id != session.actor.id and not manages:
        text = _("{who} corrects it by “helpdesk-tui timer edit {entry} 1h30”.")
    else:
        text = _("Correct it by “helpdesk-tui timer edit {entry} 1h30”.")
    return text.format(entry=row.id, who=row.agent.name)


def _entry(value: object) -> int:
    assert isinstance(value, int)
    return value
