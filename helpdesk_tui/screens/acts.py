"""What can be done to tickets by key, as data: one line for each act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from helpdesk_tui.errors import WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.permissions import allows, permit
from helpdesk_tui.records import record
from helpdesk_tui.rows import Actor, InHand
from helpdesk_tui.vocabulary import Status

OPEN = frozenset({Status.NEW, Status.IN_PROGRESS, Status.WAITING})
UNCLOSED = OPEN | {Status.RESOLVED}
ANY = frozenset(Status)


@record
class Act:
    """An act on tickets: its stable id, default key, name, and the statuses that allow it."""

    id: str
    key: str
    label: str
    statuses: frozenset[Status]
    service: str = ""
    """The function of services/lifecycle.py that does it; none where asking.py has more to do."""
    permission: str = ""
    """The act's name in permissions.py where it differs from the id."""
    otherwise: Mapping[Status, str] = field(default_factory=dict)
    """What it is called for a ticket in another status, where it means another thing there."""

    def possible(self, actor: Actor, status: Status | None) -> bool:
        """Whether a ticket in that status, None for no ticket, lets this agent do it."""
        allowed = allows(actor, self._permission, actor.teams)
        return allowed and status is not None and status in self.statuses

    def called(self, status: Status | None) -> str:
        """The message id of its name for a ticket in that status, None for no ticket."""
        return self.label if status is None else self.otherwise.get(status, self.label)

    def permit(self, actor: Actor, ticket: InHand) -> None:
        """Raise what the service would, before anything is typed in vain."""
        from helpdesk_tui.services.change import IS_CLOSED

        permit(actor, self._permission, actor.teams)
        if ticket.status == Status.CLOSED and Status.CLOSED not in self.statuses:
            raise WrongState(IS_CLOSED, number=ticket.number)

    @property
    def _permission(self) -> str:
        return f"ticket.{self.permission or self.id}"


ACTS = (
    Act("take", "t", N_("Take charge"), UNCLOSED),
    Act("release", "T", N_("Release"), UNCLOSED, "release"),
    Act("assign", "a", N_("Assign"), UNCLOSED),
    Act(
        "start",
        "s",
        N_("Start"),
        frozenset({Status.NEW, Status.WAITING}),
        otherwise={Status.WAITING: N_("Resume")},
    ),
    Act("wait", "w", N_("Wait"), frozenset({Status.IN_PROGRESS}), "wait"),
    Act("resolve", "r", N_("Resolve"), OPEN, "resolve"),
    Act("reopen", "o", N_("Reopen"), frozenset({Status.RESOLVED}), "reopen"),
    Act("close", "x", N_("Close"), UNCLOSED),
    Act("share", "S", N_("Share or unshare"), UNCLOSED),
    Act("copy", "C", N_("Copy"), ANY),
    Act("follow_up", "F", N_("Follow up"), frozenset({Status.CLOSED})),
    Act("edit", "e", N_("Edit"), UNCLOSED),
    Act("priority", "p", N_("Priority"), UNCLOSED, permission="edit"),
    Act("progress", "percent_sign", N_("Progress"), UNCLOSED, permission="edit"),
    Act("message", "m", N_("Message"), UNCLOSED),
    Act("note", "i", N_("Internal note"), UNCLOSED),
)

BY_ID = {act.id: act for act in ACTS}

OPENS_DIALOG = frozenset({"assign", "close", "edit", "priority", "progress", "message", "note"})
"""Those that ask something each time, in asking.py."""

DONE: dict[str, str] = {
    "take": N_("{number} is yours."),
    "release": N_("{number} is released."),
    "assign": N_("{number} is assigned."),
    "start": N_("{number} is in progress."),
    "wait": N_("{number} waits."),
    "resume": N_("{number} goes on."),
    "resolve": N_("{number} is resolved."),
    "reopen": N_("{number} is open again."),
    "close": N_("{number} is closed."),
    "share": N_("{number} is shared with its customer."),
    "unshare": N_("{number} is hidden from its customer."),
    "edit": N_("{number} is saved."),
    "create": N_("{number} is created."),
    "copy": N_("{number} is the copy."),
    "follow_up": N_("{number} is the follow-up."),
    "message": N_("The message on {number} is sent."),
    "note": N_("The note on {number} is saved."),
    "undo": N_("Undone on {number}: {did}."),
    "timer_start": N_("The stopwatch runs on {number}."),
    "timer_stop": N_("The stopwatch stands still."),
    "timer_keep": N_("The stopwatch on {number} runs on."),
    "timer_trim": N_("The stopwatch on {number} is ended."),
    "timer_cancel": N_("The stopwatch's time on {number} is thrown away."),
    "time_log": N_("Time is logged on {number}."),
    "time_edit": N_("The time on {number} is corrected."),
    "time_delete": N_("The time on {number} is deleted."),
}
"""What the message line says once an act is done."""

DONE_MANY: dict[str, str] = {
    "take": N_("{count} tickets are yours."),
    "release": N_("{count} tickets are released."),
    "assign": N_("{count} tickets are assigned."),
    "start": N_("{count} tickets are in progress."),
    "wait": N_("{count} tickets wait."),
    "resume": N_("{count} tickets go on."),
    "resolve": N_("{count} tickets are resolved."),
    "reopen": N_("{count} tickets are open again."),
    "close": N_("{count} tickets are closed."),
    "share": N_("{count} tickets are shared with their customers."),
    "unshare": N_("{count} tickets are hidden from their customers."),
}
"""The same of several tickets; any other act has changed them."""
