"""Desks on which people have been at work, at random, over days on which clocks change."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from helpdesk_tui import schema
from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.models import Calendar, Customer, Setting, SlaPolicy, Team, Ticket
from helpdesk_tui.opening_documents import documents
from helpdesk_tui.queries import people
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import conversation, lifecycle, tickets, undo
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import Status
from tests.conftest import Desk, _settle

BEGAN = int(datetime(2026, 2, 26, tzinfo=UTC).timestamp())
"""A few days before a month ends; clocks change on 8 March in New York, on 29 March in Europe and
on 5 April on Lord Howe Island, there by half an hour.
"""

ZONES = (
    *("UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Pacific/Kiritimati"),
)

LONGEST = 5 * 60
"""Minutes between two acts at most; all of them happen on whole minutes."""


@dataclass(frozen=True)
class Lived:
    """A desk that has lived, and the time on it."""

    desk: Desk
    now: int


@cache
def lived(folder: Path, seed: int, acts: int = 480) -> Lived:
    """A desk of some weeks, always the same for a seed; nobody may change it."""
    made = Desk(folder / f"lived{seed}.sqlite")
    database = connect(made.url, durable=False)
    schema.migrate(database, made.url)
    with database.connection_context(), database.atomic():
        _settle()
        promise_much()
        now = live(random.Random(seed), acts)
    return Lived(made, now)


@contextmanager
def opened(folder: Path, seed: int) -> Iterator[Lived]:
    """The desk of a seed, whose rows can be read directly."""
    found = lived(folder, seed)
    with connect(found.desk.url, durable=False).connection_context():
        yield found


def promise_much() -> None:
    """Calendars of the desk and of a team, and policies for all, for some, and in real days."""
    office = _calendar("Office", "Europe/Paris", [("09:00", "12:00"), ("13:00", "18:00")])
    early = _calendar("Early", "America/New_York", [("06:00", "14:30")])
    Setting.insert(key="default_calendar", value=str(office)).execute()
    Team.update(calendar=early).where(Team.name == "Network").execute()
    Customer.update(calendar=early).where(Customer.name == "Globex").execute()
    outage = people.by_name("type", "Outage")
    for name, target, terms in (
        ("Begin soon", Status.IN_PROGRESS, {"seconds": 6 * 3600}),
        ("Solve", Status.RESOLVED, {"days": 1, "seconds": 3600}),
        ("Solve outages", Status.RESOLVED, {"seconds": 3 * 3600, "type": outage}),
        ("Solve urgent ones", Status.RESOLVED, {"seconds": 3600, "min_priority": 2}),
        ("Close", Status.CLOSED, {"days": 3, "working_days_only": False}),
    ):
        SlaPolicy.create(name=name, name_folded=name.lower(), target_status=target, **terms)


def _calendar(name: str, zone: str, hours: list[tuple[str, str]]) -> int:
    week, closed, special = documents(
        dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours), (), {}
    )
    made = Calendar.create(
        name=name, name_folded=name.lower(), zone=zone, week=week, closed=closed, special=special
    )
    return int(made.id)


def live(chance: random.Random, acts: int) -> int:
    """Let people do what comes to their minds, refused or not; the time at the end."""
    actors = [people.actor(login, "screen") for login in ("alice", "mona", "bob", "carol")]
    now = BEGAN
    done: list[tuple[Actor, int]] = []
    for _act in range(acts):
        now += 60 * chance.randrange(LONGEST)
        actor = chance.choice(actors)
        with suppress(HelpdeskError):
            if chance.random() < 0.2:
                event = tickets.create(actor, now, _fields(chance, subject="Printer on fire")).event
            elif done and chance.random() < 0.12:
                # most often at once, else over what others have done since
                past = done[-1 if chance.random() < 0.7 else -chance.randrange(1, 20) % len(done)]
                event = undo.undo(*past, now, over=past[1] + chance.randrange(60)).event
            else:
                event = chance.choice(_ACTS)(chance, actor, now).event
            done.append((actor, event or 0))
    return now + 60 * chance.randrange(2 * LONGEST)


def _fields(chance: random.Random, **fields: Any) -> dict[str, Any]:
    """Some of the fields by which reports tell tickets apart."""
    choices = {
        "team_id": people.teams(),
        "type_id": people.types(),
        "customer_id": people.customers(),
        "assignee_id": people.agents(),
    }
    for name, offered in choices.items():
        if chance.random() < 0.4:
            fields[name] = chance.choice(offered).id
    if chance.random() < 0.5:
        fields["priority"] = chance.randrange(1, 5)
    return fields


def _some(chance: random.Random) -> int:
    """Most often one of the latest tickets."""
    newest = int(Ticket.select().count())
    return max(1, newest - int(chance.expovariate(1 / 8)))


_ACTS: tuple[Callable[[random.Random, Actor, int], Any], ...] = (
    lambda c, a, now: lifecycle.take(a, _some(c), now),
    lambda c, a, now: lifecycle.release(a, _some(c), now),
    lambda c, a, now: lifecycle.start(a, _some(c), now),
    lambda c, a, now: lifecycle.start(a, _some(c), now),
    lambda c, a, now: lifecycle.wait(a, _some(c), now),
    lambda c, a, now: lifecycle.resolve(a, _some(c), now),
    lambda c, a, now: lifecycle.resolve(a, _some(c), now),
    lambda c, a, now: lifecycle.reopen(a, _some(c), now),
    lambda c, a, now: lifecycle.close(a, _some(c), now, resolve_first=c.random() < 0.3),
    lambda c, a, now: tickets.edit(a, _some(c), now, _fields(c)),
    lambda c, a, now: conversation.message(a, _some(c), now, "We are on our way."),
    lambda c, a, now: conversation.note(a, _some(c), now, "They called twice."),
)
