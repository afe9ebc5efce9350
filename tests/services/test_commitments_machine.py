"""Whatever happens to a ticket, its promises are what a plain account of its history gives."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.models import Commitment, SlaPolicy, StatusPeriod, Team, Ticket
from helpdesk_tui.queries.commitments import of_ticket, pauses
from helpdesk_tui.rows import Done
from helpdesk_tui.services import lifecycle, tickets
from helpdesk_tui.services.undo import undo
from helpdesk_tui.sla import Calendar, Target
from helpdesk_tui.sla_explanation import explain
from helpdesk_tui.vocabulary import Status
from tests.conftest import Desk
from tests.extent import many
from tests.plain_promises import History, Policy, Promise
from tests.sla_example import HOUR, MINUTE, WEEK, calendar, office, paris

READ = ("status", "priority", "type_id", "team_id", "started_at", "due_at")
NIGHTS = {"mon": [["18:00", "24:00"]], "tue": [["00:00", "03:00"]], "sat": [["10:00", "11:30"]]}

spans = st.one_of(st.integers(0, 90).map(MINUTE.__mul__), st.integers(1, 80).map(HOUR.__mul__))
lengths = st.one_of(
    st.builds(Target, seconds=st.integers(1, 20).map(HOUR.__mul__)),
    st.builds(Target, st.integers(1, 3), st.integers(0, 3).map(HOUR.__mul__)),
)


@st.composite
def policies(draw: st.DrawFn, teams: list[int], types: list[int]) -> Policy:
    return Policy(
        name="",
        target=draw(st.sampled_from([Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED])),
        length=draw(lengths),
        working=draw(st.booleans()),
        warn=draw(st.integers(1, 100)),
        team=draw(st.sampled_from([None, None, *teams])),
        type=draw(st.sampled_from([None, None, *types])),
        priority=draw(st.sampled_from([None, None, 1, 2, 3, 4])),
    )


class Machine(RuleBasedStateMachine):
    """A ticket of its own under policies of its own; the desk is shared by all runs."""

    desk: Desk
    calendars: dict[int | None, Calendar]
    made = 0

    @initialize(data=st.data(), start=st.integers(0, 14 * 24).map(HOUR.__mul__))
    def create(self, data: st.DataObject, start: int) -> None:
        self.manager = self.desk.actor("mona")
        self.now = paris("04-20 00:00") + start
        self.teams = [self.desk.id("team", name) for name in ("Support", "Network")]
        self.types = [self.desk.id("type", name) for name in ("Question", "Outage")]
        SlaPolicy.update(archived=True).execute()
        drawn = data.draw(st.lists(policies(self.teams, self.types), min_size=1, max_size=6))
        self.last: Done | None = None
        fields: dict[str, Any] = {
            "subject": "Printer on fire",
            "priority": data.draw(st.integers(1, 4)),
            "team_id": data.draw(st.sampled_from([None, *self.teams])),
            "type_id": data.draw(st.sampled_from([None, *self.types])),
            "started_at": self.now - data.draw(spans),
        }
        rules = [self._saved(each) for each in drawn]
        self.ticket = tickets.create(self.manager, self.now, fields).ticket
        self.expected = History(rules, self.calendars, self._read(), self.now)
        self.expected.begin()

    def _saved(self, policy: Policy) -> Policy:
        Machine.made += 1
        name = f"P{Machine.made}"
        SlaPolicy.create(
            name=name,
            name_folded=name,
            target_status=policy.target,
            days=policy.length.days,
            seconds=policy.length.seconds,
            working_days_only=policy.working,
            warn_percent=policy.warn,
            team=policy.team,
            type=policy.type,
            min_priority=policy.priority,
        )
        return Policy(**{**policy.__dict__, "name": name})

    def _read(self) -> dict[str, Any]:
        row = Ticket.get_by_id(self.ticket)
        return {name: getattr(row, name) for name in READ}

    def _act(self, later: int, service: Any, *arguments: Any) -> None:
        self.now += later
        try:
            self.last = service(self.manager, self.ticket, self.now, *arguments)
        except HelpdeskError:
            return
        self.expected.change(self.now, self._read())

    @rule(later=spans, step=st.sampled_from(["start", "wait", "resume", "resolve", "reopen"]))
    def step(self, later: int, step: str) -> None:
        self._act(later, getattr(lifecycle, step))

    @rule(later=spans, data=st.data())
    def edit(self, later: int, data: st.DataObject) -> None:
        values = {
            "priority": st.integers(1, 4),
            "type_id": st.sampled_from([None, *self.types]),
            "team_id": st.sampled_from([None, *self.teams]),
            "started_at": spans.map(lambda span: self.now - span),
            "due_at": st.one_of(st.none(), spans.map(lambda span: self.now + span)),
        }
        name = data.draw(st.sampled_from(sorted(values)))
        self._act(later, tickets.edit, {name: data.draw(values[name])})

    @precondition(lambda self: self.last is not None)
    @rule(later=spans)
    def undo(self, later: int) -> None:
        event = (self.last.event if self.last else None) or 0
        before = self._read()["status"]
        self.now += later
        try:
            self.last = undo(self.manager, event, self.now)
        except HelpdeskError:
            return
        after = self._read()
        if before == after["status"]:
            self.expected.change(self.now, after)
        else:
            self.expected.take_back(self.now, after)

    @precondition(lambda self: self.expected.ticket["status"] == Status.RESOLVED)
    @rule(later=spans)
    def close(self, later: int) -> None:
        self._act(later, lifecycle.close)

    @invariant()
    def the_promises_are_those_of_the_plain_account(self) -> None:
        rows = Commitment.select(Commitment, SlaPolicy).join(SlaPolicy)
        standing = rows.where(
            Commitment.ticket == self.ticket, Commitment.withdrawn_at.is_null()
        ).order_by(Commitment.target_status)
        expected = [self.expected.promises[t] for t in sorted(self.expected.promises)]
        assert [_plain(row) for row in standing] == expected

    @invariant()
    def the_ticket_stands_where_its_promises_put_it(self) -> None:
        assert Ticket.get_by_id(self.ticket).next_due_at == self.expected.next_due

    @invariant()
    def every_deadline_is_explained(self) -> None:
        stays = pauses(self.ticket)
        for row in of_ticket(self.ticket):
            told = explain(row, stays)
            assert told.adds_up
            if not row.target.days:
                assert told.running + told.left == row.target.seconds

    @invariant()
    def stays_follow_each_other_without_a_gap(self) -> None:
        stays = list(StatusPeriod.select().where(StatusPeriod.ticket == self.ticket))
        ends = [stay.to_at for stay in stays]
        assert ends == [*(stay.from_at for stay in stays[1:]), None]


def _plain(row: Commitment) -> Promise:
    return Promise(
        row.policy.name,
        Status(row.target_status),
        row.started_at,
        row.due_at,
        row.warn_at,
        row.paused_at,
        row.left_seconds,
        row.met_at,
        row.breached_at,
    )


def test_any_history(desk: Desk) -> None:
    office()
    nights = calendar("Nights", zone="America/New_York", week=NIGHTS, closed=[])
    network = desk.id("team", "Network")
    Team.update(calendar=nights).where(Team.id == network).execute()
    written = {day: [(a, b) for a, b in pairs] for day, pairs in NIGHTS.items()}
    halves = {day: [(a, b) for a, b in pairs] for day, pairs in WEEK.items()}
    Machine.desk = desk
    Machine.calendars = {
        None: Calendar("Europe/Paris", halves, [date(2026, 5, 1)]),
        network: Calendar("America/New_York", written),
    }
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=many(150, 8),
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
