"""One line of a form: its label, its editor, and what is to be said about the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import _
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.choice_editor import ChoiceEditor
from helpdesk_tui.screens.choices_editor import ChoicesEditor
from helpdesk_tui.screens.editors import LineEditor, PickEditor, TextEditor
from helpdesk_tui.screens.fields import EMPTY, YES_OR_NO, Field, Place
from helpdesk_tui.screens.frame import refusal
from helpdesk_tui.screens.inputs import Complained
from helpdesk_tui.screens.matches import Matches, Offer
from helpdesk_tui.text import cells, fit, one_line

Editor = LineEditor | TextEditor | PickEditor | ChoiceEditor | ChoicesEditor

LABEL_CELLS = 18
SHORT_CELLS = 28
"""The widths that the style gives to the label and to a short editor."""


class FormRow(Widget):
    """Draws label and echo around its editor; a note beneath says what is wrong."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"form-row--label", "form-row--echo"}
    # Each widget costs a form some milliseconds to open: a row has one child until it needs more.
    DEFAULT_CSS = """
    FormRow {
        height: auto;
        layout: vertical;
        border-left: blank;
        & > .form-row--label { color: $foreground; }
        & > .form-row--echo { color: $text-muted; }
        &:focus-within { border-left: outer $accent; }
        &:focus-within > .form-row--label { text-style: bold; }
        & > * { margin: 0 1 0 18; width: 1fr; }
        &.-short > Input { width: 28; }
        & > .note { height: auto; color: $text-muted; }
        &.-wrong > .note { color: $error; text-style: bold; }
        & > Matches { max-height: 6; }
    }
    """

    def __init__(
        self,
        field: Field,
        value: Any,
        place: Place,
        values_so_far: Callable[[], Mapping[str, Any]],
    ) -> None:
        super().__init__(classes="-short" if field.is_short else "")
        self._field = field
        self._values_so_far = values_so_far
        self.editor = self._made_editor(value, place)
        self._label = _(field.label) + (" *" if field.required else "")
        self._echo = ""
        self._note = Static(classes="note")
        self._refused_text = ""

    def _made_editor(self, value: Any, place: Place) -> Editor:
        match self._field.kind:
            case "choice":
                return ChoiceEditor(self._field, value, self._find)
            case "choices":
                return ChoicesEditor(self._field, value or [], self._find)
            case "pick":
                return PickEditor(self._field.options, value)
            case "switch":
                return PickEditor(YES_OR_NO, bool(value))
            case "text":
                return TextEditor(value)
            case _:
                return LineEditor(self._field, value, place)

    async def _find(self, text: str) -> list[Choice]:
        search, create = self._field.search, self._field.create
        values = self._values_so_far()
        found = await search(text, values) if search else []
        if found or create is None or not text.strip():
            return found
        offered = _("+ create “{text}”").format(text=one_line(text.strip(), 40))
        make = partial(create, text.strip(), values)
        return [Offer(0, offered, _("↓ and Enter"), make=make)]

    def compose(self) -> ComposeResult:
        yield self.editor

    def render_line(self, y: int) -> Strip:
        plain, width = self.rich_style, self.size.width
        if y != 0:
            return Strip.blank(width, plain)
        label = self.get_component_rich_style("form-row--label")
        echo = self.get_component_rich_style("form-row--echo")
        gap = SHORT_CELLS if self._echo else 0
        segments = [
            Segment(f" {fit(self._label, LABEL_CELLS - 2)} ", label),
            Segment(" " * gap, plain),
            Segment(self._echo, echo),
        ]
        return Strip(segments).adjust_cell_length(width, plain)

    async def read(self) -> Any:
        """The value to save; raises HelpdeskError, also when a required one is missing."""
        value = await self.editor.read()
        missing = value is None or (isinstance(value, str) and not value.strip())
        if self._field.required and missing:
            raise Invalid(self._field.id, EMPTY)
        if self._field.check is not None and self.editor.changed:
            value = self._field.check(value)
        return value

    def complain(self, error: HelpdeskError) -> None:
        """Show the error under the field until the text is another."""
        self._refused_text = self._text
        self.add_class("-wrong")
        self._show("", refusal(error))
        self.call_after_refresh(self.scroll_visible, animate=False)

    def calm(self) -> None:
        """Take the error away and show how the value is understood, beside it where it fits."""
        self.remove_class("-wrong")
        echo = self.editor.echo() if isinstance(self.editor, LineEditor) else ""
        fits = cells(echo) <= self.size.width - LABEL_CELLS - SHORT_CELLS
        self._show(echo if fits else "", Content("" if fits else echo))

    def _show(self, echo: str, note_content: Content) -> None:
        if echo != self._echo:
            self._echo = echo
            self.refresh()
        if note_content.plain and not self._note.is_attached:
            self.mount(self._note)
        self._note.update(note_content)
        self._note.display = bool(note_content.plain)

    @property
    def shown(self) -> str:
        """The value as the agent sees it."""
        return self.editor.label if isinstance(self.editor, PickEditor) else self._text

    @property
    def _text(self) -> str:
        match self.editor:
            case Input() as line:
                return line.value
            case TextArea() as lines:
                return lines.text
            case _:
                return ""

    def on_input_changed(self) -> None:
        self._calm_when_edited()

    def on_text_area_changed(self) -> None:
        self._calm_when_edited()

    def _calm_when_edited(self) -> None:
        # A change told late, after its own text was refused, must not hide the refusal.
        if not self.has_class("-wrong") or self._text != self._refused_text:
            self.calm()

    def on_matches_picked(self, event: Matches.Picked) -> None:
        event.stop()
        if isinstance(self.editor, ChoiceEditor | ChoicesEditor):
            self.editor.take(event.choice)

    def on_complained(self, event: Complained) -> None:
        event.stop()
        self.complain(event.error)
