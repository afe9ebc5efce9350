"""Time by key: the stopwatch on the ticket in hand, time typed in, and the way to the sheets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.permissions import permit
from helpdesk_tui.rows import Done, InHand
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.text import one_line
from helpdesk_tui.type_ahead import OPENING
from helpdesk_tui.vocabulary import Status

if TYPE_CHECKING:
    from helpdesk_tui.screens.prompt import Prompt
    from helpdesk_tui.worked import Worked


class TimedScreen(DeskScreen):
    """A screen with a ticket in hand, on which time can be spent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "stopwatch", N_("Stopwatch"), id="ticket.stopwatch"),
        Binding("L", "log_time", N_("Log time"), id="ticket.log_time"),
        Binding("B", "time_entries", N_("Time entries"), id="ticket.time_entries"),
        Binding("W", "time_sheet", N_("Time sheet"), id="app.time_sheet"),
    ]

    def current(self) -> InHand | None:
        """The one ticket in hand, if any."""
        return None

    def tell_no_ticket(self) -> None:
        """Say that an act has nothing to work on."""
        text = _("There is no ticket here: go to another queue, or clear the filter with Escape.")
        self.tell(text, refused=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where the desk uses no stopwatch, no key is for it."""
        if action == "stopwatch":
            return self.desk.stopwatch.managed
        return super().check_action(action, parameters)

    @work(group="act")
    async def action_stopwatch(self) -> None:
        """Stop on the ticket it runs on, as the top line shows it; else begin on this one."""
        from helpdesk_tui.services import stopwatch

        desk = self.desk
        with desk.refusals():
            ticket, running = self.current(), desk.stopwatch.running
            if running is not None and (ticket is None or ticket.id == running.ticket):
                done = await desk.store.run(
                    stopwatch.stop, desk.actor, desk.clock(), entry=running.entry
                )
            elif ticket is not None:
                done = await desk.store.run(stopwatch.start, desk.actor, ticket.id, desk.clock())
            else:
                self.tell_no_ticket()
                return
            await self.tell_done(done)

    @work(group=OPENING)
    async def action_log_time(self) -> None:
        """Type time that was worked on the ticket in hand."""
        desk = self.desk
        with desk.refusals():
            ticket = self.current()
            if ticket is None:
                self.tell_no_ticket()
                return
            permit(desk.actor, "time.own")
            if ticket.status == Status.CLOSED:
                permit(desk.actor, "time.closed")
            worked = await desk.push_screen_wait(self._time_prompt(ticket))
            if worked is not None:
                await self.tell_done(await self._log(ticket, worked))

    def _time_prompt(self, ticket: InHand) -> Prompt[Worked]:
        from helpdesk_tui.screens.prompt import Prompt

        desk = self.desk
        return Prompt(
            _("Time worked on {number}").format(number=one_line(ticket.number)),
            check=partial(_checked, now=desk.clock(), zone=desk.zone),
            hint=_("1h30, 90m, 1.5h or 09:15-10:40, then a note if you like"),
            echo=self.understood,
            draft=desk.drafts.begin("worked", ticket.id, called=ticket.number),
        )

    def understood(self, worked: Worked) -> str:
        """What was typed, as it is going to be saved."""
        parts = [dates.duration(worked.seconds)]
        if worked.started_at is not None:
            begun, ended = worked.started_at, worked.started_at + worked.seconds
            span = f"{self.desk.written(begun)}–{dates.instant(ended, self.desk.zone, begun)}"
            parts.append(span)
        return " · ".join([*parts, *([one_line(worked.note)] if worked.note else [])])

    async def _log(self, ticket: InHand, worked: Worked) -> Done:
        from helpdesk_tui.services import time_entries

        desk = self.desk
        return await desk.store.run(
            time_entries.log,
            desk.actor,
            ticket.id,
            desk.clock(),
            worked.seconds,
            started_at=worked.started_at,
            note=worked.note,
        )

    async def tell_done(self, done: Done) -> None:
        """Show the desk as the act has left it, and say what was done."""
        from helpdesk_tui.screens.outcome import said

        self.desk.remember([done])
        await self.refresh_from_desk()
        await self.follow_stopwatch()
        self.tell(said(done, self.desk.written))

    @work(group="open", exclusive=True)
    async def action_time_entries(self) -> None:
        """Show everybody's time on the ticket in hand, to correct it."""
        with self.desk.refusals():
            ticket = self.current()
            if ticket is None:
                self.tell_no_ticket()
                return
            await self.desk.open_time_entries(ticket)

    @work(group="open", exclusive=True)
    async def action_time_sheet(self) -> None:
        with self.desk.refusals():
            await self.desk.open_time_sheet()


def _checked(text: str, now: int, zone: str) -> Worked:
    """What was typed, if it can be saved: a refusal must not cost the text."""
    from helpdesk_tui.services import time_entries
    from helpdesk_tui.worked import parse_worked

    worked = parse_worked(text, now, zone)
    begun = now - worked.seconds if worked.started_at is None else worked.started_at
    time_entries.checked(begun, worked.seconds, worked.note, now)
    return worked
