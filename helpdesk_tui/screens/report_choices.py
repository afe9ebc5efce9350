"""What a report is asked about: its period and its filters, chosen in dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from helpdesk_tui import dates, typed_dates
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.periods import local_day, midnight
from helpdesk_tui.queries import people
from helpdesk_tui.queries.report_period import KINDS, Kind, Period
from helpdesk_tui.reports import Filters
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.dialogs import NONE, Choose, Prompt
from helpdesk_tui.text import fold, one_line
from helpdesk_tui.vocabulary import Priority

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp

KIND_WORDS = {
    "team": N_("team"),
    "agent": N_("agent"),
    "customer": N_("customer"),
    "type": N_("type"),
    "priority": N_("priority"),
}
"""By what tickets are filtered."""

_SEARCHES: dict[str, Callable[[str], list[Choice]]] = {
    "team": people.teams,
    "agent": people.agents,
    "type": people.types,
    "customer": people.customers,
}

Named = tuple[Filters, dict[str, str]]
"""Filters, and what is chosen by name: the name of each value, by the filter's."""


async def choose_period(desk: HelpdeskApp, first_weekday: int, present: Kind) -> Period | None:
    """One of the kinds around today, or from one day to another, as typed."""
    kinds: list[Kind] = list(KINDS)
    current = Choice(kinds.index(present) + 1, _(KINDS[present]))

    async def search(text: str) -> list[Choice]:
        offered = (Choice(place, _(KINDS[kind])) for place, kind in enumerate(kinds, 1))
        return [choice for choice in offered if fold(text) in fold(choice.name)]

    chosen = await desk.push_screen_wait(Choose(_("Which period?"), search, current=current))
    if chosen is None:
        return None
    kind = kinds[chosen.id - 1]
    if kind != "between":
        return Period.of(kind, local_day(desk.clock(), desk.zone), first_weekday)
    first = await _ask_day(desk, _("From which day?"), None)
    last = await _ask_day(desk, _("Up to which day?"), first) if first else None
    return Period(kind, first, last, first_weekday) if first and last else None


async def _ask_day(desk: HelpdeskApp, title: str, not_before: date | None) -> date | None:
    def check(text: str) -> date:
        day = local_day(typed_dates.parse_instant(text, desk.clock(), desk.zone), desk.zone)
        if not_before is not None and day < not_before:
            raise Invalid("date", N_("The last day comes before the first one: type a later day."))
        return day

    def echo(day: date) -> str:
        return dates.day(midnight(day, desk.zone), desk.zone, desk.clock())

    hint = _("27/04/2026, fri, yesterday, -7d")
    answer: date | None = await desk.push_screen_wait(
        Prompt(title, check=check, echo=echo, hint=hint)
    )
    return answer


async def choose_filter(desk: HelpdeskApp, known: Named) -> Named | None:
    """One more filter, or another value of one that is set; none at all for all tickets."""
    offered: list[tuple[str, Choice]] = []

    async def search(text: str) -> list[Choice]:
        offered.clear()
        for kind, read in _SEARCHES.items():
            offered.extend((kind, choice) for choice in await desk.store.run(read, text))
        for priority in Priority:
            if fold(text) in fold(_(priority.label)):
                offered.append(("priority", Choice(priority, _(priority.label))))
        return [
            Choice(place, choice.name, _(KIND_WORDS[kind]))
            for place, (kind, choice) in enumerate(offered, 1)
        ]

    dialog = Choose(_("Only which tickets?"), search, allow_none=_("All tickets"))
    chosen = await desk.push_screen_wait(dialog)
    if chosen is None:
        return None
    if chosen is NONE:
        return Filters(), {}
    filters, names = known
    kind, value = offered[chosen.id - 1]
    return replace(filters, **{kind: value.id}), {**names, kind: one_line(value.name)}


def whose(desk: HelpdeskApp, filters: Filters) -> Named:
    """From all tickets to one's own, to those of one's team, and round again."""
    actor = desk.actor
    own = Filters(agent=actor.id)
    if filters != own and filters.team != actor.team:
        return own, {"agent": one_line(actor.name)}
    if filters == own and actor.team is not None:
        return Filters(team=actor.team), {"team": _("my team")}
    return Filters(), {}
