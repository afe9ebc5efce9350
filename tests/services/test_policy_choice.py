from __future__ import annotations

import pytest

from helpdesk_tui.models import SlaPolicy, Ticket
from helpdesk_tui.services.policy_choice import Policies, applies
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import Desk
from tests.sla_example import calendar, office, paris, policy


@pytest.fixture(autouse=True)
def hours(desk: Desk) -> None:
    office()


def ticket(desk: Desk, priority: Priority = Priority.URGENT) -> Ticket:
    """An urgent outage of Support that began on Monday at nine, unless told otherwise."""
    return Ticket(
        team=desk.id("team", "Support"),
        type=desk.id("type", "Outage"),
        priority=priority,
        started_at=paris("04-27 09:00"),
    )


def chosen(ticket: Ticket) -> list[str]:
    return [each.name for each in Policies().best_by_target(ticket).values()]


@pytest.mark.parametrize("least", [None, *Priority])
@pytest.mark.parametrize("priority", Priority)
def test_the_minimum_priority_means_at_least(
    desk: Desk, least: Priority | None, priority: Priority
) -> None:
    made = policy("P", hours=1, least=least)
    as_pressing = least is None or priority <= least
    assert applies(made, ticket(desk, priority)) == as_pressing


def test_every_criterion_must_match(desk: Desk) -> None:
    policy("Other team", hours=1, team=desk.id("team", "Network"))
    policy("Other type", hours=1, team=desk.id("team", "Support"), type=desk.id("type", "Question"))
    assert chosen(ticket(desk)) == []


def test_a_ticket_without_team_or_type_matches_no_policy_that_asks_for_one(desk: Desk) -> None:
    policy("Team", hours=1, team=desk.id("team", "Support"))
    policy("Type", hours=1, type=desk.id("type", "Outage"))
    assert chosen(Ticket(priority=Priority.URGENT, started_at=paris("04-27 09:00"))) == []


def test_most_criteria_win(desk: Desk) -> None:
    support, outage = desk.id("team", "Support"), desk.id("type", "Outage")
    policy("None", hours=1)
    policy("One", hours=2, least=Priority.URGENT)
    policy("Three", hours=9, team=support, type=outage, least=Priority.LOW)
    policy("Two", hours=3, team=support, type=outage)
    assert chosen(ticket(desk)) == ["Three"]


def test_then_the_higher_minimum_priority_wins(desk: Desk) -> None:
    policy("Support", hours=1, team=desk.id("team", "Support"))
    policy("Normal", hours=2, least=Priority.NORMAL)
    policy("High", hours=3, least=Priority.HIGH)
    assert chosen(ticket(desk)) == ["High"]


def test_then_the_earlier_deadline_wins(desk: Desk) -> None:
    policy("Day", days=1)
    # nine o'clock on Tuesday is before the end of eight working hours
    policy("Eight hours", hours=8)
    policy("Real hours", hours=25, working_days_only=False)
    assert chosen(ticket(desk)) == ["Day"]


def test_of_equals_the_older_policy_wins(desk: Desk) -> None:
    policy("First", hours=1)
    policy("Second", hours=1)
    assert chosen(ticket(desk)) == ["First"]


def test_each_target_is_chosen_by_itself(desk: Desk) -> None:
    policy("Resolve", hours=1)
    policy("Start", Status.IN_PROGRESS, hours=1)
    policy("Start outages", Status.IN_PROGRESS, hours=2, type=desk.id("type", "Outage"))
    assert chosen(ticket(desk)) == ["Start outages", "Resolve"]


def test_archived_policies_are_not_chosen(desk: Desk) -> None:
    policy("Old", hours=1, archived=True)
    assert chosen(ticket(desk)) == []


def test_a_policy_whose_calendar_is_over_is_passed_over(desk: Desk) -> None:
    over = calendar("Over", week={}, special={"2026-04-20": [["09:00", "12:00"]]})
    policy("Over", hours=1, calendar=over, least=Priority.URGENT)
    policy("Usual", hours=1)
    assert chosen(ticket(desk)) == ["Usual"]
    SlaPolicy.update(calendar=None).where(SlaPolicy.name == "Over").execute()
    assert chosen(ticket(desk)) == ["Over"]
