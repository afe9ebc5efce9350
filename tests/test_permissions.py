from __future__ import annotations

import ast

import pytest

from helpdesk_tui.errors import Forbidden
from helpdesk_tui.i18n import explain
from helpdesk_tui.permissions import MAY, OWN_TEAM, allows, permit
from helpdesk_tui.rows import Actor
from helpdesk_tui.vocabulary import Role
from tests.source import MODULES, parse

WORK = {
    *("create", "edit", "copy", "follow_up", "take", "release", "assign", "start", "wait"),
    *("resume", "resolve", "reopen", "close", "share", "unshare", "undo", "message", "note"),
}


def actor(role: Role, *teams: int) -> Actor:
    return Actor(1, "x", "X", role, None, frozenset(teams))


def test_who_may_do_what_as_people_are_told() -> None:
    least = {
        "ticket.read": Role.VIEWER,
        **{f"ticket.{act}": Role.AGENT for act in WORK},
        "ticket.assign_others": Role.MANAGER,
        "ticket.close_many": Role.MANAGER,
        "time.own": Role.AGENT,
        "time.others": Role.MANAGER,
        "time.closed": Role.MANAGER,
        "customers.edit": Role.AGENT,
        "configuration.edit": Role.MANAGER,
        "agents.edit": Role.ADMINISTRATOR,
        "settings.edit": Role.ADMINISTRATOR,
    }
    for act, role in least.items():
        assert MAY[act] == role, act


@pytest.mark.parametrize("act", MAY)
def test_each_role_may_do_what_lower_ones_may(act: str) -> None:
    allowed = [allows(actor(role), act) for role in Role]
    assert allowed == sorted(allowed)
    assert allowed[-1]


@pytest.mark.parametrize("act", MAY)
def test_the_own_team_counts_for_agents_and_some_acts_only(act: str) -> None:
    for role in Role:
        own = allows(actor(role, 1, 2), act, frozenset({2, 3}))
        foreign = allows(actor(role, 1, 2), act, frozenset({3}))
        assert foreign == (role >= MAY[act])
        assert own == (role >= MAY[act] or (act in OWN_TEAM and role >= Role.AGENT))


def test_a_refusal_names_the_roles() -> None:
    with pytest.raises(Forbidden) as caught:
        permit(actor(Role.AGENT), "agents.edit")
    assert explain(caught.value) == (
        "Your role (Agent) does not allow this: it needs Administrator."
    )
    permit(actor(Role.ADMINISTRATOR), "agents.edit")


def test_an_act_that_the_table_does_not_know_is_a_fault() -> None:
    with pytest.raises(KeyError):
        permit(actor(Role.ADMINISTRATOR), "ticket.burn")


def test_the_table_holds_what_is_checked_and_nothing_else() -> None:
    """An entry that nothing checks would promise a protection that is not there."""
    asked: set[str] = set()
    for module in MODULES:
        if module.parts[0] in ("services", "queries", "commands"):
            constants = (node for node in ast.walk(parse(module)) if isinstance(node, ast.Constant))
            asked |= {node.value for node in constants if isinstance(node.value, str)} & set(MAY)
    assert asked == set(MAY)
