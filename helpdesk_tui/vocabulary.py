"""The words of the domain: statuses, priorities, roles, fields and acts."""

from __future__ import annotations

from enum import IntEnum

from helpdesk_tui.i18n import N_

NEVER = 2**53
"""`next_due_at` of a ticket whose clock does not run: later than any real instant."""

SUBJECT_LIMIT = 200
"""Characters of a subject or a name."""

TEXT_LIMIT = 100_000
"""Characters of a description or a message."""


class Status(IntEnum):
    """Where a ticket stands; a later status is a greater number."""

    NEW = 1
    IN_PROGRESS = 2
    WAITING = 3
    RESOLVED = 4
    CLOSED = 5

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


class Priority(IntEnum):
    """How pressing a ticket is; ascending is most urgent first."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        return _PRIORITY_LABELS[self]


class Role(IntEnum):
    """What an agent may do; each role may do all that the lower ones may."""

    VIEWER = 1
    AGENT = 2
    MANAGER = 3
    ADMINISTRATOR = 4

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


STATUSES = {int(status): status for status in Status}
PRIORITIES = {int(priority): priority for priority in Priority}
"""By number, as pages of rows look them up: calling the class takes several times as long."""

_STATUS_LABELS = {
    Status.NEW: N_("New"),
    Status.IN_PROGRESS: N_("In progress"),
    Status.WAITING: N_("Waiting"),
    Status.RESOLVED: N_("Resolved"),
    Status.CLOSED: N_("Closed"),
}
_PRIORITY_LABELS = {
    Priority.URGENT: N_("Urgent"),
    Priority.HIGH: N_("High"),
    Priority.NORMAL: N_("Normal"),
    Priority.LOW: N_("Low"),
}
_ROLE_LABELS = {
    Role.VIEWER: N_("Viewer"),
    Role.AGENT: N_("Agent"),
    Role.MANAGER: N_("Manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
}

FIELDS: dict[str, str] = {
    "subject": N_("subject"),
    "description": N_("description"),
    "customer_id": N_("customer"),
    "contact_id": N_("contact"),
    "lead_id": N_("lead"),
    "type_id": N_("type"),
    "priority": N_("priority"),
    "status": N_("status"),
    "progress": N_("progress"),
    "team_id": N_("team"),
    "assignee_id": N_("assignee"),
    "responsible_id": N_("responsible"),
    "started_at": N_("start"),
    "ended_at": N_("end"),
    "due_at": N_("due date"),
    "closed_at": N_("closed at"),
    "shared_with_customer": N_("shared with the customer"),
    "follow_up_of_id": N_("follow-up of"),
    "message": N_("message"),
}
"""The names of a ticket's fields, as its history tells them."""

TIME_FIELDS: dict[str, str] = {
    "time_agent_id": N_("agent"),
    "time_started_at": N_("begun"),
    "time_ended_at": N_("ended"),
    "time_seconds": N_("time"),
    "time_note": N_("note"),
    "time_to_check": N_("to be checked"),
}
"""The names of the fields of time spent on a ticket, as its history tells them."""

UNTOLD = frozenset({"message", "time_entry", "time_source", "cause", "undone"})
"""What an act writes down beside, which history does not tell as a change."""

ACTS: dict[str, str] = {
    "create": N_("created it"),
    "import": N_("imported it"),
    "edit": N_("edited"),
    "copy": N_("copied it from another"),
    "follow_up": N_("opened it as a follow-up"),
    "take": N_("took charge"),
    "release": N_("released it"),
    "assign": N_("assigned it"),
    "start": N_("started"),
    "wait": N_("set it to wait"),
    "resume": N_("resumed"),
    "resolve": N_("resolved it"),
    "reopen": N_("reopened it"),
    "close": N_("closed it"),
    "share": N_("shared it with the customer"),
    "unshare": N_("hid it from the customer"),
    "message": N_("wrote to the customer"),
    "reply": N_("wrote to the agents"),
    "note": N_("wrote a note"),
    "undo": N_("undid a change"),
    "timer_start": N_("started the stopwatch"),
    "timer_stop": N_("stopped the stopwatch"),
    "timer_keep": N_("kept the stopwatch running"),
    "timer_trim": N_("ended the stopwatch at an earlier time"),
    "timer_cancel": N_("threw the stopwatch's time away"),
    "timer_resume": N_("let the stopwatch run on"),
    "time_log": N_("logged time"),
    "time_edit": N_("corrected time"),
    "time_delete": N_("deleted time"),
    "time_restore": N_("brought deleted time back"),
    "recompute": N_("recomputed the deadlines"),
    "archive": N_("archived it"),
    "restore": N_("restored it"),
}
"""What an Event's act reads like behind the name of whoever did it."""

UNDONE: dict[str, str] = {
    "take": N_("taken in charge"),
    "release": N_("released"),
    "assign": N_("assigned"),
    "start": N_("put in progress"),
    "wait": N_("set to wait"),
    "resume": N_("taken up after waiting"),
    "resolve": N_("marked as resolved"),
    "reopen": N_("opened again"),
    "share": N_("shared with its customer"),
    "unshare": N_("hidden from its customer"),
    "edit": N_("changed"),
    "timer_start": N_("stopwatch started"),
    "timer_stop": N_("stopwatch stopped"),
    "timer_trim": N_("stopwatch ended earlier"),
    "timer_cancel": N_("stopwatch's time thrown away"),
    "time_log": N_("time logged"),
    "time_edit": N_("time corrected"),
    "time_delete": N_("time deleted"),
}
"""What an undo took back, as the message line and the history name it."""

BEGINNINGS = frozenset({"create", "copy", "follow_up", "import"})
"""Acts by which a ticket begins: what they say of it has held from its first instant."""

TIME_ACTS = frozenset(act for act in ACTS if act.startswith(("time_", "timer_")))
"""Acts on the time spent on a ticket, which leave the ticket's version as it is."""

CONFIG_KINDS = (
    *("policy", "type", "calendar", "team", "agent"),
    *("customer", "contact", "lead", "sequence", "settings"),
)
"""What can be configured, by the words that commands and documents have for it."""

CONFIG_LISTS = CONFIG_KINDS[:-2]
"""Those of which rows are added and archived; the others are part of the desk."""

CONFIG_OPTIONS = ("name", "role", "email", "language", "priority", "customer")
"""Fields that `config add` also takes as options."""
