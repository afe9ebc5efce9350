"""Promises on tickets: chosen from the policies, paused, met, broken, and never forgotten.

Everything here runs inside the transaction of the act that causes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peewee import JOIN

from helpdesk_tui.models import Calendar, Commitment, SlaPolicy, Ticket
from helpdesk_tui.queries.commitments import pauses as pauses_of
from helpdesk_tui.queries.commitments import working_time
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.sla import CalendarError, Target, deadline_epoch, warning_epoch
from helpdesk_tui.vocabulary import NEVER, Status

WHOSE_HOURS = frozenset({"team_id", "customer_id"})
"""The fields of a ticket whose calendars count where the policy has none of its own."""

CHOOSING = frozenset({"priority", "type_id", "started_at"}) | WHOSE_HOURS
"""The fields of a ticket on which the choice of policies, or their deadline, depends."""

Told = dict[str, tuple[object, object]]
"""What an Event tells of promises, old and new: `sla_due:POLICY` and `sla_met:POLICY` instants, and
`sla_left:POLICY` seconds, where what is left changes while the clock stands."""

Pauses = list[tuple[int, int | None]]


def settle(ticket: Ticket, now: int) -> None:
    """Write the breaches that have happened by now, before an act changes anything."""
    Commitment.update(breached_at=Commitment.due_at).where(
        Commitment.ticket == ticket.id,
        Commitment.withdrawn_at.is_null(),
        Commitment.met_at.is_null(),
        Commitment.breached_at.is_null(),
        Commitment.due_at < now,
    ).execute()


def follow(ticket: Ticket, now: int, changed: Iterable[str]) -> Told:
    """Bring the promises in line with the fields that have just changed on the ticket."""
    fields = set(changed)
    told: Told = {}
    if "status" in fields:
        told |= _reach(ticket, now)
    if fields & CHOOSING and switches().manage_sla:
        told |= choose(ticket, now, Policies(), moved=bool(fields & WHOSE_HOURS))
    elif "status" in fields:
        told |= _move(ticket, now)
    return told


def begin(ticket: Ticket, now: int, policies: Policies | None = None) -> None:
    """Make the first promises on a ticket that has just been saved, and its place in the queues."""
    if switches().manage_sla:
        choose(ticket, now, policies or Policies())
    ticket.next_due_at = next_due(ticket)
    if ticket.next_due_at != NEVER:
        Ticket.update(next_due_at=ticket.next_due_at).where(Ticket.id == ticket.id).execute()


def choose(
    ticket: Ticket, now: int, policies: Policies, *, moved: bool = False, anew: bool = False
) -> Told:
    """Make the promises that the policies ask for now, under the terms they had when chosen.

    `moved` asks the ticket's customer and team for their calendars again; `anew` takes the terms
    of all policies as they are today.
    """
    wanted = policies.best_by_target(ticket)
    stays = pauses_of(ticket.id)
    open_ones = []
    for known in _current(ticket):
        if _is_over(known):
            wanted.pop(known.target_status, None)  # kept, whatever the policies ask for now
        else:
            open_ones.append(known)
    before = _clocks(open_ones)
    after: list[Commitment] = []
    for known in open_ones:
        policy = wanted.get(known.target_status)
        if policy is None or not _goes_on(known, policy, ticket, policies, anew):
            _withdraw(known, now)
            continue
        del wanted[known.target_status]
        if moved:
            known.calendar = policies.calendar_for(policy, ticket)
        after += _rescheduled(known, ticket, stays, now)
    for target, policy in wanted.items():
        if target > ticket.status:
            after.append(_make(ticket, policy, policies, stays))
    return _told(before, _clocks(after))


def next_due(ticket: Ticket) -> int:
    """The instant that orders every queue; NEVER when nothing is running out."""
    instants = [NEVER]
    if ticket.status < Status.RESOLVED and ticket.due_at is not None:
        instants.append(ticket.due_at)
    if ticket.status != Status.CLOSED and switches().manage_sla:
        instants += [
            c.due_at for c in _current(ticket) if c.met_at is None and c.due_at is not None
        ]
    return min(instants)


def _current(ticket: Ticket) -> list[Commitment]:
    query = (
        Commitment.select(Commitment, SlaPolicy, Calendar)
        .join_from(Commitment, SlaPolicy)
        .join_from(Commitment, Calendar, JOIN.LEFT_OUTER, on=Commitment.calendar)
        .where(Commitment.ticket == ticket.id, Commitment.withdrawn_at.is_null())
    )
    return list(query.order_by(Commitment.target_status))


def _is_over(known: Commitment) -> bool:
    return known.met_at is not None or known.breached_at is not None


def _reach(ticket: Ticket, now: int) -> Told:
    """Meet what the new status fulfils, and take back what it does not any more."""
    told: Told = {}
    stays = pauses_of(ticket.id)
    for known in _current(ticket):
        reached = known.target_status <= ticket.status
        if reached == (known.met_at is not None):
            continue
        # what is met straight from a pause has a deadline again, by which it is in time
        if known.paused_at is not None and not _rescheduled(known, ticket, stays, now):
            continue
        old, known.met_at = known.met_at, now if reached else None
        known.save(only=[Commitment.met_at])
        told[f"sla_met:{known.policy.name}"] = (old, known.met_at)
    return told


def _move(ticket: Ticket, now: int) -> Told:
    """Pause, resume or shift the promises that still run."""
    open_ones = [known for known in _current(ticket) if not _is_over(known)]
    if not open_ones:
        return {}
    before = _clocks(open_ones)
    stays = pauses_of(ticket.id)
    after = [kept for known in open_ones for kept in _rescheduled(known, ticket, stays, now)]
    return _told(before, _clocks(after))


def _goes_on(
    known: Commitment, policy: SlaPolicy, ticket: Ticket, policies: Policies, anew: bool
) -> bool:
    """Whether the promise stays the one it is."""
    if policy.id != known.policy_id:
        return False
    return not anew or _terms(known) == _terms_of(policy, policies.calendar_for(policy, ticket))


def _terms(known: Commitment) -> tuple[object, ...]:
    terms = (known.target_status, known.days, known.seconds, known.working_days_only)
    return (*terms, known.warn_percent, known.calendar_id)


def _terms_of(policy: SlaPolicy, hours: Calendar | None) -> tuple[object, ...]:
    terms = (policy.target_status, policy.days, policy.seconds, policy.working_days_only)
    return (*terms, policy.warn_percent, hours.id if hours else None)


def _make(ticket: Ticket, policy: SlaPolicy, policies: Policies, stays: Pauses) -> Commitment:
    made = Commitment(
        ticket=ticket.id,
        policy=policy,
        target_status=policy.target_status,
        days=policy.days,
        seconds=policy.seconds,
        working_days_only=policy.working_days_only,
        warn_percent=policy.warn_percent,
        calendar=policies.calendar_for(policy, ticket),
    )
    _schedule(made, ticket, stays)
    return made


def _rescheduled(
    known: Commitment, ticket: Ticket, stays: Pauses, now: int
) -> Sequence[Commitment]:
    """The promise with its new deadline; nothing when its calendar has no time left to keep it."""
    try:
        _schedule(known, ticket, stays)
    except CalendarError:
        _withdraw(known, now)
        return ()
    return (known,)


def _schedule(commitment: Commitment, ticket: Ticket, stays: Pauses) -> None:
    """Work out deadline and warning, or what is left while a pause is open, and save them."""
    hours = working_time(commitment.calendar, commitment.working_days_only)
    terms = (ticket.started_at, Target(commitment.days, commitment.seconds), hours)
    due = deadline_epoch(*terms, stays)
    paused = left = warn = None
    if due is None:
        paused = next(begun for begun, ended in stays if ended is None)
        reached = deadline_epoch(*terms, [stay for stay in stays if stay[1] is not None])
        left = hours.elapsed_epoch(paused, reached or paused)
    else:
        warn = warning_epoch(*terms, commitment.warn_percent, stays)
    commitment.started_at = ticket.started_at
    commitment.due_at, commitment.warn_at = due, warn
    commitment.paused_at, commitment.left_seconds = paused, left
    commitment.save()


def _withdraw(known: Commitment, now: int) -> None:
    known.withdrawn_at = now
    known.save(only=[Commitment.withdrawn_at])


Clocks = dict[str, tuple[int | None, int | None]]
"""By name of the policy: the deadline, and the seconds left while it stands."""


def _clocks(promises: Iterable[Commitment]) -> Clocks:
    return {each.policy.name: (each.due_at, each.left_seconds) for each in promises}


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


_NONE: tuple[int | None, int | None] = (None, None)
