"""Which policies apply to a ticket: for each status to reach, the most specific one."""

from __future__ import annotations

from collections.abc import Callable

from helpdesk_tui.models import SlaPolicy, Ticket


def best_by_target(ticket: Ticket, due: Callable[[SlaPolicy], int | None]) -> dict[int, SlaPolicy]:
    """By target status: most criteria, then the higher minimum priority, then the earlier due."""
    best: dict[int, SlaPolicy] = {}
    for policy in SlaPolicy.select().where(~SlaPolicy.archived).order_by(SlaPolicy.id):
        if not applies(policy, ticket):
            continue
        rival = best.get(policy.target_status)
        if rival is None or _rank(policy, due) < _rank(rival, due):
            best[policy.target_status] = policy
    return dict(sorted(best.items()))


def applies(policy: SlaPolicy, ticket: Ticket) -> bool:
    """Team, type and minimum priority all match; an empty criterion matches every ticket."""
    return (
        policy.team_id in (None, ticket.team_id)
        and policy.type_id in (None, ticket.type_id)
        and (policy.min_priority is None or ticket.priority <= policy.min_priority)
    )


def _rank(policy: SlaPolicy, due: Callable[[SlaPolicy], int | None]) -> tuple[int, int, int, int]:
    criteria = (policy.team_id, policy.type_id, policy.min_priority)
    asked = sum(1 for criterion in criteria if criterion is not None)
    # 1 is the most urgent priority, so the higher minimum is the smaller number
    return (-asked, policy.min_priority or 5, due(policy) or 0, policy.id)
