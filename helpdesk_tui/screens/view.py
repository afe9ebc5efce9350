"""A saved view: a queue with all its keys, which can be changed and deleted where it is shown."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from helpdesk_tui.errors import HelpdeskError, NotFound
from helpdesk_tui.i18n import N_, _, explain
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import views
from helpdesk_tui.queues import of_view
from helpdesk_tui.saved_views import View
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.screens.telling import TellingScreen
from helpdesk_tui.screens.view_form import view_form
from helpdesk_tui.screens.viewing import leader
from helpdesk_tui.services import views as writing
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING

HOME = "unassigned"
"""Where one is once the view is gone, if one came from nowhere else."""


class ViewScreen(QueueScreen):
    """Follows what is made of the view, here or by others, and leaves with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("M", "change_view", N_("Change the view"), id="view.change"),
        Binding("D", "delete_view", N_("Delete the view"), id="view.delete"),
    ]

    def __init__(self, view: View) -> None:
        super().__init__(of_view(view))
        self.view = view
        self._trouble: HelpdeskError | None = None
        self._told = ""
        """What has been said of it since the screen came."""
        self._is_leaving = False
        """Whether it is being deleted here, which is said then."""

    @property
    def place(self) -> str:
        key = one_line(self.view.key)
        return f"{leader(self)}{key} {self.queue.shown}" if key else self.queue.shown

    # Following the view

    async def _refresh(self, *, flash: bool) -> None:
        desk = self.desk
        try:
            self._become(await desk.store.run(views.seen_one, desk.viewer(), self.view.id))
        except NotFound as error:
            self.is_ready = True
            if not self._is_leaving:
                self._go(explain(error), refused=True)
            return
        args = (self.view, desk.viewer(), desk.clock())
        self._trouble = await desk.store.run(views.trouble_of, *args)
        await super()._refresh(flash=flash)
        said = explain(self._trouble) if self._trouble else ""
        if said and said != self._told:
            self.tell(said, refused=True)
        self._told = said

    def on_screen_suspend(self) -> None:
        self._told = ""

    def _become(self, view: View) -> None:
        self.view, self.queue = view, of_view(view)
        self._source.held = view

    def _say_empty(self) -> None:
        super()._say_empty()
        if self._trouble is not None and not self._source.text:
            self.table.empty_message = _(
                "What this view asks for is gone. <view.change> changes it."
            )

    def _go(self, message: str, *, refused: bool = False) -> None:
        """Leave for where one came from, which says why, and forget the screen."""
        desk = self.desk
        if desk.current_mode == self.view.mode:
            desk.show_queue(desk.former or HOME)
            if desk.current_mode == self.view.mode:
                desk.show_queue(HOME)  # where one came from is gone too
            if isinstance(desk.screen, TellingScreen):
                desk.screen.tell(message, refused=refused)
        desk.forget_mode(self.view.mode)

    # Acts on the view itself

    @work(group=OPENING)
    async def action_change_view(self) -> None:
        """Rename it, give it another key or search, share it."""
        desk, view = self.desk, self.view
        with desk.refusals():
            permit(desk.actor, "views.shared" if view.shared else "views.own")
            values = {
                "name": view.name,
                "key": view.key,
                "query": view.query,
                "shared": view.shared,
            }
            draft = desk.drafts.begin("viewed", view.id, called=view.name)
            form = view_form(desk, _("Change the view"), values, writing.change, draft, view.id)
            if await desk.push_screen_wait(form) is not None:
                await self.refresh_from_desk()
                said = _("The view “{name}” is saved.").format(name=one_line(self.view.name))
                if self._trouble is None:
                    self.tell(said)

    @work(group=OPENING)
    async def action_delete_view(self) -> None:
        """Forget it, once that is agreed to."""
        desk, view = self.desk, self.view
        with desk.refusals():
            permit(desk.actor, "views.shared" if view.shared else "views.own")
            name = one_line(view.name)
            question = _("Delete the view “{name}”? Its tickets stay.").format(name=name)
            if await self.agree(question, N_("Delete")):
                self._is_leaving = True
                try:
                    await desk.store.run(writing.delete, desk.actor, view.id, desk.clock())
                except HelpdeskError:
                    self._is_leaving = False
                    raise
                self._go(_("The view “{name}” is deleted.").format(name=name))
