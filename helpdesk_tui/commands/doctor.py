"""An examination of the desk and of what it stands on."""

from __future__ import annotations

from argparse import Namespace

from helpdesk_tui import schema
from helpdesk_tui.commands.output import say, say_json
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.databases import checkup
from helpdesk_tui.databases.addresses import is_postgresql
from helpdesk_tui.databases.sqlite_file import path_of
from helpdesk_tui.i18n import _, ngettext
from helpdesk_tui.queries.soundness import contradictions
from helpdesk_tui.services import search_index


def run(options: Namespace, request: Request) -> int:
    """Tell what is wrong and how to mend it; 1 when there is anything."""
    with opened(request) as session:
        if options.rebuild_search:
            session.store.call(search_index.mend, session.actor)
        broken = session.store.call(lambda: list(contradictions()))
    said = [_(text).format(tickets=", ".join(tickets)) for text, tickets in broken]
    if not is_postgresql(request.url):
        found = checkup.faults(path_of(request.url))
        said = [*(_(text).format(**values) for text, values in found), *said]
    if options.json:
        say_json({"database": schema.name(request.url), "faults": said})
        return 1 if said else 0
    for sentence in said:
        say(f"✗ {sentence}")
    if not said:
        say(_("{path} is sound.").format(path=schema.name(request.url)))
        return 0
    found_count = ngettext("{count} thing to mend.", "{count} things to mend.", len(said))
    say(found_count.format(count=len(said)))
    return 1
