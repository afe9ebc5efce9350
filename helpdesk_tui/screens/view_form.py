"""The form of a saved view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from helpdesk_tui.drafts import Draft
from helpdesk_tui.i18n import N_
from helpdesk_tui.permissions import allows
from helpdesk_tui.screens.fields import Field, Place
from helpdesk_tui.screens.form import FormScreen

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp

_FIELDS = (
    Field("name", N_("Name"), required=True),
    Field("key", N_("Key"), help=N_("one letter or digit, or nothing")),
    Field("query", N_("Searches for"), required=True),
)
_SHARED = Field("shared", N_("For all"), "switch")


def view_form(
    desk: HelpdeskApp,
    title: str,
    values: Mapping[str, Any],
    write: Callable[..., int],
    draft: Draft,
    *view: int,
) -> FormScreen:
    """Asks for what `write` saves of a view, new or the one whose id is given."""
    fields = (*_FIELDS, _SHARED) if allows(desk.actor, "views.shared") else _FIELDS

    async def save(typed: dict[str, Any]) -> int:
        given = typed if view else {**values, **typed}
        return await desk.store.run(write, desk.viewer(), *view, desk.clock(), given)

    shown = {"name": "", "key": "", "shared": False, **values}
    return FormScreen(title, fields, shown, save, place=Place(desk.clock, desk.zone), draft=draft)
