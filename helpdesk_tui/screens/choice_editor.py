"""The editor of a field whose value is one of many, found by typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import astuple
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.inputs import Complained, SearchInput
from helpdesk_tui.screens.matches import (
    NO_MATCH,
    SEVERAL,
    Offer,
    chosen_before,
    obvious,
    shown_name,
)
from helpdesk_tui.text import one_line


class ChoiceEditor(SearchInput):
    """One of many by name: what is highlighted when the field is left is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("Close the list"), id="choice.close", show=False),
    ]

    def __init__(
        self, field: Field, value: Choice | None, find: Callable[[str], Awaitable[list[Choice]]]
    ) -> None:
        super().__init__(find, shown_name(value) if value else "", help=_(field.help))
        self._field = field
        self._initial = value.id if value else None
        self._choice = value
        self._settled_text = self.value
        self._left_early = False

    @property
    def changed(self) -> bool:
        return not self._is_settled or self.so_far() != self._initial

    @property
    def _is_settled(self) -> bool:
        return self.value == self._settled_text or not self.value.strip()

    def so_far(self) -> int | None:
        if self.value != self._settled_text or self._choice is None:
            return None
        return self._choice.id

    def typed_so_far(self) -> list[Any]:
        chosen = self._choice if self.value == self._settled_text else None
        return [self.value, astuple(chosen) if chosen else None]

    def bring_back(self, typed: Any) -> None:
        text, chosen = typed
        if chosen is None:
            self.replace_value(one_line(str(text)))
        else:
            self.take(chosen_before(chosen))

    async def read(self) -> int | None:
        if self.is_open and self.seen and (choice := self.matches.highlighted) is not None:
            self.take(await self._made(choice))
        elif not self._is_settled:
            self._take_obvious(await self._search(self.value), self.value)
        return self.so_far()

    def typed(self) -> None:
        self._left_early = False
        if self._is_settled:
            self._close()
        else:
            self._open()
            self.ask(self.value)

    def action_step(self, step: int) -> None:
        if self.is_open:
            super().action_step(step)
        else:
            self._open()
            self.ask("" if self._is_settled else self.value, self._choice)

    def action_close(self) -> None:
        self._close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "close" or self.is_open

    def on_blur(self) -> None:
        if not self.app.app_focus or not (self.is_open or not self._is_settled):
            return  # another window of the terminal has the keys, or nothing was begun
        if self.seen is None or not self.is_open:
            self._left_early = not self._is_settled
            if self._left_early:
                self.ask(self.value)  # the answer has not come, or its list was closed
            else:
                self._close()
        elif (choice := self.matches.highlighted) is not None:
            self.take(choice)
        else:
            self._settle_or_complain(self.seen, self.value)

    def on_search_input_found(self, event: SearchInput.Found) -> None:
        if self._left_early:
            self._left_early = False
            self._settle_or_complain(event.choices, event.text)

    def _settle_or_complain(self, choices: Sequence[Choice], text: str) -> None:
        if not self._is_settled:
            try:
                self._take_obvious(choices, text)
            except Invalid as error:
                self.post_message(Complained(error))
        self._close()

    def _take_obvious(self, choices: Sequence[Choice], text: str) -> None:
        """A list that nobody has seen chooses only where there is no doubt."""
        choice = obvious(choices, text)
        if choice is None:
            matching = [each for each in choices if not isinstance(each, Offer)]
            message = SEVERAL if matching else NO_MATCH
            raise Invalid(self._field.id, message, text=one_line(text, 40))
        self.take(choice)

    def take(self, choice: Choice) -> None:
        """Choose it and close the list; what it only offers is created first."""
        if isinstance(choice, Offer):
            self.run_worker(self._make(choice), group="make", exclusive=True)
            return
        self._choice = choice
        self.replace_value(shown_name(choice))
        self._settled_text = self.value
        self._close()

    async def _made(self, choice: Choice) -> Choice:
        return await choice.make() if isinstance(choice, Offer) else choice

    async def _make(self, offer: Offer) -> None:
        try:
            self.take(await offer.make())
        except HelpdeskError as error:
            self.post_message(Complained(error))

    @property
    def is_open(self) -> bool:
        """Whether the list of matches is in view."""
        return self.matches.is_attached and self.matches.display

    def _open(self) -> None:
        """Show the list under the field; most fields never need theirs, so it is mounted late."""
        if not self.matches.is_attached and isinstance(self.parent, Widget):
            self.parent.mount(self.matches, after=self)
        self.matches.display = True

    def _close(self) -> None:
        self.forget()
        self.matches.display = False
