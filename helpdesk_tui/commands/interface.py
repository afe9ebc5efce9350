"""Opening the full screen: what it needs of the terminal and of the desk."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from helpdesk_tui import garbage, i18n
from helpdesk_tui.commands.output import complain
from helpdesk_tui.commands.parser import USAGE
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.i18n import _


def run(options: Namespace, request: Request) -> int:
    """Open the interface on the caller's desk."""
    if not has_terminal():
        return USAGE
    with opened(request) as session:  # refuses in one sentence, before the screen is touched
        login = session.actor.login
    return open_as(request, login, request.url, durable=True)


def has_terminal() -> bool:
    """Whether a screen can be drawn; when not, says what can be done instead."""
    ready = all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))
    if ready and os.environ.get("TERM", "") not in ("", "dumb"):
        return True
    complain(
        _(
            "The interface needs a terminal with a screen: in a script use the commands that"
            " helpdesk-tui --help names."
        )
    )
    return False


def open_as(request: Request, login: str, url: str, *, durable: bool, tour: bool = False) -> int:
    """Draw the interface until the agent leaves it; its exit status."""
    settle_surroundings()

    with garbage.kept():
        from helpdesk_tui.app import run_interface

        language, chosen = i18n.language(), request.settings
        return run_interface(url, login, language, chosen, durable=durable, tour=tour)


def settle_surroundings() -> None:
    """Leave in the environment only what a screen may be told by it, before any is loaded."""
    os.environ.setdefault("ESCDELAY", "25")  # milliseconds; Textual reads it when imported
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]  # they write files and import modules
