"""The application under a keyboard, as tests of the configuration drive it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from helpdesk_tui import i18n
from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.i18n import _
from helpdesk_tui.queries import configuration as listed
from helpdesk_tui.screens.ask import Ask
from helpdesk_tui.screens.config_form import ConfigForm
from helpdesk_tui.screens.config_kinds import KINDS
from helpdesk_tui.screens.config_list import ConfigList
from helpdesk_tui.screens.editors import PickEditor
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.kinds.kind import ConfigKind
from helpdesk_tui.services import configuration
from helpdesk_tui.store import Store
from helpdesk_tui.widgets.hint_bar import HintBar
from tests.conftest import NOW, Desk
from tests.screens.stage import picture

ZONE = "Europe/Paris"
KIND = {kind.id: kind for kind in KINDS}
WAIT = 500
"""Looks at whether something has come about, before a test gives up."""


@dataclass
class Trial:
    """The application under a keyboard."""

    app: HelpdeskApp
    pilot: Pilot[int]

    async def until(self, come: Callable[[], object]) -> None:
        for _look in range(WAIT):
            await self.pilot.pause()
            if come():
                return
        raise AssertionError(f"never came about:\n{picture(self.app)}")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def open(self, kind: ConfigKind) -> None:
        """The list of a kind, or the form of a single row."""
        await self.press("8")
        await self.until(lambda: kind.title and _(kind.title) in picture(self.app))
        await self.press("g", *"j" * KINDS.index(kind), "enter")
        shown = FormScreen if kind.is_single else ConfigList
        await self.until(lambda: isinstance(self.app.screen, shown))
        screen = self.app.screen
        if isinstance(screen, ConfigList):
            await self.until(lambda: screen.table.cursor_row or screen.table.total == 0)

    @property
    def form(self) -> ConfigForm:
        assert isinstance(self.app.screen, ConfigForm), picture(self.app)
        return self.app.screen

    async def form_opens(self) -> None:
        await self.until(lambda: isinstance(self.app.screen, FormScreen))
        await self.pilot.pause()

    async def list_is_back(self) -> None:
        await self.until(lambda: not isinstance(self.app.screen, FormScreen | Ask))
        await self.pilot.pause()

    async def fill(self, field: Field, typed: Any) -> None:
        """Put a value into a field as somebody types or pastes it, and leave the field."""
        row = self.form._rows[field.id]
        row.editor.focus()
        await self.pilot.pause()
        match row.editor:
            case PickEditor() as pick:
                pick.chosen = typed
            case Input() as line:
                line.value = typed
            case TextArea() as lines:
                lines.text = typed
        if field.kind in ("choice", "choices") and typed:
            editor: Any = row.editor
            await self.until(lambda: editor.seen is not None or not editor.is_open)
        await self.press("tab")
        await self.until(
            lambda: not [w for w in self.app.workers if w.group in ("look", "resolve")]
        )

    def complaint(self, field: str) -> str:
        row = self.form._rows[field]
        note = str(row._note.render()) if row.has_class("-wrong") else ""
        return note

    @property
    def said(self) -> str:
        return self.app.screen.query_one(HintBar).message


def shows(it: Trial, words: str) -> bool:
    return words in picture(it.app)


def is_gone(it: Trial, form: ConfigForm) -> bool:
    return it.app.screen is not form


@asynccontextmanager
async def trial(
    store: Store,
    desk: Desk,
    login: str = "alice",
    size: tuple[int, int] = (100, 30),
    language: str = "en",
) -> AsyncIterator[Trial]:
    i18n.use(language)
    actor = desk.actor(login)
    app = HelpdeskApp(store, actor, zone=ZONE, clock=lambda: NOW, driver_class=None)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Trial(app, pilot)


ADDED = [kind for kind in KINDS if "archive" in kind.acts]
STARTS: dict[str, dict[str, Any]] = {
    "policy": {"name": "Sample", "days": 1},
    "calendar": {"name": "Sample", "zone": "UTC", "week": {"mon": [("09:00", "17:00")]}},
    "agent": {"login": "sample", "name": "Sample"},
    "contact": {"name": "Sample", "customer_id": 1},
}


def add(desk: Desk, kind: ConfigKind) -> int:
    """A row named Sample."""
    fields = STARTS.get(kind.id, {"name": "Sample"})
    return configuration.create(desk.actor("alice"), kind.id, NOW, fields)


def newest(kind: ConfigKind) -> int:
    """The row that was added last."""
    rows = listed.first(kind.id, "", True, 500).rows
    return max(row.id for row in rows)


def with_calendars(desk: Desk) -> None:
    """Two calendars to choose from, beside all that the desk has."""
    alice = desk.actor("alice")
    for name, zone, hours in (
        ("Office", ZONE, ("09:00", "17:00")),
        ("Nights", "UTC", ("00:00", "06:00")),
    ):
        week = {day: [hours] for day in ("mon", "tue", "wed")}
        fields = {"name": name, "zone": zone, "week": week}
        configuration.create(alice, "calendar", NOW, fields)
