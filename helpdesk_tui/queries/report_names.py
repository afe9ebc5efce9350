"""What the parts of a report are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from helpdesk_tui.i18n import N_, Word
from helpdesk_tui.models import Agent, Customer, SlaPolicy, Team, TicketType, tuples
from helpdesk_tui.vocabulary import Priority, Status

NONE = Word(N_("none"))

_TABLES: dict[str, Any] = {
    "team": Team,
    "agent": Agent,
    "customer": Customer,
    "type": TicketType,
    "policy": SlaPolicy,
}
_WORDS: dict[str, type[Priority] | type[Status]] = {"priority": Priority, "status": Status}

_ASKED = 500
"""Ids in one statement."""


def names(kind: str, values: Iterable[int]) -> dict[int, str]:
    """By value, the name of each team, agent, customer, type or policy, or the word for it."""
    wanted = sorted(set(values))
    if kind in _WORDS:
        return {value: Word(_WORDS[kind](value).label) for value in wanted}
    table = _TABLES[kind]
    found: dict[int, str] = {0: NONE}
    for start in range(0, len(wanted), _ASKED):
        asked = wanted[start : start + _ASKED]
        found |= dict(tuples(table.select(table.id, table.name).where(table.id.in_(asked))))
    return {value: found[value] for value in wanted}
