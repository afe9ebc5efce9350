"""What the report on screen is about, as keys change it."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.periods import local_day, midnight
from helpdesk_tui.queries.report_period import Kind, Period
from helpdesk_tui.report_titles import filtered_by
from helpdesk_tui.reports import Filters, Scope
from helpdesk_tui.screens.report_choices import KIND_WORDS, Named


@dataclass(slots=True)
class Asked:
    """A period around today goes along with the days; one that was typed stays where it is."""

    zone: str
    kind: Kind = "recent"
    typed: Period | None = None
    steps: int = 0
    """How many periods after the one around today, or before it."""
    filters: Filters = field(default_factory=Filters)
    names: dict[str, str] = field(default_factory=dict)
    """Of what is filtered by, fit to draw."""
    first_weekday: int = 0

    def period(self, now: int) -> Period:
        """The days that the report is about."""
        today = local_day(now, self.zone)
        around = self.typed or Period.of(self.kind, today, self.first_weekday)
        return around.step(self.steps)

    def scope(self, now: int) -> Scope:
        """The same as instants, with the filters."""
        return self.period(now).scope(self.zone, self.filters)

    def choose(self, period: Period) -> None:
        """Ask about another period."""
        self.kind, self.steps = period.kind, 0
        self.typed = period if period.kind == "between" else None

    def step(self, count: int, now: int) -> bool:
        """Go on by periods; False at the end of time."""
        before = self.period(now)
        self.steps += count
        if self.period(now) != before:
            return True
        self.steps -= count
        return False

    def filter_by(self, named: Named) -> None:
        """Ask about other tickets."""
        self.filters, self.names = named

    def words(self, now: int) -> list[str]:
        """Its days and filters, for the top line."""
        period = self.period(now)
        first, last = (
            dates.day(midnight(day, self.zone), self.zone, now)
            for day in (period.first, period.last)
        )
        days = first if period.days == 1 else f"{first} – {last}"
        return [
            days,
            *(filtered_by(_(KIND_WORDS[kind]), name) for kind, name in self.names.items()),
        ]
