from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from peewee import fn

from helpdesk_tui import schema
from helpdesk_tui.errors import WrongState
from helpdesk_tui.i18n import LANGUAGES
from helpdesk_tui.models import (
    TABLES,
    Agent,
    Event,
    Message,
    SavedView,
    StatusPeriod,
    Ticket,
    TimeEntry,
    database,
    tuples,
)
from helpdesk_tui.periods import Period, local_day
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.queries import tickets as read_tickets
from helpdesk_tui.queries import time_sheets
from helpdesk_tui.queues import QUEUES
from helpdesk_tui.services import demo, people
from helpdesk_tui.services.demo_open import OPEN
from helpdesk_tui.services.demo_past import PAST
from helpdesk_tui.services.demo_stories import OFFICE_ZONE, VIEWS, Said
from helpdesk_tui.services.demo_time import NOTES
from helpdesk_tui.store import connect
from helpdesk_tui.text import many_lines, one_line
from helpdesk_tui.vocabulary import NEVER, Role, Status
from tests.conftest import NOW

Filled = tuple[str, str]


@pytest.fixture(scope="module", params=LANGUAGES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A desk that has been filled, to be read only, and its language."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    opened = connect(url, durable=False)
    schema.migrate(opened, url)
    with opened.connection_context():
        assert demo.fill(NOW, request.param) == "alice"
    return url, request.param


@pytest.fixture
def language(filled: Filled) -> Iterator[str]:
    """The language of the filled desk, which is open."""
    url, language = filled
    with connect(url, durable=False).connection_context():
        yield language


def test_every_queue_has_something_for_the_agent_who_looks(language: str) -> None:
    alice = read_people.actor("alice", "screen")
    assert alice.role == Role.ADMINISTRATOR and alice.team in alice.teams
    counts = read_tickets.counts(alice, NOW)
    assert all(counts[queue.id].total >= 5 for queue in QUEUES)
    mine = Ticket.select().where(Ticket.assignee == alice.id, Ticket.closed_at.is_null())
    assert {ticket.status for ticket in mine} == set(Status) - {Status.CLOSED}


def test_deadlines_lie_on_both_sides_of_now(language: str) -> None:
    unresolved = Ticket.select(Ticket.next_due_at).where(Ticket.status < Status.RESOLVED)
    left = [due - NOW for (due,) in tuples(unresolved)]
    for low, high in ((-3600, 0), (0, 1800), (1800, 4 * 3600), (86_400, NEVER - NOW - 1)):
        assert any(low <= seconds < high for seconds in left)
    assert NEVER - NOW in left


def test_each_ticket_has_one_present_stay_and_a_past_without_gaps(language: str) -> None:
    for ticket in Ticket.select():
        stays = list(
            StatusPeriod.select()
            .where(StatusPeriod.ticket == ticket.id)
            .order_by(StatusPeriod.from_at, StatusPeriod.id)
        )
        assert [stay.to_at for stay in stays[:-1]] == [stay.from_at for stay in stays[1:]]
        assert (stays[0].from_at, stays[-1].to_at) == (ticket.created_at, None)
        assert stays[-1].status == ticket.status
        assert (ticket.status == Status.CLOSED) == (ticket.closed_at is not None)
        assert (ticket.status >= Status.RESOLVED) == (ticket.ended_at is not None)


def test_numbers_and_history_run_with_time_and_end_before_now(language: str) -> None:
    for table, instant in ((Ticket, Ticket.created_at), (Event, Event.at)):
        instants = [at for (at,) in tuples(table.select(instant).order_by(table.id))]
        assert instants == sorted(instants)
        assert instants[-1] <= NOW
    numbers = [number for (number,) in tuples(Ticket.select(Ticket.number).order_by(Ticket.id))]
    assert numbers == [f"TKT{n:04}" for n in range(1, len(numbers) + 1)]


def test_each_ticket_tells_its_history(language: str) -> None:
    acts = tuples(Event.select(Event.ticket, Event.changes).where(Event.ticket.is_null(False)))
    assert {ticket for ticket, _changes in acts} == {ticket.id for ticket in Ticket.select()}
    said = {json.loads(changes).get("message", [None, None])[1] for _ticket, changes in acts}
    assert said - {None} == {message.id for message in Message.select()}
    from_contacts = Message.select().where(Message.contact.is_null(False))
    assert from_contacts.count() >= 5
    assert all(
        message.ticket.shared_with_customer and message.ticket.contact_id == message.contact_id
        for message in from_contacts
    )
    assert Message.select().where(Message.internal).count() >= 5


def test_time_was_spent_as_people_do(language: str) -> None:
    entries = list(TimeEntry.select().order_by(TimeEntry.agent, TimeEntry.started_at))
    assert {entry.source for entry in entries} == {"stopwatch", "typed"}
    assert not any(entry.to_check for entry in entries)
    ends = {entry.id: entry.started_at + entry.seconds for entry in entries}
    assert {entry.id: entry.ended_at for entry in entries} == ends
    assert max(ends.values()) <= NOW
    for entry in entries:
        assert 600 <= entry.seconds <= 91 * 60
        assert entry.ticket.created_at <= entry.started_at
    for former, entry in pairwise(entries):
        assert former.agent_id != entry.agent_id or ends[former.id] <= entry.started_at
    place = LANGUAGES.index(language)
    assert {entry.note for entry in entries} == {"", *(note[place] for note in NOTES)}


def test_the_time_sheet_of_last_week_is_one_of_a_real_week(language: str) -> None:
    alice = read_people.actor("alice", "screen")
    week = Period.around(local_day(NOW, OFFICE_ZONE), "week").step(-1).bounds(OFFICE_ZONE)
    rows = time_sheets.sheet(alice, alice.id, week, "ticket", NOW)
    days = [sum(parts) for parts in zip(*(row.parts for row in rows), strict=True)]
    assert len(rows) >= 4
    assert sum(seconds > 3600 for seconds in days[:5]) >= 2
    assert max(days) < 7 * 3600
    assert sum(days[5:]) < sum(days[:5]) / 2  # urgent tickets are worked on around the clock


def test_the_database_is_sound(language: str) -> None:
    assert list(database.execute_sql("PRAGMA integrity_check")) == [("ok",)]
    assert list(database.execute_sql("PRAGMA foreign_key_check")) == []


def test_all_speak_the_language(language: str) -> None:
    assert {agent.language for agent in Agent.select()} == {language}
    place = LANGUAGES.index(language)
    subjects = {subject for (subject,) in tuples(Ticket.select(Ticket.subject))}
    assert subjects == {story.subject[place] for story in (*OPEN, *PAST)}
    searches = {view.query for view in SavedView.select()}
    assert searches == {search[place] for _name, _key, search in VIEWS}


def test_it_is_the_same_desk_whenever_it_is_filled(language: str, tmp_path: Path) -> None:
    def shape() -> list[object]:
        every = Ticket.select(Ticket.number, Ticket.contact, Ticket.created_by, Ticket.status)
        return [
            *tuples(every.order_by(Ticket.id)),
            *tuples(Event.select(fn.COUNT(), fn.SUM(Event.at))),
        ]

    first = shape()
    url = f"sqlite:///{tmp_path / 'again.sqlite'}"
    again = connect(url, durable=False)
    schema.migrate(again, url)
    with again.connection_context():
        demo.fill(NOW, language)
        assert shape() == first


def test_a_desk_in_use_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'used.sqlite'}"
    opened = connect(url, durable=False)
    schema.migrate(opened, url)
    with opened.connection_context():
        people.found_desk("zoe", "Zoe", NOW)
        before = [table.select().count() for table in TABLES]
        with pytest.raises(WrongState):
            demo.fill(NOW, "en")
        assert [table.select().count() for table in TABLES] == before


def test_the_texts_are_there_in_both_languages_and_plain() -> None:
    for story in (*OPEN, *PAST):
        said = [act.text for act in story.acts if isinstance(act, Said)]
        assert all(one_line(subject, 80) == subject for subject in story.subject)
        for english, french in (story.description, *said):
            assert english != french
            assert many_lines(english) == english and many_lines(french) == french
