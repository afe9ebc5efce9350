"""The demonstration desk: thrown away at the end, or kept in the person's data folder."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from helpdesk_tui import i18n
from helpdesk_tui.commands.desk import migrated
from helpdesk_tui.commands.interface import has_terminal, open_as
from helpdesk_tui.commands.parser import USAGE
from helpdesk_tui.commands.session import Request
from helpdesk_tui.queries import export, people
from helpdesk_tui.services import demo
from helpdesk_tui.settings import data_folder, tour_mark
from helpdesk_tui.store import Store

_NAME = "demo.sqlite"


def run(options: Namespace, request: Request) -> int:
    """Open the interface on a demonstration desk, as its first agent unless --as says who."""
    if not has_terminal():
        return USAGE
    if options.keep:
        path = data_folder() / _NAME
        if not path.exists():
            _keep(path)
        return _open(request, path)
    with TemporaryDirectory(prefix="helpdesk-demo-") as folder:
        path = Path(folder) / _NAME
        _fill(path)
        return _open(request, path)


def _keep(path: Path) -> None:
    """Make the desk elsewhere first, so that one cut short half-way is never taken for it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="demo-", dir=path.parent) as folder:
        made = Path(folder) / _NAME
        _fill(made)
        os.replace(made, path)


def _fill(path: Path) -> None:
    url = _url(path)
    migrated(url)
    store = Store(url, durable=False)
    try:
        store.call(demo.fill, store.clock(), i18n.language())
    finally:
        store.close()


def _open(request: Request, path: Path) -> int:
    url = _url(path)
    migrated(url)
    store = Store(url, durable=False)
    try:
        if request.login:
            login = store.call(people.actor, request.login, "screen").login
        else:
            login = store.call(export.founder)
    finally:
        store.close()
    return open_as(request, login, url, durable=False, tour=not tour_mark().exists())


def _url(path: Path) -> str:
    return f"sqlite:///{path}"
