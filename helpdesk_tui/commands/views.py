"""Saved views listed, added, changed and removed, by name."""

from __future__ import annotations

from argparse import Namespace

from helpdesk_tui.commands import search_line
from helpdesk_tui.commands.configuring import fields_of
from helpdesk_tui.commands.output import complain, refuse, say, say_json_array, width
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.commands.table import Table
from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _, explain
from helpdesk_tui.queries import views as read
from helpdesk_tui.rows import QueueCount
from helpdesk_tui.saved_views import View
from helpdesk_tui.services import views
from helpdesk_tui.text import one_line

_WIDEST = (6, 40, 10, 8, 8)
"""Cells that the columns take at most; the search, last, takes what is left."""

_SETTABLE = ("name", "key", "query")


def show_list(options: Namespace, request: Request) -> int:
    """The views that the caller sees, with how much each holds now."""
    with opened(request) as session:
        store, actor, now = session.store, session.actor, session.now
        found = store.call(read.seen, actor)
        counted = store.call(read.counts, found, actor, now)
        if options.json:
            say_json_array(_record(view, counted.get(view.mode)) for view in found)
        elif found:
            _draw(found, counted)
        else:
            complain(_("There is no view yet: “views add NAME SEARCH” saves one."))
    return 0


def add(options: Namespace, request: Request) -> int:
    """A search under a name, the caller's own or everybody's."""
    with opened(request) as session:
        search_line.check(session, options.query)
        fields = {
            "name": options.name,
            "query": options.query,
            "key": options.key,
            "shared": options.shared,
        }
        made = session.store.call(views.create, session.actor, session.now, fields)
        _tell(session, made, _("The view “{name}” is saved."))
    return 0


def change(options: Namespace, request: Request) -> int:
    """Another name, key or search."""
    given = fields_of(options.fields)
    unknown = next((name for name in given if name not in _SETTABLE), None)
    if unknown is not None:
        message = N_("There is no field “{name}” to set: there are {known}.")
        known = ", ".join(_SETTABLE)
        raise Invalid("field", message, name=one_line(unknown, 40), known=known)
    with opened(request) as session:
        if "query" in given:
            search_line.check(session, given["query"])
        view = session.store.call(read.named, session.actor, options.name)
        session.store.call(views.change, session.actor, view.id, session.now, given)
        _tell(session, view.id, _("The view “{name}” is saved."))
    return 0


def remove(options: Namespace, request: Request) -> int:
    """Views that are there no more; their tickets are not touched."""
    status = 0
    with opened(request) as session:
        for name in options.names:
            try:
                view = session.store.call(read.named, session.actor, name)
                session.store.call(views.delete, session.actor, view.id, session.now)
                say(_("The view “{name}” is deleted.").format(name=view.name))
            except HelpdeskError as error:
                status = 1
                refuse(error)
    return status


def opened_view(session: Session, name: str) -> View:
    """The view of that name; says what is wrong with it; raises NotFound."""
    view = session.store.call(read.named, session.actor, name)
    _warn(session, view)
    return view


def _tell(session: Session, id: int, message: str) -> None:
    view = session.store.call(read.seen_one, session.actor, id)
    say(message.format(name=view.name))
    _warn(session, view)


def _warn(session: Session, view: View) -> None:
    trouble = session.store.call(read.trouble_of, view, session.actor, session.now)
    if trouble is not None:
        complain(explain(trouble))


def _draw(found: list[View], counted: dict[str, QueueCount]) -> None:
    titles = (_("Key"), _("Name"), _("For all"), _("Tickets"), _("Late"), _("Searches for"))
    rows = []
    for view in found:
        count = counted.get(view.mode)
        numbers = ("", "") if count is None else (str(count.total), str(count.late))
        shared = _("Yes") if view.shared else _("No")
        rows.append((view.key, view.name, shared, *numbers, view.query))
    table = Table(titles, rows, _WIDEST, width(), right=(3, 4))
    say(table.heading)
    for row in rows:
        say(table.line(row))


def _record(view: View, count: QueueCount | None) -> dict[str, object]:
    return {
        "name": view.name,
        "key": view.key or None,
        "shared": view.shared,
        "query": view.query,
        "tickets": None if count is None else count.total,
        "late": None if count is None else count.late,
    }
