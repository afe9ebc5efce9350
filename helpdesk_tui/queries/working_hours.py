"""Which working time a ticket's own length is counted in, whatever a policy promises on it."""

from __future__ import annotations

from typing import Any

from peewee import Query

from helpdesk_tui.models import Calendar, Customer, Table, Team
from helpdesk_tui.queries.commitments import working_time
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.sla import Calendar as WorkingTime
from helpdesk_tui.statements import kept


class WorkingHours:
    """The desk's calendars as they are now, read once; lives no longer than one act or report."""

    def __init__(self) -> None:
        calendars = kept(Calendar.select).instances(Calendar, {})
        self._calendars = {row.id: row for row in calendars}
        self._of_customers = _chosen(Customer)
        self._of_teams = _chosen(Team)
        self._default = switches().default_calendar

    def of(self, customer: int | None, team: int | None) -> WorkingTime:
        """The customer's calendar, else the team's, the desk's default; without any, every hour."""
        candidates = (
            self._of_customers.get(customer or 0),
            self._of_teams.get(team or 0),
            self._default,
        )
        chosen = next((each for each in candidates if each is not None), 0)
        return working_time(self._calendars.get(chosen), working_days_only=True)


def _chosen(table: type[Table]) -> dict[int, int]:
    """By id, the calendars of those that have their own."""
    return dict(kept(_choosing, table).rows({}))


def _choosing(table: Any) -> Query:
    query: Query = table.select(table.id, table.calendar).where(table.calendar.is_null(False))
    return query
