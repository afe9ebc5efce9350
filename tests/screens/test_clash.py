"""An edit against a newer version: both values are shown, and each field keeps the one chosen."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.queries.ticket import detail
from helpdesk_tui.rows import Done, TicketDetail
from helpdesk_tui.screens.clash import Clash, ClashScreen
from helpdesk_tui.screens.ticket_form import ticket_form
from helpdesk_tui.services import tickets
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Priority
from tests.conftest import NOW, Desk
from tests.screens.stage import (
    HOSTILE,
    SIZES,
    Stage,
    assert_harmless,
    enter,
    on_stage,
    picture,
)

ASKED = "Carol Weiss has changed the same."


class Edit:
    """Bob's form on a ticket that Carol changes meanwhile."""

    def __init__(self, desk: Desk, store: Store, **fields: Any) -> None:
        self.desk = desk
        self.ticket = desk.ticket("Printer on fire", description="Smoke.", **fields).ticket
        self.form = ticket_form(
            store, desk.actor("bob"), lambda: NOW + 60, "UTC", ticket=self.now()
        )

    def now(self) -> TicketDetail:
        return self.desk.call(detail, self.ticket)

    def carol(self, **fields: Any) -> None:
        self.desk.call(tickets.edit, self.desk.actor("carol"), self.ticket, NOW, fields)


async def pressed(app: Stage, pilot: Any, *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await settled_but_form(app, pilot)
    return picture(app)


async def settled_but_form(app: Stage, pilot: Any) -> None:
    """As `settled`, but the form's own worker waits for the answer."""
    await pilot.pause()
    for _round in range(500):
        await pilot.pause(0.01)
        if isinstance(app.screen, ClashScreen) or not any(w.group == "form" for w in app.workers):
            break
    await pilot.pause()


async def test_both_values_are_shown_and_mine_stays(desk: Desk, store: Store) -> None:
    edit = Edit(desk, store)
    async with on_stage(edit.form, (80, 24)) as (app, pilot):
        await enter(pilot, " again")
        edit.carol(subject="Fire")
        shown = await pressed(app, pilot, "ctrl+s")
        assert ASKED in shown
        assert "● mine    Printer on fire again" in shown
        assert "○ theirs  Fire" in shown
        await pressed(app, pilot, "enter")
        assert isinstance(app.result, Done)
    assert edit.now().subject == "Printer on fire again"
    assert edit.now().events[-1].changes["subject"] == ("Fire", "Printer on fire again")


async def test_each_field_keeps_what_was_chosen(desk: Desk, store: Store) -> None:
    edit = Edit(desk, store)
    async with on_stage(edit.form, (80, 24)) as (app, pilot):
        await enter(pilot, " again")
        await pressed(app, pilot, *["tab"] * 5, "u")
        edit.carol(subject="Fire", priority=Priority.LOW, progress=40)
        shown = await pressed(app, pilot, "ctrl+s")
        assert "● mine    Urgent" in shown
        assert "○ theirs  Low" in shown
        assert "40" not in shown  # a field of Carol's alone is no question
        shown = await pressed(app, pilot, "space")
        assert "○ mine    Printer on fire again" in shown
        assert "● theirs  Fire" in shown
        await pressed(app, pilot, "ctrl+s")
        assert isinstance(app.result, Done)
    found = edit.now()
    assert (found.subject, found.priority, found.progress) == ("Fire", Priority.URGENT, 40)


async def test_going_back_loses_nothing_and_asks_again(desk: Desk, store: Store) -> None:
    edit = Edit(desk, store)
    async with on_stage(edit.form, (80, 24)) as (app, pilot):
        await enter(pilot, " again")
        edit.carol(subject="Fire")
        shown = await pressed(app, pilot, "ctrl+s", "escape")
        assert "Printer on fire again" in shown
        assert "Carol Weiss has changed TKT0001 meanwhile (subject)." in shown
        assert app.result is Stage.UNENDED
        assert edit.now().subject == "Fire"
        await enter(pilot, "!")
        shown = await pressed(app, pilot, "ctrl+s")
        assert ASKED in shown
        assert edit.now().subject == "Fire"
        await pressed(app, pilot, "enter")
        assert isinstance(app.result, Done)
    assert edit.now().subject == "Printer on fire again!"


async def test_a_third_change_is_asked_about_too(desk: Desk, store: Store) -> None:
    edit = Edit(desk, store)
    async with on_stage(edit.form, (80, 24)) as (app, pilot):
        await enter(pilot, " again")
        edit.carol(subject="Fire")
        await pressed(app, pilot, "ctrl+s")
        edit.carol(subject="Much fire")
        shown = await pressed(app, pilot, "enter")
        assert "○ theirs  Much fire" in shown
        await pressed(app, pilot, "enter")
        assert isinstance(app.result, Done)
    assert edit.now().subject == "Printer on fire again"


async def test_what_was_given_up_stays_given_up(desk: Desk, store: Store) -> None:
    edit = Edit(desk, store)
    async with on_stage(edit.form, (80, 24)) as (app, pilot):
        await enter(pilot, " again")
        await pressed(app, pilot, *["tab"] * 5, "u")
        edit.carol(subject="Fire")
        await pressed(app, pilot, "ctrl+s", "space")
        edit.carol(priority=Priority.LOW)
        shown = await pressed(app, pilot, "enter")
        assert "○ theirs  Low" in shown
        assert "○ theirs  Fire" not in shown
        shown = await pressed(app, pilot, "escape")
        assert "Printer on fire again" not in shown
        await pressed(app, pilot, "ctrl+s", "enter")
        assert isinstance(app.result, Done)
    assert (edit.now().subject, edit.now().priority) == ("Fire", Priority.URGENT)


@pytest.mark.parametrize("size", SIZES)
async def test_many_fields_and_hostile_texts_are_drawn_in_any_size(size: tuple[int, int]) -> None:
    clashes = [Clash(f"f{n}", "Subject", HOSTILE, HOSTILE + str(n)) for n in range(12)]
    async with on_stage(ClashScreen(f"{HOSTILE} has changed the same.", clashes), size) as (
        app,
        pilot,
    ):
        assert_harmless(app)
        await pilot.press(*["j"] * 11, "space")
        await pilot.pause()
        assert_harmless(app)
        assert "● theirs" in picture(app)  # the last one has come into view
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.result == {f"f{n}" for n in range(11)}


async def test_long_texts_are_shown_where_they_differ() -> None:
    same = "Since this morning nobody in the whole house gets any mail at all. " * 3
    clashes = [Clash("description", "Description", same + "\nHelp!", same + "\nSolved.")]
    async with on_stage(ClashScreen("Which?", clashes), (60, 20)) as (app, _pilot):
        shown = picture(app)
        assert "Help!" in shown
        assert "Solved." in shown
