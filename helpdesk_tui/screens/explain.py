"""Why a deadline is when it is: every piece of time that adds up to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import TicketDetail
from helpdesk_tui.screens.frame import live_hints
from helpdesk_tui.text import one_line, wrap
from helpdesk_tui.widgets.commitment_lines import due_date_explanation_lines, explanation_lines
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.named_keys import with_keys
from helpdesk_tui.widgets.pager import Line, Pager
from helpdesk_tui.widgets.title_bar import TitleBar


class ExplainScreen(ModalScreen[None]):
    """The promises on one ticket, as they were at the instant the screen was opened."""

    DEFAULT_CSS = """
    ExplainScreen { layout: vertical; background: $background; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,E,h,left", "back", N_("Back"), id="explain.back"),
    ]

    def __init__(
        self, ticket: TicketDetail, pauses: Sequence[tuple[int, int | None]], zone: str, now: int
    ) -> None:
        super().__init__()
        self._ticket = ticket
        self._pauses = pauses
        self._zone = zone
        self._now = now

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Pager(self._lines)
        yield HintBar()

    def on_mount(self) -> None:
        bar = self.query_one(TitleBar)
        bar.left = one_line(self._ticket.number)
        bar.middle = _("Why these deadlines?")
        self.query_one(HintBar).hints = live_hints(self, "explain.back")
        self.query_one(Pager).focus()

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = [()]
        if not self._ticket.commitments:
            nothing = _(
                "No policy asks anything of this ticket. Policies are kept under"
                " <menu.configuration>, Configuration."
            )
            lines += [
                ((f" {line}", "muted"),)
                for line in wrap(with_keys(nothing, self.app), max(10, width - 2))
            ]
            lines.append(())
        for row in self._ticket.commitments:
            lines += explanation_lines(
                row, self._pauses, self._zone, self._now, width, self._ticket.events
            )
        lines += due_date_explanation_lines(self._ticket, self._zone, self._now, width)
        return lines

    def action_back(self) -> None:
        self.dismiss(None)
