"""Which policies apply to a ticket: for each status to reach, the most specific one."""

from __future__ import annotations

from collections.abc import Container, Mapping

from peewee import Query

from helpdesk_tui.models import Calendar, SlaPolicy, Ticket, database
from helpdesk_tui.queries.commitments import working_time
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.sla import CalendarError, Target, deadline_epoch
from helpdesk_tui.statements import kept
from helpdesk_tui.vocabulary import NEVER


class Policies:
    """The desk's policies and calendars, read once; lives no longer than one transaction."""

    def __init__(self) -> None:
        self._policies = kept(_in_force).instances(SlaPolicy, {})
        if self._policies:
            calendars = kept(Calendar.select).instances(Calendar, {})
            self._calendars = {row.id: row for row in calendars}
            self._of_customers = _calendars_of("customer")
            self._of_teams = _calendars_of("team")
            self._default = switches().default_calendar

    def best_by_target(
        self, ticket: Ticket, promised: Container[int | None] = ()
    ) -> dict[int, SlaPolicy]:
        """By target status: most criteria set, then higher minimum priority, then earlier due.

        A calendar with too little working time left rules a policy out, save those by whose ids
        something is promised already.
        """
        best: dict[int, tuple[tuple[int, int, int, int], SlaPolicy]] = {}
        for policy in self._policies:
            if not applies(policy, ticket):
                continue
            due = self._due(policy, ticket)
            if due is None and policy.id not in promised:
                continue
            rank = _rank(policy, NEVER if due is None else due)
            rival = best.get(policy.target_status)
            if rival is None or rank < rival[0]:
                best[policy.target_status] = rank, policy
        return {target: policy for target, (_rank, policy) in sorted(best.items())}

    def calendar_for(self, policy: SlaPolicy, ticket: Ticket) -> Calendar | None:
        """The policy's own calendar, else the customer's, the team's, the desk's default."""
        candidates = (
            policy.calendar_id,
            self._of_customers.get(ticket.customer_id or 0),
            self._of_teams.get(ticket.team_id or 0),
            self._default,
        )
        chosen = next((each for each in candidates if each is not None), 0)
        return self._calendars.get(chosen)

    def _due(self, policy: SlaPolicy, ticket: Ticket) -> int | None:
        """The deadline it would give; None when its calendar has too little working time left."""
        hours = working_time(self.calendar_for(policy, ticket), policy.working_days_only)
        try:
            return deadline_epoch(ticket.started_at, Target(policy.days, policy.seconds), hours)
        except CalendarError:
            return None


def _in_force() -> Query:
    return SlaPolicy.select().where(~SlaPolicy.archived).order_by(SlaPolicy.id)


def applies(policy: SlaPolicy, ticket: Ticket) -> bool:
    """Team, type and minimum priority all match; an empty criterion matches every ticket."""
    return (
        policy.team_id in (None, ticket.team_id)
        and policy.type_id in (None, ticket.type_id)
        and (policy.min_priority is None or ticket.priority <= policy.min_priority)
    )


def _rank(policy: SlaPolicy, due: int) -> tuple[int, int, int, int]:
    criteria = (policy.team_id, policy.type_id, policy.min_priority)
    asked = sum(1 for criterion in criteria if criterion is not None)
    # 1 is the most urgent priority, so the higher minimum is the smaller number
    return (-asked, policy.min_priority or 5, due, policy.id)


def _calendars_of(table: str) -> Mapping[int, int]:
    """By id, the calendars of those that have their own."""
    # every new ticket asks: built by the library, the statement would cost more than its answer
    sql = f"SELECT id, calendar_id FROM {table} WHERE calendar_id IS NOT NULL"
    return dict(database.execute_sql(sql).fetchall())
