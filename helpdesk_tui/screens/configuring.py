"""Creating, editing and copying a row of configuration through its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from helpdesk_tui.i18n import _
from helpdesk_tui.queries import config_rows
from helpdesk_tui.screens.config_form import ConfigForm
from helpdesk_tui.screens.kinds.kind import ConfigKind, Session, stored
from helpdesk_tui.screens.kinds.sequences import NAMES
from helpdesk_tui.services import configuration
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from helpdesk_tui.app import HelpdeskApp


def session_of(desk: HelpdeskApp) -> Session:
    """The session as a form needs it; the actor is the one of this moment."""
    return Session(desk.store, desk.actor, desk.clock, desk.zone)


async def create(
    desk: HelpdeskApp,
    kind: ConfigKind,
    *,
    starts: Mapping[str, Any] | None = None,
    title: str = "",
    about: str = "",
) -> int | None:
    """Ask for a new row; its id, or None when the form was left."""
    session = session_of(desk)
    begins = {**kind.starts(session), **(starts or {})}

    async def save(changed: dict[str, Any]) -> int:
        fields = {**stored(begins), **changed}
        return await desk.store.run(configuration.create, desk.actor, kind.id, desk.clock(), fields)

    name = title or _(kind.new)
    draft = desk.drafts.begin(f"new-{kind.id}", called=_(kind.title))
    form = ConfigForm(kind, session, name, begins, save, about=about, draft=draft)
    return await _shown(desk, form)


async def copy(desk: HelpdeskApp, kind: ConfigKind, row: int) -> int | None:
    """Ask for what differs in a copy of a row; the copy's id, or None."""
    session = session_of(desk)
    source = (await desk.store.run(kind.values, row)).values
    other: dict[str, Any] = dict.fromkeys(kind.not_copied)
    if "name" not in other:
        other["name"] = _("{name} (copy)").format(name=source["name"])

    async def save(changed: dict[str, Any]) -> int:
        fields = {**other, **changed}
        return await desk.store.run(
            configuration.copy, desk.actor, kind.id, row, desk.clock(), fields
        )

    draft = desk.drafts.begin(f"copy-{kind.id}", row, called=source["name"])
    form = ConfigForm(kind, session, _(kind.new), {**source, **other}, save, draft=draft)
    return await _shown(desk, form)


async def edit(desk: HelpdeskApp, kind: ConfigKind, row: int) -> int | None:
    """Ask for changes of a row; its id, or None when the form was left."""
    session = session_of(desk)
    known = await desk.store.run(kind.values, row)
    name = await called(desk, kind, row)
    draft = desk.drafts.begin(kind.id, row, called=name)
    seen = draft.goes_on_from(known.seen)

    async def save(changed: dict[str, Any]) -> int:
        saved = await desk.store.run(kind.save, desk.actor, row, desk.clock(), changed, seen)
        if kind.follow is not None:
            await kind.follow(session, changed)
        return saved

    title = _(kind.title) + ("" if kind.is_single else f" › {name}")
    form = ConfigForm(kind, session, title, known.values, save, row=row, draft=draft)
    return await _shown(desk, form)


async def called(desk: HelpdeskApp, kind: ConfigKind, row: int) -> str:
    """What people call a row, fit to draw."""
    if kind.is_single:
        return _(kind.title)
    name = await desk.store.run(config_rows.name, kind.id, row)
    return one_line(_(NAMES[name]) if kind.id == "sequence" and name in NAMES else name)


async def _shown(desk: HelpdeskApp, form: ConfigForm) -> int | None:
    saved: int | None = await desk.push_screen_wait(form)
    if saved is not None:
        await desk.read_actor()
    return saved
