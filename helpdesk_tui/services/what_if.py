"""What a changed policy would have made of tickets of the past; nothing is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from peewee import Case, fn

from helpdesk_tui.errors import NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import Commitment, Event, SlaPolicy, StatusPeriod, Ticket, tuples
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.report_selection import among, condition
from helpdesk_tui.reports import Changed, Measure, Scope, Selection, WhatIf
from helpdesk_tui.rows import Actor, Choice
from helpdesk_tui.services.commitments import CHOOSING
from helpdesk_tui.services.configuration import stored
from helpdesk_tui.services.kinds.kind import Draft
from helpdesk_tui.services.kinds.policies import KIND
from helpdesk_tui.services.policy_choice import Policies
from helpdesk_tui.services.replay import Moment, Promised, replay
from helpdesk_tui.text import fold, intake_line
from helpdesk_tui.vocabulary import BEGINNINGS

BATCH = 200
"""Tickets replayed at a time."""

SHOWN = 30
"""Tickets that change sides and are shown one by one."""


def offered(text: str = "") -> list[Choice]:
    """The policies that can be changed in thought."""
    query = SlaPolicy.select(SlaPolicy.id, SlaPolicy.name).where(
        ~SlaPolicy.archived, SlaPolicy.name_folded.contains(fold(intake_line(text)))
    )
    return [Choice(id, name) for id, name in tuples(query.order_by(SlaPolicy.name_folded))]


def changed(viewer: Actor, policy: int, now: int, fields: Mapping[str, Any]) -> SlaPolicy:
    """The policy with other terms, unsaved; raises Invalid as saving it would."""
    permit(viewer, "ticket.read")
    found = SlaPolicy.get_or_none(SlaPolicy.id == policy, ~SlaPolicy.archived)
    if found is None:
        raise NotFound(N_("It is not there any more: go back and look at the list anew."))
    before = stored(KIND, found)
    draft = Draft(viewer, now, found, before, {**before, **fields}, frozenset(fields))
    return SlaPolicy(id=found.id, **KIND.checked(draft).values)


class Replay:
    """One pass over the tickets created in a period, under the policies as they are and as they
    would be; it ends with what has changed.
    """

    def __init__(
        self, viewer: Actor, scope: Scope, policy: int, fields: Mapping[str, Any], now: int
    ) -> None:
        """`fields` are the terms that differ; raises what `changed` does."""
        self._policy = changed(viewer, policy, now, fields)
        self._now = now
        self._target = SlaPolicy.get_by_id(policy).target_status
        created = Selection(Measure.CREATED, scope.span, scope.filters)
        query = Ticket.select(Ticket.id).where(condition(created, now)).order_by(Ticket.id)
        self._tickets = [row[0] for row in tuples(query)]
        self._outcomes: dict[tuple[str, str], list[int]] = {}
        self._recorded = (0, 0)
        self.total = len(self._tickets)
        self.done = 0

    def step(self) -> bool:
        """Replay one batch; False once there is nothing left."""
        batch = self._tickets[self.done : self.done + BATCH]
        met, missed = _recorded(self._policy.id, batch, self._now)
        self._recorded = self._recorded[0] + met, self._recorded[1] + missed
        as_it_is, as_it_would_be = Policies(), _Changed(self._policy)
        for ticket, moments in histories(batch).items():
            before = replay(moments, as_it_is, self._target, self._now)
            after = replay(moments, as_it_would_be, self._policy.target_status, self._now)
            if self._policy.id in (before.policy, after.policy):
                self._outcomes.setdefault(_key(before, after), []).append(ticket)
        self.done += len(batch)
        return self.done < self.total

    def result(self) -> WhatIf:
        """What became of the tickets that the policy is for now, or would be for."""
        before, after = Counter[str](), Counter[str]()
        for (was, would_be), tickets in self._outcomes.items():
            before[was] += len(tickets)
            after[would_be] += len(tickets)
        sides = sorted(
            ((was, is_) for was, is_ in self._outcomes if was != is_), key=lambda side: side
        )
        moved = tuple((*side, tuple(reversed(self._outcomes[side]))) for side in sides)
        return WhatIf(
            tickets=sum(before.values()),
            recorded=self._recorded,
            before=(before["met"], before["missed"]),
            after=(after["met"], after["missed"]),
            moved=moved,
            shown=self._shown(moved),
        )

    def _shown(self, moved: Iterable[tuple[str, str, tuple[int, ...]]]) -> tuple[Changed, ...]:
        each = [(was, is_, ticket) for was, is_, tickets in moved for ticket in tickets][:SHOWN]
        query = Ticket.select(Ticket.id, Ticket.number, Ticket.subject)
        query = query.where(among(Ticket.id, [ticket for *_side, ticket in each]))
        named = {id: (number, subject) for id, number, subject in tuples(query)}
        return tuple(Changed(ticket, *named[ticket], was, is_) for was, is_, ticket in each)


class _Changed(Policies):
    """The desk's policies with one of them as it would be."""

    def __init__(self, policy: SlaPolicy) -> None:
        super().__init__()
        self._policies = [policy if each.id == policy.id else each for each in self._policies]


def _recorded(policy: int, tickets: Sequence[int], now: int) -> tuple[int, int]:
    """Promises that the policy made to these tickets, met and missed, as they are written down; a
    deadline that has passed is missed before anything has written so.
    """
    theirs = (Commitment.policy == policy) & among(Commitment.ticket, tickets)
    theirs &= Commitment.withdrawn_at.is_null()
    broken = Commitment.breached_at.is_null(False)
    met = Commitment.met_at.is_null(False)
    missed = broken | (~met & (Commitment.due_at < now))
    query = Commitment.select(
        fn.COUNT(Case(None, ((met & ~broken, 1),))), fn.COUNT(Case(None, ((missed, 1),)))
    )
    [found] = tuples(query.where(theirs))
    return int(found[0]), int(found[1])


def _key(before: Promised, after: Promised) -> tuple[str, str]:
    return before.outcome, after.outcome


@dataclass(slots=True)
class _Record:
    """What is written down of a ticket, on the way to its history."""

    facts: dict[str, Any]
    moments: dict[int, Moment]


def histories(tickets: Sequence[int]) -> dict[int, list[Moment]]:
    """By ticket, what happened to it in order of time, as far as promises depend on it."""
    fields = sorted(CHOOSING)
    query = Ticket.select(Ticket.id, *(getattr(Ticket, name) for name in fields))
    records = {
        id: _Record(dict(zip(fields, values, strict=True)), {})
        for id, *values in tuples(query.where(among(Ticket.id, tickets)))
    }
    stays = StatusPeriod.select(StatusPeriod.ticket, StatusPeriod.from_at, StatusPeriod.status)
    stays = stays.where(among(StatusPeriod.ticket, tickets)).order_by(StatusPeriod.id)
    for ticket, at, status in tuples(stays):
        moments = records[ticket].moments
        moments.setdefault(at, Moment(at)).entered.append(status)
    # backwards from what the ticket is now, each change telling what it was before
    for ticket, at, told in tuples(_changes(tickets)):
        record, changes = records[ticket], json.loads(told)
        moment = record.moments.setdefault(at, Moment(at))
        moment.facts = moment.facts or Ticket(**record.facts)
        record.facts |= {name: old for name, (old, _new) in changes.items() if name in CHOOSING}
    found = {}
    for ticket, record in records.items():
        ordered = [record.moments[at] for at in sorted(record.moments)]
        ordered[0].facts = ordered[0].facts or Ticket(**record.facts)
        found[ticket] = ordered
    return found


def _changes(tickets: Sequence[int]) -> Any:
    told = reduce(or_, (Event.changes.contains(f'"{name}"') for name in sorted(CHOOSING)))
    return (
        Event.select(Event.ticket, Event.at, Event.changes)
        .where(among(Event.ticket, tickets), Event.act.not_in(BEGINNINGS), told)
        .order_by(Event.id.desc())
    )
