from __future__ import annotations

from collections.abc import Callable

import pytest

from helpdesk_tui.errors import Invalid, NotFound, WrongState
from helpdesk_tui.models import Message
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services.conversation import message, note
from helpdesk_tui.vocabulary import TEXT_LIMIT, Status
from tests.conftest import NOW, Desk
from tests.desks import changes_of, events_of, everything, fields_of, stays_of, ticket_in

LATER = NOW + 600

Say = Callable[[Actor, int, int, str], Done]
either = pytest.mark.parametrize("say", [message, note], ids=["message", "note"])


@either
def test_what_is_said_is_kept_and_told(desk: Desk, say: Say) -> None:
    bob, ticket = desk.actor("bob"), ticket_in(desk, Status.IN_PROGRESS)
    version = fields_of(ticket)["version"]
    done = say(bob, ticket, LATER, " Have you tried\r\nwater?\x00 ")
    (said,) = Message.select()
    assert (said.ticket_id, said.agent_id, said.contact_id) == (ticket, bob.id, None)
    assert (said.body, said.at) == ("Have you tried\nwater?\ufffd", LATER)
    assert said.internal is (say is note)
    event = events_of(ticket)[-1]
    assert (event.id, event.act, event.at) == (done.event, say.__name__, LATER)
    assert changes_of(event) == {"message": [None, said.id]}
    found = fields_of(ticket)
    assert (found["version"], found["updated_at"]) == (version + 1, LATER)
    assert (done.ticket, done.number) == (ticket, "TKT0001")


@either
@pytest.mark.parametrize("status", [Status.WAITING, Status.RESOLVED])
def test_an_agents_words_do_not_move_the_ticket(desk: Desk, say: Say, status: Status) -> None:
    ticket = ticket_in(desk, status)
    stays = stays_of(ticket)
    say(desk.actor("bob"), ticket, LATER, "Any news?")
    assert fields_of(ticket)["status"] == status
    assert stays_of(ticket) == stays


@either
@pytest.mark.parametrize("body", ["", "  \r\n\t ", "\u2003\n"])
def test_saying_nothing_is_refused(desk: Desk, say: Say, body: str) -> None:
    refused(desk, say, body, Invalid)


@either
def test_a_text_is_bounded(desk: Desk, say: Say) -> None:
    refused(desk, say, "é" * (TEXT_LIMIT + 1), Invalid)
    say(desk.actor("bob"), 1, LATER, "é" * TEXT_LIMIT + "\n")
    assert len(Message.get().body) == TEXT_LIMIT


@either
def test_nothing_is_said_on_a_closed_ticket_or_on_none(desk: Desk, say: Say) -> None:
    refused(desk, say, "Hello", WrongState, status=Status.CLOSED)
    with pytest.raises(NotFound):
        say(desk.actor("bob"), 999, LATER, "Hello")


def refused(
    desk: Desk, say: Say, body: str, error: type[Exception], status: Status = Status.NEW
) -> None:
    ticket = ticket_in(desk, status)
    before = everything()
    with pytest.raises(error):
        say(desk.actor("bob"), ticket, LATER, body)
    assert everything() == before
