"""What queries return and screens draw: plain frozen data, instants in seconds since the epoch."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpdesk_tui.sla import Calendar, State, Target, state_epoch
from helpdesk_tui.vocabulary import Priority, Role, Status


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as a queue shows it; `stamp` changes whenever anything drawn does."""

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


@dataclass(frozen=True, slots=True)
class Page:
    """A run of neighbouring tickets in a queue's order, and whether it touches either end."""

    rows: list[TicketRow]
    at_start: bool
    at_end: bool
    total: int | None = None
    changes_at: int | None = None
    """The next instant at which the queue changes by time alone."""


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many tickets a queue holds, and how many of them are past their deadline."""

    total: int
    late: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    id: int
    at: int
    author: str
    from_contact: bool
    internal: bool
    body: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One act on a ticket: `changes` maps a field to its old and new value, as people read them."""

    id: int
    at: int
    actor: str
    act: str
    via: str
    changes: dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
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


Note = tuple[str, dict[str, object]]
"""A sentence to say later: a message id and its fields."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: the ticket, its Event, and words for the message line."""

    ticket: int
    number: str
    event: int | None
    act: str
    undoable: bool = False
    notes: tuple[Note, ...] = ()
    """Side effects worth telling, as message ids with their fields."""


@dataclass(frozen=True, slots=True)
class InHand:
    """The ticket under the cursor or on screen, as far as an act needs to know it."""

    id: int
    number: str
    subject: str
    status: Status
    priority: Priority
    shared: bool


@dataclass(frozen=True, slots=True)
class Switches:
    """The application's settings; the field's name is the setting's key."""

    manage_sla: bool = True
    manage_timer: bool = True
    default_calendar: int | None = None
    """The calendar of tickets whose policy, customer and team name none."""
    language: str = "en"
    first_weekday: int = 0
    """0 is Monday."""
    bell: bool = False
    """Whether an alert also rings the terminal."""


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A promise on a ticket as screens and commands show it; `calendar` counts its time."""

    id: int
    policy: str
    target_status: Status
    target: Target
    working_days_only: bool
    calendar: Calendar
    started_at: int
    due_at: int | None
    warn_at: int | None
    paused_at: int | None
    left_seconds: int | None
    met_at: int | None
    breached_at: int | None

    def state(self, now: int) -> State:
        """running, at_risk, breached, paused, met or met_late."""
        return state_epoch(self, now)

    def remaining(self, now: int) -> int | None:
        """Working seconds left, negative once breached; None when it is met."""
        if self.met_at is not None:
            return None
        if self.due_at is None:
            return self.left_seconds
        return self.calendar.elapsed_epoch(now, self.due_at)


@dataclass(frozen=True, slots=True)
class Alert:
    """A promise that its agent is to be warned of; `level` is 1 at risk, 2 breached."""

    commitment: int
    ticket: int
    number: str
    subject: str
    level: int
    promise: CommitmentRow


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of an agent, worst first."""

    shown: list[Alert]
    changes_at: int | None
    """When the next calendar opens whose alerts are kept back until then."""
