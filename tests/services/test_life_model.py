from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
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

from helpdesk_tui.errors import Forbidden, HelpdeskError, NotFound, WrongState
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import lifecycle, tickets, undo
from helpdesk_tui.services.undo import UNDOABLE, Overtaken
from helpdesk_tui.vocabulary import Role, Status
from tests.conftest import NOW, Desk
from tests.desks import OPEN, changes_of, events_of, fields_of, stays_of, without_stopwatch
from tests.extent import many

AGENTS = ("bob", "carol", "mona")
who = st.sampled_from(AGENTS)


@dataclass
class Written:
    """One act that the model expects in the ticket's history."""

    event: int
    login: str
    act: str
    changes: dict[str, tuple[Any, Any]]
    at: int = 0
    undid: int = 0
    """Of an undo: the event that it took back."""


class Life(RuleBasedStateMachine):
    """Several agents work on one ticket, and a dict is kept of what it should be."""

    desk: Desk

    @initialize()
    def begin(self) -> None:
        self.actors = {login: self.desk.actor(login) for login in AGENTS}
        self.teams = {name: self.desk.id("team", name) for name in ("Support", "Network")}
        self.open_ticket()

    @precondition(lambda self: self.expected["status"] == Status.CLOSED)
    @rule()
    def open_another(self) -> None:
        self.open_ticket()

    def open_ticket(self) -> None:
        customer = self.desk.id("customer", "Acme SA")
        created = self.desk.ticket("First", by="bob", customer_id=customer)
        self.ticket, self.now, self.written = created.ticket, NOW, list[Written]()
        self.before = len(events_of(self.ticket))
        self.stays: list[tuple[int, int, int | None]] = [(1, NOW, None)]
        self.expected: dict[str, Any] = {
            "status": 1,
            "assignee_id": None,
            "team_id": None,
            "progress": 0,
            "priority": 3,
            "ended_at": None,
            "closed_at": None,
            "shared_with_customer": False,
            "subject": "First",
            "subject_folded": "first",
            "version": 1,
            "updated_at": NOW,
        }

    @rule(seconds=st.integers(0, 100_000))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds

    @rule(login=who)
    def take(self, login: str) -> None:
        me, owner = self.actors[login], self.expected["assignee_id"]
        changes = {"assignee_id": me.id, "team_id": self.expected["team_id"] or me.team}
        refusal = WrongState if owner == me.id else lifecycle.Owned if owner else None
        self.attempt(lifecycle.take, login, "take", changes, refusal)

    @rule(login=who)
    def take_over(self, login: str) -> None:
        me, owner = self.actors[login], self.expected["assignee_id"]
        changes = {"assignee_id": me.id, "team_id": self.expected["team_id"] or me.team}
        refusal = WrongState if owner == me.id else None
        self.attempt(lifecycle.take, login, "take", changes, refusal, owner=owner)

    @rule(login=who)
    def release(self, login: str) -> None:
        owner = self.expected["assignee_id"]
        refusal: type[HelpdeskError] | None = WrongState if owner is None else None
        if owner not in (None, self.actors[login].id) and not self.may_move(login):
            refusal = Forbidden
        self.attempt(lifecycle.release, login, "release", {"assignee_id": None}, refusal)

    @rule(login=who, to=who, team=st.sampled_from(["Support", "Network", None]))
    def assign(self, login: str, to: str, team: str | None) -> None:
        agent, of_team = self.actors[to].id, self.teams[team] if team else None
        changes: dict[str, Any] = {"assignee_id": agent}
        if of_team:
            changes["team_id"] = of_team
        touched = {of_team, *self.actors[to].teams}
        forbidden = to != login and not self.may_move(login, *touched)
        refusal = Forbidden if forbidden else None
        self.attempt(lifecycle.assign, login, "assign", changes, refusal, agent=agent, team=of_team)

    @rule(login=who)
    def start(self, login: str) -> None:
        me, act = self.actors[login], "resume"
        changes: dict[str, Any] = {"status": 2}
        if self.expected["status"] == Status.NEW:
            act = "start"
            if self.expected["assignee_id"] is None:
                changes["assignee_id"] = me.id
                changes["team_id"] = self.expected["team_id"] or me.team
        refusal = self.unless(Status.NEW, Status.WAITING)
        self.attempt(lifecycle.start, login, act, changes, refusal)

    @rule(login=who)
    def wait(self, login: str) -> None:
        refusal = self.unless(Status.IN_PROGRESS)
        self.attempt(lifecycle.wait, login, "wait", {"status": 3}, refusal)

    @rule(login=who)
    def resume(self, login: str) -> None:
        refusal = self.unless(Status.WAITING)
        self.attempt(lifecycle.resume, login, "resume", {"status": 2}, refusal)

    @rule(login=who)
    def resolve(self, login: str) -> None:
        changes = {"status": 4, "ended_at": self.now, "progress": 100}
        self.attempt(lifecycle.resolve, login, "resolve", changes, self.unless(*OPEN))

    @rule(login=who)
    def reopen(self, login: str) -> None:
        changes = {"status": 2, "ended_at": None}
        self.attempt(lifecycle.reopen, login, "reopen", changes, self.unless(Status.RESOLVED))

    @precondition(lambda self: len(self.written) > 12)
    @rule(login=who)
    def close(self, login: str) -> None:
        changes = {"status": 5, "closed_at": self.now}
        refusal = None if self.expected["status"] == Status.RESOLVED else WrongState
        self.attempt(lifecycle.close, login, "close", changes, refusal)

    @rule(login=who)
    def share(self, login: str) -> None:
        refusal = WrongState if self.expected["shared_with_customer"] else None
        changes = {"shared_with_customer": True}
        self.attempt(lifecycle.share, login, "share", changes, refusal)

    @rule(login=who)
    def unshare(self, login: str) -> None:
        refusal = None if self.expected["shared_with_customer"] else WrongState
        changes = {"shared_with_customer": False}
        self.attempt(lifecycle.unshare, login, "unshare", changes, refusal)

    @rule(
        login=who,
        fields=st.fixed_dictionaries(
            {},
            optional={
                "subject": st.sampled_from(["First", "Second"]),
                "progress": st.sampled_from([0, 50, 100]),
                "priority": st.integers(1, 4),
            },
        ),
    )
    def edit(self, login: str, fields: dict[str, Any]) -> None:
        changes = dict(fields)
        if "subject" in fields:
            changes["subject_folded"] = fields["subject"].lower()
        self.attempt(tickets.edit, login, "edit", changes, None, fields=fields)

    @precondition(lambda self: self.written)
    @rule(data=st.data(), over=st.booleans(), mine=st.booleans(), login=who)
    def undo(self, data: st.DataObject, over: bool, mine: bool, login: str) -> None:
        past = data.draw(st.sampled_from(self.written[-4:]))
        login = past.login if mine else login
        status, before = self.expected["status"], past.changes
        old = {n: old for n, (old, _new) in before.items() if self.expected[n] != old}
        if "status" not in old:
            old.pop("ended_at", None)
        elif old["status"] < Status.RESOLVED:
            old["ended_at"] = None
        no_step = {status, old.get("status")} == {Status.NEW, Status.WAITING}
        refusal: type[HelpdeskError] | None = None
        if past.login != login:
            refusal = NotFound
        elif past.act not in UNDOABLE or not old or no_step:
            refusal = WrongState
        elif any(self.expected[n] != new for n, (_old, new) in before.items()) and not over:
            refusal = Overtaken
        whole = refusal is None and "status" in old and self.is_as_left_by(past)

        def take_back(actor: Actor, _ticket: int, now: int) -> Done:
            return undo.undo(actor, past.event, now, over=2**40 if over else 0)

        stays, count = list(self.stays), len(self.written)
        self.attempt(take_back, login, "undo", old, refusal)
        if len(self.written) > count:
            self.written[-1].undid = past.event
            if whole:
                self.stays = [*stays[:-2], (*stays[-2][:2], None)]

    def is_as_left_by(self, past: Written) -> bool:
        """Whether all that came after it is gone again, and its stay is the one that lasts."""
        later = [act for act in self.written if act.event > past.event]
        undone = {act.undid for act in later}
        standing = [a for a in later if a.event not in undone and a.undid <= past.event]
        old, new = past.changes["status"]
        return (
            not standing
            and self.stays[-1][:2] == (new, past.at)
            and self.stays[-2][::2] == (old, past.at)
        )

    def unless(self, *allowed: Status) -> type[HelpdeskError] | None:
        return None if self.expected["status"] in allowed else WrongState

    def may_move(self, login: str, *teams: int | None) -> bool:
        me = self.actors[login]
        return me.role > Role.AGENT or bool({self.expected["team_id"], *teams} & me.teams)

    def attempt(
        self,
        act: Callable[..., Done],
        login: str,
        name: str,
        changes: dict[str, Any],
        refusal: type[HelpdeskError] | None,
        **options: Any,
    ) -> None:
        """Does the act and brings the model up to date, or sees it refused as it should be."""
        actor = self.actors[login]
        if refusal is not None or self.expected["status"] == Status.CLOSED:
            with pytest.raises(HelpdeskError) as caught:
                act(actor, self.ticket, self.now, **options)
            if refusal is not None and self.expected["status"] != Status.CLOSED:
                assert caught.type is refusal or issubclass(caught.type, refusal)
            return
        done = act(actor, self.ticket, self.now, **options)
        differing = {
            field: (self.expected[field], new)
            for field, new in changes.items()
            if self.expected[field] != new
        }
        if not differing:
            assert done.event is None
            return
        assert done.event is not None
        assert done.act == name
        self.written.append(Written(done.event, login, name, differing, self.now))
        self.expected |= {field: new for field, (_old, new) in differing.items()}
        self.expected |= {"version": self.expected["version"] + 1, "updated_at": self.now}
        if "status" in differing:
            status, since, _none = self.stays[-1]
            self.stays[-1] = (status, since, self.now)
            self.stays.append((self.expected["status"], self.now, None))

    @invariant()
    def the_ticket_is_as_expected(self) -> None:
        found = fields_of(self.ticket)
        assert {name: found[name] for name in self.expected} == self.expected

    @invariant()
    def its_stays_follow_each_other_without_a_gap(self) -> None:
        assert stays_of(self.ticket) == self.stays

    @invariant()
    def its_history_tells_every_act_once_and_replays(self) -> None:
        events = events_of(self.ticket)[self.before :]
        told = [(e.id, e.agent_id, e.act, _fields(changes_of(e))) for e in events]
        assert told == [
            (w.event, self.actors[w.login].id, w.act, {f: list(p) for f, p in w.changes.items()})
            for w in self.written
        ]
        replayed: dict[str, Any] = {}
        for event in events:
            for field, (old, new) in _fields(changes_of(event)).items():
                assert replayed.get(field, old) == old
                replayed[field] = new
        assert replayed == {field: self.expected[field] for field in replayed}


def _fields(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: change for name, change in changes.items() if name != "undone"}


def test_a_life_of_many_acts_agrees_with_a_model(desk: Desk) -> None:
    class LifeHere(Life):
        pass

    LifeHere.desk = desk
    without_stopwatch()
    run_state_machine_as_test(
        LifeHere,
        settings=settings(
            max_examples=many(200, 8),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
