"""The filter of tickets: the search line, completed and pointed at as one types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.widgets.filter_bar import FilterBar, FilterInput
from helpdesk_tui.widgets.query_help import QueryHelp

if TYPE_CHECKING:
    from helpdesk_tui.query_completion import Candidate, Piece
    from helpdesk_tui.query_language import Fault, Query


class QueryInput(FilterInput):
    """The line, whose last piece Tab completes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", N_("Complete"), id="filter.complete"),
        Binding("ctrl+s", "save", N_("Save as view"), id="filter.save"),
        Binding("ctrl+n", "choose(1)", N_("Next offer"), id="filter.next", show=False),
        Binding("ctrl+p", "choose(-1)", N_("Offer before"), id="filter.previous", show=False),
    ]

    @property
    def bar(self) -> QueryBar:
        """What it stands in."""
        return next(node for node in self.ancestors if isinstance(node, QueryBar))

    def action_complete(self) -> None:
        self.bar.complete()

    def action_choose(self, step: int) -> None:
        self.bar.choose(step)

    def action_save(self) -> None:
        self.bar.save()


class QueryBar(FilterBar):
    """Tells only searches without a fault, so that the last good one stays in force."""

    LINE = QueryInput

    class ToSave(Message):
        """The search, which is whole, is to be kept under a name."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        read: Callable[[str], Query],
        named: Callable[[str, str], Awaitable[list[Choice]]],
    ) -> None:
        """`named` finds names of the desk by their kind and what is typed of them."""
        super().__init__()
        self._read = read
        self._named = named
        self._piece: Piece | None = None
        self._offered: list[Candidate] = []
        self._chosen = 0

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield QueryHelp()

    def open(self) -> None:
        super().open()
        self.call_after_refresh(self._help)

    def keep(self) -> None:
        """Hide the bar, unless its search is wrong: the cursor goes to where."""
        if self._is_whole():
            super().keep()

    def save(self) -> None:
        """Keep the search, and ask whoever shows the bar to save it."""
        if self._is_whole():
            super().keep()
            self.post_message(self.ToSave(self.text))

    def _is_whole(self) -> bool:
        wrong = self._read(self.text).wrong
        if wrong is not None:
            self.query_one(Input).cursor_position = wrong.start + wrong.length
            self._point(wrong)
        return wrong is None

    def typed(self, text: str) -> None:
        if self._read(text).fault is None:
            super().typed(text)
        if self.has_class("-open"):
            self._help()

    # Completion

    @property
    def doubted(self) -> str:
        """What may have been meant otherwise than it was understood; empty when nothing was."""
        if not self.text:
            return ""
        doubt = self._read(self.text).doubt
        return doubt.said if doubt else ""

    @property
    def begun(self) -> str:
        """The field that what is typed just now may become, empty where it is a value or a word."""
        asked = self._piece if self.has_class("-open") else None
        return self._offered[0].text if asked and not asked.field and self._offered else ""

    def complete(self) -> None:
        """Put the chosen candidate in place of what is typed of it."""
        from helpdesk_tui.query_completion import candidates, completed, piece

        line = self.query_one(Input)
        asked = piece(line.value, line.cursor_position)
        if asked is None:
            return
        # Keys may have come faster than the desk's names.
        offered = self._offered if asked == self._piece else candidates(asked, [])
        if offered:
            chosen = offered[min(self._chosen, len(offered) - 1)]
            value, cursor = completed(line.value, line.cursor_position, asked, chosen)
            line.value = value
            line.cursor_position = cursor

    def choose(self, step: int) -> None:
        """Move among the candidates, which stop at both ends."""
        if self._offered:
            self._chosen = min(max(0, self._chosen + step), len(self._offered) - 1)
            self._offer()

    def _help(self) -> None:
        from helpdesk_tui.query_completion import piece

        line = self.query_one(Input)
        query = self._read(line.value)
        self._piece = piece(line.value, line.cursor_position)
        self._show_offers([], query)
        asked = self._piece
        if query.fault is None and asked is not None and asked.names:
            self.run_worker(self._look(asked, query), group="names", exclusive=True)

    async def _look(self, asked: Piece, query: Query) -> None:
        names = await self._named(asked.names, asked.typed)
        if asked == self._piece:
            self._show_offers(names, query)

    def _show_offers(self, names: list[Choice], query: Query) -> None:
        from helpdesk_tui.query_completion import candidates, example

        self._offered = candidates(self._piece, names) if self._piece else []
        self._chosen = 0
        if query.fault is not None:
            self._point(query.fault)
        elif self._offered:
            self._offer()
        elif not self.text.strip():
            advice = _("Words find what holds all of them; - before anything excludes it.")
            self.query_one(QueryHelp).hint(example(), advice)
        elif query.unfinished is not None:
            self.query_one(QueryHelp).hint("", query.unfinished.said)
        elif query.doubt is not None:
            self.query_one(QueryHelp).hint("", query.doubt.said)
        else:
            self.query_one(QueryHelp).hint()

    def _offer(self) -> None:
        detail = self._offered[self._chosen].detail
        self.query_one(QueryHelp).offer(self._offered, self._chosen, detail)

    def _point(self, fault: Fault) -> None:
        from helpdesk_tui.query_language import pointed

        start, size = pointed(self.text, fault)
        shift = self.query_one(Input).scroll_offset.x
        self.query_one(QueryHelp).refuse(max(0, start - shift), size, fault.said)
