"""Saved views: which an agent sees, how much each holds, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from peewee import ModelSelect

from helpdesk_tui.errors import HelpdeskError, Invalid, NotFound
from helpdesk_tui.i18n import N_
from helpdesk_tui.models import SavedView
from helpdesk_tui.queries import tickets
from helpdesk_tui.rows import Actor, QueueCount
from helpdesk_tui.saved_views import View
from helpdesk_tui.statements import Slot, kept
from helpdesk_tui.text import fold, intake_line, one_line

if TYPE_CHECKING:
    from helpdesk_tui.query_language import Query, Test, Value

GONE = N_("This view is not there any more: somebody has deleted it.")
_UNREADABLE = N_("The search of this view cannot be read: {why} Change the view to mend it.")
_NOBODY_NAMED = N_(
    "This view asks for {asked} “{name}”, which nothing is called any more: change the view to"
    " mend it."
)
_ARCHIVED = N_(
    "This view asks for {asked} “{name}”, which is archived: change the view, or restore that."
)


def seen(viewer: Actor) -> list[View]:
    """The shared views and the agent's own, in the order in which they are listed."""
    rows = kept(_seen).rows({"viewer": viewer.id})
    found = [View(id, name, key, text, bool(all)) for id, name, key, text, all in rows]
    return sorted(found, key=lambda view: view.rank)


def _seen() -> ModelSelect[SavedView]:
    return SavedView.select(
        SavedView.id, SavedView.name, SavedView.key, SavedView.query, SavedView.agent.is_null()
    ).where(SavedView.agent.is_null() | (SavedView.agent == Slot("viewer")))


def seen_one(viewer: Actor, view: int) -> View:
    """One of them; raises NotFound."""
    for each in seen(viewer):
        if each.id == view:
            return each
    raise NotFound(GONE)


def named(viewer: Actor, name: str) -> View:
    """The one of that name, the agent's own before a shared one; raises NotFound."""
    wanted = fold(intake_line(name))
    found = [view for view in seen(viewer) if fold(view.name) == wanted]
    if not found:
        message = N_("There is no view named “{name}”: “helpdesk-tui views list” lists them.")
        raise NotFound(message, name=one_line(name, 60))
    return min(found, key=lambda view: view.shared)


def counts(views: Iterable[View], viewer: Actor, now: int) -> dict[str, QueueCount]:
    """How much each holds; not of those that look through every ticket there ever was."""
    return {view.mode: tickets.count(view, viewer, now) for view in views if not view.holds_closed}


def overview(viewer: Actor, now: int) -> tuple[list[View], dict[str, QueueCount]]:
    """The views an agent sees, and how much each queue and each view holds."""
    found = seen(viewer)
    return found, tickets.counts(viewer, now) | counts(found, viewer, now)


def trouble_of(view: View, viewer: Actor, now: int) -> HelpdeskError | None:
    """Why a view cannot show what it was made for, with what to do about it."""
    from helpdesk_tui.queries.query_conditions import archived_among, read

    query = read(view.query, viewer, now)
    if query.wrong is not None:
        return Invalid("query", _UNREADABLE, why=query.wrong.error)
    for test, value in _names(query):
        flags = archived_among(test, value)
        if all(flags):
            message = _ARCHIVED if flags else _NOBODY_NAMED
            name = one_line(str(value.meaning), 40)
            return Invalid("query", message, asked=test.field.shown, name=name)
    return None


def _names(query: Query) -> Iterator[tuple[Test, Value]]:
    """The names of the desk that the search holds."""
    from helpdesk_tui.query_language import Test
    from helpdesk_tui.query_words import ME, NONE

    for term in query.terms:
        test = term.what
        if isinstance(test, Test) and test.field.kind == "name":
            for value in test.values:
                if value.meaning not in (ME, NONE):
                    yield test, value
