"""The entry of the configuration: every kind with how much there is of it."""

from __future__ import annotations

from textual.app import ComposeResult

from helpdesk_tui.screens.desk_screen import DeskScreen
from helpdesk_tui.widgets.hint_bar import HintBar
from helpdesk_tui.widgets.title_bar import TitleBar


class ConfigurationScreen(DeskScreen):
    """Lists the kinds; one of them opens its own list."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield HintBar()
