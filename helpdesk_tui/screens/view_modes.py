"""Going to saved views: by key, from the palette, from `?`; each is shown as a mode of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from helpdesk_tui.queries import views
from helpdesk_tui.screens.viewing import leader
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp
    from helpdesk_tui.screens.keys import LiveKey
    from helpdesk_tui.screens.view import ViewScreen


def screen_of(desk: HelpdeskApp, mode: str) -> partial[ViewScreen] | None:
    """What makes the screen of a view; None where there is no such view."""
    from helpdesk_tui.screens.view import ViewScreen

    view = next((view for view in desk.views if view.mode == mode), None)
    return None if view is None else partial(ViewScreen, view)


async def ask(desk: HelpdeskApp) -> None:
    """Show the views with their keys, and go to the one that is chosen."""
    from helpdesk_tui.screens.view_key import ViewKeyScreen

    desk.views = tuple(await desk.store.run(views.seen, desk.viewer()))
    chosen = await desk.push_screen_wait(ViewKeyScreen(desk.views))
    if chosen is not None:
        desk.show_queue(chosen.mode)


def keys(desk: HelpdeskApp) -> list[LiveKey]:
    """The views as keys that work everywhere: the leading one, then the view's own."""
    from helpdesk_tui.screens.keys import LiveKey

    before = leader(desk.screen)
    return [
        LiveKey(
            f"menu.{view.mode}",
            f"{before} {one_line(view.key)}" if view.key else "",
            one_line(view.name).strip() or view.mode,
            f"queue('{view.mode}')",
            desk,
            one_line(view.query),
        )
        for view in desk.views
    ]
