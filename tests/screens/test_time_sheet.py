from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from helpdesk_tui.i18n import LANGUAGES
from helpdesk_tui.models import Setting
from helpdesk_tui.screens.choose import Choose
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.ticket import TicketScreen
from helpdesk_tui.screens.time_entries import TimeEntriesScreen
from helpdesk_tui.screens.time_sheet import TimeSheetScreen
from helpdesk_tui.services import stopwatch, time_entries
from helpdesk_tui.store import Store
from tests.conftest import NOW, Desk
from tests.screens.stage import HOSTILE, SIZES, assert_harmless
from tests.screens.timed import Trial, entries, trial

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
def worked(desk: Desk) -> None:
    """Two tickets on which bob has worked today (a Monday), yesterday and the week before."""
    bob, mona = desk.actor("bob"), desk.actor("mona")
    acme = desk.id("customer", "Acme SA")
    fire = desk.ticket(customer_id=acme, type_id=desk.id("type", "Outage")).ticket
    toner = desk.ticket("Toner order").ticket
    for ticket, seconds, begun in (
        (fire, 5400, NOW - 2 * HOUR),
        (toner, 1800, NOW - HOUR // 2),
        (fire, HOUR, NOW - DAY),
        (toner, 2 * HOUR, NOW - 7 * DAY - 3 * HOUR),
    ):
        time_entries.log(bob, ticket, NOW, seconds, started_at=begun, note="by bob")
    time_entries.log(mona, fire, NOW, 600)


async def sheet(it: Trial) -> None:
    await it.press("W")
    await it.until(lambda: isinstance(it.app.screen, TimeSheetScreen))
    await it.shows("Time sheet", "Bob Stone")


def line(it: Trial, begins: str) -> list[str]:
    """The words of the first line that begins so."""
    return next(row.split() for row in it.drawn.splitlines() if row.strip().startswith(begins))


async def test_it_opens_on_ones_own_week(store: Store, desk: Desk, worked: None) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.shows("27 Apr – 3 May 2026", "by ticket", "Mo 27", "Su 3")
        assert line(it, "TKT0001")[-8:] == ["1:30", *"······", "1:30"]
        assert line(it, "TKT0002")[-8:] == ["0:30", *"······", "0:30"]
        assert line(it, "Total")[-8:] == ["2:00", *"······", "2:00"]


async def test_sums_of_more_than_whole_minutes_say_that_seconds_are_counted(
    store: Store, desk: Desk, worked: None
) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.shows("Total")
        assert "(seconds counted)" not in it.drawn
        time_entries.log(desk.actor("bob"), desk.ticket("Lamp").ticket, NOW, 90)
        await it.press("l", "h")
        await it.shows("Total (seconds counted)", "Lamp")


async def test_a_running_stopwatch_is_counted_minute_by_minute(
    store: Store, desk: Desk, worked: None
) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket("Screen").ticket, NOW)
    async with trial(store, desk) as it:
        await sheet(it)
        await it.until(lambda: line(it, "Total")[-8:] == ["2:00", *"······", "2:00"])
        it.tick(NOW // 60 * 60 + 600)
        await it.until(lambda: line(it, "Total")[-8:] == ["2:10", *"······", "2:10"])


async def test_the_week_begins_on_the_weekday_of_the_settings(
    store: Store, desk: Desk, worked: None
) -> None:
    Setting.insert(key="first_weekday", value="6").execute()
    async with trial(store, desk) as it:
        await sheet(it)
        await it.shows("26 Apr – 2 May 2026")
        assert line(it, "Total")[-8:] == ["1:00", "2:00", *"·····", "3:00"]


async def test_h_and_l_step_through_time_and_w_comes_back(
    store: Store, desk: Desk, worked: None
) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.press("h")
        await it.shows("20–26 Apr 2026")
        assert line(it, "Total")[-1] == "3:00"
        await it.press("left")
        await it.shows("13–19 Apr 2026", "No time is logged here.")
        await it.press("l", "right", "l")
        await it.shows("4–10 May 2026")
        await it.press("W")
        await it.shows("27 Apr – 3 May 2026", "TKT0001")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_sum_of_a_week_has_room_beside_the_stopwatch_on_a_small_terminal(
    store: Store, desk: Desk, worked: None, language: str
) -> None:
    stopwatch.start(desk.actor("bob"), 2, NOW)
    async with trial(store, desk, size=(80, 24), language=language) as it:
        await it.press("W")
        await it.shows("Bob Stone", "2026 · 2h")
        await it.press("h")
        await it.shows("2026 · 3h")
        assert "TKT0002 0:00" in it.top


async def test_a_day_is_shown_entry_by_entry(store: Store, desk: Desk, worked: None) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.press("d")
        await it.shows("Apr 2026 · 5h · by ticket", "20–26", "27–30")
        await it.press("d")
        await it.shows("Mon 27 Apr 2026 · 2h", "07:00–08:30", "1h30 TKT0001", "08:30–09:00")
        await it.press("h")
        await it.shows("Sun 26 Apr 2026 · 1h", "09:00–10:00")
        await it.press("d")
        await it.shows("20–26 Apr 2026", "by ticket")


async def test_an_entry_of_the_day_is_corrected_there(
    store: Store, desk: Desk, worked: None
) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.press("d", "d")
        await it.shows("07:00–08:30")
        await it.press("e")
        await it.until(lambda: isinstance(it.app.screen, FormScreen))
        await it.press("ctrl+u")
        await it.paste("1h")
        await it.press("ctrl+s")
        await it.says("corrected")
        await it.shows("07:00–08:00", "Mon 27 Apr 2026 · 1h30")
    assert entries()[0][3] == HOUR


async def test_a_span_corrects_start_and_length_on_the_day_of_the_entry(
    store: Store, desk: Desk, worked: None
) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.press("d", "d", "h")
        await it.shows("Sun 26 Apr 2026 · 1h", "09:00–10:00")
        await it.press("e")
        await it.until(lambda: isinstance(it.app.screen, FormScreen))
        await it.press("ctrl+u")
        await it.paste("09:15-10:40")
        await it.shows("= 1h25 · 26 Apr 09:15–10:40")
        await it.press("tab", "ctrl+u")
        await it.paste("yesterday 8:00")
        await it.press("ctrl+s")
        await it.shows("The span says when the work began")
        await it.press("tab", "ctrl+u")
        await it.paste("2026-04-26 09:00")
        await it.press("ctrl+s")
        await it.says("corrected")
        await it.shows("09:15–10:40", "Sun 26 Apr 2026 · 1h25")


async def test_it_is_summed_up_by_customer_and_type(store: Store, desk: Desk, worked: None) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.press("tab")
        await it.shows("by customer", "Acme SA")
        assert line(it, "none")[-1] == "0:30"
        await it.press("tab")
        await it.shows("by type", "Outage")
        assert line(it, "Outage")[-1] == "1:30"
        await it.press("enter")  # a type is no ticket
        await it.press("tab")
        await it.shows("by ticket", "TKT0001")


async def test_enter_opens_the_ticket_and_e_its_entries(
    store: Store, desk: Desk, worked: None
) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.shows("TKT0001 Printer on fire")
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, TicketScreen))
        await it.shows("Time spent (2h40)")
        await it.press("q")
        await it.until(lambda: isinstance(it.app.screen, TimeSheetScreen))
        await it.press("B")
        await it.until(lambda: isinstance(it.app.screen, TimeEntriesScreen))
        await it.shows("Mona Lenoir")
        await it.press("h")
        await it.until(lambda: isinstance(it.app.screen, TimeSheetScreen))
        await it.press("G", "enter")  # the line of the totals
        await it.press("q")
        await it.until(lambda: not isinstance(it.app.screen, TimeSheetScreen))


async def test_a_manager_sees_anothers_sheet(store: Store, desk: Desk, worked: None) -> None:
    async with trial(store, desk, "mona") as it:
        await it.press("W")
        await it.shows("Time sheet", "Mona Lenoir", "0:10")
        await it.press("f")
        await it.until(lambda: isinstance(it.app.screen, Choose))
        await it.paste("bob")
        await it.press("enter")
        await it.shows("Time sheet", "Bob Stone")
        await it.until(lambda: line(it, "Total")[-1] == "2:00")


async def test_an_agent_does_not(store: Store, desk: Desk, worked: None) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.press("f")
        await it.says("Your role (Agent) does not allow this")


async def test_what_runs_counts_as_far_as_it_has_come(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW - 90 * 60)
    async with trial(store, desk) as it:
        await sheet(it)
        await it.shows("TKT0001")
        assert line(it, "Total")[-1] == "1:30"


async def test_the_stopwatch_works_on_the_row_under_the_cursor(
    store: Store, desk: Desk, worked: None
) -> None:
    async with trial(store, desk) as it:
        await sheet(it)
        await it.shows("TKT0002")
        await it.press("j", "b")
        await it.says("The stopwatch runs on TKT0002.")
        assert "▶ TKT0002" in it.top


@pytest.mark.parametrize(("size", "language"), list(zip(SIZES, ("fr", "en", "fr"), strict=True)))
async def test_it_fits_every_terminal_whatever_a_ticket_is_called(
    store: Store, desk: Desk, size: tuple[int, int], language: str
) -> None:
    bob: Any = desk.actor("bob")
    ticket = desk.ticket(HOSTILE).ticket
    time_entries.log(bob, ticket, NOW, 5400, note=HOSTILE)
    async with trial(store, desk, size=size, language=language) as it:
        await it.press("W")
        for key in ("d", "d", "tab"):
            await it.shows("TKT0001")
            assert_harmless(it.app)
            assert all(cell_len(row) <= size[0] for row in it.drawn.splitlines())
            assert "1:30" in it.drawn or "1h30" in it.drawn
            await it.press(key)
