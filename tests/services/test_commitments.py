"""The life of promises on a ticket; every deadline here was worked out by hand."""

from __future__ import annotations

import json

import pytest
from peewee import IntegrityError

from helpdesk_tui.models import Calendar, Commitment, Customer, SlaPolicy, Team
from helpdesk_tui.promises import clock
from helpdesk_tui.queries.commitments import pauses
from helpdesk_tui.rows import Done
from helpdesk_tui.services import lifecycle, tickets
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.services.recompute import Recomputation
from helpdesk_tui.services.replay import replay
from helpdesk_tui.services.undo import undo
from helpdesk_tui.services.what_if import histories
from helpdesk_tui.vocabulary import NEVER, Priority, Status
from tests.conftest import Desk
from tests.sla_example import (
    HOUR,
    MINUTE,
    WEEK,
    calendar,
    next_due,
    office,
    paris,
    policy,
    promises,
    setting,
    told,
    withdrawn,
)

START, CLOSE = Status.IN_PROGRESS, Status.CLOSED


class Agent:
    """Bob at work on one ticket; times are Paris days of 2026, as `04-27 09:00`."""

    def __init__(self, desk: Desk, login: str = "bob") -> None:
        self.actor = desk.actor(login)
        self.ticket = 0

    def create(self, at: str, **fields: object) -> int:
        values = {"subject": "Printer on fire", **fields}
        self.ticket = tickets.create(self.actor, paris(at), values).ticket
        return self.ticket

    def do(self, act: str, at: str) -> Done:
        service = getattr(lifecycle, act)
        done: Done = service(self.actor, self.ticket, paris(at))
        return done

    def edit(self, at: str, **fields: object) -> Done:
        return tickets.edit(self.actor, self.ticket, paris(at), fields)

    def undo(self, done: Done, at: str) -> Done:
        assert done.event is not None
        return undo(self.actor, done.event, paris(at))


@pytest.fixture
def bob(desk: Desk) -> Agent:
    office()
    return Agent(desk)


def test_the_history_of_one_ticket(bob: Agent) -> None:
    policy("Start", START, hours=4)
    policy("Resolve", hours=14)
    policy("Resolve high", hours=7, least=Priority.HIGH)

    ticket = bob.create("04-29 10:00")
    made = promises(ticket)
    # Wednesday 10 to 12 and 13 to 15
    assert made["Start"].due_at == paris("04-29 15:00")
    # Wednesday 6 h, Thursday 7 h, Friday 1 May closed, Monday 1 h
    assert made["Resolve"].due_at == paris("05-04 10:00")
    assert next_due(ticket) == paris("04-29 15:00")

    bob.do("start", "04-29 14:30")
    assert promises(ticket)["Start"].met_at == paris("04-29 14:30")
    assert next_due(ticket) == paris("05-04 10:00")

    bob.do("wait", "04-29 16:00")
    paused = promises(ticket)["Resolve"]
    assert (paused.due_at, paused.warn_at) == (None, None)
    assert paused.paused_at == paris("04-29 16:00")
    assert paused.left_seconds == 9 * HOUR
    assert paused.state(paris("05-03 12:00")) == "paused"
    assert paused.remaining(paris("05-03 12:00")) == 9 * HOUR
    assert next_due(ticket) == NEVER

    # paused for an hour of Wednesday, 7 of Thursday and half an hour of Monday
    bob.do("resume", "05-04 09:30")
    running = promises(ticket)["Resolve"]
    assert running.due_at == paris("05-05 11:30")
    assert (running.paused_at, running.left_seconds) == (None, None)

    bob.edit("05-04 10:00", priority=Priority.HIGH)
    # 7 h from Wednesday 10:00 are over on Thursday at 10:00, and 8½ h of pause later on Monday
    assert promises(ticket)["Resolve high"].due_at == paris("05-04 11:30")
    assert "Resolve" not in promises(ticket)
    assert next_due(ticket) == paris("05-04 11:30")

    bob.do("resolve", "05-04 14:00")
    late = promises(ticket)["Resolve high"]
    assert (late.breached_at, late.met_at) == (paris("05-04 11:30"), paris("05-04 14:00"))
    assert late.state(paris("05-04 14:00")) == "met_late"
    assert next_due(ticket) == NEVER

    bob.do("reopen", "05-04 15:00")
    again = promises(ticket)["Resolve high"]
    assert (again.breached_at, again.met_at) == (paris("05-04 11:30"), None)
    assert again.state(paris("05-04 15:00")) == "breached"
    # half an hour before lunch and two after it
    assert again.remaining(paris("05-04 15:00")) == -150 * MINUTE
    assert next_due(ticket) == paris("05-04 11:30")

    bob.do("wait", "05-04 15:30")
    assert promises(ticket)["Resolve high"].remaining(paris("05-04 16:30")) == -4 * HOUR
    bob.do("resolve", "05-05 10:00")
    bob.do("close", "05-05 10:05")
    ended = promises(ticket)["Resolve high"]
    assert (ended.breached_at, ended.met_at) == (paris("05-04 11:30"), paris("05-05 10:00"))
    assert next_due(ticket) == NEVER


def test_no_policy_makes_no_promise(bob: Agent) -> None:
    ticket = bob.create("04-27 09:00")
    assert promises(ticket) == {} and next_due(ticket) == NEVER


def test_a_ticket_carries_a_promise_for_each_target(bob: Agent) -> None:
    policy("Close", CLOSE, days=5)
    policy("Start", START, hours=1)
    policy("Resolve", days=2, hours=1)
    made = promises(bob.create("04-27 09:30"))
    assert [(p.policy, p.due_at) for p in made.values()] == [
        ("Start", paris("04-27 10:30")),
        ("Resolve", paris("04-29 10:30")),
        # 1 May is no working day
        ("Close", paris("05-05 09:30")),
    ]


def test_a_promise_starts_when_the_ticket_does(bob: Agent) -> None:
    policy("Resolve", hours=2)
    ticket = bob.create("04-27 15:00", started_at=paris("04-27 09:00"))
    assert promises(ticket)["Resolve"].due_at == paris("04-27 11:00")
    assert promises(ticket)["Resolve"].state(paris("04-27 15:00")) == "breached"


def test_without_working_days_only_real_time_counts(bob: Agent) -> None:
    policy("Resolve", days=1, hours=3, working_days_only=False)
    assert promises(bob.create("04-24 16:00"))["Resolve"].due_at == paris("04-25 19:00")


def test_without_any_calendar_every_hour_counts(desk: Desk) -> None:
    policy("Resolve", days=2)
    promise = promises(Agent(desk).create("04-24 16:00"))["Resolve"]
    assert promise.due_at == paris("04-26 16:00")
    assert not promise.working_days_only


@pytest.mark.parametrize(
    ("owner", "due"),
    [("policy", "04-27 12:00"), ("customer", "04-27 13:00"), ("team", "04-27 14:00")],
)
def test_hours_are_the_policys_else_the_customers_else_the_teams_else_the_desks(
    desk: Desk, bob: Agent, owner: str, due: str
) -> None:
    monday = {}
    for name, opening in (("policy", "11:00"), ("customer", "12:00"), ("team", "13:00")):
        monday[name] = calendar(name, week={"mon": [[opening, "20:00"]]})
    made = policy("Resolve", hours=1)
    ticket_team, ticket_customer = desk.id("team", "Support"), desk.id("customer", "Acme SA")
    order = ["policy", "customer", "team"]
    for name in order[order.index(owner) :]:
        if name == "policy":
            SlaPolicy.update(calendar=monday[name]).where(SlaPolicy.id == made.id).execute()
        elif name == "customer":
            Customer.update(calendar=monday[name]).execute()
        else:
            Team.update(calendar=monday[name]).execute()
    ticket = bob.create("04-27 09:00", team_id=ticket_team, customer_id=ticket_customer)
    assert promises(ticket)["Resolve"].due_at == paris(due)


# Terms


def test_a_promise_keeps_the_terms_it_was_made_under(bob: Agent) -> None:
    made = policy("Resolve", hours=4, warn_percent=50)
    ticket = bob.create("04-27 09:00")
    SlaPolicy.update(seconds=HOUR, warn_percent=90, working_days_only=False).where(
        SlaPolicy.id == made.id
    ).execute()
    bob.do("start", "04-27 10:00")
    bob.edit("04-27 10:30", priority=Priority.HIGH)
    promise = promises(ticket)["Resolve"]
    assert promise.due_at == paris("04-27 14:00")
    assert promise.warn_at == paris("04-27 11:00")
    assert promises(bob.create("04-27 09:00"))["Resolve"].due_at == paris("04-27 10:00")


def test_moved_to_another_team_it_counts_that_teams_hours_under_the_same_terms(
    desk: Desk, bob: Agent
) -> None:
    nights = calendar("Nights", week={"mon": [["18:00", "24:00"]]})
    network = desk.id("team", "Network")
    Team.update(calendar=nights).where(Team.id == network).execute()
    made = policy("Resolve", hours=2)
    mona = Agent(desk, "mona")
    ticket = mona.create("04-27 09:00")
    SlaPolicy.update(seconds=HOUR).where(SlaPolicy.id == made.id).execute()
    mona.edit("04-27 10:00", team_id=network)
    assert promises(ticket)["Resolve"].due_at == paris("04-27 20:00")
    assert withdrawn(ticket) == []
    assert told(ticket) == {"sla_due:Resolve": [paris("04-27 11:00"), paris("04-27 20:00")]}


# Meeting


@pytest.mark.parametrize(
    ("at", "state", "breached"),
    [("04-27 11:00", "met", None), ("04-27 11:01", "met_late", "04-27 11:00")],
)
def test_exactly_at_the_deadline_is_in_time(
    bob: Agent, at: str, state: str, breached: str | None
) -> None:
    policy("Resolve", hours=2)
    ticket = bob.create("04-27 09:00")
    bob.do("resolve", at)
    promise = promises(ticket)["Resolve"]
    assert promise.state(paris(at)) == state
    assert promise.met_at == paris(at)
    assert promise.breached_at == (breached and paris(breached))


def test_a_later_status_meets_the_earlier_targets_too(bob: Agent) -> None:
    policy("Start", START, hours=1)
    policy("Resolve", hours=2)
    policy("Close", CLOSE, hours=3)
    ticket = bob.create("04-27 09:00")
    bob.do("resolve", "04-27 09:30")
    assert [p.met_at for p in promises(ticket).values()] == [paris("04-27 09:30")] * 2 + [None]
    assert next_due(ticket) == paris("04-27 12:00")
    bob.do("close", "04-27 09:40")
    assert promises(ticket)["Close"].met_at == paris("04-27 09:40")
    assert next_due(ticket) == NEVER


def test_met_straight_from_a_pause_it_has_a_deadline_again(bob: Agent) -> None:
    policy("Resolve", hours=2)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:00")
    bob.do("wait", "04-27 10:00")
    bob.do("resolve", "04-27 15:00")
    promise = promises(ticket)["Resolve"]
    # an hour was left after a pause of 2 h before lunch and 2 h after it
    assert (promise.due_at, promise.met_at) == (paris("04-27 16:00"), paris("04-27 15:00"))
    assert (promise.paused_at, promise.left_seconds) == (None, None)
    assert promise.state(paris("04-30 12:00")) == "met"


def test_meeting_is_told_in_the_history(bob: Agent) -> None:
    policy("Start", START, hours=1)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:30")
    assert told(ticket) == {"sla_met:Start": [None, paris("04-27 09:30")]}


# Breaching


@pytest.mark.parametrize("act", ["take", "start", "edit", "share"])
def test_any_act_writes_the_breach_that_has_happened(desk: Desk, bob: Agent, act: str) -> None:
    policy("Resolve", hours=2)
    ticket = bob.create("04-27 09:00", customer_id=desk.id("customer", "Acme SA"))
    row = Commitment.get(Commitment.ticket == ticket)
    assert row.breached_at is None
    if act == "edit":
        bob.edit("04-27 12:00", subject="Another")
    else:
        bob.do(act, "04-27 12:00")
    assert Commitment.get_by_id(row.id).breached_at == paris("04-27 11:00")


def test_a_breach_is_read_before_any_act_writes_it(bob: Agent) -> None:
    policy("Resolve", hours=2)
    promise = promises(bob.create("04-27 09:00"))["Resolve"]
    assert promise.breached_at is None
    assert promise.state(paris("04-27 11:00")) == "at_risk"
    assert promise.state(paris("04-27 11:01")) == "breached"
    assert promise.broken_at(paris("04-27 11:00")) is None
    assert promise.broken_at(paris("04-27 11:01")) == paris("04-27 11:00")


def test_no_change_undo_or_reopening_withdraws_a_breach(bob: Agent) -> None:
    policy("Usual", hours=2)
    ticket = bob.create("04-27 09:00")
    policy("Patient", hours=40, least=Priority.LOW)
    raised = bob.edit("04-27 13:00", priority=Priority.HIGH)
    assert [*promises(ticket)] == ["Usual"], "the target has its promise: no other is made"
    bob.undo(raised, "04-27 13:10")
    solved = bob.do("resolve", "04-27 14:00")
    bob.undo(solved, "04-27 14:05")
    bob.edit("04-27 14:06", started_at=paris("04-27 14:00"))
    bob.do("resolve", "04-27 14:10")
    bob.do("reopen", "04-27 14:20")
    kept = promises(ticket)["Usual"]
    assert kept.breached_at == kept.due_at == paris("04-27 11:00")
    assert kept.state(paris("04-27 14:20")) == "breached"


def test_raising_the_priority_can_break_a_promise_at_once_and_undo_keeps_it_broken(
    bob: Agent,
) -> None:
    policy("Usual", hours=20)
    policy("Urgent", hours=1, least=Priority.URGENT)
    ticket = bob.create("04-27 09:00")
    raised = bob.edit("04-27 11:00", priority=Priority.URGENT)
    assert promises(ticket)["Urgent"].state(paris("04-27 11:00")) == "breached"
    bob.undo(raised, "04-27 11:01")
    assert promises(ticket)["Urgent"].breached_at == paris("04-27 10:00")
    assert list(promises(ticket)) == ["Urgent"]


def test_a_breached_ticket_that_waits_stays_breached(bob: Agent) -> None:
    policy("Resolve", hours=1)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:10")
    bob.do("wait", "04-27 10:30")
    promise = promises(ticket)["Resolve"]
    assert promise.state(paris("04-27 10:30")) == "breached"
    assert promise.remaining(paris("04-27 11:30")) == -90 * MINUTE
    assert next_due(ticket) == paris("04-27 10:00")


# Reopening, and undoing


def test_a_reopening_takes_back_the_meeting_of_resolved_and_not_of_in_progress(bob: Agent) -> None:
    policy("Start", START, hours=1)
    policy("Resolve", hours=4)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:30")
    bob.do("resolve", "04-27 11:00")
    bob.do("reopen", "04-27 15:00")
    assert promises(ticket)["Start"].met_at == paris("04-27 09:30")
    assert promises(ticket)["Resolve"].met_at is None
    # 3 h of the stay in Resolved were working time: 14:00 is 17:00 now
    assert promises(ticket)["Resolve"].due_at == paris("04-27 17:00")
    assert told(ticket) == {
        "sla_met:Resolve": [paris("04-27 11:00"), None],
        "sla_due:Resolve": [paris("04-27 14:00"), paris("04-27 17:00")],
    }


def test_the_clock_of_closing_runs_on_in_resolved_and_is_made_up_for_by_a_reopening(
    bob: Agent,
) -> None:
    policy("Close", CLOSE, hours=4)
    ticket = bob.create("04-27 09:00")
    bob.do("resolve", "04-27 11:00")
    assert promises(ticket)["Close"].due_at == paris("04-27 14:00") == next_due(ticket)
    bob.do("reopen", "04-27 12:00")
    assert promises(ticket)["Close"].due_at == paris("04-27 15:00") == next_due(ticket)


def test_undoing_a_start_takes_back_the_meeting_of_in_progress(bob: Agent) -> None:
    policy("Start", START, hours=1)
    ticket = bob.create("04-27 09:00")
    started = bob.do("start", "04-27 09:30")
    assert next_due(ticket) == NEVER
    bob.undo(started, "04-27 09:40")
    assert promises(ticket)["Start"].met_at is None
    assert next_due(ticket) == paris("04-27 10:00")
    bob.do("start", "04-27 10:01")
    assert promises(ticket)["Start"].state(paris("04-27 10:01")) == "met_late"


def test_a_wait_that_is_undone_at_once_was_none(bob: Agent) -> None:
    policy("Resolve", hours=2)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:00")
    waited = bob.do("wait", "04-27 10:00")
    bob.undo(waited, "04-27 10:10")
    assert promises(ticket)["Resolve"].due_at == paris("04-27 11:00")
    assert pauses(ticket) == []


def test_a_wait_that_is_undone_after_another_act_is_made_up_for(bob: Agent) -> None:
    policy("Resolve", hours=2)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:00")
    waited = bob.do("wait", "04-27 10:00")
    bob.edit("04-27 10:05", progress=10)
    bob.undo(waited, "04-27 10:10")
    assert promises(ticket)["Resolve"].due_at == paris("04-27 11:10")


def test_a_resolution_that_is_undone_at_once_moves_no_deadline(bob: Agent) -> None:
    policy("Resolve", hours=4)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:30")
    solved = bob.do("resolve", "04-27 10:00")
    bob.undo(solved, "04-27 10:30")
    assert told(ticket) == {"sla_met:Resolve": [paris("04-27 10:00"), None]}
    assert promises(ticket)["Resolve"].due_at == next_due(ticket) == paris("04-27 14:00")


def test_a_reopening_that_is_undone_at_once_leaves_it_met_when_it_was(bob: Agent) -> None:
    policy("Resolve", hours=4)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:30")
    bob.do("resolve", "04-27 10:00")
    reopened = bob.do("reopen", "04-27 10:20")
    bob.undo(reopened, "04-27 10:30")
    promise = promises(ticket)["Resolve"]
    assert (promise.met_at, promise.due_at) == (paris("04-27 10:00"), paris("04-27 14:00"))


def test_a_breach_under_an_act_that_is_undone_stays(bob: Agent) -> None:
    policy("Resolve", hours=1)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:10")
    bob.do("resolve", "04-27 09:20")
    reopened = bob.do("reopen", "04-27 09:30")
    bob.undo(reopened, "04-27 10:30")
    promise = promises(ticket)["Resolve"]
    assert (promise.met_at, promise.breached_at) == (paris("04-27 09:20"), paris("04-27 10:10"))


# Pauses


def test_only_working_time_of_a_pause_counts(bob: Agent) -> None:
    policy("Resolve", hours=7)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:00")
    bob.do("wait", "04-27 11:30")
    bob.do("resume", "04-27 13:30")
    assert promises(ticket)["Resolve"].due_at == paris("04-28 10:00")


def test_pauses_come_after_the_days(bob: Agent) -> None:
    policy("Resolve", days=2)
    ticket = bob.create("04-27 10:00")
    bob.do("start", "04-27 10:00")
    bob.do("wait", "04-27 16:00")
    # Monday 16:00 until Wednesday 10:00 is 1 + 7 + 1 h
    assert promises(ticket)["Resolve"].left_seconds == 9 * HOUR
    bob.do("resume", "04-28 16:00")
    # the pause had 1 + 6 h: from Wednesday 10:00 on they end on Thursday at 10:00
    assert promises(ticket)["Resolve"].due_at == paris("04-30 10:00")


def test_a_warning_moves_with_the_pauses(bob: Agent) -> None:
    policy("Resolve", hours=4)
    ticket = bob.create("04-27 09:00")
    assert promises(ticket)["Resolve"].warn_at == paris("04-27 12:00")
    bob.do("start", "04-27 09:00")
    bob.do("wait", "04-27 09:00")
    bob.do("resume", "04-27 11:00")
    assert promises(ticket)["Resolve"].warn_at == paris("04-27 15:00")


# Changes


def test_a_change_of_priority_chooses_again_with_the_same_start_and_pauses(bob: Agent) -> None:
    policy("Usual", hours=20)
    policy("Urgent", hours=4, least=Priority.URGENT)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:00")
    bob.do("wait", "04-27 10:00")
    bob.do("resume", "04-27 11:00")
    bob.edit("04-27 11:30", priority=Priority.URGENT)
    assert promises(ticket)["Urgent"].due_at == paris("04-27 15:00")
    assert withdrawn(ticket) == ["Usual"]
    # 20 h from Monday 9:00 end on Wednesday at 16:00, and the pause's hour later
    assert told(ticket) == {
        "sla_due:Usual": [paris("04-29 17:00"), None],
        "sla_due:Urgent": [None, paris("04-27 15:00")],
    }


def test_both_promises_are_told_when_one_replaces_the_other_with_the_same_deadline(
    bob: Agent,
) -> None:
    policy("Usual", hours=2)
    policy("Urgent", hours=2, least=Priority.URGENT)
    ticket = bob.create("04-27 09:00")
    bob.edit("04-27 09:30", priority=Priority.URGENT)
    due = paris("04-27 11:00")
    assert told(ticket) == {"sla_due:Usual": [due, None], "sla_due:Urgent": [None, due]}


def test_a_change_while_waiting_stays_paused_with_what_the_new_terms_leave(bob: Agent) -> None:
    policy("Usual", hours=20)
    policy("Urgent", hours=4, least=Priority.URGENT)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:00")
    bob.do("wait", "04-27 10:00")
    bob.edit("04-27 11:00", priority=Priority.URGENT)
    promise = promises(ticket)["Urgent"]
    assert (promise.due_at, promise.left_seconds) == (None, 3 * HOUR)
    assert promise.paused_at == paris("04-27 10:00")
    assert told(ticket) == {
        "sla_left:Usual": [19 * HOUR, None],
        "sla_left:Urgent": [None, 3 * HOUR],
    }


def test_a_change_of_type_chooses_again(desk: Desk, bob: Agent) -> None:
    outage = desk.id("type", "Outage")
    policy("Outages", hours=1, type=outage)
    ticket = bob.create("04-27 09:00")
    assert promises(ticket) == {}
    bob.edit("04-27 09:10", type_id=outage)
    assert next_due(ticket) == promises(ticket)["Outages"].due_at == paris("04-27 10:00")


def test_a_change_of_start_moves_every_open_promise(bob: Agent) -> None:
    policy("Start", START, hours=1)
    policy("Resolve", hours=4)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:30")
    bob.edit("04-27 09:40", started_at=paris("04-27 10:00"))
    made = promises(ticket)
    assert made["Resolve"].due_at == paris("04-27 15:00")
    assert made["Start"].due_at == paris("04-27 10:00"), "what is met is as it was"
    assert told(ticket) == {"sla_due:Resolve": [paris("04-27 14:00"), paris("04-27 15:00")]}


def test_a_promise_that_no_policy_asks_for_any_more_is_withdrawn(bob: Agent) -> None:
    policy("Urgent", hours=4, least=Priority.URGENT)
    ticket = bob.create("04-27 09:00", priority=Priority.URGENT)
    lowered = bob.edit("04-27 09:30", priority=Priority.LOW)
    assert promises(ticket) == {} and withdrawn(ticket) == ["Urgent"]
    assert next_due(ticket) == NEVER
    assert told(ticket) == {"sla_due:Urgent": [paris("04-27 14:00"), None]}
    bob.undo(lowered, "04-27 09:40")
    assert promises(ticket)["Urgent"].due_at == paris("04-27 14:00")


def test_what_is_met_stays_whatever_the_policies_ask_for(bob: Agent) -> None:
    policy("Start usual", START, hours=4)
    policy("Start urgent", START, hours=1, least=Priority.URGENT)
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:30")
    bob.edit("04-27 09:40", priority=Priority.URGENT)
    assert [*promises(ticket)] == ["Start usual"]
    assert withdrawn(ticket) == []


def test_a_target_already_reached_is_not_promised(bob: Agent) -> None:
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:30")
    policy("Start", START, hours=1)
    policy("Resolve", hours=4)
    bob.edit("04-27 09:40", priority=Priority.URGENT)
    assert [*promises(ticket)] == ["Resolve"]


# The place in the queues


def test_the_tickets_own_due_date_counts_until_it_is_resolved(bob: Agent) -> None:
    policy("Resolve", hours=4)
    policy("Close", CLOSE, hours=6)
    ticket = bob.create("04-27 09:00", due_at=paris("04-27 12:30"))
    assert next_due(ticket) == paris("04-27 12:30")
    bob.edit("04-27 09:05", due_at=paris("04-27 15:00"))
    assert next_due(ticket) == paris("04-27 14:00")
    bob.do("start", "04-27 09:10")
    bob.do("wait", "04-27 09:20")
    assert next_due(ticket) == paris("04-27 15:00"), "a date does not wait"
    bob.edit("04-27 09:25", due_at=None)
    assert next_due(ticket) == NEVER
    bob.edit("04-27 09:26", due_at=paris("04-27 09:30"))
    bob.do("resolve", "04-27 09:40")
    # resolved, only the promise of closing counts: 16:00, and 20 minutes of pause
    assert next_due(ticket) == paris("04-27 16:20")


# SLA off


def test_with_sla_off_none_are_made_and_none_are_shown(bob: Agent) -> None:
    policy("Resolve", hours=4)
    before = bob.create("04-27 09:00")
    setting("manage_sla", False)
    ticket = bob.create("04-27 09:00")
    bob.edit("04-27 09:10", priority=Priority.URGENT)
    assert Commitment.select().where(Commitment.ticket == ticket).count() == 0
    assert next_due(ticket) == NEVER
    assert promises(before) == {}
    bob.ticket = before
    bob.do("start", "04-27 09:20")
    assert next_due(before) == NEVER
    setting("manage_sla", True)
    assert promises(before)["Resolve"].due_at == paris("04-27 14:00")


# Calendars without time


@pytest.fixture
def over(bob: Agent) -> int:
    """A calendar that is open on one morning and never again, under a policy of two hours."""
    made = calendar("Over", week={}, special={"2026-04-27": [["09:00", "12:00"]]})
    policy("Resolve", hours=2, calendar=made)
    return made


def test_a_calendar_without_time_to_come_promises_nothing(bob: Agent, over: int) -> None:
    assert promises(bob.create("04-28 09:00")) == {}


def test_a_promise_stands_while_its_calendar_has_too_little_time_to_go_on(
    bob: Agent, over: int
) -> None:
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:10")
    bob.do("wait", "04-27 10:00")
    bob.do("resume", "04-28 10:00")
    kept = promises(ticket)["Resolve"]
    assert (kept.due_at, kept.left_seconds, withdrawn(ticket)) == (None, HOUR, [])
    assert next_due(ticket) == NEVER
    assert clock(kept, paris("04-28 11:00"), "UTC").startswith("standing, 1h00 left")
    bob.edit("04-28 11:00", priority=Priority.URGENT, started_at=paris("04-28 10:30"))
    assert promises(ticket)["Resolve"].left_seconds == HOUR
    bob.do("resolve", "04-28 12:00")
    assert promises(ticket)["Resolve"].state(paris("04-28 12:00")) == "met"
    (moments,) = histories([ticket]).values()
    told_anew = replay(moments, Policies(), Status.RESOLVED, paris("04-28 12:00"))
    assert told_anew.outcome == "met", "a record replayed gives what really happened"


def test_it_goes_on_once_its_calendar_has_hours_again(desk: Desk, bob: Agent, over: int) -> None:
    ticket = bob.create("04-27 09:00")
    bob.do("start", "04-27 09:10")
    bob.do("wait", "04-27 10:00")
    bob.do("resume", "04-28 10:00")
    Calendar.update(week=json.dumps(WEEK)).where(Calendar.id == over).execute()
    recomputation = Recomputation(desk.actor("mona"), paris("04-28 11:00"), rehearsal=False)
    while recomputation.step():
        pass
    # an hour was used on Monday; two of Monday's and one of Tuesday's hours were a pause
    assert promises(ticket)["Resolve"].due_at == paris("04-28 11:00")


# What the database refuses


@pytest.mark.parametrize(
    "fields",
    [
        {"seconds": 0, "days": 0},
        {"seconds": -1},
        {"days": -1},
        {"target_status": Status.NEW},
        {"target_status": Status.WAITING},
        {"warn_percent": 0},
        {"warn_percent": 101},
        {"min_priority": 5},
    ],
)
def test_a_policy_without_sense_is_refused(desk: Desk, fields: dict[str, int]) -> None:
    values = {"target_status": Status.RESOLVED, "seconds": HOUR, **fields}
    with pytest.raises(IntegrityError):
        SlaPolicy.create(name="Wrong", name_folded="wrong", **values)


def test_a_target_has_one_promise_at_a_time(bob: Agent) -> None:
    policy("Resolve", hours=2)
    known = Commitment.get(Commitment.ticket == bob.create("04-27 09:00"))
    values = {**known.__data__, "id": None}
    with pytest.raises(IntegrityError):
        Commitment.insert(values).execute()


def test_two_policies_cannot_have_one_name(desk: Desk) -> None:
    policy("Resolve", hours=2)
    with pytest.raises(IntegrityError):
        policy("RESOLVE", hours=3)
