from __future__ import annotations

import pytest

from helpdesk_tui.models import Setting, Ticket, TimeEntry
from helpdesk_tui.screens.ask import Ask, AskWhich
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.keys import live_keys
from helpdesk_tui.screens.prompt import Prompt
from helpdesk_tui.screens.ticket import TicketScreen
from helpdesk_tui.screens.time_entries import TimeEntriesScreen
from helpdesk_tui.services import lifecycle, stopwatch, time_entries
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Status
from helpdesk_tui.widgets.stopwatch import StopwatchClock
from helpdesk_tui.widgets.title_bar import TitleBar
from tests.conftest import NOW, Desk
from tests.desks import ticket_in, without_stopwatch
from tests.screens.stage import HOSTILE, SIZES, assert_harmless
from tests.screens.timed import Trial, entries, trial

HOUR = 3600


async def test_b_begins_and_breaks_and_the_top_line_counts(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("b")
        await it.says("The stopwatch runs on TKT0001.")
        assert it.top.rstrip().endswith("▶ TKT0001 0:00:00")
        it.now = NOW + 846
        await it.press("j")
        it.tick()
        await it.shows("▶ TKT0001 0:14:07")
        await it.press("b")
        await it.says("Your stopwatch on TKT0001 stopped: 14 min.")
        assert "▶ TKT0001" not in it.top
    assert entries() == [("bob", "TKT0001", 0, 847, "")]


async def test_a_second_repaints_the_clock_and_nothing_else(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("b")
        await it.shows("▶ TKT0001 0:00:00")
        dirty: set[str] = set()
        paint = it.app.screen._compositor.update_widgets

        def seen(widgets: set[object]) -> None:
            dirty.update(type(widget).__name__ for widget in widgets)
            paint(widgets)  # type: ignore[arg-type]

        monkeypatch.setattr(it.app.screen._compositor, "update_widgets", seen)
        it.tick()
        await it.until(lambda: dirty)
        assert dirty == {"StopwatchClock"}
        assert "▶ TKT0001 0:00:01" in it.top


async def test_where_nobody_types_it_counts_minutes(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket()
    passed = [0.0]
    monkeypatch.setattr("helpdesk_tui.app.monotonic", lambda: passed[0])
    async with trial(store, desk) as it:
        await it.press("b")
        await it.says("runs")
        clock = it.app.screen.query_one(StopwatchClock)
        passed[0] = 119
        it.tick(NOW + 847)
        assert clock.time == "0:14:07"
        passed[0] = 120
        it.tick(NOW + 847)
        assert clock.time == "0:14"
        await it.press("j")
        it.tick(NOW + 848)
        assert clock.time == "0:14:08"


async def test_the_place_makes_room_for_a_longer_time(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("b")
        await it.shows("▶ TKT0001 0:00:00")
        bar = it.app.screen.query_one(TitleBar)
        painted: list[str] = []
        monkeypatch.setattr(bar, "refresh", lambda: painted.append("bar"))
        bar.show_stopwatch("TKT0001", "9:59:59")
        assert painted == []
        bar.show_stopwatch("TKT0001", "10:00:00")
        assert painted == ["bar"]


async def test_beginning_elsewhere_says_what_it_stopped(store: Store, desk: Desk) -> None:
    desk.ticket()
    desk.ticket("Two")
    async with trial(store, desk) as it:
        await it.press("b")
        await it.says("runs on TKT0001")
        it.tick(NOW + 60)
        await it.press("j", "b")
        await it.says("The stopwatch runs on TKT0002. Your stopwatch on TKT0001 stopped: 1 min.")
        assert "▶ TKT0002" in it.top


async def test_it_can_be_stopped_where_there_is_no_ticket(store: Store, desk: Desk) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket(assignee_id=bob.id).ticket, NOW)
    async with trial(store, desk) as it:
        await it.shows("▶ TKT0001")
        await it.press("b")
        await it.says("stopped")
        await it.press("b")
        await it.says("There is no ticket here:")


@pytest.mark.parametrize("key", ["x", "m"])
async def test_it_goes_on_under_a_dialog(store: Store, desk: Desk, key: str) -> None:
    bob = desk.actor("bob")
    stopwatch.start(bob, desk.ticket(assignee_id=bob.id).ticket, NOW)
    async with trial(store, desk) as it:
        await it.press("1")
        await it.until(lambda: "▶ TKT0001" in it.top)
        await it.press(key)
        await it.until(lambda: len(it.app.screen_stack) > 1)
        it.tick(NOW + 61)
        await it.until(lambda: "▶ TKT0001 0:01:01" in it.top)


async def test_start_resolve_and_undo_tell_what_they_do_to_it(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("1", "s")
        await it.says("TKT0001 is in progress. Your stopwatch runs.")
        await it.shows("▶ TKT0001")
        it.tick(NOW + 90)
        await it.press("u")
        await it.says(
            "Undone on TKT0001: put in progress. Your stopwatch on TKT0001 stopped: 1 min."
        )
        assert "▶ TKT0001" not in it.top
        await it.press("s")
        await it.says("TKT0001 is in progress.")
        it.tick(NOW + 180)
        await it.press("r")
        await it.says("TKT0001 is resolved. Your stopwatch on TKT0001 stopped: 1 min.")
        await it.press("u")
        await it.says("marked as resolved. Your stopwatch on TKT0001 runs again.")
        await it.shows("▶ TKT0001 0:01:30")


async def test_starting_many_starts_no_stopwatch(store: Store, desk: Desk) -> None:
    for name in ("One", "Two"):
        desk.ticket(name)
    async with trial(store, desk) as it:
        await it.press("V", "s")
        await it.says("2 tickets are in progress.")
    assert entries() == []
    assert {row.status for row in Ticket.select()} == {Status.IN_PROGRESS}


async def test_a_second_terminal_follows(store: Store, desk: Desk) -> None:
    ticket = desk.ticket().ticket
    async with trial(store, desk) as it:
        stopwatch.start(desk.actor("bob"), ticket, NOW - 60)
        await it.app.poll().wait()
        await it.shows("▶ TKT0001 0:01:00")
        await it.loaded()
        stopwatch.stop(desk.actor("bob"), NOW)
        await it.press("b")  # meant to stop what this terminal still shows, never to start it
        await it.says("Your stopwatch does not run: start it first.")
        await it.app.poll().wait()
        await it.until(lambda: "▶ TKT0001" not in it.top)
    assert len(entries()) == 1


async def test_leaving_names_what_runs(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await it.shows("▶ TKT0001")
        await it.press("q")
        await it.shows("Leave the helpdesk?", "The stopwatch on TKT0001 runs on meanwhile.")


async def test_switched_off_there_is_no_stopwatch_anywhere(store: Store, desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    stopwatch.start(bob, ticket, NOW)
    without_stopwatch()
    async with trial(store, desk) as it:
        await it.until(lambda: not it.app.stopwatch.managed)
        assert "▶ TKT0001" not in it.drawn
        known = {key.id for key in live_keys(it.app.screen)}
        assert "ticket.stopwatch" not in known
        assert {"ticket.log_time", "app.time_sheet"} <= known
        await it.press("b")
        await it.press("1", "s")
        await it.says("TKT0001 is in progress.")
        assert "stopwatch" not in it.said
    assert len(entries()) == 1


# Time typed in


async def test_time_is_typed_with_a_note(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("L")
        await it.until(lambda: isinstance(it.app.screen, Prompt))
        await it.paste("1h30 on the phone")
        await it.shows("= 1h30 · on the phone")
        await it.press("enter")
        await it.says("Time is logged on TKT0001. It counts 1h30.")
    assert entries() == [("bob", "TKT0001", -5400, 5400, "on the phone")]


async def test_a_span_is_echoed_as_understood(store: Store, desk: Desk) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("L")
        await it.until(lambda: isinstance(it.app.screen, Prompt))
        await it.paste("07:15-08:40 rates")
        await it.shows("= 1h25 · 07:15–08:40 · rates")


@pytest.mark.parametrize(
    ("typed", "why"),
    [("90", "90 of what?"), ("10:40-9:15", "end must come after"), ("09:15-10:40", "to come")],
)
async def test_what_is_refused_stays_typed(store: Store, desk: Desk, typed: str, why: str) -> None:
    desk.ticket()
    async with trial(store, desk) as it:
        await it.press("L")
        await it.until(lambda: isinstance(it.app.screen, Prompt))
        await it.paste(typed)
        await it.press("enter")
        await it.shows(why, typed)
    assert entries() == []


async def test_who_may_not_is_told_before_typing(store: Store, desk: Desk) -> None:
    ticket_in(desk, Status.CLOSED)
    for login, keys in (("victor", ("6", "L")), ("bob", ("6", "L"))):
        async with trial(store, desk, login) as it:
            await it.press("6")
            await it.shows("TKT0001")
            await it.press(*keys)
            await it.says("Your role")
            assert not isinstance(it.app.screen, Prompt)


# The ticket's time


async def test_a_ticket_shows_everybodys_time(store: Store, desk: Desk) -> None:
    ticket = desk.ticket().ticket
    bob, carol = desk.actor("bob"), desk.actor("carol")
    time_entries.log(bob, ticket, NOW, 5400, note="on the phone")
    stopwatch.start(carol, ticket, NOW - 600)
    async with trial(store, desk, size=(120, 40)) as it:
        await it.press("enter")
        await it.shows("Time spent (1h40)", "Bob Stone  on the phone", "Carol Weiss  running")
        it.tick(NOW + 60)
        await it.shows("Time spent (1h41)")


@pytest.mark.parametrize(("size", "language"), list(zip(SIZES, ("en", "fr", "en"), strict=True)))
async def test_hostile_notes_are_drawn_harmlessly(
    store: Store, desk: Desk, size: tuple[int, int], language: str
) -> None:
    ticket = desk.ticket().ticket
    time_entries.log(desk.actor("bob"), ticket, NOW, 5400, note=HOSTILE)
    TimeEntry.update(note=HOSTILE).execute()
    async with trial(store, desk, size=size, language=language) as it:
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, TicketScreen))
        assert_harmless(it.app)
        await it.press("B")
        await it.shows("[/foo]")
        assert_harmless(it.app)


async def entries_open(it: Trial) -> None:
    await it.press("B")
    await it.until(lambda: isinstance(it.app.screen, TimeEntriesScreen))
    await it.shows("Time spent")


async def test_an_entry_is_corrected_in_a_form(store: Store, desk: Desk) -> None:
    time_entries.log(desk.actor("bob"), desk.ticket().ticket, NOW, 5400, note="on the phone")
    async with trial(store, desk) as it:
        await entries_open(it)
        await it.press("e")
        await it.until(lambda: isinstance(it.app.screen, FormScreen))
        await it.press("ctrl+u")
        await it.paste("45m")
        await it.press("ctrl+s")
        await it.says("The time on TKT0001 is corrected. It counts 45 min.")
        await it.shows("45 min", "on the phone")
    assert entries() == [("bob", "TKT0001", -5400, 2700, "on the phone")]


async def test_deleting_asks_and_enter_does_not_say_yes(store: Store, desk: Desk) -> None:
    time_entries.log(desk.actor("bob"), desk.ticket().ticket, NOW, 5400)
    async with trial(store, desk) as it:
        await entries_open(it)
        await it.press("D")
        await it.shows("Delete 1h30 of Bob Stone on TKT0001?")
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, TimeEntriesScreen))
        assert len(entries()) == 1
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("y")
        await it.says("The time on TKT0001 is deleted.")
        await it.shows("Nobody has spent time on this ticket yet.")
        await it.press("e")
        await it.says("There is no time entry here.")
    assert entries() == []


async def test_a_running_entry_is_thrown_away_there(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await entries_open(it)
        await it.shows("running")
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("y")
        await it.says("time on TKT0001 is thrown away")
        assert "▶ TKT0001" not in it.top
    assert entries() == []


async def test_anothers_entry_is_not_an_agents_to_change(store: Store, desk: Desk) -> None:
    time_entries.log(desk.actor("carol"), desk.ticket().ticket, NOW, 5400)
    async with trial(store, desk) as it:
        await entries_open(it)
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("y")
        await it.says("Your role")
    assert len(entries()) == 1


# A forgotten stopwatch


async def forgotten(it: Trial) -> None:
    """Press a key five hours later, which brings up the question."""
    await it.shows("▶ TKT0001")
    it.tick(NOW + 5 * HOUR)
    await it.press("j")
    await it.until(lambda: isinstance(it.app.screen, AskWhich))
    await it.shows("The stopwatch on TKT0001 has run since 09:00: 5h so far.", "forgotten?")


async def test_the_next_key_asks_instead_of_what_it_does(store: Store, desk: Desk) -> None:
    ticket = desk.ticket().ticket
    stopwatch.start(desk.actor("bob"), ticket, NOW)
    async with trial(store, desk) as it:
        await it.shows("▶ TKT0001")
        it.tick(NOW + 4 * HOUR)
        await it.press("j")
        assert not isinstance(it.app.screen, AskWhich)
        it.tick(NOW + 4 * HOUR + 1)
        await it.press("r")
        await it.until(lambda: isinstance(it.app.screen, AskWhich))
    assert Ticket.get_by_id(ticket).status == Status.NEW
    assert entries() == [("bob", "TKT0001", 0, None, "")]  # nothing is decided silently


async def test_kept_it_is_never_asked_about_again(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await forgotten(it)
        await it.press("K")
        await it.says("The stopwatch on TKT0001 runs on.")
        it.tick(NOW + 30 * HOUR)
        await it.press("j")
        assert not isinstance(it.app.screen, AskWhich)


@pytest.mark.parametrize(("typed", "length"), [("10:30", 5400), ("now", 5 * HOUR)])
async def test_trimmed_it_ends_when_the_agent_says(
    store: Store, desk: Desk, typed: str, length: int
) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await forgotten(it)
        await it.press("T")
        await it.shows("When did the work on TKT0001 end?", "Mon 27 Apr 2026 13:00")
        await it.press("ctrl+u")
        await it.paste(typed)
        await it.press("enter")
        await it.says("The stopwatch on TKT0001 is ended.")
    assert entries() == [("bob", "TKT0001", 0, length, "")]


async def test_on_another_day_a_time_is_that_of_the_day_it_began(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await it.shows("▶ TKT0001")
        it.tick(NOW + 23 * HOUR)
        await it.press("j")
        await it.until(lambda: isinstance(it.app.screen, AskWhich))
        await it.press("T")
        await it.until(lambda: isinstance(it.app.screen, Prompt))
        await it.press("ctrl+u")
        await it.paste("08:59")
        await it.press("enter")
        await it.shows("Name a time after the stopwatch began")
        await it.press("ctrl+u")
        await it.paste("17:00")
        await it.press("enter")
        await it.says("is ended")
    assert entries()[0][3] == 8 * HOUR


async def test_discarding_asks_once_more(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await forgotten(it)
        await it.press("D")
        await it.shows("Throw away 5h on TKT0001?")
        await it.press("n")
        await it.until(lambda: not isinstance(it.app.screen, Ask))
        assert len(entries()) == 1
        it.tick(NOW + 6 * HOUR)
        await it.press("j")
        await it.until(lambda: isinstance(it.app.screen, AskWhich))
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("y")
        await it.says("thrown away")
    assert entries() == []


async def test_left_with_escape_it_is_asked_again_later(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await forgotten(it)
        await it.press("escape")
        await it.says("you are asked again later")
        await it.press("j")
        assert not isinstance(it.app.screen, AskWhich)
        it.tick(NOW + 5 * HOUR + 900)
        await it.press("j")
        await it.until(lambda: isinstance(it.app.screen, AskWhich))


async def test_a_filter_that_is_being_typed_is_not_interrupted(store: Store, desk: Desk) -> None:
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await it.shows("▶ TKT0001")
        await it.press("slash")
        it.tick(NOW + 5 * HOUR)
        await it.press(*"print")
        await it.shows("filter: print")
        assert not isinstance(it.app.screen, AskWhich)


async def test_closing_names_time_that_looks_forgotten(store: Store, desk: Desk) -> None:
    bob = desk.actor("bob")
    ticket = desk.ticket().ticket
    lifecycle.start(bob, ticket, NOW)
    lifecycle.resolve(bob, ticket, NOW + 9 * HOUR)
    async with trial(store, desk) as it:
        await it.press("2")
        await it.shows("TKT0001")
        await it.press("x")
        await it.shows("A stopwatch looks forgotten: Bob Stone 9h (TKT0001).")
        await it.press("n")
    assert Ticket.get_by_id(ticket).closed_at is None


async def test_it_is_asked_over_the_configuration_too(store: Store, desk: Desk) -> None:
    Setting.insert(key="timer_limit_hours", value="1").execute()
    stopwatch.start(desk.actor("bob"), desk.ticket().ticket, NOW)
    async with trial(store, desk) as it:
        await it.shows("▶ TKT0001")
        await it.press("8")
        it.tick(NOW + 2 * HOUR)
        await it.shows("▶ TKT0001 2:00")
        await it.press("j")
        await it.until(lambda: isinstance(it.app.screen, AskWhich))
