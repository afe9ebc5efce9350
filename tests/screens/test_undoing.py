"""Undo by key: what it says, what it asks, and what it refuses."""

from __future__ import annotations

from textual.widgets import Static

from helpdesk_tui.models import TimeEntry
from helpdesk_tui.services import lifecycle, stopwatch, tickets
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.screens.arrangement import opened
from tests.screens.test_acting import read, some
from tests.screens.timed import entries, trial


async def test_undo_over_anothers_change_shows_it_and_asks(desk: Desk) -> None:
    (ticket,) = some(desk, 1)
    mona = desk.actor("mona")
    async with opened(desk) as interface:
        await interface.press("1")
        await interface.wait("1 In progress 1")
        await interface.press("t")
        await interface.wait("TKT0001 is yours.")
        desk.call(lifecycle.take, mona, ticket, NOW, owner=desk.id("agent", "bob"))
        for key in ("u", "enter"):
            await interface.press(key)
        await interface.wait("Nothing was undone.", gone="all the same")
        await interface.press("u")
        await interface.wait(
            "TKT0001 was changed after what you want to undo:",
            "· 11:00 Mona Lenoir – assignee: Bob Stone → Mona Lenoir",
            "Undo it all the same? Those changes are lost.",
        )
        desk.call(lifecycle.assign, mona, ticket, NOW, agent=desk.id("agent", "carol"))
        await interface.press("y")  # an answer to what was shown, not to what came since
        await interface.wait("Mona Lenoir → Carol Weiss")
        await interface.press("y")
        await interface.wait("Undone on TKT0001: taken in charge.")
    assert read(desk, "TKT0001").assignee is None


async def test_of_many_tickets_it_asks_once_and_names_everybody(desk: Desk) -> None:
    first, second, third = some(desk, 3)
    async with opened(desk) as interface:
        await interface.press("V", "p")
        await interface.wait("Priority")
        await interface.type("urg")
        await interface.wait("› Urgent")
        await interface.press("enter")
        await interface.wait("3 tickets changed.")
        for login, ticket, priority in (("mona", first, 2), ("carol", second, 4)):
            desk.call(tickets.edit, desk.actor(login), ticket, NOW, {"priority": priority})
        await interface.press("u")
        screen = await interface.wait("2 of these tickets were changed", "Carol Weiss – priority")
        assert "TKT0001 11:00 Mona Lenoir – priority: Urgent → High" in screen
        await interface.press("y")
        await interface.wait("Undone on 3 tickets: changed (priority).")
    found = [read(desk, f"TKT000{n}").priority.label for n in (1, 2, 3)]
    assert (found, third) == (["Normal"] * 3, third)


async def test_the_question_fits_the_least_screen(desk: Desk) -> None:
    (ticket,) = some(desk, 1)
    async with opened(desk, size=(60, 20), language="fr") as interface:
        await interface.press("t")
        await interface.until(lambda: interface.app.has_acts)
        for login in ("carol", "mona") * 5:
            fields = {"assignee_id": desk.id("agent", login)}
            desk.call(tickets.edit, desk.actor("mona"), ticket, NOW, fields)
        await interface.press("u")
        await interface.wait("quand même")
        answers = interface.app.screen.query_one("#answers", Static).region
        assert answers.bottom < 20


async def test_where_the_life_of_a_ticket_leads_elsewhere_it_says_so(desk: Desk) -> None:
    (ticket,) = some(desk, 1)
    async with opened(desk) as interface:
        await interface.press("1")
        await interface.wait("1 In progress 1")
        await interface.press("s")
        await interface.wait("TKT0001 is in progress.")
        desk.call(lifecycle.wait, desk.actor("mona"), ticket, NOW)
        await interface.press("u")
        await interface.wait("TKT0001 is Waiting and cannot become New from there")
    assert read(desk, "TKT0001").status == Status.WAITING


async def test_what_stays_is_said_before_an_older_act_is_undone(desk: Desk) -> None:
    some(desk, 1)
    async with opened(desk, size=(160, 30)) as interface:
        await interface.press("p")
        await interface.type("urg")
        await interface.wait("› Urgent")
        await interface.press("enter")
        await interface.wait("TKT0001 is saved.")
        await interface.press("m")
        await interface.wait("The customer will read this.")
        await interface.type("On our way")
        await interface.press("ctrl+s")
        await interface.wait("The message on TKT0001 is sent.")
        await interface.press("u")
        await interface.wait("A message stays once it is sent", "Once more undoes what you did")
        assert read(desk, "TKT0001").priority.label == "Urgent"
        await interface.press("u")
        await interface.wait("Undone on TKT0001: changed (priority).")
        await interface.press("u")
        await interface.wait("There is nothing to undo.")


async def test_time_is_undone_by_the_same_key(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("L")
        await it.shows("Time worked on TKT0001")
        await it.paste("1h30 Rewired")
        await it.press("enter")
        await it.says("Time is logged on TKT0001.")
        await it.press("B")
        await it.shows("Rewired")
        await it.press("D")
        await it.shows("Delete 1h30 of Bob Stone on TKT0001?")
        await it.press("y")
        await it.says("is deleted")
        await it.press("u")
        await it.says("Undone on TKT0001: time deleted. It counts 1h30.")
        assert entries() == [("bob", "TKT0001", -5400, 5400, "Rewired")]
        await it.press("u")
        await it.says("Undone on TKT0001: time logged.")
    assert entries() == []


async def test_the_form_of_a_running_stopwatch_says_how_it_gets_an_end(
    store: Store, desk: Desk
) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk, size=(80, 24)) as it:
        await it.press("B")
        await it.shows("Time spent")
        await it.press("e")
        await it.shows("The stopwatch still runs: stop it with b, then its time can be corrected.")
        await it.press("escape", "b")
        await it.says("stopped")
        await it.press("e")
        await it.shows("Time of Bob Stone")
        assert "still runs" not in it.drawn
    assert TimeEntry.get().ended_at is not None


async def test_the_cursor_goes_to_what_was_undone(desk: Desk) -> None:
    some(desk, 3)
    async with opened(desk) as interface:
        await interface.press("4")
        await interface.wait("4 Unassigned 3")
        await interface.press("j", "r")
        await interface.wait("TKT0002 is resolved.", "4 Unassigned 2")
        await interface.press("u")
        await interface.wait("4 Unassigned 3")
        await interface.press("r")
        await interface.wait("TKT0002 is resolved.")
