"""The dialogs: each is pushed with `push_screen_wait` in a worker and ends with its result."""

from helpdesk_tui.screens.ask import Ask, AskWhich
from helpdesk_tui.screens.choose import NONE, Choose
from helpdesk_tui.screens.compose import Compose
from helpdesk_tui.screens.prompt import Prompt

__all__ = ["NONE", "Ask", "AskWhich", "Choose", "Compose", "Prompt"]
