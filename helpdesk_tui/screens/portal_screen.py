"""What the portal's screens have in common: the visitor, the title line, and a new ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Done
from helpdesk_tui.screens.fields import Field, Place
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.telling import TellingScreen
from helpdesk_tui.services import portal
from helpdesk_tui.text import one_line
from helpdesk_tui.visitors import SharedTicket
from helpdesk_tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from helpdesk_tui.portal import PortalApp

_FIELDS = (
    Field("subject", N_("Subject"), required=True, help=N_("in a few words, what it is about")),
    Field("description", N_("Description"), "text"),
)


class PortalScreen(TellingScreen):
    """A subclass composes a TitleBar and a HintBar, and says what it shows."""

    @property
    def visit(self) -> PortalApp:
        """The application, by its own type."""
        return cast("PortalApp", self.app)

    def tick(self, now: int) -> None:
        """Repaint what reads otherwise a second later."""
        self.query_one(TitleBar).right = self.visit.who_and_when()

    async def ask_for_ticket(self, follows: SharedTicket | None = None) -> Done | None:
        """Let the visitor fill in a new ticket, which may follow up a closed one."""
        visit = self.visit
        begun = {"subject": follows.subject} if follows else {}

        async def save(values: dict[str, Any]) -> Done:
            return await visit.store.run(
                portal.open_ticket,
                visit.visitor,
                visit.clock(),
                {**begun, **values},
                follows=follows.id if follows else None,
            )

        title = _("New ticket")
        if follows:
            title = _("New ticket after {number}").format(number=one_line(follows.number))
        place = Place(visit.clock, visit.zone)
        draft = visit.drafts.begin("ticket", follows.id if follows else None)
        form = FormScreen(title, _FIELDS, begun, save, place=place, draft=draft)
        done: Done | None = await visit.push_screen_wait(form)
        return done
