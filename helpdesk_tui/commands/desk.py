"""Creating a desk and bringing it up to the program."""

from __future__ import annotations

from argparse import Namespace

from helpdesk_tui import faults, schema
from helpdesk_tui.commands.output import say
from helpdesk_tui.commands.session import Request
from helpdesk_tui.i18n import _, ngettext
from helpdesk_tui.services import people
from helpdesk_tui.store import Store, connect


def init(options: Namespace, request: Request) -> int:
    """Create the database; the caller becomes its administrator."""
    login = options.founder or request.caller
    if schema.exists(request.url):
        schema.check(request.url)  # an unfinished creation is finished, anything else is left alone
    else:
        migrated(request.url)
    store = Store(request.url)
    try:
        store.call(people.found_desk, login, options.name, store.clock(), request.language)
    finally:
        store.close()
    path = schema.name(request.url)
    say(_("{path} is ready, and {login} administers it.").format(path=path, login=login))
    return 0


def migrate(options: Namespace, request: Request) -> int:
    """Apply what this program expects and the database has not seen."""
    if not schema.exists(request.url):
        schema.check(request.url)
    applied = migrated(request.url)
    if applied:
        done = ngettext("{count} step applied.", "{count} steps applied.", applied)
        say(done.format(count=applied))
    else:
        say(_("There is nothing to bring up to date."))
    return 0


def migrated(url: str) -> int:
    """How many steps brought the database up to the program, creating it when it is missing."""
    try:
        return len(schema.migrate(connect(url), url))
    except Exception as error:
        refusal = faults.explained(error, url)
        if refusal is error:
            raise
        raise refusal from error
