"""Next: of the tickets an agent may take, the one whose deadline presses most, started at once."""

from __future__ import annotations

from peewee import Query

from helpdesk_tui import statements
from helpdesk_tui.i18n import N_, Instant, Word
from helpdesk_tui.models import Ticket
from helpdesk_tui.permissions import permit
from helpdesk_tui.promises import Lasting, Promised
from helpdesk_tui.queries import commitments
from helpdesk_tui.rows import Actor, CommitmentRow, Done, Note
from helpdesk_tui.services import locking, stopwatch
from helpdesk_tui.services.change import apply, transaction
from helpdesk_tui.services.lifecycle import started_by, taken_by
from helpdesk_tui.statements import numbered, slots
from helpdesk_tui.vocabulary import NEVER, Priority, Status


@transaction
def take_next(actor: Actor, now: int) -> Done | None:
    """Take and start it, its reason in the notes; None when there is none for this agent."""
    permit(actor, "ticket.take")
    permit(actor, "ticket.start")
    locking.keep_agents(actor.id)
    teams = sorted(actor.teams)
    statement = statements.kept(_waiting, len(teams))
    rows = statement.instances(Ticket, numbered(teams))
    if not rows:
        return None
    [found] = rows
    notes = (why(found, now),)
    if found.status == Status.NEW:
        done = apply(found, actor, "start", now, started_by(actor, found), notes=notes)
    else:
        done = apply(found, actor, "take", now, taken_by(actor, found), notes=notes)
    return stopwatch.begun(done, actor, found, now)


def _waiting(teams: int) -> Query:
    """Tickets of one of the agent's teams or of none; an agent without a team takes any."""
    own = [Ticket.team.is_null() | Ticket.team.in_(slots(teams))] if teams else []
    query = (
        Ticket.select()
        .where(
            Ticket.closed_at.is_null(),
            Ticket.assignee.is_null(),
            Ticket.status.in_((Status.NEW, Status.IN_PROGRESS)),
            *own,
        )
        .order_by(Ticket.next_due_at, Ticket.priority, Ticket.id)
    )
    return locking.kept(query, skip_locked=True).limit(1)


def why(ticket: Ticket, now: int) -> Note:
    """Why this ticket comes first, as a message id and its fields."""
    promise = commitments.next_of([ticket.id]).get(ticket.id)
    if promise is not None and promise.due_at == ticket.next_due_at:
        return _why_promised(promise, now)
    if ticket.next_due_at < now:
        return N_("It comes first because it is late since {since}."), {
            "since": Instant(ticket.next_due_at)
        }
    if ticket.next_due_at < NEVER:
        return N_("It comes first because it is due {due}."), {"due": Instant(ticket.next_due_at)}
    if ticket.priority < Priority.NORMAL:
        return N_("It comes first by its priority: {priority}."), {
            "priority": Word(Priority(ticket.priority).label)
        }
    return N_("It is the oldest of those without a deadline."), {}


def _why_promised(promise: CommitmentRow, now: int) -> Note:
    left = promise.remaining(now) or 0
    fields = {
        "promise": Promised(promise.target_status, promise.target, promise.working_days_only),
        "left": Lasting(abs(left)),
    }
    late = promise.state(now) == "breached"
    if not promise.working_days_only:
        if late:
            return N_("It comes first: {promise}, {left} too late."), fields
        return N_("It comes first: {promise}, {left} left."), fields
    if late:
        return N_("It comes first: {promise}, {left} of working time too late."), fields
    return N_("It comes first: {promise}, {left} of working time left."), fields
