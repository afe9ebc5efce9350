"""Opening the customer's side for one contact."""

from __future__ import annotations

import os
from argparse import Namespace

from helpdesk_tui import i18n, schema
from helpdesk_tui.commands.interface import has_terminal, settle_surroundings
from helpdesk_tui.commands.parser import USAGE
from helpdesk_tui.commands.session import Request
from helpdesk_tui.queries import portal
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.store import Store


def run(options: Namespace, request: Request) -> int:
    """Open the portal as the contact of that address."""
    if not options.served and not has_terminal():
        return USAGE
    schema.check(request.url)
    store = Store(request.url)
    try:  # refuses in one sentence, before the screen is touched
        visitor = store.call(portal.visitor, options.contact)
        language = store.call(switches).language
    finally:
        store.close()
    if language and not request.language:
        i18n.use(language)
    settle_surroundings()
    if options.served:
        os.environ["COLORTERM"] = "truecolor"  # every browser's; there is no terminal to tell it

    from helpdesk_tui.portal import run_portal

    return run_portal(
        request.url, visitor.email, i18n.language(), request.settings, served=options.served
    )
