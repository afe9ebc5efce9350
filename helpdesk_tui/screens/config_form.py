"""The form of a row of configuration, with what the values would bring about beneath it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from helpdesk_tui.drafts import Draft
from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.screens.editors import PickEditor
from helpdesk_tui.screens.fields import Place
from helpdesk_tui.screens.form import FormScreen, Save
from helpdesk_tui.screens.form_row import FormRow
from helpdesk_tui.screens.frame import live_hints, refusal
from helpdesk_tui.screens.kinds.kind import ConfigKind, Session
from helpdesk_tui.screens.prompt import Prompt
from helpdesk_tui.screens.years import years_ahead, years_typed
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.named_keys import with_keys


class ConfigForm(FormScreen):
    """A form that explains itself: the kind's purpose above, the field's and a preview below."""

    DEFAULT_CSS = """
    ConfigForm {
        & > #about { padding: 0 1; color: $text-muted; }
        & > #below { height: auto; padding: 0 1; border-top: solid $panel; }
        & LinesInput { height: 4; }
        & #help { color: $text-muted; height: auto; }
        & #preview { color: $accent; height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "fill", N_("Public holidays"), id="form.fill"),
    ]

    HINTS = ("form.save", "form.next", "form.fill", "form.previous", "form.leave")

    def __init__(
        self,
        kind: ConfigKind,
        session: Session,
        title: str,
        values: Mapping[str, Any],
        save: Save,
        *,
        row: int = 0,
        about: str = "",
        draft: Draft | None = None,
    ) -> None:
        """`values` are stored ones; `about` stands in place of the kind's own sentences."""
        place = Place(session.clock, session.zone)
        fields, typed = kind.fields(session), kind.typed(values)
        super().__init__(title, fields, typed, save, place=place, draft=draft)
        self._kind = kind
        self._session = session
        self._row = row
        self._about = about or f"{_(kind.about)} {_(kind.note)}"
        self._help = Static(id="help")
        self._said = Static(id="preview")

    def on_mount(self) -> None:
        self.mount(
            Static(Content(one_line(with_keys(self._about, self.app))), id="about"), after=".title"
        )
        self.mount(Vertical(self._help, self._said, id="below"), before="HintBar")
        for row in self._rows.values():
            if isinstance(row.editor, PickEditor):
                self.watch(row.editor, "chosen", self.on_pick, init=False)
        self._said.display = self._kind.preview is not None
        self.show_preview()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "fill" or self._kind.fill is not None

    # What stands beneath the fields

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        row = next((each for each in event.widget.ancestors if isinstance(each, FormRow)), None)
        field = next((id for id, each in self._rows.items() if each is row), "")
        said = _(self._kind.help.get(field, ""))
        if "{key}" in said:
            keys = [hint.key for hint in live_hints(self, "form.fill")]
            said = said.format(key=keys[0] if keys else "—")
        self._help.update(Content(one_line(said)))

    def on_pick(self) -> None:
        self.show_preview()

    def on_input_changed(self) -> None:
        self.show_preview()

    def on_text_area_changed(self) -> None:
        self.show_preview()

    @work(group="preview", exclusive=True)
    async def show_preview(self) -> None:
        """Say anew what the values typed so far would bring about; a later call replaces this."""
        if self._kind.preview is None:
            return
        values = {**self._values_so_far(), "id": self._row}
        try:
            said = await self._kind.preview(self._session, values)
        except HelpdeskError as error:
            said = [refusal(error).plain]
        lines = Content("\n").join(Content(one_line(line)) for line in said)
        self._said.update(lines)

    # Filling in what is known elsewhere

    @work(group="form")
    async def action_fill(self) -> None:
        """Ask for which years, and put what is found into the fields."""
        if self._busy or self._kind.fill is None:
            return
        self._busy = True
        try:
            asked = Prompt(
                _("Public holidays of which years?"),
                check=years_typed,
                value=years_ahead(self._session.clock()),
                hint=_("a year, or a first and a last one: 2026-2030"),
                echo=lambda years: f"{years[0]}-{years[1]}",
            )
            years = await self.app.push_screen_wait(asked)
            if years is not None:
                await self._fill(years[0], years[1])
        finally:
            self._busy = False

    async def _fill(self, first: int, last: int) -> None:
        assert self._kind.fill is not None
        try:
            texts = await self._kind.fill(self._session, self._values_so_far(), first, last)
        except Invalid as error:
            self._show([error])
            return
        except HelpdeskError as error:
            self._say(refusal(error))
            return
        self._say(Content(""))
        for field, text in texts.items():
            editor = self._rows[field].editor
            if isinstance(editor, TextArea):
                editor.text = text
                editor.focus()
