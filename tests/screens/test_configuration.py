"""The configuration by keyboard; each kind and field is tried by being declared, with samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from helpdesk_tui.i18n import _
from helpdesk_tui.models import Customer
from helpdesk_tui.queries import config_rows
from helpdesk_tui.rows import Choice
from helpdesk_tui.screens.ask import Ask
from helpdesk_tui.screens.config_history import ConfigHistory
from helpdesk_tui.screens.config_kinds import KINDS
from helpdesk_tui.screens.config_list import ConfigList
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.kinds.kind import ConfigKind
from helpdesk_tui.services import configuration, lifecycle
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Status
from tests.conftest import NOW, Desk
from tests.desks import ticket_in
from tests.extent import FULL
from tests.screens.config_trial import (
    ADDED,
    KIND,
    Trial,
    add,
    newest,
    shows,
    trial,
    with_calendars,
)
from tests.screens.stage import HOSTILE, SIZES, assert_harmless, picture


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
    with_calendars(desk)


def saved(kind: ConfigKind, row: int, field: Field) -> Any:
    """The field's value as people know it: names for what it refers to."""
    value = kind.typed(kind.values(row).values)[field.id]
    if isinstance(value, Choice):
        return value.name
    return [each.name for each in value] if isinstance(value, list) else value


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
            await it.until(partial(it.complaint, field.id))
            assert saved(kind, row, field) == samples[field.id].saved
            await it.fill(field, samples[field.id].other_text)

        for field in fields:
            if samples[field.id].refused is None:
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


async def test_who_may_only_read_is_told_why(store: Store, desk: Desk) -> None:
    add(desk, KIND["policy"])
    async with trial(store, desk, "victor") as it:
        await it.open(KIND["policy"])
        await it.until(lambda: "Sample" in picture(it.app))
        for key in ("c", "e", "C", "D", "R", "enter"):
            await it.press("k")
            assert not it.said
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


# Looks


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_drawn_harmlessly(
    store: Store, desk: Desk, size: tuple[int, int]
) -> None:
    for kind in ADDED:
        row = add(desk, kind)
        table = configuration.KINDS[kind.id].table
        table.update(name=HOSTILE).where(table.id == row).execute()
    async with trial(store, desk, size=size) as it:
        for kind in KINDS if FULL else KINDS[SIZES.index(size) :: len(SIZES)]:
            await it.open(kind)
            assert_harmless(it.app)
            if not kind.is_single:
                await it.press("G", "e")
                await it.form_opens()
                assert_harmless(it.app)
                await it.press("escape")
                await it.list_is_back()
            await it.press("escape")
            await it.list_is_back()


async def test_french_is_spoken(store: Store, desk: Desk) -> None:
    for kind in ADDED:
        add(desk, kind)
    async with trial(store, desk, language="fr", size=(120, 40)) as it:
        for kind in KINDS:
            await it.open(kind)
            if not kind.is_single:
                await it.press("e")
                await it.form_opens()
            shown = picture(it.app)
            for field in it.form._fields:
                assert _(field.label) in shown
            assert _(kind.about) in shown
            assert _(kind.about) != kind.about
            await it.press("escape")
            await it.list_is_back()
            await it.press("escape")


async def test_a_type_opens_its_tickets_whatever_their_status(store: Store, desk: Desk) -> None:
    outage = desk.id("type", "Outage")
    ticket_in(desk, Status.CLOSED)
    desk.ticket("Printer burns", type_id=outage)
    resolved = desk.ticket("Lift stuck", type_id=outage).ticket
    lifecycle.resolve(desk.actor("alice"), resolved, NOW)
    async with trial(store, desk, login="victor") as it:
        await it.open(KIND["type"])
        screen = it.app.screen
        assert isinstance(screen, ConfigList)
        await it.until(lambda: screen.table.move_to(outage))
        for key in ("enter", "T"):
            await it.press(key)
            await it.until(lambda: shows(it, "Printer burns") and shows(it, "Lift stuck"))
            assert not shows(it, "Printer on fire")
            await it.press("q")
            await it.until(lambda: it.app.screen is screen)
