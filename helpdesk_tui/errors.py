"""What can be refused: a message id with its fields, which screen or command translates."""

from __future__ import annotations


class HelpdeskError(Exception):
    """A refusal for people: `message` is a catalogue id, `fields` fill its placeholders."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields

    def __str__(self) -> str:
        return self.message.format(**self.fields)


class Invalid(HelpdeskError):
    """A value that was typed is wrong: `field` names it, `also` holds what else is wrong."""

    def __init__(self, field: str, message: str, **fields: object) -> None:
        super().__init__(message, **fields)
        self.field = field
        self.also: tuple[Invalid, ...] = ()


class NotFound(HelpdeskError):
    """Nothing bears the name or number that was given."""


class Forbidden(HelpdeskError):
    """The actor's role does not allow the act."""


class WrongState(HelpdeskError):
    """The ticket's state does not allow the act."""


class Outdated(HelpdeskError):
    """Somebody saved the same fields since the caller read them: `clashing` names a ticket's."""

    clashing: tuple[str, ...] = ()


class Busy(HelpdeskError):
    """Another process holds the database's write lock; nothing was saved."""


class DatabaseRefused(HelpdeskError):
    """The database cannot be used as it is: missing, older, newer, damaged, somebody else's."""


class Unreachable(HelpdeskError):
    """The database server does not answer; what was under way is not saved, unless it says so."""
