"""A ticket's recorded life once more, under policies that may be others than those it had.

Only what happened is taken from the record: the stays in each status, and the changes of the fields
by which policies are chosen. The promises follow from that by the rules of services/commitments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from helpdesk_tui.models import SlaPolicy, Ticket
from helpdesk_tui.queries.commitments import working_time
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.sla import CalendarError, Target, deadline_epoch
from helpdesk_tui.vocabulary import Status

Outcome = Literal["met", "missed", "open", "none"]
"""In time, too late, not decided yet, or not promised at all."""


@dataclass(slots=True)
class Moment:
    """What happened to a ticket at one instant."""

    at: int
    entered: list[int] = field(default_factory=list)
    """The statuses that it came into, in their order."""
    facts: Ticket | None = None
    """What policies are chosen by, where that became another; an unsaved ticket."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What became of the promise of one status: the policy that made it, None for no promise."""

    policy: int | None
    outcome: Outcome


def replay(moments: Sequence[Moment], policies: Policies, target: int, now: int) -> Promised:
    """What would have been promised for reaching the target status, and kept or not by now."""
    clock = _Clock(policies, target)
    for moment in moments:
        clock.settle(moment.at)
        for status in moment.entered:
            clock.enter(status, moment.at)
        clock.go_on(moment.facts)
    clock.settle(now)
    return clock.told()


class _Clock:
    """The promise of one status as a ticket's life goes on; it takes the place of a Commitment."""

    def __init__(self, policies: Policies, target: int) -> None:
        self._policies = policies
        self._target = target
        self._policy: SlaPolicy | None = None
        self._made: int | None = None
        """The policy by which there is a promise, once its time has been worked out."""
        self._facts: Ticket | None = None
        self._due: int | None = None
        self._met = self._broken = False
        self._status, self._since = 0, 0
        self._pauses: list[tuple[int, int | None]] = []

    def settle(self, now: int) -> None:
        """A deadline that has passed unmet is broken for ever."""
        if self._due is not None and self._due < now and not self._met:
            self._broken = True

    def enter(self, status: int, at: int) -> None:
        """End one stay and begin another, which may reach the target or leave it again."""
        if self._status in (Status.WAITING, Status.RESOLVED):
            self._pauses.append((self._since, at))
        self._status, self._since = status, at
        self._met = self._policy is not None and status >= self._target

    def go_on(self, facts: Ticket | None) -> None:
        """Choose anew where the facts are others, and work out by when it is due now."""
        if facts is not None:
            self._facts = facts
        if self._met or self._broken:
            return
        if facts is not None and self._status < self._target:
            best = self._policies.best_by_target(facts, [self._made])
            self._policy = best.get(self._target)
        self._due = self._deadline()

    def told(self) -> Promised:
        if self._policy is None:
            return Promised(None, "none")
        outcome: Outcome = "missed" if self._broken else "met" if self._met else "open"
        return Promised(self._policy.id, outcome)

    def _deadline(self) -> int | None:
        policy, facts = self._policy, self._facts
        if policy is None or facts is None:
            return None
        hours = working_time(self._policies.calendar_for(policy, facts), policy.working_days_only)
        pauses = list(self._pauses)
        if self._status == Status.WAITING:
            pauses.append((self._since, None))
        target = Target(policy.days, policy.seconds)
        try:
            due = deadline_epoch(facts.started_at, target, hours, pauses)
        except CalendarError:
            if self._made == policy.id:
                return self._due  # too little time is left: what was promised stays as it was
            self._policy = None
            return None
        self._made = policy.id
        return due
