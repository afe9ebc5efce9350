"""Two have changed the same fields: which value each keeps, chosen field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.screens.frame import Box, Dialog, live_hints
from helpdesk_tui.text import cells, fit, one_line
from helpdesk_tui.widgets.hint_bar import HintBar

LEAD = 12
"""Characters that long texts have in common and that are shown before the first difference."""

AROUND = 7
"""Lines that frame, question and keys take."""

LONGEST_QUESTION = 100
"""Characters, which take two lines at most."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two have changed; both values as texts, whatever their origin."""

    field: str
    label: str
    """A message id."""
    mine: str
    theirs: str


class ClashScreen(Dialog[frozenset[str] | None]):
    """The fields that keep one's own value; None when one goes back to the form."""

    DEFAULT_CSS = """
    ClashScreen {
        & > Box { width: 76; }
        & VerticalScroll { height: auto; margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,enter", "done", N_("Save"), id="clash.save"),
        Binding("down,j,tab", "app.focus_next", N_("Next field"), id="clash.next"),
        Binding("up,k,shift+tab", "app.focus_previous", N_("Field before"), id="clash.previous"),
        Binding("space,left,right", "turn", N_("Mine or theirs"), id="clash.turn"),
        Binding("escape", "leave", N_("Back to the form"), id="clash.leave"),
    ]
    HINTS: ClassVar[tuple[str, ...]] = ("clash.turn", "clash.next", "clash.save", "clash.leave")

    def __init__(self, question: str, clashes: Sequence[Clash]) -> None:
        super().__init__()
        self._question = question
        self._clashes = clashes

    def compose(self) -> ComposeResult:
        with Box():
            yield Static(Content(one_line(self._question, LONGEST_QUESTION)), classes="title")
            with VerticalScroll(can_focus=False):
                for clash in self._clashes:
                    yield ClashRow(clash)
            yield HintBar()

    def on_mount(self) -> None:
        self.query_one(HintBar).hints = live_hints(self, *self.HINTS)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the question and the keys; the fields scroll between them."""
        self.query_one(VerticalScroll).styles.max_height = max(3, event.size.height - AROUND)

    def action_turn(self) -> None:
        if isinstance(self.focused, ClashRow):
            self.focused.is_mine = not self.focused.is_mine

    def action_done(self) -> None:
        kept = frozenset(row.clash.field for row in self.query(ClashRow) if row.is_mine)
        self.dismiss(kept)

    def action_leave(self) -> None:
        self.dismiss(None)


class ClashRow(Widget, can_focus=True):
    """A field's name over the two values; what was typed stays unless it is turned."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"clash-row--chosen", "clash-row--other"}
    DEFAULT_CSS = """
    ClashRow {
        height: 3;
        border-left: blank;
        & > .clash-row--chosen { text-style: bold; }
        & > .clash-row--other { color: $text-muted; }
        &:focus { border-left: outer $accent; }
        &:focus > .clash-row--chosen { text-style: bold reverse; }
    }
    """

    is_mine: reactive[bool] = reactive(True)

    def __init__(self, clash: Clash) -> None:
        super().__init__()
        self.clash = clash

    def render_line(self, y: int) -> Strip:
        width, plain = self.size.width, self.rich_style
        if y == 0:
            return self._strip(_(self.clash.label), plain)
        mine, theirs = _apart(self.clash.mine, self.clash.theirs)
        names = _("mine"), _("theirs")
        chosen = self.is_mine == (y == 1)
        style = self.get_component_rich_style(f"clash-row--{'chosen' if chosen else 'other'}")
        name = fit(names[y - 1], max(map(cells, names)))
        value = mine if y == 1 else theirs
        return self._strip(fit(f" {'●' if chosen else '○'} {name}  {value}", width), style)

    def _strip(self, text: str, style: Style) -> Strip:
        width = self.size.width
        segment = Segment(one_line(text), style)
        return Strip([segment]).adjust_cell_length(width, self.rich_style)


def _apart(mine: str, theirs: str) -> tuple[str, str]:
    """Both on one line from a little before they differ; nothing is a dash."""
    texts = one_line(mine), one_line(theirs)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False))
    start = sum(1 for _pair in alike) - LEAD
    if start > LEAD:
        texts = "…" + texts[0][start:], "…" + texts[1][start:]
    return texts[0] or "—", texts[1] or "—"
