"""Promises on tickets: chosen from the policies, paused, met, broken, and never forgotten.

Everything here runs inside the transaction of the act that causes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from helpdesk_tui.models import Calendar, Commitment, Customer, SlaPolicy, Team, Ticket
from helpdesk_tui.queries.commitments import pauses as pauses_of
from helpdesk_tui.queries.commitments import working_time
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.services.policy_choice import best_by_target
from helpdesk_tui.sla import Target, deadline_epoch, warning_epoch
from helpdesk_tui.vocabulary import NEVER, Status

CHOOSING = frozenset({"priority", "type_id", "team_id", "started_at", "customer_id"})
"""The fields of a ticket on which the choice of policies, or their deadline, depends."""

Told = dict[str, tuple[object, object]]
"""What an Event tells of promises: `sla_due:POLICY` or `sla_met:POLICY`, old and new instant."""

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
    if not fields & (CHOOSING | {"status"}):
        return {}
    told: Told = {}
    if "status" in fields:
        told |= _reach(ticket, now)
    if fields & CHOOSING and switches().manage_sla:
        told |= choose(ticket, now)
    elif "status" in fields:
        told |= _move(ticket)
    return told


def begin(ticket: Ticket, now: int) -> None:
    """Make the first promises on a ticket that has just been saved, and its place in the queues."""
    if SlaPolicy.select().exists() and switches().manage_sla:
        choose(ticket, now)
    ticket.next_due_at = next_due(ticket)
    if ticket.next_due_at != NEVER:
        Ticket.update(next_due_at=ticket.next_due_at).where(Ticket.id == ticket.id).execute()


def choose(ticket: Ticket, now: int, *, anew: bool = False) -> Told:
    """Make the promises that the policies ask for now; `anew` copies the terms of kept ones too."""
    told: Told = {}
    wanted = best_by_target(ticket, lambda policy: _terms(policy, ticket))
    stays = pauses_of(ticket.id)
    for known in _current(ticket):
        policy = wanted.pop(known.target_status, None)
        if known.met_at is not None or known.breached_at is not None:
            continue  # kept for ever, whatever the policies ask for now
        if policy is not None and _unchanged(known, policy, ticket, anew):
            told |= _schedule(known, ticket, stays)
            continue
        old = known.due_at
        known.withdrawn_at = now
        known.save(only=[Commitment.withdrawn_at])
        new = _make(ticket, policy, stays) if policy is not None else None
        told |= _told(known, old, None)
        if new is not None and new.due_at != old:
            told |= _told(new, old if new.policy_id == known.policy_id else None, new.due_at)
    for target, policy in wanted.items():
        if target > ticket.status:
            made = _make(ticket, policy, stays)
            told |= _told(made, None, made.due_at)
    return {name: pair for name, pair in told.items() if pair[0] != pair[1]}


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
    query = Commitment.select().where(
        Commitment.ticket == ticket.id, Commitment.withdrawn_at.is_null()
    )
    return list(query.order_by(Commitment.target_status))


def _reach(ticket: Ticket, now: int) -> Told:
    """Meet what the new status fulfils, and take back what it does not any more."""
    told: Told = {}
    for known in _current(ticket):
        reached = known.target_status <= ticket.status
        if reached == (known.met_at is not None):
            continue
        old, known.met_at = known.met_at, now if reached else None
        if reached:
            # a promise that is met while it is paused keeps the time it had left
            known.paused_at = None
        known.save(only=[Commitment.met_at, Commitment.paused_at])
        told[f"sla_met:{known.policy.name}"] = (old, known.met_at)
    return told


def _move(ticket: Ticket) -> Told:
    """Pause, resume or shift the promises that still run."""
    told: Told = {}
    stays = pauses_of(ticket.id)
    for known in _current(ticket):
        if known.met_at is None and known.breached_at is None:
            told |= _schedule(known, ticket, stays)
    return told


def _unchanged(known: Commitment, policy: SlaPolicy, ticket: Ticket, anew: bool) -> bool:
    """Whether the promise goes on under the terms it has."""
    if policy.id != known.policy_id:
        return False
    if not anew:
        return True
    hours = calendar_for(policy, ticket)
    return (known.days, known.seconds, known.working_days_only, known.warn_percent) == (
        policy.days,
        policy.seconds,
        policy.working_days_only,
        policy.warn_percent,
    ) and known.calendar_id == (hours.id if hours else None)


def _make(ticket: Ticket, policy: SlaPolicy, stays: Pauses) -> Commitment:
    made = Commitment(
        ticket=ticket.id,
        policy=policy.id,
        target_status=policy.target_status,
        days=policy.days,
        seconds=policy.seconds,
        working_days_only=policy.working_days_only,
        warn_percent=policy.warn_percent,
        calendar=calendar_for(policy, ticket),
        started_at=ticket.started_at,
    )
    _schedule(made, ticket, stays)
    return made


def _schedule(commitment: Commitment, ticket: Ticket, stays: Pauses) -> Told:
    """Work out deadline and warning, or what is left while a pause is open, and save them."""
    old = commitment.due_at
    hours = working_time(commitment.calendar, commitment.working_days_only)
    target = Target(commitment.days, commitment.seconds)
    commitment.started_at = ticket.started_at
    terms = (ticket.started_at, target, hours)
    commitment.due_at = deadline_epoch(*terms, stays)
    if commitment.due_at is None:
        begun = next(start for start, end in stays if end is None)
        reached = deadline_epoch(*terms, [stay for stay in stays if stay[1] is not None])
        commitment.paused_at = begun
        commitment.left_seconds = hours.elapsed_epoch(begun, reached or begun)
        commitment.warn_at = None
    else:
        commitment.paused_at = None
        commitment.left_seconds = None
        commitment.warn_at = warning_epoch(*terms, commitment.warn_percent, stays)
    commitment.save()
    return {} if old == commitment.due_at else _told(commitment, old, commitment.due_at)


def _told(commitment: Commitment, old: object, new: object) -> Told:
    return {f"sla_due:{commitment.policy.name}": (old, new)}


def _terms(policy: SlaPolicy, ticket: Ticket) -> int | None:
    """The deadline the policy would give, by which equally specific ones are told apart."""
    hours = working_time(calendar_for(policy, ticket), policy.working_days_only)
    return deadline_epoch(ticket.started_at, Target(policy.days, policy.seconds), hours)


def calendar_for(policy: SlaPolicy, ticket: Ticket) -> Calendar | None:
    """The policy's own calendar, else the customer's, the team's, the desk's default."""
    of_customer = Customer.get_or_none(Customer.id == ticket.customer_id)
    of_team = Team.get_or_none(Team.id == ticket.team_id)
    candidates = (
        policy.calendar_id,
        of_customer.calendar_id if of_customer else None,
        of_team.calendar_id if of_team else None,
        switches().default_calendar,
    )
    chosen = next((each for each in candidates if each is not None), None)
    found: Calendar | None = Calendar.get_or_none(Calendar.id == chosen)
    return found
