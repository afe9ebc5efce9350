"""Moving a desk: from a file to a server when it outgrows the file, or back."""

from __future__ import annotations

from argparse import Namespace

from helpdesk_tui import schema
from helpdesk_tui.commands.desk import migrated
from helpdesk_tui.commands.output import say
from helpdesk_tui.commands.session import Request
from helpdesk_tui.databases import copying
from helpdesk_tui.i18n import ngettext


def run(options: Namespace, request: Request) -> int:
    """Copy the desk of the first URL into the second one's database, created when it is missing."""
    schema.check(options.origin)
    if schema.exists(options.target):
        schema.check(options.target)
    else:
        migrated(options.target)
    rows = copying.copy(options.origin, options.target)
    done = ngettext(
        "{count} row copied and verified: {path} holds the same desk now.",
        "{count} rows copied and verified: {path} holds the same desk now.",
        rows,
    )
    say(done.format(count=rows, path=schema.name(options.target)))
    return 0
