"""What the parts of reports and their figures are called, on every screen, page and table."""

from __future__ import annotations

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _, language
from helpdesk_tui.reports import Measure, Scope

TICKETS = {
    "trend": N_("Created and resolved"),
    "status": N_("Created, by status"),
    "type": N_("Created, by type"),
    "priority": N_("Created, by priority"),
    "customer": N_("Created, by customer"),
    "age": N_("Open now, by age"),
    "lasting": N_("How long it took"),
    "heat": N_("When tickets are created"),
}
"""The parts of the dashboard of tickets, in their order."""

SLA = {
    "policies": N_("Promises kept, by policy"),
    "months": N_("By month"),
    "teams": N_("By policy and team"),
    "agents": N_("By policy and agent"),
    "worst": N_("The worst misses"),
    "causes": N_("Where the time of missed promises went"),
}
"""The parts of the dashboard of SLA, in their order."""

MEASURES = {
    Measure.CREATED: N_("created"),
    Measure.RESOLVED: N_("resolved"),
    Measure.REOPENED: N_("reopened"),
}
LASTING = {Measure.ANSWERED: N_("First answer"), Measure.RESOLVED: N_("Resolution")}

STATES = {
    "unassigned": N_("unassigned"),
    "in_work": N_("in work"),
    "waiting": N_("waiting"),
}
"""In which the time of a missed promise goes by."""

COLUMNS = {
    "start": N_("From"),
    "created": N_("created"),
    "resolved": N_("resolved"),
    "reopened": N_("reopened"),
    "backlog": N_("backlog"),
    "status": N_("Status"),
    "type": N_("Type"),
    "priority": N_("Priority"),
    "customer": N_("Customer"),
    "age": N_("Age"),
    "tickets": N_("Tickets"),
    "of": N_("What"),
    "median_seconds": N_("Half within"),
    "p90_seconds": N_("9 of 10"),
    "median_working_seconds": N_("Half, working"),
    "p90_working_seconds": N_("9 of 10, working"),
    "weekday": N_("Day"),
    "hour": N_("Hour"),
    "policy": N_("Policy"),
    "team": N_("Team"),
    "agent": N_("Agent"),
    "month": N_("Month"),
    "met": N_("Met"),
    "missed": N_("Missed"),
    "share": N_("Share"),
    "number": N_("Number"),
    "overrun_seconds": N_("Too late by"),
    "due_at": N_("Due"),
    "met_at": N_("Met at"),
    "subject": N_("Subject"),
    "state": N_("State"),
    "missed_mostly": N_("Mostly"),
    "working_seconds": N_("Time"),
}
"""What stands over the figures, by column."""

NONE_CREATED = N_("No ticket was created in this period.")
NONE_OPEN = N_("No ticket is open now.")
NONE_DECIDED = N_("No promise was met or missed in this period.")
NONE_MISSED = N_("No promise was missed in this period.")


def percent(share: float | None) -> str:
    """A share to a tenth of a percent, never rounded up to all of it nor down to nothing."""
    if share is None:
        return "—"
    rounded = round(share * 100, 1)
    if 0 < share < 1:
        rounded = min(99.9, max(0.1, rounded))
    said = f"{rounded:.1f}"
    return f"{said.replace('.', ',')}\u00a0%" if language() == "fr" else f"{said}%"


def column(name: str) -> str:
    """The title of a column of a table or a page."""
    title = _(COLUMNS[name])
    return title[:1].upper() + title[1:]


def filtered_by(kind: str, name: str) -> str:
    """Which tickets are meant: what they have of a kind, both already fit to read."""
    return _("{kind}: {name}").format(kind=kind, name=name)


def step_name(start: int, scope: Scope, now: int) -> str:
    """What a step of a period is called, by the instant at which it begins."""
    if scope.step == "hour":
        return dates.time_of_day(start, scope.zone)
    if scope.step == "month":
        return dates.month(start, scope.zone)
    return dates.day(start, scope.zone, now)
