"""Setting up a new desk: a team, its agents, working hours and one policy, each step skippable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens import configuring
from helpdesk_tui.screens.kinds import agents, calendars, policies, teams
from helpdesk_tui.screens.kinds.kind import ConfigKind
from helpdesk_tui.services import settings

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp

STEPS = 4

DAYS = 2
"""Working days within which the offered policy wants tickets resolved."""

_WELCOME = N_("This desk is new: four steps set it up. Escape skips a step.")
_AGENTS = N_("Who works here with you? One after the other; Escape goes on.")
_HOURS = N_("When do you work? Give a country, and <form.fill> adds its public holidays.")
_PROMISE = N_("Within what time are tickets to be resolved? Escape leaves it open.")


async def first_steps(desk: HelpdeskApp) -> None:
    """Lead an administrator through a desk that is new."""
    me = Choice(desk.actor.id, desk.actor.name, desk.actor.login)
    team = await _step(desk, 1, teams.KIND, _WELCOME, {"members": [me]})
    own = [Choice(team, await configuring.called(desk, teams.KIND, team))] if team else []
    while await _step(desk, 2, agents.KIND, _AGENTS, {"teams": own}) is not None:
        pass
    office = {"name": _("Office hours")}
    calendar = await _step(desk, 3, calendars.KIND, _HOURS, office)
    if calendar is not None:
        await _set(desk, {"default_calendar": calendar})
    promise = {"name": _("Resolved in time"), "days": DAYS}
    await _step(desk, 4, policies.KIND, _PROMISE, promise)
    await _set(desk, {"guided": True})
    desk.show_queue("in-progress")


async def _step(
    desk: HelpdeskApp, number: int, kind: ConfigKind, about: str, starts: dict[str, Any]
) -> int | None:
    title = _("Step {number} of {steps}: {what}").format(
        number=number, steps=STEPS, what=_(kind.new)
    )
    return await configuring.create(desk, kind, starts=starts, title=title, about=_(about))


async def _set(desk: HelpdeskApp, fields: dict[str, Any]) -> None:
    await desk.store.run(settings.change, desk.actor, desk.clock(), fields)
