"""Saved views on every list: counted in the menu, saved from the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import people, views
from helpdesk_tui.queues import Queue
from helpdesk_tui.saved_views import View
from helpdesk_tui.screens.search_line import united
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.menu import Menu
from helpdesk_tui.widgets.named_keys import with_keys

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp
    from helpdesk_tui.screens.desk_screen import DeskScreen
    from helpdesk_tui.screens.queue import QueueScreen

_SEARCHES = {
    "in-progress": "is:open",
    "mine": "@me",
    "unassigned": "is:unassigned is:open",
    "late": "is:late",
}
"""What a queue holds, as one would search for it."""

_EVER = "status:new,in-progress,waiting,resolved,closed"

_BEHIND = N_("What stands behind a figure or a row is no search: save a view from a queue.")


def leader(screen: Screen[Any]) -> str:
    """The key, as it is mapped, after which that of a view is pressed."""
    return with_keys("<menu.view>", screen.app)  # also while a line of text takes all keys


async def count(screen: DeskScreen) -> None:
    """Show in the menus of a screen which queues and views there are, and how much each holds."""
    desk = screen.desk
    found, counts = await desk.store.run(views.overview, desk.viewer(), desk.clock())
    desk.views = tuple(found)
    key = leader(screen)
    for menu in screen.query(Menu):
        menu.leader = key
        menu.views = desk.views
        menu.counts = counts


async def save(screen: QueueScreen, text: str) -> None:
    """Keep the search in force, and what the queue itself holds, under a name."""
    from helpdesk_tui.screens.view_form import view_form
    from helpdesk_tui.services import views as writing

    desk = screen.desk
    permit(desk.actor, "views.own")
    query = united(desk, await _meant(desk, screen.queue, text), text)
    draft = desk.drafts.begin("view")
    form = view_form(desk, _("New view"), {"query": query}, writing.create, draft)
    made = await desk.push_screen_wait(form)
    if made is not None:
        await screen.refresh_from_desk()
        name = next((view.name for view in desk.views if view.id == made), "")
        screen.tell(_("The view “{name}” is saved.").format(name=one_line(name)))


async def _meant(desk: HelpdeskApp, queue: Queue, text: str) -> str:
    """The queue as a search."""
    from helpdesk_tui.query_tokens import quoted

    if isinstance(queue.behind, View):
        return queue.behind.query
    if queue.behind is not None:
        raise Invalid("query", _BEHIND)
    if queue.id == "team":
        teams = await desk.store.run(people.teams)
        own = [team.name for team in teams if team.id == desk.actor.team]
        return f"team:{quoted(own[0])}" if own else ""
    if queue.id == "history":
        return "" if View(0, "", "", text, shared=False).holds_closed else _EVER
    return _SEARCHES.get(queue.id, "")
