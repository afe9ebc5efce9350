"""Who may do what: one table of acts and the least role that may do each."""

from __future__ import annotations

from helpdesk_tui.errors import Forbidden
from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.rows import Actor
from helpdesk_tui.vocabulary import Role

MAY: dict[str, Role] = {
    "ticket.read": Role.VIEWER,
    "ticket.create": Role.AGENT,
    "ticket.edit": Role.AGENT,
    "ticket.copy": Role.AGENT,
    "ticket.follow_up": Role.AGENT,
    "ticket.take": Role.AGENT,
    "ticket.release": Role.AGENT,
    "ticket.assign": Role.AGENT,
    "ticket.assign_others": Role.MANAGER,
    "ticket.start": Role.AGENT,
    "ticket.wait": Role.AGENT,
    "ticket.resume": Role.AGENT,
    "ticket.resolve": Role.AGENT,
    "ticket.reopen": Role.AGENT,
    "ticket.close": Role.AGENT,
    "ticket.close_many": Role.MANAGER,
    "ticket.share": Role.AGENT,
    "ticket.unshare": Role.AGENT,
    "ticket.undo": Role.AGENT,
    "ticket.message": Role.AGENT,
    "ticket.note": Role.AGENT,
    "ticket.import": Role.MANAGER,
    "time.report": Role.VIEWER,
    "time.own": Role.AGENT,
    "time.others": Role.MANAGER,
    "time.sheet_others": Role.MANAGER,
    "time.closed": Role.MANAGER,
    "views.own": Role.VIEWER,
    "views.shared": Role.MANAGER,
    "customers.edit": Role.AGENT,
    "configuration.edit": Role.MANAGER,
    "agents.edit": Role.ADMINISTRATOR,
    "settings.edit": Role.ADMINISTRATOR,
}

OWN_TEAM = frozenset({"ticket.assign_others", "ticket.close_many", "time.others"})
"""Acts that an agent may do too, within the teams the agent belongs to."""


def allows(actor: Actor, act: str, teams: frozenset[int] = frozenset()) -> bool:
    """Whether the actor may do the act; `teams` are the teams that an OWN_TEAM act touches."""
    if actor.role >= MAY[act]:
        return True
    return act in OWN_TEAM and actor.role >= Role.AGENT and bool(teams & actor.teams)


def permit(actor: Actor, act: str, teams: frozenset[int] = frozenset()) -> None:
    """Raise Forbidden, naming the role that is needed, unless the actor may do the act."""
    if not allows(actor, act, teams):
        raise Forbidden(
            N_("Your role ({role}) does not allow this: it needs {needed}."),
            role=Word(actor.role.label),
            needed=Word(MAY[act].label),
        )
