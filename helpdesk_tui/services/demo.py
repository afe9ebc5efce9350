"""A desk to try everything on: filled through the services, as if its people had been at work."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from helpdesk_tui.models import Agent, Contact, Event, Membership, Message, Ticket
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import (
    configuration,
    conversation,
    lifecycle,
    people,
    search_index,
    settings,
    stopwatch,
    tickets,
    time_entries,
    views,
)
from helpdesk_tui.services.change import transaction
from helpdesk_tui.services.demo_open import OPEN
from helpdesk_tui.services.demo_past import PAST
from helpdesk_tui.services.demo_stories import (
    AGENTS,
    CUSTOMERS,
    DAY,
    OFFICE,
    OFFICE_WEEK,
    OFFICE_ZONE,
    POLICIES,
    TEAMS,
    TYPES,
    VIEWS,
    Said,
    Story,
    Text,
)
from helpdesk_tui.services.demo_time import Hand, Stretch, stretches

_AGE = 120 * DAY
"""Minutes since the desk began."""

_DISPATCHER = "bruno"
"""Who gives tickets to others."""

_OPENERS = ("chloe", "david", "emma")
"""Who answers the telephone and writes new tickets down."""

_STEPS: dict[str, Callable[[Actor, int, int], object]] = {
    "start": partial(lifecycle.start, timed=False),
    "wait": lifecycle.wait,
    "resume": lifecycle.resume,
    "resolve": lifecycle.resolve,
    "reopen": lifecycle.reopen,
    "close": lifecycle.close,
}
"""The stopwatch is not started with the work: nights would pass while it runs."""

_BEGINS, _ENDS = ("start", "assign", "resume", "reopen"), ("wait", "resolve", "close")
"""Between which acts, or since it came, a ticket is worked on."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A stopwatch set running or stopped."""

    agent: str
    runs: bool


Act = Said | Stretch | Clock | str | None
"""The coming of a ticket is None."""


@transaction
def fill(now: int, language: str) -> str:
    """Fill an empty database and return the login of the agent as whom to look at it."""
    began = now - _AGE * 60
    demo = _Demo(now, language)
    demo.hire(began)
    demo.promise(began)
    demo.save_views(began)
    demo.win_customers(began)
    demo.tell((*PAST, *OPEN))
    return next(iter(AGENTS))


@dataclass(slots=True)
class _Running:
    """A story that is being told: the ticket it has become, and its contact."""

    story: Story
    contact: int
    ticket: int = 0


class _Demo:
    def __init__(self, now: int, language: str) -> None:
        self._now = now
        self._language = language
        self._chance = random.Random(20)  # the same desk whenever it is filled
        self._actors: dict[str, Actor] = {}
        self._teams: dict[str, int] = {}
        self._types: dict[str, int] = {}
        self._contacts: dict[str, list[int]] = {}

    def hire(self, began: int) -> None:
        """Found the desk, with teams, types and agents."""
        founder, *others = AGENTS
        people.found_desk(founder, AGENTS[founder][0], began, self._language)
        actor = read_people.actor(founder, "screen")
        for team, name in TEAMS.items():
            self._teams[team] = people.add_team(actor, began, self._said(name))
        for kind, (name, priority) in TYPES.items():
            self._types[kind] = people.add_type(
                actor, began, self._said(name), default_priority=priority
            )
        for login in others:
            full_name, role, teams = AGENTS[login]
            people.add_agent(
                actor,
                began,
                login,
                name=full_name,
                role=role,
                teams=tuple(self._teams[team] for team in teams),
                email=f"{login}@helpdesk.example",
                language=self._language,
            )
        self._join(actor.id, [self._teams[team] for team in AGENTS[founder][2]])
        self._actors = {login: read_people.actor(login, "screen") for login in AGENTS}

    def promise(self, began: int) -> None:
        """Say when the desk works, and what it promises."""
        founder = next(iter(self._actors.values()))
        office = {"name": self._said(OFFICE), "zone": OFFICE_ZONE, "week": OFFICE_WEEK}
        calendar = configuration.create(founder, "calendar", began, office)
        settings.change(founder, began, {"default_calendar": calendar})
        for policy in POLICIES:
            fields = {
                "name": self._said(policy.name),
                "target_status": policy.target,
                "days": policy.days,
                "seconds": policy.minutes * 60,
                "min_priority": policy.least,
                "team_id": self._teams[policy.team] if policy.team else None,
                "working_days_only": not policy.around_the_clock,
            }
            configuration.create(founder, "policy", began, fields)

    def save_views(self, began: int) -> None:
        """Keep what the desk looks at often."""
        for name, key, query in VIEWS:
            fields = {
                "name": self._said(name),
                "key": key,
                "query": self._said(query),
                "shared": True,
            }
            views.create(self._actors[_DISPATCHER], began, fields)

    def win_customers(self, began: int) -> None:
        """Add the customers with their contacts."""
        actor = self._actors[_DISPATCHER]
        for key, (name, contacts) in CUSTOMERS.items():
            customer = people.add_customer(actor, began, name)
            self._contacts[key] = [
                people.add_contact(actor, began, customer, *contact) for contact in contacts
            ]

    def tell(self, stories: tuple[Story, ...]) -> None:
        """Let everything happen in the order of time, so that numbers and history run along it."""
        running = [_Running(s, self._chance.choice(self._contacts[s.customer])) for s in stories]
        acts: list[tuple[int, _Running, Act]] = []
        hands: list[Hand] = []
        for place, one in enumerate(running):
            life = list(self._dated(one.story))
            acts += [(at, one, act) for at, act in life]
            hands += _hands(place, one.story, life, self._now)
        for stretch in stretches(hands, self._now):
            one = running[stretch.story]
            acts += [(at, one, act) for at, act in _worked(stretch)]
        for at, one, act in sorted(acts, key=lambda each: each[0]):
            if act is None:
                self._create(one, at)
            elif isinstance(act, Said):
                self._say(one, at, act)
            elif isinstance(act, Stretch):
                self._log(one, at, act)
            elif isinstance(act, Clock):
                self._time(one, at, act)
            elif act == "assign":
                agent = self._actors[one.story.agent or _DISPATCHER].id
                lifecycle.assign(self._actors[_DISPATCHER], one.ticket, at, agent=agent)
            else:
                _STEPS[act](self._who(one), one.ticket, at)

    def _dated(self, story: Story) -> Iterator[tuple[int, Act]]:
        """When each act happened, the coming of the ticket first; always in the past."""
        came = self._now - story.came * 60 - self._chance.randrange(60)
        lasted = story.lasted if story.lasted is not None else story.came * 4 // 5
        yield came, None
        for place, act in enumerate(story.acts, 1):
            yield came + place * lasted * 60 // len(story.acts), act

    def _create(self, one: _Running, at: int) -> None:
        story = one.story
        contact = Contact.get_by_id(one.contact)
        fields = {
            "subject": self._said(story.subject),
            "description": self._said(story.description),
            "customer_id": contact.customer_id,
            "contact_id": contact.id,
            "type_id": self._types[story.type],
            "priority": int(story.priority),
            "team_id": self._teams[story.team] if story.team else None,
            "due_at": None if story.due is None else self._now + story.due * 60,
        }
        opener = self._actors[self._chance.choice(_OPENERS)]
        one.ticket = tickets.create(opener, at, fields).ticket
        if any(isinstance(act, Said) and act.kind == "customer" for act in story.acts):
            lifecycle.share(opener, one.ticket, at)

    def _say(self, one: _Running, at: int, said: Said) -> None:
        text = self._said(said.text)
        if said.kind == "customer":
            _from_contact(one, at, text)
        else:
            write = conversation.note if said.kind == "note" else conversation.message
            write(self._who(one), one.ticket, at, text)

    def _log(self, one: _Running, at: int, stretch: Stretch) -> None:
        note = self._said(stretch.note) if stretch.note else ""
        length = stretch.ended - stretch.begun
        time_entries.log(self._actors[stretch.agent], one.ticket, at, length, note=note)

    def _time(self, one: _Running, at: int, clock: Clock) -> None:
        if clock.runs:
            stopwatch.start(self._actors[clock.agent], one.ticket, at)
        else:
            stopwatch.stop(self._actors[clock.agent], at)

    def _who(self, one: _Running) -> Actor:
        return self._actors[one.story.agent or _DISPATCHER]

    def _said(self, text: Text) -> str:
        return text[1] if self._language == "fr" else text[0]

    def _join(self, agent: int, teams: list[int]) -> None:
        """Put the founder, whom no team could take in before there was one, into the teams."""
        for team in teams:
            Membership.insert(agent=agent, team=team).execute()
        Agent.update(team=teams[0]).where(Agent.id == agent).execute()


def _hands(place: int, story: Story, life: Sequence[tuple[int, Act]], now: int) -> Iterator[Hand]:
    """When the ticket was being worked on, from one of the acts of its life to another."""
    agent = story.agent
    if agent is None:
        return
    since: int | None = None
    for at, act in life:
        if (act is None or act in _BEGINS) and since is None:
            since = at
        elif act in _ENDS and since is not None:
            yield Hand(place, agent, story.team, since, at)
            since = None
    if since is not None:
        yield Hand(place, agent, story.team, since, now)


def _worked(stretch: Stretch) -> Iterator[tuple[int, Act]]:
    """The acts that write a stretch of time down."""
    if stretch.timed:
        yield stretch.begun, Clock(stretch.agent, runs=True)
        yield stretch.ended, Clock(stretch.agent, runs=False)
    else:
        yield stretch.ended, stretch


def _from_contact(one: _Running, at: int, text: str) -> None:
    """A message as it comes in from the customer's side."""
    said = Message.insert(ticket=one.ticket, contact=one.contact, body=text, at=at).execute()
    Event.insert(
        ticket=one.ticket,
        at=at,
        contact=one.contact,
        act="reply",
        changes=json.dumps({"message": [None, said]}),
        via="portal",
    ).execute()
    Ticket.update(version=Ticket.version + 1, updated_at=at).where(
        Ticket.id == one.ticket
    ).execute()
    search_index.follow([one.ticket])
