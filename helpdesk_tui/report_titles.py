"""What the parts of reports and their figures are called, on every screen, page and table."""

from __future__ import annotations

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, language
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

NONE_CREATED = N_("No ticket was created in this period.")
NONE_DECIDED = N_("No promise was met or missed in this period.")
NONE_MISSED = N_("No promise was missed in this period.")


def percent(share: float | None) -> str:
    """A share to a tenth of a percent, as the language writes it."""
    if share is None:
        return "—"
    said = f"{share:.1%}"
    return said.replace(".", ",").replace("%", " %") if language() == "fr" else said


def step_name(start: int, scope: Scope, now: int) -> str:
    """What a step of a period is called, by the instant at which it begins."""
    if scope.step == "hour":
        return dates.time_of_day(start, scope.zone)
    if scope.step == "month":
        return dates.month(start, scope.zone)
    return dates.day(start, scope.zone, now)
