"""The steps of a ticket's life: take, assign, start, wait, resolve, reopen, close, share."""

from __future__ import annotations

from helpdesk_tui.errors import Invalid, NotFound, WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Agent, Team, Ticket
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import people
from helpdesk_tui.rows import Actor, Done, Note
from helpdesk_tui.services import stopwatch
from helpdesk_tui.services.change import Changes, apply, load_open, require, transaction
from helpdesk_tui.statements import row
from helpdesk_tui.vocabulary import Role, Status

OPEN = (Status.NEW, Status.IN_PROGRESS, Status.WAITING)

RESUMED: Changes = {"status": Status.IN_PROGRESS}
REOPENED: Changes = {"status": Status.IN_PROGRESS, "ended_at": None}


class Owned(WrongState):
    """The ticket is another agent's: `ticket` and `owner` are ids, `name` is the owner's."""

    def __init__(self, ticket: Ticket) -> None:
        owner = Agent.get_by_id(ticket.assignee_id)
        self.ticket = ticket.id
        self.owner = owner.id
        self.name = owner.name
        super().__init__(
            N_("{number} is assigned to {owner}: say --from {login} to take it over."),
            number=ticket.number,
            owner=owner.name,
            login=owner.login,
        )


class Unresolved(WrongState):
    """Closing needs a resolution first; whoever asked may want to do both."""


@transaction
def take(actor: Actor, ticket: int, now: int, *, owner: int | None = None) -> Done:
    """Make the actor responsible; another's ticket needs `owner`, the agent it is taken from."""
    permit(actor, "ticket.take")
    found = load_open(ticket)
    if found.assignee_id == actor.id:
        raise WrongState(N_("{number} is yours already."), number=found.number)
    if found.assignee_id is not None and found.assignee_id != owner:
        raise Owned(found)
    return apply(found, actor, "take", now, taken_by(actor, found))


def taken_by(actor: Actor, ticket: Ticket) -> dict[str, object]:
    """The changes that make the ticket the actor's, in the actor's team unless it has one."""
    team = ticket.team_id if ticket.team_id is not None else actor.team
    return {"assignee_id": actor.id, "team_id": team}


@transaction
def release(actor: Actor, ticket: int, now: int) -> Done:
    """Leave the ticket to whoever takes it next."""
    permit(actor, "ticket.release")
    found = load_open(ticket)
    if found.assignee_id is None:
        raise WrongState(
            N_("{number} is not assigned to anybody: there is nothing to release."),
            number=found.number,
        )
    if found.assignee_id != actor.id:
        permit_others(actor, found, None)
    return apply(found, actor, "release", now, {"assignee_id": None})


@transaction
def assign(
    actor: Actor, ticket: int, now: int, *, agent: int | None = None, team: int | None = None
) -> Done:
    """Give the ticket to an agent, a team, or both; raises Invalid when neither is named."""
    permit(actor, "ticket.assign")
    found = load_open(ticket)
    if agent is None and team is None:
        raise Invalid("agent", N_("Name an agent or a team to assign to."))
    changes: dict[str, object] = {}
    if team is not None:
        if not Team.select().where(Team.id == team, ~Team.archived).exists():
            raise NotFound(N_("There is no such team: choose another."))
        changes["team_id"] = team
    if agent is not None:
        able_to_work(agent)
        changes["assignee_id"] = agent
    if agent != actor.id:
        permit_others(actor, found, agent, team)
    return apply(found, actor, "assign", now, changes)


def able_to_work(agent: int) -> None:
    """Raise Invalid unless the agent exists, is not archived, and may work on tickets."""
    found = row(Agent, agent)
    if found is None or found.archived:
        raise Invalid("assignee", N_("There is no such agent: choose another."))
    if found.role < Role.AGENT:
        raise Invalid(
            "assignee", N_("{agent} may only read: choose another agent."), agent=found.name
        )


def permit_others(actor: Actor, ticket: Ticket, agent: int | None, team: int | None = None) -> None:
    """An agent assigns to others within the own teams only: those of ticket, team or assignee."""
    touched = {ticket.team_id, team}
    if agent is not None:
        touched |= people.teams_of(agent)
    permit(actor, "ticket.assign_others", frozenset(id for id in touched if id is not None))


@transaction
def start(actor: Actor, ticket: int, now: int, *, timed: bool = True) -> Done:
    """Begin to work: takes the ticket when nobody has it; on a waiting one it resumes.

    When `timed`, the actor's stopwatch runs on it from then on; on several tickets it cannot.
    """
    permit(actor, "ticket.start")
    found = load_open(ticket, actor.id)
    require(found, Status.NEW, Status.WAITING, message=N_("{number} is {status} already."))
    if found.status == Status.WAITING:
        done = apply(found, actor, "resume", now, RESUMED)
    else:
        done = apply(found, actor, "start", now, started_by(actor, found))
    return stopwatch.begun(done, actor, found, now) if timed else done


def started_by(actor: Actor, ticket: Ticket) -> Changes:
    """The changes that begin the work on a new ticket."""
    taken = taken_by(actor, ticket) if ticket.assignee_id is None else {}
    return {"status": Status.IN_PROGRESS, **taken}


@transaction
def wait(actor: Actor, ticket: int, now: int) -> Done:
    """Pause until the customer answers."""
    permit(actor, "ticket.wait")
    found = load_open(ticket)
    require(
        found,
        Status.IN_PROGRESS,
        message=N_("{number} is {status}: only a ticket in progress can wait. Start it first."),
    )
    return apply(found, actor, "wait", now, {"status": Status.WAITING})


@transaction
def resume(actor: Actor, ticket: int, now: int) -> Done:
    """Go on after waiting."""
    permit(actor, "ticket.resume")
    found = load_open(ticket)
    require(
        found,
        Status.WAITING,
        message=N_("{number} is {status}: it does not wait, so there is nothing to resume."),
    )
    return apply(found, actor, "resume", now, RESUMED)


@transaction
def resolve(actor: Actor, ticket: int, now: int) -> Done:
    """The problem is solved: ends now, progress 100."""
    permit(actor, "ticket.resolve")
    found = load_open(ticket)
    require(found, *OPEN, message=N_("{number} is {status} already."))
    return apply(found, actor, "resolve", now, resolved(now))


def resolved(now: int) -> Changes:
    """The changes of a resolution at that instant."""
    return {"status": Status.RESOLVED, "ended_at": now, "progress": 100}


@transaction
def reopen(actor: Actor, ticket: int, now: int) -> Done:
    """The solution did not hold: back to work, without an end."""
    permit(actor, "ticket.reopen")
    found = load_open(ticket)
    require(found, Status.RESOLVED, message=N_("{number} is {status}: it is open already."))
    return apply(found, actor, "reopen", now, REOPENED)


@transaction
def close(actor: Actor, ticket: int, now: int, *, resolve_first: bool = False) -> Done:
    """End the ticket for ever; an unresolved one raises Unresolved unless told to resolve first."""
    permit(actor, "ticket.close")
    found = load_open(ticket)
    notes: tuple[Note, ...] = ()
    if found.status != Status.RESOLVED:
        if not resolve_first:
            raise Unresolved(
                N_("{number} is not resolved: resolve it first, then close it."),
                number=found.number,
            )
        notes = apply(found, actor, "resolve", now, resolved(now)).notes
    return apply(found, actor, "close", now, closed(now), notes=notes)


def closed(now: int) -> Changes:
    """The changes that end a resolved ticket for ever."""
    return {"status": Status.CLOSED, "closed_at": now}


@transaction
def share(actor: Actor, ticket: int, now: int) -> Done:
    """Let the ticket's customer see it; raises WrongState when there is no customer."""
    permit(actor, "ticket.share")
    found = load_open(ticket)
    if found.customer_id is None:
        raise WrongState(
            N_("{number} has no customer to share it with: add one first."), number=found.number
        )
    if found.shared_with_customer:
        raise WrongState(N_("{number} is shared already."), number=found.number)
    return apply(found, actor, "share", now, {"shared_with_customer": True})


@transaction
def unshare(actor: Actor, ticket: int, now: int) -> Done:
    """Hide the ticket from its customer again."""
    permit(actor, "ticket.unshare")
    found = load_open(ticket)
    if not found.shared_with_customer:
        raise WrongState(
            N_("{number} is not shared: its customer does not see it."), number=found.number
        )
    return apply(found, actor, "unshare", now, {"shared_with_customer": False})
