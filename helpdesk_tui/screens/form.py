"""The one form: fields as data, errors under their field, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from helpdesk_tui.drafts import Draft
from helpdesk_tui.errors import HelpdeskError, Invalid, Outdated
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.screens.ask import Ask
from helpdesk_tui.screens.clash import Clash, ClashScreen
from helpdesk_tui.screens.compose import DISCARD, DISCARD_QUESTION, KEEP
from helpdesk_tui.screens.drafting import EVERY, BackNotice
from helpdesk_tui.screens.fields import Field, Place, written
from helpdesk_tui.screens.form_row import FormRow
from helpdesk_tui.screens.frame import live_hints, refusal
from helpdesk_tui.screens.inputs import editor_hint
from helpdesk_tui.text import one_line
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.named_keys import with_keys

Save = Callable[[dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Newer:
    """What others have made of the form's row meanwhile."""

    values: Mapping[str, Any]
    build_on: Callable[[], None]
    """Lets what is saved next go over these values; until then it is refused again."""


class FormScreen(ModalScreen[Any]):
    """Ends with what `save` returns, or None when left; `values` holds a Choice for a choice field.

    `save` gets only the fields that were changed and raises HelpdeskError to keep the form open.
    """

    DEFAULT_CSS = """
    FormScreen {
        background: $background;
        & > .title { text-style: bold; padding: 0 1; color: $accent; }
        & > .remark { padding: 0 1; color: $text-muted; }
        & > #problem { display: none; padding: 0 1; color: $error; text-style: bold; }
        & > #problem.-shown { display: block; }
        & > Body { height: 1fr; margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", N_("Save"), id="form.save"),
        Binding("tab", "app.focus_next", N_("Next field"), id="form.next"),
        Binding("shift+tab", "app.focus_previous", N_("Field before"), id="form.previous"),
        Binding("escape", "leave", N_("Leave"), id="form.leave"),
    ]

    HINTS: ClassVar[tuple[str, ...]] = ("form.save", "form.next", "form.previous", "form.leave")
    """The ids of the keys that the bottom line shows."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        values: Mapping[str, Any],
        save: Save,
        *,
        place: Place,
        ticket: int | None = None,
        read_again: Callable[[], Awaitable[Newer]] | None = None,
        remark: str = "",
        draft: Draft | None = None,
    ) -> None:
        """`read_again` is for when others have saved the same fields; `remark`, a message id, says
        what the form has no field for.
        """
        super().__init__()
        self._remark = remark
        self._draft = draft
        self._keeps = False
        """Not before what was left behind is back, or it would be lost."""
        self._read_again = read_again
        self.ticket_shown = ticket
        """The ticket that the form is about, if it is about one."""
        self._title_text = title
        self._save = save
        self._busy = False
        self._fields = fields
        self._values = values
        self._place = place
        self._rows: dict[str, FormRow] = {}

    def compose(self) -> ComposeResult:
        yield Static(Content(one_line(self._title_text)), classes="title")
        if self._remark:
            yield Static(Content(one_line(with_keys(_(self._remark), self.app))), classes="remark")
        yield Static(id="problem")
        if self._draft is not None and self._draft.typed is not None:
            yield BackNotice()
        with Body(can_focus=False):
            for field in self._fields:
                row = self._rows[field.id] = self._row_of(field, self._values.get(field.id))
                yield row
        yield HintBar()

    def _row_of(self, field: Field, value: Any) -> FormRow:
        return FormRow(field, value, self._place, self._values_so_far)

    def on_mount(self) -> None:
        self._hint()
        if self._draft is not None:
            self.call_after_refresh(self._bring_back)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._hint()

    def _hint(self) -> None:
        """Show the keys of the form, and that of the text in hand."""
        *first, last = self.HINTS
        hints = live_hints(self, *first, *editor_hint(self.app), last)
        self.query_one(HintBar).hints = hints

    # The draft

    def _bring_back(self) -> None:
        """Put in what was left behind, and keep from now on what is typed."""
        assert self._draft is not None
        for id, typed in (self._draft.typed or {}).items():
            if id in self._rows:
                with suppress(LookupError, TypeError, ValueError):  # another program's writing
                    self._rows[id].editor.bring_back(typed)
        self._keeps = True
        self.set_interval(EVERY, self.keep_draft)

    def keep_draft(self) -> None:
        """Keep what is typed now, so that a broken line does not lose it."""
        if self._draft is not None and self._keeps:
            editors = {id: row.editor for id, row in self._rows.items()}
            typed = {id: editor.typed_so_far() for id, editor in editors.items() if editor.changed}
            self._draft.keep(typed or None)

    def on_unmount(self) -> None:
        if self._draft is not None:
            self._draft.close()

    def _end(self, result: Any) -> None:
        """It was saved, or given up."""
        self._keeps = False
        if self._draft is not None:
            self._draft.drop()
        self.dismiss(result)

    # What is typed

    @property
    def changed(self) -> bool:
        """Whether leaving now would lose something."""
        return any(row.editor.changed for row in self._rows.values())

    def _values_so_far(self) -> dict[str, Any]:
        return {id: row.editor.so_far() for id, row in self._rows.items()}

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    @work(group="form")
    async def action_save(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            self._say(Content(_("Saving…")))
            await self._try_to_save()
        except Exception:
            self._say(Content(""))  # a fault of the program: what was typed is still there
            raise
        finally:
            self._busy = False

    async def _try_to_save(self) -> None:
        values, errors = await self._read()
        if not errors:
            try:
                self._end(await self._save(values))
                return
            except Invalid as error:
                errors = [error, *error.also]
            except HelpdeskError as error:
                self._say(refusal(error))
                if isinstance(error, Outdated) and await self._settle(error, values):
                    await self._try_to_save()
                return
        self._show(errors)

    async def _settle(self, error: Outdated, values: Mapping[str, Any]) -> bool:
        """Let the agent choose between both values of each field; whether that was done."""
        if self._read_again is None or not all(id in self._rows for id in error.clashing):
            return False
        try:
            newer = await self._read_again()
        except HelpdeskError as refused:
            self._say(refusal(refused))
            return False
        theirs = {id: self._row_of(self._field(id), newer.values.get(id)) for id in error.clashing}
        clashes = [
            Clash(id, self._field(id).label, self._mine(id, values), row.shown)
            for id, row in theirs.items()
        ]
        question = _("{who} has changed the same. Which value does each field keep?")
        who = str(error.fields.get("who", ""))
        kept = await self.app.push_screen_wait(ClashScreen(question.format(who=who), clashes))
        if kept is None:
            return False
        newer.build_on()
        for id in theirs.keys() - kept:
            former, self._rows[id] = self._rows[id], theirs[id]
            await self.query_one(Body).mount(theirs[id], after=former)
            await former.remove()
        return True

    def _field(self, id: str) -> Field:
        return next(field for field in self._fields if field.id == id)

    def _mine(self, id: str, values: Mapping[str, Any]) -> str:
        """What was typed, a date as it is understood."""
        field = self._field(id)
        return written(field, values[id], self._place) if field.is_short else self._rows[id].shown

    async def _read(self) -> tuple[dict[str, Any], list[Invalid]]:
        """The values of the changed fields, and what is wrong with any field."""
        values: dict[str, Any] = {}
        errors: list[Invalid] = []
        for id, row in self._rows.items():
            row.calm()
            try:
                value = await row.read()
            except HelpdeskError as error:
                errors.append(Invalid(id, error.message, **error.fields))
            else:
                if row.editor.changed:
                    values[id] = value
        return values, errors

    def _show(self, errors: Sequence[Invalid]) -> None:
        """Each error under its field, those of fields not shown above them all."""
        strangers = [error for error in errors if error.field not in self._rows]
        self._say(Content("\n").join(refusal(error) for error in strangers))
        wrong = {error.field: error for error in reversed(errors) if error.field in self._rows}
        for id, error in wrong.items():
            self._rows[id].complain(error)
        first = next((row for id, row in self._rows.items() if id in wrong), None)
        if first is not None:
            first.editor.focus()

    def _say(self, problem_content: Content) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(problem_content)
        problem.set_class(bool(problem_content.plain), "-shown")

    @work(group="form")
    async def action_leave(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            question = Ask(_(DISCARD_QUESTION), DISCARD, KEEP)
            if not self.changed or await self.app.push_screen_wait(question):
                self._end(None)
        finally:
            self._busy = False


class Body(VerticalScroll):
    """The rows of the form, scrolled by the focus."""
