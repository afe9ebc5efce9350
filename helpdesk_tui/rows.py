"""What queries return and screens draw: plain frozen data, instants in seconds since the epoch."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from helpdesk_tui.records import record
from helpdesk_tui.sla import Calendar, CalendarError, State, Target, state_epoch
from helpdesk_tui.vocabulary import NEVER, Priority, Role, Status


@record
class Actor:
    """Who acts: an agent of the desk, and by which door."""

    id: int
    login: str
    name: str
    role: Role
    team: int | None
    """The active team."""
    teams: frozenset[int]
    language: str | None = None
    zone: str | None = None
    via: str = "screen"
    """screen, command or portal."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen by name: a customer, an agent, a team, a type."""

    id: int
    name: str
    detail: str = ""


class TicketRow(NamedTuple):
    """A ticket as a queue shows it; `stamp` changes whenever anything drawn does.

    Pages hold many: a frozen dataclass takes six times as long to make.
    """

    id: int
    version: int
    updated_at: int
    number: str
    subject: str
    customer: str
    priority: Priority
    status: Status
    assignee: str | None
    team: str | None
    shared: bool
    due_at: int | None
    next_due_at: int
    commitment: CommitmentRow | None = None
    """The next unmet promise, whose clock the list shows."""

    @property
    def stamp(self) -> object:
        names = (self.customer, self.assignee, self.team)
        return (self.version, *names, self.next_due_at, self.commitment)


@record
class Page:
    """A run of neighbouring tickets in a queue's order, and whether it touches either end."""

    rows: list[TicketRow]
    at_start: bool
    at_end: bool
    total: int | None = None
    changes_at: int | None = None
    """The next instant at which the queue changes by time alone."""


Hits = tuple[tuple[int, int], ...]
"""Where in a text something was found: begin and end of each place, in order."""


@record
class Snippet:
    """A piece of a text on one line, fit to draw, and where in it the searched words stand."""

    text: str
    hits: Hits = ()


@record
class Found:
    """A ticket that a search has found."""

    id: int
    version: int
    number: str
    subject: Snippet
    customer: str
    priority: Priority
    status: Status
    shared: bool
    created_at: int
    said: Snippet
    """Of the description or a message, the latest that holds one of the words."""

    @property
    def stamp(self) -> object:
        return (self.version, self.customer, self.subject, self.said)


@record
class QueueCount:
    """How many tickets a queue holds, and how many of them are past their deadline."""

    total: int
    late: int


@record
class MessageRow:
    id: int
    at: int
    author: str
    from_contact: bool
    internal: bool
    body: str


@record
class EventRow:
    """One act on a ticket: `changes` maps a field to its old and new value, as people read them."""

    id: int
    at: int
    actor: str
    act: str
    via: str
    changes: dict[str, tuple[object, object]]


@record
class TicketDetail:
    """A ticket whole, with what was said and done on it."""

    id: int
    number: str
    version: int
    subject: str
    description: str
    status: Status
    priority: Priority
    progress: int
    customer: Choice | None
    contact: Choice | None
    lead: Choice | None
    type: Choice | None
    team: Choice | None
    assignee: Choice | None
    responsible: Choice | None
    """Agents carry their login in `detail`, contacts their e-mail address."""
    started_at: int
    ended_at: int | None
    due_at: int | None
    closed_at: int | None
    next_due_at: int
    shared: bool
    follow_up_of: str | None
    created_at: int
    created_by: str | None
    updated_at: int
    messages: list[MessageRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    commitments: list[CommitmentRow] = field(default_factory=list)
    """Every promise not withdrawn, in order of its target status."""
    entries: list[TimeRow] = field(default_factory=list)
    """The time spent on it by anybody, oldest first."""


Note = tuple[str, dict[str, object]]
"""A sentence to say later: a message id and its fields."""


@record
class Done:
    """What an act did: the ticket, its Event, and words for the message line."""

    ticket: int
    number: str
    event: int | None
    act: str
    notes: tuple[Note, ...] = ()
    """Side effects worth telling, as message ids with their fields."""
    undid: tuple[str, ...] = ()
    """Of an undo: the act that was taken back, then the fields that an edit had changed."""


@record
class InHand:
    """The ticket under the cursor or on screen, as far as an act needs to know it."""

    id: int
    number: str
    subject: str
    status: Status
    priority: Priority
    shared: bool


@record
class Place:
    """Where a session is: an agent, by id, with a ticket open."""

    agent: int
    ticket: int


@dataclass(frozen=True, slots=True, order=True)
class Here:
    """Another agent at a ticket; `works` says that the stopwatch runs on it."""

    name: str
    works: bool


Presence = Mapping[int, tuple[Here, ...]]
"""The other agents at each ticket, by its id."""


@dataclass(frozen=True, slots=True)
class Switches:
    """The application's settings; the field's name is the setting's key."""

    manage_sla: bool = True
    manage_timer: bool = True
    default_calendar: int | None = None
    """The calendar of tickets whose policy, customer and team name none."""
    language: str | None = None
    """Of agents who have chosen none; None leaves it to their terminals."""
    first_weekday: int = 0
    """0 is Monday."""
    bell: bool = False
    """Whether an alert also rings the terminal."""
    timer_limit_hours: int = 4
    """How long a stopwatch runs before its agent is asked whether it was forgotten; 0 is never."""
    rounding_minutes: int = 0
    """Time counts in whole multiples of this, rounded up; 0 is as it was."""
    rounding_least: int = 0
    """Minutes that any time above nothing counts at least."""
    guided: bool = False
    """Whether the first steps on an empty desk were shown."""


class CommitmentRow(NamedTuple):
    """A promise on a ticket as screens and commands show it; `calendar` counts its time."""

    id: int
    policy: str
    target_status: Status
    target: Target
    working_days_only: bool
    """Never so without a calendar: every hour counts then."""
    calendar: Calendar
    started_at: int
    due_at: int | None
    warn_at: int | None
    paused_at: int | None
    left_seconds: int | None
    met_at: int | None
    breached_at: int | None

    @property
    def urgency(self) -> tuple[int, int, int]:
        """The least is the next to run out; those that stand come last, by the time they have."""
        return (NEVER if self.due_at is None else self.due_at, self.left_seconds or 0, self.id)

    def state(self, now: int) -> State:
        """running, at_risk, breached, paused, met or met_late."""
        return state_epoch(self, now)

    def broken_at(self, now: int) -> int | None:
        """When it was breached, also before an act has written that down."""
        return self.due_at if self.state(now) in ("breached", "met_late") else None

    def remaining(self, now: int) -> int | None:
        """Working seconds left, negative once breached; None when it is met."""
        if self.met_at is not None:
            return None
        if self.due_at is None:
            return self.left_seconds
        return self.calendar.elapsed_epoch(now, self.due_at)

    def is_out_of_time(self, now: int) -> bool:
        """Whether its calendar holds too little working time to come for what is left."""
        if self.due_at is not None or self.met_at is not None:
            return False
        try:
            self.calendar.add_epoch(now, self.left_seconds or 0)
        except CalendarError:
            return True
        return False


@record
class Alert:
    """A promise that its agent is to be warned of; `level` is 1 at risk, 2 breached."""

    commitment: int
    ticket: int
    number: str
    subject: str
    level: int
    promise: CommitmentRow


@record
class Alerts:
    """The alerts of an agent, worst first."""

    shown: list[Alert]
    changes_at: int | None
    """The next instant at which they change by time alone."""
    managed: bool = True
    """Whether the desk has anything to do with SLA."""


@record
class TimeRow:
    """A stretch of work on a ticket as screens and commands show it; without an end it runs."""

    id: int
    ticket: InHand
    agent: Choice
    """The login is its detail."""
    started_at: int
    ended_at: int | None
    seconds: int
    """As counted, after rounding; nothing yet while it runs."""
    raw_seconds: int
    note: str
    source: str
    """stopwatch or typed."""
    to_check: bool
    overlaps: bool
    """Whether its agent has another entry at the same time."""

    @property
    def stamp(self) -> object:
        return self

    def lasting(self, now: int) -> int:
        """Seconds as counted, or so far while it runs; never negative."""
        return max(0, now - self.started_at) if self.ended_at is None else self.seconds


@record
class Running:
    """The entry that an agent's stopwatch runs on."""

    entry: int
    ticket: int
    number: str
    subject: str
    started_at: int
    forgotten_at: int | None
    """From when on the agent is asked whether it was forgotten; None once it was kept."""

    def lasting(self, now: int) -> int:
        """Seconds so far; never negative, wherever the clock was set."""
        return max(0, now - self.started_at)

    def looks_forgotten(self, now: int) -> bool:
        """Whether to ask."""
        return self.forgotten_at is not None and now > self.forgotten_at


@record
class Stopwatch:
    """An agent's stopwatch: whether the desk uses any, and what it runs on."""

    managed: bool = True
    running: Running | None = None


@record
class SheetRow:
    """Time on one ticket, customer or type, in each part of a period."""

    id: int
    """Of what it is for; 0 for time without any."""
    name: str
    detail: str
    parts: tuple[int, ...]
    """Seconds, in order of the period's parts."""
    ticket: InHand | None = None

    @property
    def total(self) -> int:
        """Seconds in the whole period."""
        return sum(self.parts)

    @property
    def stamp(self) -> object:
        return self


@record
class TimeTotal:
    """Time on one thing within a report's period; `keys` names it under the report's columns."""

    keys: tuple[str | None, ...]
    seconds: int
    raw_seconds: int
    entries: int


@record
class ConfigRow:
    """A row of configuration as its list shows it; `order` is what the list is sorted by."""

    id: int
    order: str
    archived: bool
    values: dict[str, Any]
    """By column; names stand for what the row refers to."""

    @property
    def stamp(self) -> Hashable:
        return (self.archived, *self.values.values())


@record
class ConfigPage:
    """A run of neighbouring rows of configuration, and whether it touches either end."""

    rows: list[ConfigRow]
    at_start: bool
    at_end: bool
    total: int | None = None


@record
class ConfigValues:
    """A row of configuration as its form begins; what it refers to is a Choice, links are lists."""

    values: dict[str, Any]
    seen: int
    """The last Event on the row, by which a later change is noticed; 0 when there is none."""


@record
class ConfigCount:
    """How many rows a kind has that are offered, and how many are archived."""

    live: int
    archived: int
