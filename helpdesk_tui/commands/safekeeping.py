"""Backups and their return: taken while agents work, verified before anybody relies on them."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from helpdesk_tui import schema
from helpdesk_tui.commands.output import say
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.databases.addresses import is_postgresql
from helpdesk_tui.databases.safekeeping import Copy, back_up, put_back, verified
from helpdesk_tui.databases.sqlite_file import path_of
from helpdesk_tui.errors import DatabaseRefused
from helpdesk_tui.i18n import N_, _, ngettext
from helpdesk_tui.permissions import permit


def backup(options: Namespace, request: Request) -> int:
    """Write the whole desk into one new file, or to standard output."""
    _refuse_server(request.url)
    _permit(request)
    if options.file == "-":
        with tempfile.TemporaryDirectory() as folder:
            made = back_up(request.url, Path(folder) / "backup.sqlite")
            with made.path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
        return 0
    made = back_up(request.url, Path(options.file).absolute())
    say(_("{path} holds the whole desk: {content}.").format(path=made.path, content=_content(made)))
    return 0


def restore(options: Namespace, request: Request) -> int:
    """Make the desk what a backup holds; what it held before is kept in a file beside it."""
    _refuse_server(request.url)
    _permit(request)
    file = Path(options.file).absolute()
    found = verified(file)
    schema.check(f"sqlite:///{file}")
    if options.dry_run:
        message = _("{path} is whole and can be restored: {content}.")
        say(message.format(path=file, content=_content(found)))
        return 0
    path = path_of(request.url)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime())
    aside = path.with_name(f"{path.name}.before-{stamp}")
    former = put_back(file, request.url, aside)
    say(_("{path} is restored: {content}.").format(path=path, content=_content(found)))
    if former is not None:
        message = _("What it held before is in {path}: {content}.")
        say(message.format(path=former.path, content=_content(former)))
    elif aside.exists():
        say(_("The damaged file is kept as {path}.").format(path=aside))
    return 0


def _permit(request: Request) -> None:
    """Only administrators copy a desk; one that is missing or cannot be read knows no roles.

    An older one is among these: it is backed up before it is migrated.
    """
    try:
        schema.check(request.url)
    except DatabaseRefused:
        return
    with opened(request) as session:
        permit(session.actor, "settings.edit")


def _content(copy: Copy) -> str:
    tickets = ngettext("{count} ticket", "{count} tickets", copy.tickets)
    size = _("{size} MB").format(size=max(1, round(copy.size / 1_000_000)))
    return f"{tickets.format(count=copy.tickets)}, {size}"


def _refuse_server(url: str) -> None:
    if is_postgresql(url):
        raise DatabaseRefused(
            N_("A desk on PostgreSQL is backed up by its own tools: pg_dump and pg_restore.")
        )
