"""Going to a saved view by its key: the views with their keys, the next key chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.saved_views import View, by_key
from helpdesk_tui.screens.frame import Box, Dialog, live_hints
from helpdesk_tui.screens.matches import Matches
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.named_keys import with_keys


class ViewKeyScreen(Dialog[View | None]):
    """The chosen view; arrows and Enter choose those that have no key."""

    DEFAULT_CSS = """
    ViewKeyScreen Matches { margin-top: 1; max-height: 12; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("Choose"), id="views.take"),
        Binding("down,ctrl+n", "step(1)", N_("Down"), id="views.down"),
        Binding("up,ctrl+p", "step(-1)", N_("Up"), id="views.up"),
        Binding("escape", "leave", N_("Leave"), id="dialog.leave"),
    ]

    def __init__(self, views: Sequence[View]) -> None:
        super().__init__()
        self._views = views
        self._matches = Matches()

    def compose(self) -> ComposeResult:
        with Box():
            yield Static(Content(_("Go to a view: press its key")), classes="title")
            yield self._matches
            yield HintBar()

    def on_mount(self) -> None:
        offered = [
            Choice(view.id, f"{one_line(view.key) or ' '}  {one_line(view.name)}", view.query)
            for view in self._views
        ]
        self._matches.show(offered, 0, "")
        if not offered:
            nothing = _("There is no view yet: <filter.save> saves what one filters by.")
            self._matches.say(with_keys(nothing, self.app))
        hints = live_hints(self, "views.take", "views.down", "views.up", "dialog.leave")
        self.query_one(HintBar).hints = hints

    def on_key(self, event: events.Key) -> None:
        bar = self.query_one(HintBar)
        bar.clear()
        if not event.is_printable or event.character is None:
            return
        event.stop()
        event.prevent_default()
        view = by_key(list(self._views), event.character)
        if view is not None:
            self.dismiss(view)
        else:
            message = _("No view has the key {key}.").format(key=one_line(event.character))
            bar.tell(message, refused=True)

    def on_matches_picked(self, event: Matches.Picked) -> None:
        self._end(event.choice)

    def action_choose(self) -> None:
        chosen = self._matches.highlighted
        if chosen is not None:
            self._end(chosen)

    def _end(self, choice: Choice) -> None:
        self.dismiss(next(view for view in self._views if view.id == choice.id))

    def action_step(self, step: int) -> None:
        self._matches.move(step)

    def action_leave(self) -> None:
        self.dismiss(None)
