"""One shared ticket: its conversation, and the customer's part in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.errors import NotFound, WrongState
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import portal as portal_queries
from helpdesk_tui.rows import Done
from helpdesk_tui.screens.dialogs import AskWhich, Compose
from helpdesk_tui.screens.portal_screen import PortalScreen
from helpdesk_tui.services import portal
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.visitors import SharedTicket
from helpdesk_tui.vocabulary import Status
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.pager import Line, Pager
from helpdesk_tui.widgets.portal_lines import shared_lines
from helpdesk_tui.widgets.title_bar import TitleBar

FOR_TEAM = N_("The support team will read this.")
REOPENS = N_("The support team will read this, and take the ticket up again.")


class PortalTicketScreen(PortalScreen):
    """Shows the ticket as it is now, and again whenever anybody changes it."""

    DEFAULT_CSS = """
    PortalTicketScreen { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,h,left", "back", N_("Back"), id="ticket.back", key_display="q"),
        Binding("m", "write", N_("Message"), id="ticket.message"),
        Binding("y", "confirm", N_("It is solved"), id="ticket.confirm"),
        Binding("o", "refuse", N_("Not solved"), id="ticket.refuse"),
        Binding("c", "create", N_("New ticket"), id="list.create"),
    ]

    def __init__(self, ticket: SharedTicket) -> None:
        super().__init__()
        self.ticket = ticket

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Pager(self._lines)
        yield HintBar()

    def on_mount(self) -> None:
        self.query_one(Pager).focus()

    def hinted(self) -> tuple[str, ...]:
        keys = {
            Status.RESOLVED: ("ticket.confirm", "ticket.refuse", "ticket.message"),
            Status.CLOSED: ("list.create",),
        }.get(self.ticket.status, ("ticket.message",))
        return ("ticket.back", *keys, "app.keys")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a solution can be confirmed or refused."""
        return action not in ("confirm", "refuse") or self.ticket.status == Status.RESOLVED

    # Following the desk

    def on_screen_resume(self) -> None:
        self.load()

    async def refresh_from_desk(self) -> None:
        visit = self.visit
        try:
            self.ticket = await visit.store.run(
                portal_queries.ticket, visit.visitor, self.ticket.id
            )
        except NotFound as error:
            if not self.is_current:  # what covers it comes first: it looks again afterwards
                return
            self.dismiss(None)
            visit.call_after_refresh(visit.tell_error, error)
            return
        self._show()

    def tick(self, now: int) -> None:
        super().tick(now)
        self.query_one(Pager).rewrite(self._lines)

    def _lines(self, width: int) -> list[Line]:
        return list(shared_lines(self.ticket, self.visit.zone, self.visit.clock(), width))

    def _show(self) -> None:
        self.query_one(Pager).rewrite(self._lines)
        bar = self.query_one(TitleBar)
        bar.left = one_line(self.ticket.number)
        bar.middle = one_line(self.ticket.subject)
        bar.right = self.visit.who_and_when()
        self.refresh_bindings()
        self.show_hints()

    # Acts

    def action_back(self) -> None:
        self.dismiss(None)

    @work(group=OPENING)
    async def action_write(self) -> None:
        """Write to the support team; a ticket that waits or is solved goes on by that."""
        with self.visit.refusals():
            if self.ticket.status == Status.CLOSED:
                raise WrongState(portal.CLOSED, number=self.ticket.number)
            reopens = self.ticket.status == Status.RESOLVED
            await self._send_by(portal.message, REOPENS if reopens else FOR_TEAM)

    @work(group=OPENING)
    async def action_refuse(self) -> None:
        """Say why it is not solved."""
        with self.visit.refusals():
            await self._send_by(portal.refuse, REOPENS)

    async def _send_by(self, service: Callable[..., Done], readers: str) -> None:
        """The text stays in its editor until it is saved, whatever is refused meanwhile."""
        visit = self.visit

        async def send(body: str) -> None:
            await visit.store.run(service, visit.visitor, self.ticket.id, visit.clock(), body)

        title = f"{self.ticket.number} {self.ticket.subject}"
        draft = visit.drafts.begin("message", self.ticket.id, called=self.ticket.number)
        editor = Compose(title, internal=False, send=send, draft=draft, readers=readers)
        if await visit.push_screen_wait(editor) is not None:
            await self.refresh_from_desk()
            self.tell(_("Your message is sent."))

    @work(group=OPENING)
    async def action_confirm(self) -> None:
        """Close the ticket for ever, after a question that another key answers."""
        visit = self.visit
        with visit.refusals():
            question = _("Close {number} for ever, as it is solved?")
            dialog = AskWhich(
                question.format(number=one_line(self.ticket.number)),
                [("c", N_("Close it"), True)],
            )
            if await visit.push_screen_wait(dialog):
                await visit.store.run(portal.confirm, visit.visitor, self.ticket.id, visit.clock())
                await self.refresh_from_desk()
                self.tell(_("Thank you. The ticket is closed."))

    @work(group=OPENING)
    async def action_create(self) -> None:
        """Open another ticket, which follows this one up where this one is closed."""
        with self.visit.refusals():
            closed = self.ticket.status == Status.CLOSED
            done = await self.ask_for_ticket(self.ticket if closed else None)
            if done is not None:
                opened = _("{number} is on its way to the support team.")
                self.tell(opened.format(number=one_line(done.number)))
