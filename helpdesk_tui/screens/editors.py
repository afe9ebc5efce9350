"""What stands beside a label: an editor of one value, by the kind of its field."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.screens.fields import Field, Place, meant, written
from helpdesk_tui.screens.inputs import Complained, LinesInput
from helpdesk_tui.text import cells, fold, many_lines, one_line
from helpdesk_tui.widgets.line_input import LineInput


class LineEditor(LineInput):
    """Lines, dates, durations and numbers: anything that is typed on one line."""

    def __init__(self, field: Field, value: Any, place: Place) -> None:
        shown = one_line(written(field, value, place))
        # Typing over a date replaces it; typing into a sentence goes on with it.
        super().__init__(shown, help=_(field.help), select=field.is_short)
        self._field = field
        self._place = place
        self._shown = shown
        self._meaning: tuple[str, Any] | None = None

    @property
    def changed(self) -> bool:
        return self.value != self._shown

    async def read(self) -> Any:
        return self.meaning()

    def meaning(self) -> Any:
        """The value, worked out once for a text: `+2d` is what it was when it was echoed."""
        if self._meaning is None or self._meaning[0] != self.value:
            self._meaning = (self.value, meant(self._field, self.value, self._place))
        return self._meaning[1]

    def so_far(self) -> Any:
        try:
            return self.meaning()
        except HelpdeskError:
            return None

    def typed_so_far(self) -> str:
        """What `bring_back` takes, as JSON can hold it; every editor has both."""
        return self.value

    def bring_back(self, typed: Any) -> None:
        """Put in what was typed before."""
        self.value = one_line(str(typed))

    def echo(self) -> str:
        """How a date or duration that was typed is understood; nothing while it is not."""
        value = self.so_far() if self.changed and self._field.is_short else None
        shown = written(self._field, value, self._place)
        return f"= {shown}" if shown and shown != self.value.strip() else ""

    def on_blur(self) -> None:
        if self.changed and self.app.app_focus:
            try:
                self.meaning()
            except HelpdeskError as error:
                self.post_message(Complained(error))


class TextEditor(LinesInput):
    """Text of many lines."""

    def __init__(self, value: str | None) -> None:
        super().__init__(value or "")
        self._shown = self.text

    @property
    def changed(self) -> bool:
        return self.text != self._shown

    async def read(self) -> str:
        return self.text

    def so_far(self) -> str:
        return self.text

    def typed_so_far(self) -> str:
        return self.text

    def bring_back(self, typed: Any) -> None:
        self.text = many_lines(str(typed))
        self.go_on()


class PickEditor(Widget, can_focus=True):
    """One of a few values, all in view where they fit; a first letter calls one."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick-editor--chosen"}
    DEFAULT_CSS = """
    PickEditor {
        height: 1;
        color: $text-muted;
        & > .pick-editor--chosen { color: $foreground; text-style: bold; }
        &:focus > .pick-editor--chosen { text-style: bold reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", N_("Next value"), id="pick.next", show=False),
        Binding("left", "step(-1)", N_("Value before"), id="pick.previous", show=False),
        Binding("enter", "app.focus_next", N_("Next field"), id="pick.leave", show=False),
    ]

    chosen: reactive[int] = reactive(0)

    def __init__(self, options: tuple[tuple[Any, str], ...], value: Any) -> None:
        super().__init__()
        self._options = options
        values = [option for option, _label in options]
        self._initial = values.index(value) if value in values else 0
        self.set_reactive(PickEditor.chosen, self._initial)

    @property
    def changed(self) -> bool:
        return self.chosen != self._initial

    async def read(self) -> Any:
        return self.so_far()

    def so_far(self) -> Any:
        return self._options[self.chosen][0]

    def typed_so_far(self) -> Any:
        return self.so_far()

    def bring_back(self, typed: Any) -> None:
        self.chosen = [value for value, _label in self._options].index(typed)

    @property
    def label(self) -> str:
        """What the chosen value is called."""
        return _(self._options[self.chosen][1])

    def action_step(self, step: int) -> None:
        self.chosen = (self.chosen + step) % len(self._options)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isalnum()

    def on_key(self, event: events.Key) -> None:
        if event.character is None or not event.character.isalnum():
            return
        event.stop()
        event.prevent_default()
        count = len(self._options)
        for at in [*range(self.chosen + 1, count), *range(self.chosen)]:
            if fold(_(self._options[at][1])).startswith(fold(event.character)):
                self.chosen = at
                return

    def render_line(self, y: int) -> Strip:
        labels = [one_line(_(label)) for _value, label in self._options]
        style = self.get_component_rich_style("pick-editor--chosen")
        plain = self.rich_style
        if sum(cells(label) + 4 for label in labels) > self.size.width:
            segments = [Segment(f"‹ {labels[self.chosen]} ›", style)]
        else:
            segments = []
            for at, label in enumerate(labels):
                here = at == self.chosen
                segments += [
                    Segment(f"{'●' if here else '○'} {label}", style if here else plain),
                    Segment("  ", plain),
                ]
        return Strip(segments).adjust_cell_length(self.size.width, plain)
