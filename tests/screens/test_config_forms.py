"""What forms of the configuration say while one types, and what their changes bring about."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from types import ModuleType

import pytest
from textual.widgets import TextArea

from helpdesk_tui.models import Calendar, Team, Ticket
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.screens.ask import Ask
from helpdesk_tui.screens.config_list import ConfigList
from helpdesk_tui.services import configuration, settings
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Role
from tests.conftest import NOW, Desk
from tests.screens.config_trial import (
    KIND,
    Trial,
    add,
    shows,
    trial,
    with_calendars,
)
from tests.screens.stage import picture


@pytest.fixture
def calendars(desk: Desk) -> None:
    with_calendars(desk)


def said(it: Trial) -> str:
    """What is drawn, however its lines are broken."""
    return " ".join(picture(it.app).split())


def calendar_named(name: str) -> int:
    return int(Calendar.get(Calendar.name == name).id)


# What the form says while one types


async def test_a_policy_shows_the_deadline_it_would_give(
    store: Store, desk: Desk, calendars: None
) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["policy"])
        await it.press("c")
        await it.form_opens()
        fields = {field.id: field for field in it.form._fields}
        await it.until(lambda: "once there are days or a time" in picture(it.app))
        await it.fill(fields["seconds"], "4h")
        # NOW is Monday 11:00 in Paris
        await it.until(lambda: "due Mon 27 Apr 2026 15:00" in picture(it.app))
        assert "every hour counts" in picture(it.app)
        settings.change(desk.actor("alice"), NOW, {"default_calendar": calendar_named("Office")})
        await it.fill(fields["seconds"], "5h")
        await it.until(lambda: "the team's, else Office." in said(it))
        await it.fill(fields["calendar_id"], "Office")
        await it.fill(fields["seconds"], "8h")
        await it.until(lambda: "due Tue 28 Apr 2026 11:00" in picture(it.app))
        assert "Working time of the calendar Office." in picture(it.app)
        await it.fill(fields["min_priority"], 2)
        await it.until(lambda: "priority High" in picture(it.app))
        await it.fill(fields["working_days_only"], 1)
        await it.until(lambda: "due Mon 27 Apr 2026 19:00" in picture(it.app))


async def test_policies_are_listed_with_whom_and_which_calendar_they_mean(
    store: Store, desk: Desk, calendars: None
) -> None:
    alice = desk.actor("alice")
    settings.change(alice, NOW, {"default_calendar": calendar_named("Office")})
    for name, priority, calendar in (("Gold", 1, "Nights"), ("Silver", 2, None)):
        own = calendar_named(calendar) if calendar else None
        fields = {"name": name, "days": 1, "min_priority": priority, "calendar_id": own}
        configuration.create(alice, "policy", NOW, fields)
    async with trial(store, desk, size=(120, 30)) as it:
        await it.open(KIND["policy"])
        await it.until(lambda: "Silver" in picture(it.app))
        gold, silver = (
            next(line for line in picture(it.app).splitlines() if name in line).split()
            for name in ("Gold", "Silver")
        )
        assert gold[-2:] == ["Urgent", "Nights"]
        assert silver[-4:] == ["High", "and", "above", "(Office)"]


async def test_a_policy_says_once_which_of_two_wins(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["policy"])
        await it.press("c")
        await it.form_opens()
        wins = "sets more of priority, type and team wins"
        it.form._rows["min_priority"].editor.focus()
        await it.until(lambda: wins in said(it))
        for field, empty in (("type_id", "every type."), ("team_id", "every team.")):
            it.form._rows[field].editor.focus()
            await it.until(lambda empty=empty: empty in said(it))  # type: ignore[misc]
            assert wins not in said(it)


async def test_a_calendar_shows_what_it_means(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["calendar"])
        await it.press("c")
        await it.form_opens()
        fields = {field.id: field for field in it.form._fields}
        await it.until(lambda: "It is open now." in picture(it.app))
        await it.fill(fields["week"], "tue 10-13")
        await it.until(lambda: "next opening is Tue 28 Apr 2026 10:00" in picture(it.app))
        assert "4h of working time from now: Tue 5 May 2026 11:00." in picture(it.app)
        await it.fill(fields["closed"], "2026-04-28")
        await it.until(lambda: "next opening is Tue 5 May 2026 10:00" in picture(it.app))
        await it.fill(fields["week"], "mon 9-12 11-15\ntue 15-16 16-17")
        one = "Hours that overlap or touch are one: mon 09:00-15:00 · tue 15:00-17:00, 8h"
        await it.until(lambda: one in said(it))
        await it.fill(fields["week"], "mon 17-9")
        await it.until(lambda: "write 17:00-24:00 and, on the next day, 00:00-09:00" in said(it))
        await it.fill(fields["week"], "")
        await it.until(lambda: "no working time at all" in picture(it.app))


async def test_previews_name_the_zone_of_a_calendar_elsewhere(
    store: Store, desk: Desk, calendars: None
) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["policy"])
        await it.press("c")
        await it.form_opens()
        fields = {field.id: field for field in it.form._fields}
        await it.fill(fields["calendar_id"], "Nights")
        await it.fill(fields["seconds"], "1h")
        await it.until(lambda: "due Tue 28 Apr 2026 03:00" in picture(it.app))
        said = "The hours are those of UTC; these times are told in Europe/Paris."
        assert said in picture(it.app)
        await it.fill(fields["calendar_id"], "Office")
        await it.fill(fields["seconds"], "4h")
        await it.until(lambda: "due Mon 27 Apr 2026 15:00" in picture(it.app))
        assert "The hours are those of" not in picture(it.app)
        await it.press("escape", "y", "q")
        await it.open(KIND["calendar"])
        await it.press("c")
        await it.form_opens()
        fields = {field.id: field for field in it.form._fields}
        await it.fill(fields["zone"], "America/New_York")
        await it.fill(fields["week"], "mon 9-17")
        await it.until(lambda: "those of America/New_York" in picture(it.app))


async def test_a_sequence_shows_the_next_numbers(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["sequence"])
        await it.press("e")
        await it.form_opens()
        fields = {field.id: field for field in it.form._fields}
        await it.until(lambda: "TKT0001, TKT0002, TKT0003" in picture(it.app))
        await it.fill(fields["prefix"], "%YYYY-")
        await it.until(lambda: "2026-0001, 2026-0002, 2026-0003" in picture(it.app))
        await it.fill(fields["reset"], 2)
        await it.until(lambda: "need year and month" in picture(it.app))


class Holidays(ModuleType):
    @staticmethod
    def country_holidays(code: str, subdiv: str | None, years: Sequence[int]) -> list[date]:
        return [date(year, 7, 14) for year in years]


async def test_public_holidays_fill_the_closed_dates(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["calendar"])
        await it.press("c")
        await it.form_opens()
        fields = {field.id: field for field in it.form._fields}
        form = it.form
        await it.fill(fields["closed"], "2026-12-25")
        await it.press("ctrl+l", "enter")
        await it.until(lambda: it.app.screen is form and it.complaint("country"))
        await it.fill(fields["country"], "FR")

        monkeypatch.setitem(sys.modules, "holidays", None)
        await it.press("ctrl+l", "enter")
        await it.until(lambda: "helpdesk-tui[holidays]" in picture(it.app))

        monkeypatch.setitem(sys.modules, "holidays", Holidays("holidays"))
        await it.press("ctrl+l", "enter")
        closed = form._rows["closed"].editor
        assert isinstance(closed, TextArea)
        await it.until(lambda: "2030-07-14" in closed.text)
        assert closed.text.splitlines()[0] == "2026-07-14, 2026-12-25"


async def test_each_field_with_a_sentence_shows_it(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["settings"])
        for field in it.form._fields:
            it.form._rows[field.id].editor.focus()
            await it.until(partial(shows, it, KIND["settings"].help[field.id]))


async def test_leaving_asks_when_something_was_typed(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["team"])
        await it.press("c")
        await it.form_opens()
        await it.press("x", "escape")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("y")
        await it.list_is_back()
        assert Team.select().count() == 2


# What follows from a change


async def test_recomputing_tells_first_and_asks(store: Store, desk: Desk) -> None:
    policy = add(desk, KIND["policy"])
    ticket = desk.ticket().ticket
    due = Ticket.get_by_id(ticket).next_due_at
    async with trial(store, desk) as it:
        await it.open(KIND["policy"])
        await it.press("R")
        await it.until(lambda: "0 of 1 open ticket would move" in it.said)
        configuration.edit(desk.actor("alice"), "policy", policy, NOW, {"days": 2})
        await it.press("R")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        assert "1 of 1 open tickets gets other deadlines. Recompute?" in picture(it.app)
        assert Ticket.get_by_id(ticket).next_due_at == due
        await it.press("y")
        await it.until(lambda: "1 of 1 open tickets has other deadlines." in it.said)
        assert Ticket.get_by_id(ticket).next_due_at == due + 86_400


async def test_sla_switched_off_in_the_settings_changes_the_queues(
    store: Store, desk: Desk
) -> None:
    add(desk, KIND["policy"])
    promised = desk.ticket().ticket
    desk.ticket(due_at=NOW + 3 * 86_400)
    async with trial(store, desk) as it:
        await it.open(KIND["settings"])
        await it.fill(it.form._fields[0], 1)
        await it.press("ctrl+s")
        await it.list_is_back()
        await it.until(lambda: "The settings are saved." in it.said)
        assert not switches().manage_sla
        last = Ticket.select().order_by(Ticket.next_due_at.desc()).get()
        assert last.id == promised


async def test_the_agent_at_the_screen_goes_on_as_changed(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        assert it.app.actor.team is None
        await it.open(KIND["team"])
        await it.press("e")
        await it.form_opens()
        await it.fill(it.form._fields[-1], "Alice Martin")
        await it.press("ctrl+s")
        await it.list_is_back()
        await it.until(lambda: it.app.actor.team is not None)


async def test_the_last_administrator_stays(store: Store, desk: Desk) -> None:
    alice = desk.id("agent", "alice")
    async with trial(store, desk) as it:
        await it.open(KIND["agent"])
        screen = it.app.screen
        assert isinstance(screen, ConfigList)
        await it.until(lambda: screen.table.move_to(alice))
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("y")
        await it.until(lambda: "You cannot archive yourself" in it.said)
        await it.press("e")
        await it.form_opens()
        role = next(field for field in it.form._fields if field.id == "role")
        await it.fill(role, 1)
        await it.press("ctrl+s")
        await it.until(lambda: "administrator's role from yourself" in it.complaint("role"))
    assert desk.actor("alice").role == Role.ADMINISTRATOR
