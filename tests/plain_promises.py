"""A second account of a ticket's promises, in plain Python: worked out anew after every change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from helpdesk_tui.sla import Calendar, Target, always_open, deadline_epoch, warning_epoch
from helpdesk_tui.vocabulary import NEVER, Status

NEW, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status


@dataclass(frozen=True)
class Policy:
    """A policy as the test made it; `priority` is the least pressing one that it is for."""

    name: str
    target: Status
    length: Target
    working: bool
    warn: int
    team: int | None
    type: int | None
    priority: int | None

    def is_for(self, ticket: Mapping[str, Any]) -> bool:
        return (
            (self.team is None or self.team == ticket["team_id"])
            and (self.type is None or self.type == ticket["type_id"])
            and (self.priority is None or ticket["priority"] <= self.priority)
        )

    def preference(self, due: int) -> tuple[int, int, int]:
        criteria = [c for c in (self.team, self.type, self.priority) if c is not None]
        return (-len(criteria), 9 if self.priority is None else self.priority, due)


@dataclass(frozen=True)
class Promise:
    """What is expected of one row; without `due` it stands since `paused`."""

    policy: str
    target: Status
    start: int
    due: int | None = None
    warn: int | None = None
    paused: int | None = None
    left: int | None = None
    met: int | None = None
    breached: int | None = None


@dataclass(frozen=True)
class Former:
    """Stays, promises and their hours as they were."""

    stays: list[tuple[Status, int]]
    promises: dict[Status, Promise]
    hours: dict[Status, Calendar]


@dataclass
class History:
    """One ticket: `ticket` holds its fields as they are, `stays` where it has been since when."""

    policies: list[Policy]
    calendars: dict[int | None, Calendar]
    """By team; that of None is the desk's own."""
    ticket: dict[str, Any]
    created: int
    stays: list[tuple[Status, int]] = field(default_factory=list)
    promises: dict[Status, Promise] = field(default_factory=dict)
    hours: dict[Status, Calendar] = field(default_factory=dict)

    former: Former | None = None
    """What it was before the last change."""

    def begin(self) -> None:
        self.stays.append((NEW, self.created))
        self._choose()

    def change(self, now: int, ticket: dict[str, Any]) -> None:
        """The fields are others from now on; nothing happens when they are not."""
        before, self.ticket = self.ticket, ticket
        if before == ticket:
            return
        self._break(now)
        self.former = Former(list(self.stays), dict(self.promises), dict(self.hours))
        if before["status"] != ticket["status"]:
            self.stays.append((Status(ticket["status"]), now))
            self._reach(now)
        if any(before[f] != ticket[f] for f in ("priority", "type_id", "team_id", "started_at")):
            self._choose(moved=before["team_id"] != ticket["team_id"])
        for target, promise in self.promises.items():
            if promise.met is None and promise.breached is None:
                self.promises[target] = self._dated(promise)

    def take_back(self, now: int, ticket: dict[str, Any]) -> None:
        """The last change is as if it had not been, but for the deadlines that broke under it."""
        assert self.former is not None
        self._break(now)
        under, self.ticket = self.promises, ticket
        self.stays, self.promises, self.hours = (
            self.former.stays,
            self.former.promises,
            self.former.hours,
        )
        for target, promise in under.items():
            was = self.promises.get(target)
            if promise.breached is not None and (was is None or was.breached is None):
                met = was.met if was is not None and was.policy == promise.policy else None
                self.promises[target] = replace(promise, met=met)

    @property
    def next_due(self) -> int:
        own = self.ticket["due_at"] if self.ticket["status"] < RESOLVED else None
        running = [p.due for p in self.promises.values() if p.met is None]
        return min((t for t in (*running, own) if t is not None), default=NEVER)

    def _break(self, now: int) -> None:
        for target, promise in self.promises.items():
            if promise.met is None and promise.due is not None and promise.due < now:
                self.promises[target] = replace(promise, breached=promise.due)

    def _reach(self, now: int) -> None:
        for target, promise in self.promises.items():
            reached = self.ticket["status"] >= target
            if reached and promise.met is None:
                dated = promise if promise.breached is not None else self._dated(promise)
                self.promises[target] = replace(dated, met=now)
            elif not reached:
                self.promises[target] = replace(promise, met=None)

    def _choose(self, *, moved: bool = True) -> None:
        for target in (IN_PROGRESS, RESOLVED, CLOSED):
            known = self.promises.get(target)
            if known and (known.met is not None or known.breached is not None):
                continue
            best = self._best(target)
            if best is None or (known is None and self.ticket["status"] >= target):
                self.promises.pop(target, None)
                continue
            if known is None or known.policy != best.name or moved:
                self.hours[target] = self._calendar(best)
            fresh = Promise(best.name, target, self.ticket["started_at"])
            self.promises[target] = self._dated(fresh)

    def _best(self, target: Status) -> Policy | None:
        found = [p for p in self.policies if p.target == target and p.is_for(self.ticket)]
        return min(found, key=lambda p: p.preference(self._unpaused(p)), default=None)

    def _unpaused(self, policy: Policy) -> int:
        due = deadline_epoch(self.ticket["started_at"], policy.length, self._calendar(policy))
        assert due is not None
        return due

    def _calendar(self, policy: Policy) -> Calendar:
        hours = self.calendars.get(self.ticket["team_id"]) or self.calendars[None]
        return hours if policy.working else always_open(hours.hours.timezone)

    def _dated(self, promise: Promise) -> Promise:
        policy = next(p for p in self.policies if p.name == promise.policy)
        hours, start = self.hours[promise.target], self.ticket["started_at"]
        pauses = list(self._pauses())
        due = deadline_epoch(start, policy.length, hours, pauses)
        if due is not None:
            warn = warning_epoch(start, policy.length, hours, policy.warn, pauses)
            return Promise(policy.name, promise.target, start, due, warn)
        stands_since = pauses.pop()[0]
        ahead = deadline_epoch(start, policy.length, hours, pauses)
        assert ahead is not None
        left = hours.elapsed_epoch(stands_since, ahead)
        return Promise(policy.name, promise.target, start, paused=stands_since, left=left)

    def _pauses(self) -> Iterator[tuple[int, int | None]]:
        last = (None, None)
        for (status, since), (then, end) in zip(self.stays, [*self.stays[1:], last], strict=True):
            if status == WAITING or (status == RESOLVED and then not in (None, CLOSED)):
                yield since, end
