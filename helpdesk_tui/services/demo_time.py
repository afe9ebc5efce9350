"""When the people of the demonstration desk worked on what: weeks as offices have them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpdesk_tui.services.demo_stories import AGENTS, OFFICE_WEEK, OFFICE_ZONE, Text
from helpdesk_tui.working_time import Calendar

RECENT = 15 * 86_400
"""Seconds before now whose days are filled; of older tickets one stretch is known."""

_LENGTHS = (10, 15, 15, 20, 25, 30, 30, 40, 45, 50, 60, 75, 90)
_PAUSES = (5, 10, 15, 25, 40, 60)
"""Minutes of work on one ticket, and of whatever else comes before the next one."""

_TIMED = 0.4
"""The share of stretches that a stopwatch measured."""

NOTES: tuple[Text, ...] = (
    ("On the telephone", "Au téléphone"),
    ("On site", "Sur place"),
    ("Looked through the logs", "Lecture des journaux"),
    ("Tried it out with the customer", "Essais avec le client"),
    ("Wrote it down for the others", "Rédaction pour les collègues"),
)


@dataclass(frozen=True, slots=True)
class Hand:
    """A ticket, by its place among the stories, in the hands of an agent for some time."""

    story: int
    agent: str
    team: str | None
    since: int
    until: int

    def holds(self, begun: int, ended: int) -> bool:
        """Whether it was there all the while."""
        return self.since <= begun and ended < self.until


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time that an agent worked on a ticket; without a note when a stopwatch measured it."""

    story: int
    agent: str
    begun: int
    ended: int
    timed: bool
    note: Text | None = None


def stretches(hands: Sequence[Hand], now: int) -> Iterator[Stretch]:
    """What each agent did in office hours, one ticket at a time, all of it over by now."""
    chance = random.Random(7)  # the same weeks whenever they are made
    spans = list(Calendar(OFFICE_ZONE, OFFICE_WEEK).working_spans_epoch(now - RECENT, now))
    often: Counter[int] = Counter()
    for agent in dict.fromkeys(hand.agent for hand in hands):
        own = [hand for hand in hands if hand.agent == agent]
        teams = AGENTS[agent][2]
        others = [hand for hand in hands if hand.agent != agent and hand.team in teams]
        days = [
            stretch
            for opens, closes in spans
            for stretch in _half_day(agent, (own, others), opens, closes, often, chance)
        ]
        yield from days
        yield from _at_odd_hours(own, days, chance)


def _half_day(
    agent: str,
    tickets: Sequence[Sequence[Hand]],
    opens: int,
    closes: int,
    often: Counter[int],
    chance: random.Random,
) -> list[Stretch]:
    """Until the break or the end of the day: on the own tickets, else helping with others', on
    each of them once and on all of them about as often.
    """
    done: list[Stretch] = []
    begun = opens + 60 * chance.randrange(20)
    while begun < closes:
        ended = begun + 60 * chance.choice(_LENGTHS) + chance.randrange(60)
        known = {stretch.story for stretch in done}
        able = [
            [hand for hand in held if hand.story not in known and hand.holds(begun, ended)]
            for held in tickets
        ]
        found = next(filter(None, able), None)
        if found and ended <= closes:
            hand = min(found, key=lambda hand: (often[hand.story], chance.random()))
            often[hand.story] += 1
            done.append(_stretch(agent, hand, begun, ended, chance))
            begun = ended
        begun += 60 * chance.choice(_PAUSES)
    return done


def _at_odd_hours(
    own: Sequence[Hand], days: Sequence[Stretch], chance: random.Random
) -> Iterator[Stretch]:
    """Something for the tickets that no day has touched, while their agent did nothing else."""
    known = {stretch.story for stretch in days}
    taken = [(stretch.begun, stretch.ended) for stretch in days]
    for hand in own:
        begun = hand.since + 60 * chance.randrange(1, 5)
        ended = begun + 60 * chance.randrange(10, 40)
        free = all(ended <= other[0] or other[1] <= begun for other in taken)
        if hand.story not in known and hand.holds(begun, ended) and free:
            known.add(hand.story)
            taken.append((begun, ended))
            yield _stretch(hand.agent, hand, begun, ended, chance)


def _stretch(agent: str, hand: Hand, begun: int, ended: int, chance: random.Random) -> Stretch:
    if chance.random() < _TIMED:
        return Stretch(hand.story, agent, begun, ended, timed=True)
    whole = (ended - begun) // 60 * 60  # people type minutes
    note = chance.choice(NOTES)
    return Stretch(hand.story, agent, begun, begun + whole, timed=False, note=note)
