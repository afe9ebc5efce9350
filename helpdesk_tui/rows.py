"""What queries return and screens draw: plain frozen data, instants in seconds since the epoch."""

from __future__ import annotations

from dataclasses import dataclass, field

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

    @property
    def stamp(self) -> object:
        return (self.version, self.customer, self.assignee, self.team, self.next_due_at)


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


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: the ticket, its Event, and words for the message line."""

    ticket: int
    number: str
    event: int | None
    act: str
    undoable: bool = False
    notes: tuple[tuple[str, dict[str, object]], ...] = ()
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
