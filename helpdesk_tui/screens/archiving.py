"""Archiving rows of configuration after telling what goes on using them, and restoring them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import N_, _, explain, ngettext
from helpdesk_tui.queries import config_rows
from helpdesk_tui.rows import ConfigRow
from helpdesk_tui.screens import configuring
from helpdesk_tui.services import configuration

if TYPE_CHECKING:
    from helpdesk_tui.screens.config_list import ConfigList

_USERS: dict[str, Callable[[int], str]] = {
    "agent": lambda n: ngettext("{count} agent", "{count} agents", n),
    "contact": lambda n: ngettext("{count} contact", "{count} contacts", n),
    "customer": lambda n: ngettext("{count} customer", "{count} customers", n),
    "policy": lambda n: ngettext("{count} policy", "{count} policies", n),
    "team": lambda n: ngettext("{count} team", "{count} teams", n),
    "ticket": lambda n: ngettext("{count} open ticket", "{count} open tickets", n),
}
"""How the things are counted that go on using a row."""


async def archive_or_restore(screen: ConfigList, row: ConfigRow, rows: list[int]) -> None:
    """The row under the cursor decides for all: restore when it is archived, else archive."""
    desk, kind = screen.desk, screen.kind
    if not row.archived and not await screen.agree(await _question(screen, rows), N_("Archive")):
        return
    act = configuration.restore if row.archived else configuration.archive
    done, refused = 0, []
    for each in rows:
        try:
            await desk.store.run(act, desk.actor, kind.id, each, desk.clock())
            done += 1
        except HelpdeskError as error:
            refused.append(explain(error))
    name = await configuring.called(desk, kind, rows[0])
    screen.table.clear_marks()
    await screen.refresh_from_desk()
    screen.tell(_outcome(row.archived, done, refused, name), refused=not done)


async def _question(screen: ConfigList, rows: list[int]) -> str:
    if len(rows) > 1:
        question = ngettext("Archive {count} row?", "Archive {count} rows?", len(rows))
        return question.format(count=len(rows))
    name = await configuring.called(screen.desk, screen.kind, rows[0])
    question = _("Archive {name}? It will not be offered any more; “.” shows it.").format(name=name)
    used = await screen.desk.store.run(config_rows.uses, screen.kind.id, rows[0])
    if not used:
        return question
    parts = ", ".join(_USERS[thing](n).format(count=n) for thing, n in used)
    return question + "\n" + _("In use, and kept there: {uses}.").format(uses=parts)


def _outcome(restored: bool, done: int, refused: list[str], name: str) -> str:
    if not done:
        return refused[0]
    if done == 1:
        said = _("{name} is restored.") if restored else _("{name} is archived.")
        message = said.format(name=name)
    elif restored:
        message = ngettext("{count} row is restored.", "{count} rows are restored.", done)
    else:
        message = ngettext("{count} row is archived.", "{count} rows are archived.", done)
    return " ".join([message.format(count=done) if done > 1 else message, *refused[:1]])
