"""The promises of a period: how many were kept, by policy, team, agent, month; and the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from helpdesk_tui.errors import WrongState
from helpdesk_tui.i18n import N_
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries.report_counts import decided
from helpdesk_tui.queries.report_misses import causes, worst
from helpdesk_tui.queries.report_names import names
from helpdesk_tui.queries.report_period import twelve_months
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.reports import Dimension, Filters, Kept, Measure, Ranges, Scope, Selection
from helpdesk_tui.rows import Actor


def part(viewer: Actor, name: str, scope: Scope, now: int) -> Any:
    """One part of the dashboard, by its name in PARTS; raises WrongState where SLA is off."""
    permit(viewer, "ticket.read")
    if not switches().manage_sla:
        raise WrongState(N_("This desk makes no promises: its settings have SLA switched off."))
    return PARTS[name](scope, now)


def by_policy(scope: Scope, now: int) -> tuple[Kept, ...]:
    """Promises decided in the period, by policy."""
    return _by_part(scope, now, Dimension.WHOLE, "")


def by_team(scope: Scope, now: int) -> tuple[Kept, ...]:
    """The same by policy and by the team that the ticket has now."""
    return _by_part(scope, now, Dimension.TEAM, "team")


def by_agent(scope: Scope, now: int) -> tuple[Kept, ...]:
    """The same by policy and by the agent to whom the ticket is assigned now."""
    return _by_part(scope, now, Dimension.AGENT, "agent")


def by_month(scope: Scope, now: int) -> tuple[Kept, ...]:
    """Promises of all policies decided in each month, of at least a year up to the period's end."""
    bounds = twelve_months(scope)
    sums = [[0, 0] for _month in bounds[1:]]
    for (month, _policy, _part), (met, missed) in decided(bounds, scope.filters, now).items():
        sums[month][0] += met
        sums[month][1] += missed
    return tuple(
        _kept(((bounds[month], bounds[month + 1]),), scope.filters, met, missed)
        for month, (met, missed) in enumerate(sums)
    )


def _by_part(scope: Scope, now: int, by: Dimension, kind: str) -> tuple[Kept, ...]:
    counts = decided((scope.start, scope.end), scope.filters, now, by)
    policies = names("policy", (policy for _step, policy, _part in counts))
    parts = names(kind, (part for _step, _policy, part in counts)) if kind else {0: ""}
    rows = []
    for (_step, policy, part), (met, missed) in counts.items():
        filters = replace(scope.filters, **{kind: part}) if kind else scope.filters
        row = _kept(scope.span, filters, met, missed, policy)
        rows.append(replace(row, policy_name=policies[policy], part=parts[part]))
    return tuple(sorted(rows, key=lambda row: (row.policy_name, row.policy, row.part)))


def _kept(
    ranges: Ranges, filters: Filters, met: int, missed: int, policy: int | None = None
) -> Kept:
    behind = (
        Selection(measure, ranges, filters, policy) for measure in (Measure.MET, Measure.MISSED)
    )
    return Kept(policy, "", "", ranges[0][0], met, missed, *behind)


PARTS: dict[str, Callable[[Scope, int], Any]] = {
    "policies": by_policy,
    "months": by_month,
    "teams": by_team,
    "agents": by_agent,
    "worst": worst,
    "causes": causes,
}
"""The parts of the dashboard, in their order."""
