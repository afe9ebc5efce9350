"""The editor of a field whose value is several of many: names with commas between them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import astuple
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.inputs import Complained, SearchInput
from helpdesk_tui.screens.matches import NO_MATCH, SEVERAL, chosen_before, obvious, shown_name
from helpdesk_tui.text import fold, one_line


class ChoicesEditor(SearchInput):
    """Several of many by name: matches are of the name that the cursor is in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("Close the list"), id="choices.close", show=False),
    ]

    def __init__(
        self,
        field: Field,
        value: Sequence[Choice],
        find: Callable[[str], Awaitable[list[Choice]]],
    ) -> None:
        super().__init__(self._unchosen, ", ".join(map(shown_name, value)), help=_(field.help))
        self.select_on_focus = False
        self._field = field
        self._find = find
        self._known = {fold(shown_name(choice)): choice for choice in value}
        self._initial = sorted(choice.id for choice in value)

    @property
    def changed(self) -> bool:
        names = list(self._names())
        return any(known is None for known, _name in names) or self.so_far() != self._initial

    def so_far(self) -> list[int]:
        return sorted({known.id for known, _name in self._names() if known is not None})

    def typed_so_far(self) -> list[Any]:
        return [self.value, [astuple(known) for known, _name in self._names() if known]]

    def bring_back(self, typed: Any) -> None:
        text, known = typed
        for choice in map(chosen_before, known):
            self._known[fold(shown_name(choice))] = choice
        self.replace_value(one_line(str(text)))

    async def read(self) -> list[int]:
        """The ids, each once; raises Invalid for a name that is not just one of them."""
        if self.is_open and self.seen and (choice := self.matches.highlighted) is not None:
            self.take(choice)
        for known, name in list(self._names()):
            if known is None:
                found = await self._find(name)
                only = obvious(found, name)
                if only is None:
                    message = SEVERAL if found else NO_MATCH
                    raise Invalid(self._field.id, message, text=one_line(name, 40))
                self._known |= {fold(name): only, fold(shown_name(only)): only}
        return self.so_far()

    async def _unchosen(self, name: str) -> list[Choice]:
        chosen = self.so_far()
        return [choice for choice in await self._find(name) if choice.id not in chosen]

    def _names(self) -> Iterator[tuple[Choice | None, str]]:
        """Each name that stands there with what it is known to mean; a name may hold commas."""
        parts = self.value.split(",")
        at = 0
        while at < len(parts):
            for end in range(len(parts), at, -1):
                name = ",".join(parts[at:end]).strip()
                if (known := self._known.get(fold(name))) is not None or end == at + 1:
                    break
            if name:
                yield known, name
            at = end

    def _here(self) -> tuple[int, int]:
        """Where the name that the cursor is in begins and ends."""
        begin = self.value.rfind(",", 0, self.cursor_position) + 1
        end = self.value.find(",", self.cursor_position)
        return begin, len(self.value) if end == -1 else end

    def typed(self) -> None:
        begin, end = self._here()
        name = self.value[begin:end].strip()
        if name:
            self._open()
            self.ask(name)
        else:
            self.action_close()

    def action_step(self, step: int) -> None:
        if self.is_open:
            super().action_step(step)
        else:
            begin, end = self._here()
            self._open()
            name = self.value[begin:end].strip()
            self.ask("" if fold(name) in self._known else name)

    async def action_submit(self) -> None:
        """Enter takes the highlighted name, so that another can follow; else it goes on."""
        choice = self.matches.highlighted if self.is_open and self.seen else None
        if choice is None:
            await super().action_submit()
        else:
            self.take(choice)

    def take(self, choice: Choice) -> None:
        """Put it in place of the name that the cursor is in, or after it when that is whole."""
        begin, end = self._here()
        if fold(self.value[begin:end].strip()) in self._known:
            begin = end
        before, after = self.value[:begin].rstrip(), self.value[end:].lstrip(", ")
        parts = [part for part in (before.rstrip(","), shown_name(choice)) if part]
        start = ", ".join(parts) + ", "
        self._known[fold(shown_name(choice))] = choice
        self.replace_value(start + after)
        self.cursor_position = len(start)
        self.action_close()

    def on_blur(self) -> None:
        if not self.app.app_focus:
            return
        if self.is_open and self.seen and (choice := self.matches.highlighted) is not None:
            self.take(choice)
        self._tidy()
        self.action_close()
        self.run_worker(self._resolve(), group="resolve", exclusive=True)

    async def _resolve(self) -> None:
        """Find out whom the names mean that were typed to the end, and say so when nobody."""
        try:
            await self.read()
        except HelpdeskError as error:
            self.post_message(Complained(error))
        if not self.has_focus:
            self._tidy()

    def _tidy(self) -> None:
        """Write each name out that is known, and commas between names only."""
        names = [shown_name(known) if known else name for known, name in self._names()]
        self.replace_value(", ".join(names))

    @property
    def is_open(self) -> bool:
        """Whether the list of matches is in view."""
        return self.matches.is_attached and self.matches.display

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "close" or self.is_open

    def _open(self) -> None:
        if not self.matches.is_attached and isinstance(self.parent, Widget):
            self.parent.mount(self.matches, after=self)
        self.matches.display = True

    def action_close(self) -> None:
        self.forget()
        self.matches.display = False
