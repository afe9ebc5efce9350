"""A screen on whose tickets every act can be done: the queues and the ticket share it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import commitments
from helpdesk_tui.queries import ticket as ticket_queries
from helpdesk_tui.rows import Done
from helpdesk_tui.screens.acts import ACTS, BY_ID, OPENS_DIALOG, Act
from helpdesk_tui.screens.stopwatch import TimedScreen
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING

if TYPE_CHECKING:
    from helpdesk_tui.screens.outcome import Outcome

MANY = 50
"""More tickets than this are touched only after a question."""


class ActingScreen(TimedScreen):
    """A subclass says which tickets are meant; the acts, their questions and outcome are common."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", N_("Next"), id="ticket.next"),
        Binding("c", "create", N_("Create"), id="ticket.create"),
        *(Binding(a.key, f"act('{a.id}')", a.label, id=f"ticket.{a.id}") for a in ACTS),
        Binding("u", "undo", N_("Undo"), id="ticket.undo"),
        Binding("E", "explain", N_("Explain the clock"), id="ticket.explain"),
        Binding(
            "exclamation_mark",
            "next_alert",
            N_("Next alert"),
            id="ticket.next_alert",
            key_display="!",
        ),
        Binding("A", "acknowledge", N_("Acknowledge the alert"), id="ticket.acknowledge"),
        Binding("y", "copy_number(False)", N_("Copy the number"), id="ticket.copy_number"),
        Binding("Y", "copy_number(True)", N_("Copy number and subject"), id="ticket.copy_subject"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where the desk manages no SLA, no key is for it."""
        if action in ("explain", "next_alert", "acknowledge"):
            return self.desk.manages_sla
        return super().check_action(action, parameters)

    def on_screen_resume(self) -> None:
        self.desk.tour.draw(self, arriving=True)

    @property
    def ticket_shown(self) -> int | None:
        """The ticket that fills the screen, if one does."""
        return None

    def target_ids(self) -> list[int]:
        """The tickets that an act on many applies to."""
        ticket = self.current()
        return [ticket.id] if ticket else []

    def done_with_marks(self) -> None:
        """Forget the marks that an act has just used."""

    def tell_outcome(self, outcome: Outcome) -> None:
        """What was done and what was refused, in one sentence."""
        if outcome.done:
            self.done_with_marks()
        message, refused = outcome.sentence(self.desk.written)
        if message:
            self.tell(message, refused=refused)

    def is_possible(self, binding: Binding) -> bool:
        ticket, act = self.current(), _act_of(binding)
        return act is None or act.possible(self.desk.actor, ticket.status if ticket else None)

    def called(self, binding: Binding) -> str:
        ticket, act = self.current(), _act_of(binding)
        if act is None:
            return super().called(binding)
        return act.called(ticket.status if ticket else None)

    async def go_to(self, ticket: int) -> None:
        """Put the cursor on a ticket, where the screen lists it."""

    async def perform(self, ids: Sequence[int], act: Callable[[int], Done]) -> Outcome:
        """Do an act on each ticket in a transaction of its own, then show the desk anew."""
        from helpdesk_tui.screens.outcome import Outcome

        outcome = Outcome()
        for ticket in ids:
            await outcome.collect(self.desk.store.run(act, ticket))
        self.desk.remember(outcome.done)
        await self.refresh_from_desk()
        return outcome

    async def perform_and_tell(self, ids: Sequence[int], act: Callable[[int], Done]) -> None:
        """The same, saying what was done and what was refused."""
        self.tell_outcome(await self.perform(ids, act))

    def action_act(self, name: str) -> None:
        """An act of the table, on the marked tickets or the one in hand."""
        self.run_worker(self._begin(name), group=OPENING if name in OPENS_DIALOG else "act")

    async def _begin(self, name: str) -> None:
        with self.desk.refusals():
            ids = self.target_ids()
            if not ids:
                self.tell_no_ticket()
            elif await self._agreed(ids):
                await self._act(name, ids)

    async def _act(self, name: str, ids: list[int]) -> None:
        from helpdesk_tui.screens import asking
        from helpdesk_tui.services import lifecycle

        service = BY_ID[name].service
        ticket = self.current()
        if name in OPENS_DIALOG and ticket is not None and ids == [ticket.id]:
            BY_ID[name].permit(self.desk.actor, ticket)
        if not service:
            await asking.ASKING[name](self, ids)
            return
        desk, step = self.desk, getattr(lifecycle, service)
        await self.perform_and_tell(ids, lambda t: step(desk.actor, t, desk.clock()))

    async def _agreed(self, ids: list[int]) -> bool:
        if len(ids) <= MANY:
            return True
        question = ngettext("Change {count} ticket?", "Change {count} tickets?", len(ids))
        return await self.agree(question.format(count=len(ids)), _("Change"))

    @work(group=OPENING)
    async def action_next(self) -> None:
        """Take the ticket whose deadline presses most, start it, open it, and say why this one."""
        from helpdesk_tui.screens.outcome import said
        from helpdesk_tui.screens.tour import NEXT
        from helpdesk_tui.services import triage

        desk = self.desk
        with desk.refusals():
            done = await desk.store.run(triage.take_next, desk.actor, desk.clock())
            if done is None:
                message = _("There is no ticket to take: every one has somebody, or waits.")
                self.tell(message, refused=True)
                return
            desk.remember([done])
            desk.follow_tour((NEXT, done.ticket))
            await self.refresh_from_desk()
            screen = await desk.open_ticket(done.ticket)
            screen.tell(said(done, desk.written))

    @work(group=OPENING)
    async def action_create(self) -> None:
        from helpdesk_tui.screens import asking

        with self.desk.refusals():
            permit(self.desk.actor, "ticket.create")
            await asking.create(self)

    @work(group=OPENING)
    async def action_undo(self) -> None:
        from helpdesk_tui.screens import undoing

        with self.desk.refusals():
            await undoing.undo_last(self)

    @work(group="act", exclusive=True)
    async def action_explain(self) -> None:
        """Show what the deadlines of the ticket in hand are made of."""
        from helpdesk_tui.screens.explain import ExplainScreen

        desk = self.desk
        with desk.refusals():
            ticket = self.current()
            if ticket is None:
                self.tell_no_ticket()
                return
            detail = await desk.store.run(ticket_queries.detail, ticket.id)
            pauses = await desk.store.run(commitments.pauses, ticket.id)
            await desk.push_screen(ExplainScreen(detail, pauses, desk.zone, desk.clock()))

    @work(group="act")
    async def action_next_alert(self) -> None:
        from helpdesk_tui.screens import alerting

        with self.desk.refusals():
            await alerting.open_next(self)

    @work(group="act")
    async def action_acknowledge(self) -> None:
        from helpdesk_tui.screens import alerting

        with self.desk.refusals():
            await alerting.acknowledge_meant(self)

    async def show_ticket(self, ticket: int) -> None:
        """Go to another ticket; raises NotFound."""
        await self.desk.open_ticket(ticket)

    def action_copy_number(self, subject: bool) -> None:
        """Put number, or number and subject, on the terminal's clipboard."""
        ticket = self.current()
        if ticket is None:
            self.tell_no_ticket()
            return
        text = one_line(f"{ticket.number} {ticket.subject}" if subject else ticket.number)
        self.app.copy_to_clipboard(text)
        self.tell(_("Copied: {text}").format(text=text))


def _act_of(binding: Binding) -> Act | None:
    """The act of the table that the key is for."""
    return BY_ID.get((binding.id or "").removeprefix("ticket."))
