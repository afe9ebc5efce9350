"""A customer's contact at the desk, and what such a visitor is shown: plain frozen data."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from helpdesk_tui.i18n import N_
from helpdesk_tui.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who acts from the customer's side, as an Actor does from the desk's."""

    contact: int
    customer: int
    name: str
    email: str

    @property
    def id(self) -> None:
        """The agent who acts: none does."""
        return None

    @property
    def via(self) -> str:
        """The door that history names."""
        return "portal"


STATUS_WORDS = {
    Status.NEW: N_("Received"),
    Status.IN_PROGRESS: N_("Being worked on"),
    Status.WAITING: N_("Waiting for you"),
    Status.RESOLVED: N_("Solved?"),
    Status.CLOSED: N_("Closed"),
}
"""What a visitor reads where agents read the name of a status."""


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A ticket as its customer's list shows it."""

    id: int
    number: str
    subject: str
    status: Status
    said_at: int | None = None
    """When the last message was written, and by whom; None before the first."""
    said_by: str = ""
    from_customer: bool = False

    @property
    def stamp(self) -> Hashable:
        return self


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A run of neighbouring tickets in the list's order, and whether it touches either end."""

    rows: Sequence[SharedRow]
    at_start: bool
    at_end: bool


@dataclass(frozen=True, slots=True)
class SharedMessage:
    """Something said that is not internal."""

    id: int
    at: int
    author: str
    from_customer: bool
    body: str


@dataclass(frozen=True, slots=True)
class SharedTicket:
    """A ticket whole, as far as its customer may know it."""

    id: int
    number: str
    subject: str
    description: str
    status: Status
    contact: str | None
    """The name of the contact that it was opened for."""
    created_at: int
    messages: Sequence[SharedMessage] = field(default_factory=tuple)
