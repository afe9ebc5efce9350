"""Who is warned of what, and when; acknowledging is each agent's own."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.models import Membership
from helpdesk_tui.queries.alerts import alerts
from helpdesk_tui.rows import Alert
from helpdesk_tui.services import lifecycle, tickets
from helpdesk_tui.services.alerts import acknowledge
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import Desk
from tests.sla_example import calendar, office, paris, policy, setting

MONDAY = paris("04-27 09:00")
AT_RISK, BREACHED = paris("04-27 14:30"), paris("04-27 15:01")
"""Of five working hours from Monday 9:00, due at 15:00, warned of when 3¾ are gone."""


@pytest.fixture(autouse=True)
def promised(desk: Desk) -> None:
    office()
    policy("Resolve", hours=5)


def ticket(desk: Desk, **fields: Any) -> int:
    values = {"subject": "Printer on fire", "team_id": desk.id("team", "Support"), **fields}
    return tickets.create(desk.actor("mona"), MONDAY, values).ticket


def shown(desk: Desk, login: str, at: int = AT_RISK) -> list[tuple[int, int]]:
    """The tickets that the agent is warned of, and the level, worst first."""
    return [(each.ticket, each.level) for each in alerts(desk.actor(login), at).shown]


def first(desk: Desk, login: str, at: int) -> Alert:
    return alerts(desk.actor(login), at).shown[0]


@pytest.mark.parametrize(
    ("login", "unassigned", "bobs", "other_team"),
    [
        ("bob", True, True, False),
        ("carol", False, False, True),
        ("mona", True, True, True),
        ("victor", True, False, False),
        ("alice", False, False, False),
    ],
)
def test_for_the_assignee_the_team_of_what_nobody_has_and_its_managers(
    desk: Desk, login: str, unassigned: bool, bobs: bool, other_team: bool
) -> None:
    free = ticket(desk)
    of_bob = ticket(desk, assignee_id=desk.id("agent", "bob"))
    network = ticket(desk, team_id=desk.id("team", "Network"))
    expected = {(free, unassigned), (of_bob, bobs), (network, other_team)}
    warned = {id for id, _level in shown(desk, login)}
    assert {(id, id in warned) for id, _expected in expected} == expected


def test_the_assignee_of_another_team_is_warned(desk: Desk) -> None:
    mine = ticket(desk, assignee_id=desk.id("agent", "carol"))
    assert shown(desk, "carol") == [(mine, 1)]
    assert shown(desk, "bob") == []


def test_a_manager_is_warned_of_the_own_teams_only(desk: Desk) -> None:
    Membership.delete().where(Membership.team == desk.id("team", "Support")).execute()
    ticket(desk, assignee_id=desk.id("agent", "bob"))
    assert shown(desk, "mona") == []


def test_at_risk_first_then_breached(desk: Desk) -> None:
    made = ticket(desk)
    warn, due = paris("04-27 13:45"), paris("04-27 15:00")
    assert shown(desk, "bob", warn) == []
    assert shown(desk, "bob", warn + 1) == shown(desk, "bob", due) == [(made, 1)]
    assert shown(desk, "bob", due + 1) == [(made, 2)]


def test_the_broken_come_first_then_the_sooner(desk: Desk) -> None:
    later = ticket(desk, started_at=paris("04-27 09:10"))
    sooner = ticket(desk)
    policy("Urgent", hours=5, least=Priority.URGENT)
    broken = ticket(desk, priority=Priority.URGENT, started_at=paris("04-24 16:00"))
    assert shown(desk, "bob") == [(broken, 2), (sooner, 1), (later, 1)]


def test_met_paused_and_closed_warn_nobody(desk: Desk) -> None:
    bob = desk.actor("bob")
    met, paused, closed = ticket(desk), ticket(desk), ticket(desk)
    policy("Close", Status.CLOSED, hours=5)
    lifecycle.resolve(bob, met, MONDAY)
    lifecycle.start(bob, paused, MONDAY)
    lifecycle.wait(bob, paused, MONDAY)
    lifecycle.close(bob, closed, MONDAY, resolve_first=True)
    assert shown(desk, "bob", BREACHED) == []


def test_none_outside_the_hours_of_the_promises_calendar(desk: Desk) -> None:
    made = ticket(desk)
    for closed in ("04-27 17:00", "04-27 23:00", "04-28 08:59", "04-28 12:30", "05-02 10:00"):
        assert shown(desk, "bob", paris(closed)) == []
    assert shown(desk, "bob", paris("04-28 09:00")) == [(made, 2)]


def test_real_time_has_no_closing_hours(desk: Desk) -> None:
    policy("Always", hours=2, least=Priority.URGENT, working_days_only=False)
    made = ticket(desk, priority=Priority.URGENT)
    assert shown(desk, "bob", paris("05-02 03:00")) == [(made, 2)]


def test_acknowledged_it_is_silent_for_that_agent_until_it_gets_worse(desk: Desk) -> None:
    made = ticket(desk)
    bob = desk.actor("bob")
    acknowledge(bob, first(desk, "bob", AT_RISK))
    assert shown(desk, "bob", AT_RISK) == []
    assert shown(desk, "mona", AT_RISK) == [(made, 1)]
    assert shown(desk, "bob", BREACHED) == [(made, 2)]
    acknowledge(bob, first(desk, "bob", BREACHED))
    assert shown(desk, "bob", BREACHED) == []
    assert shown(desk, "mona", BREACHED) == [(made, 2)]


def test_a_written_breach_counts_as_worse_too(desk: Desk) -> None:
    made = ticket(desk)
    acknowledge(desk.actor("bob"), first(desk, "bob", AT_RISK))
    tickets.edit(desk.actor("mona"), made, BREACHED, {"subject": "Still on fire"})
    assert shown(desk, "bob", BREACHED) == [(made, 2)]


def test_a_backlog_of_acknowledged_ones_hides_no_new_alert(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk_tui.queries.alerts.MOST", 2)
    old = [ticket(desk, started_at=MONDAY - 3600 * hours) for hours in (100, 90)]
    ticket(desk)
    bob = desk.actor("bob")
    for alert in alerts(bob, BREACHED).shown:
        acknowledge(bob, alert)
    assert [id for id, _level in shown(desk, "bob", BREACHED)] not in ([], old)


def test_another_promise_on_the_ticket_is_another_alert(desk: Desk) -> None:
    made = ticket(desk)
    bob = desk.actor("bob")
    acknowledge(bob, first(desk, "bob", BREACHED))
    policy("Urgent", hours=1, least=Priority.URGENT)
    other = ticket(desk)
    tickets.edit(bob, other, MONDAY, {"priority": Priority.URGENT})
    assert shown(desk, "bob", BREACHED) == [(other, 2)]
    assert (made, 2) in shown(desk, "mona", BREACHED)


def changes_at(desk: Desk, at: int, login: str = "bob") -> int | None:
    return alerts(desk.actor(login), at).changes_at


def test_it_says_when_the_alerts_change_by_time_alone(desk: Desk) -> None:
    assert changes_at(desk, MONDAY) is None
    ticket(desk)
    assert changes_at(desk, MONDAY) == paris("04-27 13:45") + 1
    assert changes_at(desk, AT_RISK) == paris("04-27 15:00") + 1
    # shown until the office closes, and again when it opens
    assert changes_at(desk, BREACHED) == paris("04-27 17:00")
    assert changes_at(desk, paris("04-27 17:00")) == paris("04-28 09:00")


def test_at_each_such_instant_they_have_changed_and_not_before(desk: Desk) -> None:
    ticket(desk)
    ticket(desk, started_at=paris("04-28 10:30"))
    at, before = MONDAY, shown(desk, "bob", MONDAY)
    for _change in range(12):
        following = changes_at(desk, at)
        assert following is not None and following > at
        assert shown(desk, "bob", following - 1) == before
        at, before = following, shown(desk, "bob", following)
    assert at > paris("04-29 09:00")


def test_a_calendar_that_never_opens_again_is_no_obstacle(desk: Desk) -> None:
    over = calendar("Over", week={}, special={"2026-04-27": [["09:00", "12:00"]]})
    policy("Over", hours=1, calendar=over, least=Priority.URGENT)
    ticket(desk, priority=Priority.URGENT)
    assert alerts(desk.actor("bob"), paris("05-10 10:00")).shown == []


def test_with_sla_off_there_are_none(desk: Desk) -> None:
    ticket(desk)
    setting("manage_sla", False)
    found = alerts(desk.actor("bob"), BREACHED)
    assert (found.shown, found.changes_at, found.managed) == ([], None, False)
