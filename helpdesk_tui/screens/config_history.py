"""Who changed what when in a row of configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui import dates
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import EventRow
from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import ConfigKind
from helpdesk_tui.text import one_line, wrap
from helpdesk_tui.vocabulary import ACTS
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.named_keys import with_keys
from helpdesk_tui.widgets.pager import Line, Pager
from helpdesk_tui.widgets.title_bar import TitleBar


class ConfigHistory(DeskScreen):
    """The Events of one row, the latest first."""

    DEFAULT_CSS = """
    ConfigHistory { layout: vertical; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "q,escape,H,h,left", "back", N_("Back"), id="config.leave_history", key_display="q"
        ),
    ]

    HINTS = ("config.leave_history", "page.down", "page.up", "app.keys")

    def __init__(
        self,
        kind: ConfigKind,
        fields: Sequence[Field],
        name: str,
        events: Sequence[EventRow],
    ) -> None:
        super().__init__()
        self._kind = kind
        self._fields = {field.id: field for field in fields}
        self._name_text = name
        self._events = events

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Pager(self._lines)
        yield HintBar()

    def on_mount(self) -> None:
        bar = self.query_one(TitleBar)
        bar.left = _("History")
        bar.middle = one_line(self._name_text)
        bar.right = self.desk.who_and_when()
        self.query_one(Pager).focus()

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for event in self._events:
            lines += [(), *self._event(event, width)]
        nothing = with_keys(
            _("Nothing has been changed yet. <config.leave_history> goes back."), self.app
        )
        return lines[1:] or [((f" {nothing}", "muted"),)]

    def _event(self, event: EventRow, width: int) -> Iterator[Line]:
        yield (
            (f" {self.desk.written(event.at)} ", "muted"),
            (one_line(event.actor), "title"),
            (f" {_(ACTS.get(event.act, event.act))}", ""),
        )
        for name, (old, new) in event.changes.items():
            field = self._fields.get(name)
            label = _(field.label) if field else name
            said = told(field, new, self._kind.shown)
            if event.act not in ("create", "copy"):
                said = f"{told(field, old, self._kind.shown)} → {said}"
            told_of = _("{name}: {value}").format(name=one_line(label), value=said)
            for line in wrap(told_of, max(10, width - 5)):
                yield ((f"    {line}", "muted"),)

    def action_back(self) -> None:
        self.dismiss(None)


def told(field: Field | None, value: Any, shown: Mapping[str, Callable[[Any], Any]]) -> str:
    """A stored value as people read it, on one line."""
    if value is None or value == "":
        return "—"
    if field is None:
        return one_line(str(value), 200)
    if field.kind == "pick":
        return _(dict(field.options).get(value, str(value)))
    if field.kind == "switch" or isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.kind == "duration":
        return dates.duration(value)
    if field.kind == "text" and field.id in shown:
        return one_line(str(shown[field.id](value)).replace("\n", " · "), 400) or "—"
    return one_line(str(value), 400)
