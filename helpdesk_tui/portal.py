"""The customer's side: a program in which a contact follows the own customer's tickets."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.driver import Driver

from helpdesk_tui import dates, i18n, keymap, keymap_presets, schema, themes
from helpdesk_tui.diff_driver import DiffTerminal
from helpdesk_tui.driver import Terminal
from helpdesk_tui.errors import Forbidden, HelpdeskError
from helpdesk_tui.hangup import Hangup
from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import portal
from helpdesk_tui.screens.portal_list import PortalListScreen
from helpdesk_tui.screens.portal_screen import PortalScreen
from helpdesk_tui.settings import Settings, local_zone
from helpdesk_tui.store import Store
from helpdesk_tui.terminal_app import POLL, TerminalApp, run_to_end
from helpdesk_tui.text import one_line
from helpdesk_tui.visitors import Visitor


class PortalApp(TerminalApp):
    """What the portal's screens need of the session beside what all screens need: who visits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", N_("All keys"), id="app.keys", key_display="?"),
        Binding("ctrl+q", "quit", N_("Quit"), id="app.quit", show=False),
    ]

    def __init__(
        self,
        store: Store,
        visitor: Visitor,
        *,
        zone: str,
        clock: Callable[[], int],
        keys: Mapping[str, str] | None = None,
        theme: str = themes.DARK.name,
        hangup: Hangup | None = None,
        driver_class: type[Driver] | None = Terminal,
    ) -> None:
        super().__init__(
            store,
            f"contact-{visitor.contact}",
            zone=zone,
            clock=clock,
            keys=keys,
            theme=theme,
            hangup=hangup,
            driver_class=driver_class,
        )
        self.visitor = visitor
        self._revision: object = None

    def on_mount(self) -> None:
        self.begin(POLL)
        self.push_screen(PortalListScreen())
        self.set_interval(1, self._tick)

    def who_and_when(self) -> str:
        """The visitor, the language and the time, for the top line."""
        clock = dates.instant(self.clock(), self.zone, self.clock())
        return f"{one_line(self.visitor.name)} · {i18n.language().upper()} · {clock}"

    def _shown(self) -> PortalScreen | None:
        """The screen that shows now, while it is whole: neither coming nor going."""
        if not self.is_running:
            return None
        screen = self.screen
        return screen if isinstance(screen, PortalScreen) and screen.is_mounted else None

    def _tick(self) -> None:
        screen = self._shown()
        if screen is not None:
            screen.tick(self.clock())

    async def look(self) -> None:
        """Show what agents have done since; whoever is archived has to go."""
        try:
            revision = await self.store.revision()
            if revision != self._revision:
                if await self.leave_to_newer():
                    return
                self.visitor = await self.store.run(portal.renewed, self.visitor)
        except Forbidden as ended:
            self.dismiss_person(ended.message)
            return
        except HelpdeskError as error:
            await self.warn_of(error)
            return
        await self.warn("")
        screen = self._shown()
        if screen is None:
            return
        self.tell_of_drafts()
        if revision != self._revision:
            self._revision = revision
            screen.load(news=True)


def run_portal(
    url: str, email: str, language: str | None, settings: Settings, *, served: bool = False
) -> int:
    """Open the portal on a desk until the contact leaves; raises what refuses to begin.

    When `served`, textual-serve stands at the other end of both pipes and draws it in a browser.
    """
    keys = keymap_presets.resolved(settings.keymap)
    schema.check(url)
    store = Store(url)
    hangup = Hangup()
    try:
        visitor = store.call(portal.visitor, email)
        i18n.use(language or "en")
        # The settings' keymap is for agents, who have more keys.
        known = keymap.binding_ids() if keys else set()
        app = PortalApp(
            store,
            visitor,
            zone=local_zone(os.environ),
            clock=store.clock,
            keys={act: typed for act, typed in keys.items() if act in known},
            theme=themes.chosen(settings.theme, few=themes.few_colours(os.environ)),
            hangup=hangup,
            driver_class=_driver(settings, served=served),
        )
        status = run_to_end(app, hangup, mouse=settings.mouse or served)
    finally:
        store.close()
    if app.failure is not None:
        raise app.failure
    return status


def _driver(settings: Settings, *, served: bool) -> type[Driver]:
    if served:
        from textual.drivers.web_driver import WebDriver

        return WebDriver
    return DiffTerminal if settings.diff_output else Terminal
