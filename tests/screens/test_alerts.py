"""Alerts, clocks and counts on the screen, as the clock moves over deadlines."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.errors import Busy
from helpdesk_tui.services import lifecycle, tickets
from helpdesk_tui.services.requeue import Requeue
from helpdesk_tui.vocabulary import Priority, Status
from helpdesk_tui.widgets.alert_strip import AlertStrip
from tests.conftest import NOW, Desk
from tests.screens.arrangement import Interface, opened
from tests.sla_example import HOUR, MINUTE, office, paris, policy, setting

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def hours(desk: Desk) -> None:
    """NOW is Monday at eleven in Paris."""
    office()
    policy("Usual", hours=5)
    assert paris("04-27 11:00") == NOW


def ticket(desk: Desk, subject: str = "Printer on fire", **fields: Any) -> int:
    """In Support's hands, begun an hour ago: at risk from 14:45 and due at 16:00."""
    values = {
        "subject": subject,
        "started_at": NOW - HOUR,
        "team_id": desk.id("team", "Support"),
        **fields,
    }
    return tickets.create(desk.actor("mona"), NOW, values).ticket


def strip(interface: Interface) -> str:
    """What the strip shows; nothing when it is hidden."""
    shown = interface.app.screen.query_one(AlertStrip)
    return shown.render_line(0).text.rstrip() if shown.display else ""


async def at(interface: Interface, time: str) -> None:
    """Move the clock to that time of the Monday, and let the screen see it."""
    await interface.pass_time(paris(f"04-27 {time}") - interface.clock.now)
    await interface.until(lambda: not any(w.group in ("load", "poll") for w in workers(interface)))


def titled(interface: Interface, subject: str) -> bool:
    return subject in interface.screen.splitlines()[0]


def workers(interface: Interface) -> list[Any]:
    return list(interface.app.workers)


@pytest.mark.parametrize("size", SIZES)
async def test_lists_counts_and_alerts_change_by_themselves_at_a_deadline(
    desk: Desk, size: tuple[int, int]
) -> None:
    ticket(desk)
    async with opened(desk, size=size) as interface:
        assert "○ 4h00" in interface.line("TKT0001")
        assert strip(interface) == ""
        await at(interface, "14:46")
        assert "● 1h14" in interface.line("TKT0001")
        assert strip(interface).startswith(" To acknowledge: ● 1 at risk")
        await at(interface, "16:00")
        assert strip(interface).startswith(" To acknowledge: ● 1 at risk")
        await at(interface, "16:01")
        await interface.wait("▲ -0:01:00", "▲1")
        assert strip(interface).startswith(" To acknowledge: ▲ 1 breached")
        assert "TKT0001 Printer" in strip(interface)


async def test_the_late_queue_fills_by_itself(desk: Desk) -> None:
    ticket(desk)
    async with opened(desk) as interface:
        await interface.press("5")
        await interface.wait("Nothing is late.")
        await at(interface, "16:01")
        await interface.wait("TKT0001")


async def test_the_late_queue_says_what_each_ticket_is_late_for(desk: Desk) -> None:
    ticket(desk, "Promised", started_at=NOW - 3 * 24 * HOUR)
    desk.ticket("Dated", priority=Priority.LOW, due_at=NOW - HOUR)
    policy("First reply", Status.IN_PROGRESS, hours=1)
    ticket(desk, "Unanswered", started_at=NOW - 3 * 24 * HOUR)
    async with opened(desk) as interface:
        await interface.press("5")
        await interface.wait("Dated")
        assert "Resolve" in interface.line("Promised")
        assert "Due date" in interface.line("Dated")
        assert "Start" in interface.line("Unanswered")
        await interface.press("G", "z")
        await interface.wait("▲ Due date: -1h00", "1h00 late · due 10:00")


async def busy() -> int:
    raise Busy("busy")


async def test_a_tick_asks_the_database_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket(desk)
    async with opened(desk) as interface:
        asked: list[object] = []
        monkeypatch.setattr(interface.app.store, "run", asked.append)
        # the look at what others have changed gives up at once, so that only the tick is left
        monkeypatch.setattr(interface.app.store, "revision", busy)
        for time, clock in (("13:00", "○ 3h00"), ("14:50", "● 1h10"), ("16:02", "▲ -0:02:00")):
            interface.clock.now = paris(f"04-27 {time}")
            interface.app._tick()
            await interface.pilot.pause()
            assert clock in interface.line("Printer on fire")
        assert asked == []


async def test_outside_the_hours_nothing_is_shown_and_at_the_opening_it_is(desk: Desk) -> None:
    ticket(desk)
    async with opened(desk) as interface:
        await at(interface, "16:59")
        assert strip(interface) != ""
        await at(interface, "17:00")
        assert strip(interface) == ""
        await interface.pass_time(16 * HOUR)
        await interface.until(lambda: strip(interface).startswith(" To acknowledge: ▲ 1 breached"))


async def test_the_strip_counts_both_kinds_and_names_the_first(desk: Desk) -> None:
    ticket(desk, "Late one", started_at=NOW - 24 * HOUR * 3)
    ticket(desk, "Coming up")
    ticket(desk, "Coming up too")
    async with opened(desk, size=(120, 40)) as interface:
        await at(interface, "14:50")
        named = " To acknowledge: ▲ 1 breached  ● 2 at risk  TKT0001 Late one"
        assert strip(interface) == named.ljust(88) + "! opens it, then A acknowledges"


async def test_the_first_key_is_named_where_there_is_no_room_for_both(desk: Desk) -> None:
    ticket(desk, "Late one", started_at=NOW - 24 * HOUR * 3)
    ticket(desk, "Coming up")
    async with opened(desk, size=(80, 24)) as interface:
        await at(interface, "14:50")
        assert strip(interface).rstrip().endswith("! opens it")
        assert "TKT0001 Late one" in strip(interface)


async def test_where_room_is_short_the_first_keeps_its_name(desk: Desk) -> None:
    ticket(desk, "Late one", started_at=NOW - 24 * HOUR * 3)
    ticket(desk, "Coming up")
    async with opened(desk, size=(60, 20)) as interface:
        await at(interface, "14:50")
        assert strip(interface) == " To acknowledge: ▲ 1 breached  ● 1 at risk  TKT0001 Late o…"


async def test_the_key_goes_from_alert_to_alert_and_round(desk: Desk) -> None:
    ticket(desk, "Second")
    ticket(desk, "First", started_at=NOW - 2 * HOUR)
    ticket(desk, "Quiet", started_at=NOW)
    async with opened(desk) as interface:
        await at(interface, "14:50")
        for subject in ("First", "Second", "First"):
            await interface.press("!")
            await interface.until(partial(titled, interface, subject))


async def test_without_alerts_the_keys_say_so(desk: Desk) -> None:
    async with opened(desk) as interface:
        for key in ("!", "A"):
            await interface.press(key)
            await interface.wait("There is no alert:")
            await interface.press("j")


async def test_acknowledged_is_silent_until_it_is_worse(desk: Desk) -> None:
    ticket(desk)
    async with opened(desk) as interface:
        await at(interface, "14:50")
        await interface.press("A")
        await interface.wait("The alert on TKT0001 is acknowledged.")
        assert strip(interface) == ""
        await at(interface, "15:30")
        assert strip(interface) == ""
        await at(interface, "16:01")
        assert strip(interface).startswith(" To acknowledge: ▲ 1 breached")


async def test_it_acknowledges_the_ticket_in_hand(desk: Desk) -> None:
    ticket(desk, "First", started_at=NOW - 2 * HOUR)
    ticket(desk, "Second")
    async with opened(desk) as interface:
        await at(interface, "14:50")
        await interface.press("j", "A")
        await interface.wait("The alert on TKT0002 is acknowledged.")
        assert "TKT0001" in strip(interface)


async def test_a_ticket_without_alert_is_left_alone_and_the_way_to_the_next_is_named(
    desk: Desk,
) -> None:
    ticket(desk, "First")
    ticket(desk, "Quiet", started_at=NOW)
    async with opened(desk, keys={"ticket.next_alert": "f8"}) as interface:
        await at(interface, "14:50")
        await interface.press("j", "A")
        await interface.wait("TKT0002 has no alert: f8 goes to the next one.")
        assert strip(interface).startswith(" To acknowledge: ● 1 at risk  TKT0001")
        await interface.press("f8")
        await interface.until(partial(titled, interface, "First"))
        await interface.press("A")
        await interface.wait("The alert on TKT0001 is acknowledged.")


async def test_it_acknowledges_the_marked_tickets(desk: Desk) -> None:
    for subject in ("First", "Second", "Third"):
        ticket(desk, subject)
    async with opened(desk) as interface:
        await at(interface, "14:50")
        await interface.press("space", "space", "A")
        await interface.wait("The alerts on 2 tickets are acknowledged.")
        assert "TKT0003" in strip(interface)
        assert "marked" not in interface.screen.splitlines()[0]


async def test_the_bell_rings_once_for_a_new_alert_where_the_desk_wants_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(HelpdeskApp, "bell", lambda self: rung.append("now"))
    ticket(desk)
    async with opened(desk) as interface:
        await at(interface, "14:46")
        assert rung == []
    desk.call(setting, "bell", True)
    async with opened(desk) as interface:
        await at(interface, "14:46")
        assert rung == ["now"]
        await at(interface, "15:00")
        assert rung == ["now"]
        await at(interface, "16:01")
        assert rung == ["now", "now"], "a breach is another alert"
    async with opened(desk) as interface:
        interface.app.hears_bell = False
        await at(interface, "16:01")
        assert rung == ["now", "now"], "who does not want to hear it does not"


async def test_a_colleagues_pause_silences_the_alert(desk: Desk) -> None:
    made = ticket(desk)
    async with opened(desk) as interface:
        await at(interface, "14:50")
        assert strip(interface) != ""
        bob = desk.actor("bob")
        for act in (lifecycle.start, lifecycle.wait):
            desk.call(act, bob, made, interface.clock.now)
        interface.app.poll()
        await interface.until(lambda: strip(interface) == "")


async def test_the_next_ticket_says_why_in_terms_of_its_promise(desk: Desk) -> None:
    ticket(desk)
    ticket(desk, "Small one", priority=Priority.LOW, started_at=NOW)
    async with opened(desk, size=(120, 40)) as interface:
        await at(interface, "15:48")
        await interface.press("n")
        await interface.wait("It comes first: resolve within 5h, 12 min of working time left.")


@pytest.mark.parametrize("late", [False, True])
async def test_a_promise_of_real_time_speaks_of_no_working_time(desk: Desk, late: bool) -> None:
    policy("Urgent", hours=2, least=Priority.URGENT, working_days_only=False)
    ticket(desk, priority=Priority.URGENT, started_at=NOW - HOUR - 90 * MINUTE * late)
    said = "30 min too late." if late else "1h left."
    async with opened(desk, size=(120, 40)) as interface:
        await interface.press("n")
        await interface.wait(f"It comes first: resolve within 2h, {said}")


async def test_with_sla_off_clocks_alerts_and_keys_vanish(desk: Desk) -> None:
    ticket(desk)
    setting("manage_sla", False)
    while Requeue(desk.actor("alice")).step():
        pass
    async with opened(desk, size=(120, 40)) as interface:
        await at(interface, "16:30")
        assert strip(interface) == ""
        assert "▲" not in interface.line("TKT0001")
        await interface.press("?")
        await interface.wait("The ticket")
        assert "Explain the clock" not in interface.screen
        await interface.press("escape", "enter")
        await interface.wait("Description")
        assert "Deadlines" not in interface.screen
        await interface.press("E", "!", "A")
        assert "Why these deadlines?" not in interface.screen
        assert "There is no alert:" not in interface.screen


async def test_switched_on_again_they_are_back(desk: Desk) -> None:
    ticket(desk)
    setting("manage_sla", False)
    async with opened(desk) as interface:
        desk.call(setting, "manage_sla", True)
        await at(interface, "16:30")
        await interface.until(lambda: strip(interface).startswith(" To acknowledge: ▲ 1 breached"))
        await interface.press("E")
        await interface.wait("Why these deadlines?")
