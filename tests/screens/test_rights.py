"""An agent whose rights change elsewhere has them in the running program too."""

from __future__ import annotations

from helpdesk_tui.errors import Forbidden
from helpdesk_tui.i18n import explain
from helpdesk_tui.services import configuration
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Role
from tests.conftest import NOW, Desk
from tests.screens.timed import Trial, entries, trial


async def looked(it: Trial) -> None:
    """What the program does twice a second."""
    await it.app.poll().wait()


async def test_who_is_made_a_viewer_is_refused_from_then_on(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await looked(it)
        viewer = {"role": int(Role.VIEWER)}
        configuration.edit(desk.actor("alice"), "agent", desk.id("agent", "bob"), NOW, viewer)
        await looked(it)
        await it.press("t")
        await it.says("Your role (Viewer) does not allow this: it needs Agent.")
        await it.press("b")
        await it.says("Your role (Viewer)")
        assert entries() == []


async def test_who_is_given_more_may_do_more_behind_a_dialog_too(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk, "victor") as it:
        await it.press("b")
        await it.says("Your role (Viewer) does not allow this")
        await it.press("colon")
        agent = {"role": int(Role.AGENT)}
        configuration.edit(desk.actor("alice"), "agent", desk.id("agent", "victor"), NOW, agent)
        await looked(it)
        await it.press("escape", "b")
        await it.says("The stopwatch runs on TKT0001.")


async def test_who_is_archived_has_to_leave_and_is_told_why(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        configuration.archive(desk.actor("alice"), "agent", desk.id("agent", "bob"), NOW)
        it.app.poll()
        await it.until(lambda: it.app.failure is not None)
    assert isinstance(it.app.failure, Forbidden)
    assert explain(it.app.failure) == (
        "You are no longer an agent of this desk: ask an administrator."
    )
