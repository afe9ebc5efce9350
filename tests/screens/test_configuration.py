"""The configuration by keyboard; each kind and field is tried by being declared, with samples."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from helpdesk_tui import i18n, models
from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.i18n import _
from helpdesk_tui.models import Agent, Customer, Membership, Setting, Team, Ticket
from helpdesk_tui.queries import config_rows
from helpdesk_tui.queries import configuration as listed
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.ask import Ask
from helpdesk_tui.screens.config_form import ConfigForm
from helpdesk_tui.screens.config_history import ConfigHistory
from helpdesk_tui.screens.config_kinds import KINDS
from helpdesk_tui.screens.config_list import ConfigList
from helpdesk_tui.screens.editors import PickEditor
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.form_row import FormRow
from helpdesk_tui.screens.kinds.kind import ConfigKind
from helpdesk_tui.services import configuration
from helpdesk_tui.store import Store
from helpdesk_tui.widgets.hint_bar import HintBar
from tests.conftest import NOW, Desk
from tests.screens.stage import HOSTILE, SIZES, assert_harmless, picture

ZONE = "Europe/Paris"
KIND = {kind.id: kind for kind in KINDS}
WAIT = 500
"""Looks at whether something has come about, before a test gives up."""


@dataclass(frozen=True)
class Sample:
    """What is typed into a field, what is saved of it, the same of another, what is refused."""

    text: Any
    saved: Any
    other_text: Any
    other: Any
    refused: Any = None


BY_KIND_OF_FIELD: dict[str, Sample] = {
    "line": Sample("Sample", "Sample", "Other", "Other", "x" * 201),
    "text": Sample("Two\nlines", "Two\nlines", "One", "One", "x" * 100_001),
    "number": Sample("7", 7, "8", 8, "many"),
    "duration": Sample("1h30", 5400, "2h", 7200, "soon"),
    "pick": Sample(1, None, 0, None),
    "switch": Sample(1, False, 0, True),
}
"""Of picks and switches the place of an option."""

CALENDARS = Sample("Off", "Office", "night", "Nights", "nowhere")
ADDRESSES = Sample("e@a.example", "e@a.example", "f@a.example", "f@a.example", "no address")
ZONES = Sample("Europe/Paris", "Europe/Paris", "new york", "America/New_York", "Mars")

BY_FIELD: dict[tuple[str, str], Sample] = {
    ("policy", "type_id"): Sample("out", "Outage", "question", "Question", "nothing"),
    ("policy", "team_id"): Sample("supp", "Support", "net", "Network", "nobody"),
    ("policy", "calendar_id"): CALENDARS,
    ("policy", "days"): Sample("7", 7, "8", 8, "-1"),
    ("policy", "warn_percent"): Sample("50", 50, "90 %", 90, "0"),
    ("calendar", "zone"): ZONES,
    ("calendar", "week"): Sample(
        "mon-fri 9:00-12:00",
        "mon-fri 09:00-12:00",
        "sat 10:00-16:00",
        "sat 10:00-16:00",
        "mon 17:00-9:00",
    ),
    ("calendar", "country"): Sample("fr", "FR", "DE-BY", "DE-BY", "France"),
    ("calendar", "closed"): Sample(
        "2026-12-25", "2026-12-25", "2026-08-03..2026-08-07", "2026-08-03..2026-08-07", "soon"
    ),
    ("calendar", "special"): Sample(
        "2026-12-24 9-12", "2026-12-24 09:00-12:00", "", "", "2026-12-24 12-9"
    ),
    ("team", "calendar_id"): CALENDARS,
    ("team", "members"): Sample(
        "bob, carol", ["Bob Stone", "Carol Weiss"], "Mona Lenoir", ["Mona Lenoir"], "bob, zoe"
    ),
    ("agent", "login"): Sample("dora", "dora", "dorothy", "dorothy", "Dora D"),
    ("agent", "email"): ADDRESSES,
    ("agent", "teams"): Sample(
        "supp, net", ["Network", "Support"], "Support, Network, ", ["Network", "Support"], "field"
    ),
    ("agent", "team_id"): Sample("net", "Network", "supp", "Support", "Field"),
    ("agent", "zone"): ZONES,
    ("customer", "calendar_id"): CALENDARS,
    ("contact", "customer_id"): Sample("acme", "Acme SA", "glob", "Globex", "nobody"),
    ("contact", "email"): ADDRESSES,
    ("lead", "email"): ADDRESSES,
    ("sequence", "prefix"): Sample("T%YYYY%FM-", "T%YYYY%FM-", "HD%YY%FM/", "HD%YY%FM/", "T%M"),
    ("sequence", "suffix"): Sample("/a", "/a", "/b", "/b", "-%D%YY"),
    ("sequence", "next_number"): Sample("70", 70, "80", 80, "0"),
    ("settings", "default_calendar"): CALENDARS,
}


def sample(kind: ConfigKind, field: Field) -> Sample:
    """A kind or field that has none fails here."""
    found = BY_FIELD.get((kind.id, field.id)) or BY_KIND_OF_FIELD[field.kind]
    if field.kind == "pick":
        first, last = field.options[1][0], field.options[-1][0]
        return Sample(1, first, len(field.options) - 1, last)
    return found


@pytest.fixture
def calendars(desk: Desk) -> None:
    """Two calendars to choose from, beside all that the desk has."""
    alice = desk.actor("alice")
    for name, zone, hours in (
        ("Office", ZONE, ("09:00", "17:00")),
        ("Nights", "UTC", ("00:00", "06:00")),
    ):
        fields = {"name": name, "zone": zone, "week": dict.fromkeys(("mon", "tue", "wed"), [hours])}
        configuration.create(alice, "calendar", NOW, fields)


@dataclass
class Trial:
    """The application under a keyboard."""

    app: HelpdeskApp
    pilot: Pilot[int]

    async def until(self, come: Callable[[], object]) -> None:
        for _look in range(WAIT):
            await self.pilot.pause()
            if come():
                return
        raise AssertionError(f"never came about:\n{picture(self.app)}")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def open(self, kind: ConfigKind) -> None:
        """The list of a kind, or the form of a single row."""
        await self.press("8")
        await self.until(lambda: kind.title and _(kind.title) in picture(self.app))
        await self.press("g", *"j" * KINDS.index(kind), "enter")
        shown = FormScreen if kind.is_single else ConfigList
        await self.until(lambda: isinstance(self.app.screen, shown))
        if not kind.is_single:
            await self.until(lambda: self.app.screen.query_one("#list")._loader.loaded)

    @property
    def form(self) -> ConfigForm:
        assert isinstance(self.app.screen, ConfigForm), picture(self.app)
        return self.app.screen

    async def form_opens(self) -> None:
        await self.until(lambda: isinstance(self.app.screen, FormScreen))
        await self.pilot.pause()

    async def list_is_back(self) -> None:
        await self.until(lambda: not isinstance(self.app.screen, FormScreen | Ask))
        await self.pilot.pause()

    async def fill(self, field: Field, typed: Any) -> None:
        """Put a value into a field as somebody types or pastes it, and leave the field."""
        row = self.form._rows[field.id]
        row.editor.focus()
        await self.pilot.pause()
        match row.editor:
            case PickEditor() as pick:
                pick.chosen = typed
            case Input() as line:
                line.value = typed
            case TextArea() as lines:
                lines.text = typed
        if field.kind in ("choice", "choices") and typed:
            editor: Any = row.editor
            await self.until(lambda: editor.seen is not None)
        await self.press("tab")
        await self.until(
            lambda: not [w for w in self.app.workers if w.group in ("look", "resolve")]
        )

    def complaint(self, field: str) -> str:
        row = self.form._rows[field]
        note = str(row._note.render()) if row.has_class("-wrong") else ""
        return note

    @property
    def said(self) -> str:
        return self.app.screen.query_one(HintBar).message


@asynccontextmanager
async def trial(
    store: Store,
    desk: Desk,
    login: str = "alice",
    size: tuple[int, int] = (100, 30),
    language: str = "en",
) -> AsyncIterator[Trial]:
    i18n.use(language)
    actor = desk.actor(login)
    app = HelpdeskApp(store, actor, zone=ZONE, clock=lambda: NOW, driver_class=None)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Trial(app, pilot)


def saved(kind: ConfigKind, row: int, field: Field) -> Any:
    """The field's value as people know it: names for what it refers to."""
    value = kind.typed(kind.values(row).values)[field.id]
    if isinstance(value, Choice):
        return value.name
    return [each.name for each in value] if isinstance(value, list) else value


def newest(kind: ConfigKind) -> int:
    """The row that was added last."""
    rows = listed.first(kind.id, "", True, 500).rows
    return max(row.id for row in rows)


# Every field of every kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
async def test_every_field_is_created_refused_and_changed(
    store: Store, desk: Desk, calendars: None, kind: ConfigKind
) -> None:
    async with trial(store, desk) as it:
        await it.open(kind)
        if "create" in kind.acts:
            await it.press("c")
            await it.form_opens()
        elif not kind.is_single:
            await it.press("e")
            await it.form_opens()
        fields = list(it.form._fields)
        samples = {field.id: sample(kind, field) for field in fields}
        for field in fields:
            await it.fill(field, samples[field.id].text)
        await it.press("ctrl+s")
        await it.list_is_back()
        row = 1 if kind.acts == {"edit"} else newest(kind)
        for field in fields:
            assert saved(kind, row, field) == samples[field.id].saved, field.id

        await reopen(it, kind, row)
        for field in fields:
            refused = samples[field.id].refused
            if refused is None:
                continue
            await it.fill(field, refused)
            await it.press("ctrl+s")
            await it.until(lambda id=field.id: it.complaint(id))
            assert saved(kind, row, field) == samples[field.id].saved
            await it.fill(field, samples[field.id].text)

        for field in fields:
            await it.fill(field, samples[field.id].other_text)
        await it.press("ctrl+s")
        await it.list_is_back()
        for field in fields:
            assert saved(kind, row, field) == samples[field.id].other, field.id
        changes = config_rows.history(kind.id, row)[0].changes
        different = {f.id for f in fields if samples[f.id].saved != samples[f.id].other}
        assert set(changes) == different


async def reopen(it: Trial, kind: ConfigKind, row: int) -> None:
    """Back into the form of a row."""
    if kind.is_single:
        await it.press("enter")
    else:
        screen = it.app.screen
        assert isinstance(screen, ConfigList)
        await it.until(lambda: screen.table.move_to(row))
        await it.press("e")
    await it.form_opens()


ADDED = [kind for kind in KINDS if "archive" in kind.acts]
STARTS: dict[str, dict[str, Any]] = {
    "policy": {"name": "Sample", "days": 1},
    "calendar": {"name": "Sample", "zone": "UTC", "week": {"mon": [("09:00", "17:00")]}},
    "agent": {"login": "sample", "name": "Sample"},
    "contact": {"name": "Sample", "customer_id": 1},
}


def add(desk: Desk, kind: ConfigKind) -> int:
    """A row named Sample."""
    fields = STARTS.get(kind.id, {"name": "Sample"})
    return configuration.create(desk.actor("alice"), kind.id, NOW, fields)


@pytest.mark.parametrize("kind", ADDED, ids=lambda kind: kind.id)
async def test_a_row_is_copied_archived_restored_and_tells_its_history(
    store: Store, desk: Desk, kind: ConfigKind
) -> None:
    row = add(desk, kind)
    async with trial(store, desk) as it:
        await it.open(kind)
        screen = it.app.screen
        assert isinstance(screen, ConfigList)
        await it.until(lambda: screen.table.move_to(row))

        await it.press("C")
        await it.form_opens()
        if kind.id == "agent":
            await it.fill(it.form._fields[0], "sample2")
        await it.press("ctrl+s")
        await it.list_is_back()
        assert newest(kind) != row
        await it.until(lambda: "is saved" in it.said)

        await it.until(lambda: screen.table.move_to(row))
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("enter")
        await it.list_is_back()
        assert not archived(kind, row)
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        await it.press("y")
        await it.until(lambda: archived(kind, row))
        await it.until(lambda: not screen.table.move_to(row))

        await it.press("full_stop")
        await it.until(lambda: screen.table.move_to(row))
        await it.until(lambda: "archived" in picture(it.app))
        await it.press("D")
        await it.until(lambda: not archived(kind, row))

        await it.press("H")
        await it.until(lambda: isinstance(it.app.screen, ConfigHistory))
        shown = picture(it.app)
        told = [shown.index(words) for words in ("restored it", "archived it", "created it")]
        assert told == sorted(told)
        await it.press("q", "q")
        assert picture(it.app).lstrip().startswith("8 Configuration")


def archived(kind: ConfigKind, row: int) -> bool:
    table = configuration.KINDS[kind.id].table
    return bool(table.get_by_id(row).archived)


async def test_several_are_archived_at_once(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["customer"])
        await it.press("V", "D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        assert "Archive 2 rows?" in picture(it.app)
        await it.press("y")
        await it.until(lambda: "2 rows are archived." in it.said)
        assert Customer.select().where(Customer.archived).count() == 2


async def test_what_goes_on_being_used_is_named_before_it_is_archived(
    store: Store, desk: Desk
) -> None:
    desk.ticket(customer_id=1)
    async with trial(store, desk) as it:
        await it.open(KIND["customer"])
        await it.press("D")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        assert "1 open ticket, 1 contact" in picture(it.app)


async def test_the_list_is_filtered(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["agent"])
        await it.press("slash", *"stone")
        await it.until(lambda: "alice " not in picture(it.app).split("\n", 1)[1])
        assert "bob" in picture(it.app)
        await it.press("enter", "escape")
        await it.until(lambda: "carol" in picture(it.app))
        assert isinstance(it.app.screen, ConfigList)
        await it.press("escape")
        assert not isinstance(it.app.screen, ConfigList)


# Who may


@pytest.mark.parametrize("key", ["c", "e", "C", "D", "R", "enter"])
async def test_who_may_only_read_is_told_why(store: Store, desk: Desk, key: str) -> None:
    add(desk, KIND["policy"])
    async with trial(store, desk, "victor") as it:
        await it.open(KIND["policy"])
        await it.until(lambda: "Sample" in picture(it.app))
        await it.press(key)
        await it.until(lambda: "it needs Manager" in it.said)
        assert isinstance(it.app.screen, ConfigList)


async def test_settings_say_who_may_change_them(store: Store, desk: Desk) -> None:
    async with trial(store, desk, "mona") as it:
        await it.press("8")
        await it.press("G", "enter")
        await it.until(lambda: "it needs Administrator" in it.said)


async def test_sequences_offer_no_new_ones(store: Store, desk: Desk) -> None:
    async with trial(store, desk) as it:
        await it.open(KIND["sequence"])
        await it.press("c", "D", "C")
        assert isinstance(it.app.screen, ConfigList)
        assert "Create" not in picture(it.app)


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
        await it.fill(fields["calendar_id"], "Office")
        await it.fill(fields["seconds"], "8h")
        await it.until(lambda: "due Tue 28 Apr 2026 11:00" in picture(it.app))
        assert "Working time of the calendar Office." in picture(it.app)
        await it.fill(fields["min_priority"], 2)
        await it.until(lambda: "priority High" in picture(it.app))
        await it.fill(fields["working_days_only"], 1)
        await it.until(lambda: "due Mon 27 Apr 2026 19:00" in picture(it.app))


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
        await it.fill(fields["week"], "")
        await it.until(lambda: "no working time at all" in picture(it.app))


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
            words = KIND["settings"].help[field.id]
            await it.until(lambda words=words: words in picture(it.app))


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
        await it.until(lambda: "Every open ticket has the deadlines" in it.said)
        configuration.edit(desk.actor("alice"), "policy", policy, NOW, {"days": 2})
        await it.press("R")
        await it.until(lambda: isinstance(it.app.screen, Ask))
        assert "1 open ticket gets other deadlines" in picture(it.app)
        assert Ticket.get_by_id(ticket).next_due_at == due
        await it.press("y")
        await it.until(lambda: "1 ticket has other deadlines." in it.said)
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


# A new desk


async def test_first_steps_lead_to_the_first_queue(store: Store, desk: Desk) -> None:
    untouched()
    async with trial(store, desk) as it:
        for number, text in ((1, "Support"), (2, "dora"), (2, None), (3, None), (4, None)):
            await it.until(lambda n=number: f"Step {n} of 4" in picture(it.app))
            form = it.form
            if text:
                await it.fill(it.form._fields[0], text)
            await it.press("escape" if number == 2 and not text else "ctrl+s")
            await it.until(lambda form=form: it.app.screen is not form)
        await it.until(lambda: it.app.current_mode == "in-progress")
        assert Agent.get(Agent.login == "dora").team_id == Team.get().id == it.app.actor.team
        assert switches().default_calendar == models.Calendar.get().id
        assert models.SlaPolicy.get().days == 2
        assert switches().guided


async def test_first_steps_can_all_be_skipped_and_come_once(store: Store, desk: Desk) -> None:
    untouched()
    async with trial(store, desk) as it:
        for number in (1, 2, 3, 4):
            await it.until(lambda n=number: f"Step {n} of 4" in picture(it.app))
            await it.press("escape")
        await it.until(lambda: it.app.current_mode == "in-progress")
    assert not Team.select().exists()
    async with trial(store, desk) as it:
        await it.until(lambda: "Unassigned 0" in picture(it.app))
        assert not isinstance(it.app.screen, FormScreen)


@pytest.mark.parametrize("login", ["bob", "mona"])
async def test_first_steps_are_the_administrators(store: Store, desk: Desk, login: str) -> None:
    untouched()
    async with trial(store, desk, login) as it:
        await it.until(lambda: "Unassigned 0" in picture(it.app))
        assert not isinstance(it.app.screen, FormScreen)


def untouched() -> None:
    """Take the teams away."""
    Membership.delete().execute()
    Agent.update(team=None).execute()
    Team.delete().execute()
    assert not Setting.select().exists()


# From the form of a ticket


async def test_customer_and_contact_are_created_on_the_spot(store: Store, desk: Desk) -> None:
    async with trial(store, desk, "bob") as it:
        await it.press("c")
        await it.form_opens()
        form = it.app.screen
        assert isinstance(form, FormScreen)
        rows = form._rows
        await it.press(*"Fire", "tab", *"Umbrella")
        await it.until(lambda: "+ create “Umbrella”" in picture(it.app))
        await it.press("tab")
        await it.until(lambda: rows["customer_id"].has_class("-wrong"))
        assert not Customer.select().where(Customer.name == "Umbrella").exists()
        await it.press("shift+tab", "s")
        await it.until(lambda: "+ create “s”" in picture(it.app) or offered(rows["customer_id"]))
        await it.press("backspace", *"Umbrella")
        await it.until(lambda: "+ create “Umbrella”" in picture(it.app))
        await it.press("down", "enter")
        await it.until(lambda: Customer.select().where(Customer.name == "Umbrella").exists())
        await it.press(*"eve@u.example")
        await it.until(lambda: "+ create “eve@u.example”" in picture(it.app))
        await it.press("down", "ctrl+s")
        await it.list_is_back()
        ticket = Ticket.get()
        contact = models.Contact.get_by_id(ticket.contact_id)
        assert (contact.email, contact.customer.name) == ("eve@u.example", "Umbrella")


def offered(row: FormRow) -> bool:
    editor: Any = row.editor
    return bool(editor.seen)


async def test_a_contact_on_the_spot_needs_its_customer(store: Store, desk: Desk) -> None:
    async with trial(store, desk, "bob") as it:
        await it.press("c")
        await it.form_opens()
        await it.press("tab", "tab", *"Eve")
        await it.until(lambda: "+ create “Eve”" in picture(it.app))
        await it.press("down", "enter")
        await it.until(lambda: "Choose the customer first" in picture(it.app))


# Looks


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
async def test_hostile_names_are_drawn_harmlessly(
    store: Store, desk: Desk, kind: ConfigKind, size: tuple[int, int]
) -> None:
    if kind in ADDED:
        row = add(desk, kind)
        table = configuration.KINDS[kind.id].table
        table.update(name=HOSTILE).where(table.id == row).execute()
    async with trial(store, desk, size=size) as it:
        await it.open(kind)
        assert_harmless(it.app)
        if not kind.is_single:
            await it.press("G", "e")
            await it.form_opens()
        assert_harmless(it.app)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
async def test_french_is_spoken(store: Store, desk: Desk, kind: ConfigKind) -> None:
    if kind in ADDED:
        add(desk, kind)
    async with trial(store, desk, language="fr", size=(120, 40)) as it:
        await it.open(kind)
        if not kind.is_single:
            await it.press("e")
            await it.form_opens()
        shown = picture(it.app)
        for field in it.form._fields:
            assert _(field.label) in shown
        assert _(kind.about) in shown
        assert _(kind.about) != kind.about
