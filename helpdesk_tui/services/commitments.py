"""Promises on tickets: chosen from the policies, paused, met, broken, and never forgotten.

Everything here runs inside the transaction of the act that causes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from peewee import Query

from helpdesk_tui.models import Commitment, Ticket
from helpdesk_tui.queries.commitments import pauses as pauses_of
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.services import promise_rows, row_writes, stays
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.services.promise_rows import Promise
from helpdesk_tui.sla import CalendarError, deadline_epoch, warning_epoch
from helpdesk_tui.statements import Slot, kept, numbered, slots
from helpdesk_tui.vocabulary import NEVER, Status

WHOSE_HOURS = frozenset({"team_id", "customer_id"})
"""The fields of a ticket whose calendars count where the policy has none of its own."""

CHOOSING = frozenset({"priority", "type_id", "started_at"}) | WHOSE_HOURS
"""The fields of a ticket on which the choice of policies, or their deadline, depends."""

_PLACING = CHOOSING | {"status", "due_at"}
"""The fields of a ticket on which its place in the queues depends."""

Told = dict[str, tuple[object, object]]
"""What an Event tells of promises, old and new: `sla_due:POLICY` and `sla_met:POLICY` instants, and
`sla_left:POLICY` seconds, where what is left changes while the clock stands."""

Pauses = Sequence[tuple[int, int | None]]


def settle(ticket: Ticket, now: int) -> None:
    """Write the breaches that have happened by now, before an act changes anything."""
    # whatever `next_due_at` says: it tells of no promise while the desk manages no SLA
    settle_all([ticket.id], now)


def settle_all(tickets: Sequence[int], now: int) -> None:
    """The same for some hundreds of tickets at once."""
    count = len(tickets)
    statement = kept(_settling, count)
    statement.execute({**numbered(tickets), "now": now})


def _settling(count: int) -> Query:
    query: Query = Commitment.update(breached_at=Commitment.due_at).where(
        Commitment.ticket.in_(slots(count)),
        Commitment.withdrawn_at.is_null(),
        Commitment.met_at.is_null(),
        Commitment.breached_at.is_null(),
        Commitment.due_at < Slot("now"),
    )
    return query


def follow(ticket: Ticket, now: int, changed: Iterable[str], *, back: bool = False) -> Told:
    """Bring promises and `next_due_at` in line with the fields that have just changed, unsaved;
    `back` when the ticket's last step was none: what was met before it was met then.
    """
    fields = set(changed)
    if not fields & _PLACING:
        return {}
    managed = switches().manage_sla
    promises = promise_rows.load([ticket.id])[ticket.id]
    told: Told = {}
    if "status" in fields or fields & CHOOSING:
        standing = _Standing(ticket, now, promises, pauses_of(ticket.id))
        if "status" in fields:
            told |= standing.reach(stays.reached_at(ticket.id) if back else {})
        if fields & CHOOSING and managed:
            told |= standing.choose(Policies(), moved=bool(fields & WHOSE_HOURS))
        else:
            told |= standing.move()
        promises = standing.saved()
    ticket.next_due_at = _least(ticket, promises, managed)
    return told


def begin(ticket: Ticket, now: int, policies: Policies | None = None) -> None:
    """Make the first promises on a ticket that has just been saved, and its place in the queues."""
    managed = switches().manage_sla
    standing = _Standing(ticket, now, [], pauses_of(ticket.id))
    if managed:
        standing.choose(policies or Policies())
    ticket.next_due_at = _least(ticket, standing.saved(), managed)
    if ticket.next_due_at != NEVER:
        row_writes.update(Ticket, ticket.id, {"next_due_at": ticket.next_due_at})


def renew(
    ticket: Ticket,
    now: int,
    policies: Policies | None,
    promises: Sequence[Promise],
    pauses: Pauses,
) -> Told:
    """Take the terms of all policies as they are today; None where the desk manages no SLA."""
    standing = _Standing(ticket, now, promises, pauses)
    told = standing.choose(policies, anew=True) if policies is not None else {}
    ticket.next_due_at = _least(ticket, standing.saved(), policies is not None)
    return told


def next_due(ticket: Ticket) -> int:
    """The instant that orders every queue; NEVER when nothing is running out."""
    return _least(ticket, promise_rows.load([ticket.id])[ticket.id], switches().manage_sla)


def _least(ticket: Ticket, promises: Iterable[Promise], managed: bool) -> int:
    instants = [NEVER]
    if ticket.status < Status.RESOLVED and ticket.due_at is not None:
        instants.append(ticket.due_at)
    if ticket.status != Status.CLOSED and managed:
        instants += [p.due_at for p in promises if p.met_at is None and p.due_at is not None]
    return min(instants)


class _Standing:
    """Where the promises on one ticket stand while an act changes it."""

    def __init__(
        self, ticket: Ticket, now: int, promises: Sequence[Promise], pauses: Pauses
    ) -> None:
        self._ticket = ticket
        self._now = now
        self._promises = list(promises)
        self._pauses = pauses

    def saved(self) -> list[Promise]:
        """Write them all, and say which go on."""
        promise_rows.save(self._ticket.id, self._promises)
        return [promise for promise in self._promises if promise.withdrawn_at is None]

    def reach(self, since: Mapping[int, int]) -> Told:
        """Meet what the new status fulfils, and take back what it does not any more; `since` tells
        when each status was reached, where that is not now.
        """
        told: Told = {}
        for promise in self._promises:
            reached = promise.target_status <= self._ticket.status
            if reached == (promise.met_at is not None):
                continue
            before = _clocks([promise])
            again = reached and promise.target_status in since and promise.breached_at is None
            # what is met straight from a pause has a deadline again, by which it is in time
            if promise.paused_at is not None or again:
                self._schedule(promise)
            met = since.get(promise.target_status, self._now) if reached else None
            old, promise.met_at = promise.met_at, met
            told[f"sla_met:{promise.policy_name}"] = (old, met)
            if again:
                told |= _told(before, _clocks([promise]))
        return told

    def move(self) -> Told:
        """Pause, resume or shift the promises that still run."""
        running = self._running()
        before = _clocks(running)
        for promise in running:
            self._schedule(promise)
        return _told(before, _clocks(self._running()))

    def choose(self, policies: Policies, *, moved: bool = False, anew: bool = False) -> Told:
        """Make the promises that the policies ask for now, under the terms they had when chosen.

        `moved` asks the ticket's customer and team for their calendars again; `anew` takes the
        terms of all policies as they are today.
        """
        ticket = self._ticket
        running = self._running()
        wanted = policies.best_by_target(ticket, [promise.policy for promise in running])
        for promise in self._promises:
            if promise.is_over:
                wanted.pop(promise.target_status, None)  # kept, whatever the policies ask for
        before = _clocks(running)
        for promise in running:
            policy = wanted.get(promise.target_status)
            fresh = policy and promise_rows.made(policy, policies.calendar_for(policy, ticket))
            if fresh and _goes_on(promise, fresh, anew):
                del wanted[promise.target_status]
                if moved:
                    promise.calendar, promise.hours = fresh.calendar, fresh.hours
                self._schedule(promise)
                continue
            promise.withdrawn_at = self._now
        for target, policy in wanted.items():
            if target > ticket.status:
                promise = promise_rows.made(policy, policies.calendar_for(policy, ticket))
                if self._schedule(promise):
                    self._promises.append(promise)
        return _told(before, _clocks(self._running()))

    def _running(self) -> list[Promise]:
        return [p for p in self._promises if not p.is_over and p.withdrawn_at is None]

    def _schedule(self, promise: Promise) -> bool:
        """Work out deadline and warning, or what is left while a pause is open.

        Leaves it as it is, and says False, when its calendar has too little working time left: what
        was promised keeps the deadline, or stands with the time, that it had.
        """
        start, hours = self._ticket.started_at, promise.hours
        terms = (start, promise.target, hours)
        paused = left = warn = None
        try:
            due = deadline_epoch(*terms, self._pauses)
            if due is None:
                paused = next(begun for begun, ended in self._pauses if ended is None)
                ended = [stay for stay in self._pauses if stay[1] is not None]
                counts = max(paused, start)  # before the start nothing has been used up
                left = hours.elapsed_epoch(counts, deadline_epoch(*terms, ended) or counts)
            else:
                warn = warning_epoch(*terms, promise.warn_percent, self._pauses)
        except CalendarError:
            return False
        promise.started_at, promise.due_at, promise.warn_at = start, due, warn
        promise.paused_at, promise.left_seconds = paused, left
        return True


def _goes_on(promise: Promise, fresh: Promise, anew: bool) -> bool:
    """Whether it stays the one it is, though the policy may have been edited since."""
    return promise.policy == fresh.policy and (not anew or promise.terms == fresh.terms)


Clocks = dict[str, tuple[int | None, int | None]]
"""By name of the policy: the deadline, and the seconds left while it stands."""

_NONE: tuple[int | None, int | None] = (None, None)


def _clocks(promises: Iterable[Promise]) -> Clocks:
    return {each.policy_name: (each.due_at, each.left_seconds) for each in promises}


def _told(before: Clocks, after: Clocks) -> Told:
    """What has changed; that time is left is told only where no deadline tells it."""
    told: Told = {}
    for name in {**before, **after}:
        (old_due, old_left), (due, left) = before.get(name, _NONE), after.get(name, _NONE)
        if old_due != due:
            told[f"sla_due:{name}"] = (old_due, due)
        elif old_left != left:
            told[f"sla_left:{name}"] = (old_left, left)
    return told
