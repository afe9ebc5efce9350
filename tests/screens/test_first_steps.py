"""A new desk, and what is made on the spot in the form of a ticket."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from helpdesk_tui import models
from helpdesk_tui.models import Agent, Customer, Membership, Setting, Team, Ticket
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.form_row import FormRow
from helpdesk_tui.store import Store
from tests.conftest import Desk
from tests.screens.config_trial import is_gone, shows, trial
from tests.screens.stage import picture

# A new desk


async def test_first_steps_lead_to_the_first_queue(store: Store, desk: Desk) -> None:
    untouched()
    async with trial(store, desk) as it:
        for number, text in ((1, "Support"), (2, "dora"), (2, None), (3, None), (4, None)):
            await it.until(partial(shows, it, f"Step {number} of 4"))
            form = it.form
            if text:
                await it.fill(it.form._fields[0], text)
            await it.press("escape" if number == 2 and not text else "ctrl+s")
            await it.until(partial(is_gone, it, form))
        await it.until(lambda: it.app.current_mode == "in-progress")
        assert Agent.get(Agent.login == "dora").team_id == Team.get().id == it.app.actor.team
        assert switches().default_calendar == models.Calendar.get().id
        assert models.SlaPolicy.get().days == 2
        assert switches().guided


async def test_first_steps_can_all_be_skipped_and_come_once(store: Store, desk: Desk) -> None:
    untouched()
    async with trial(store, desk) as it:
        for number in (1, 2, 3, 4):
            await it.until(partial(shows, it, f"Step {number} of 4"))
            await it.press("escape")
        await it.until(lambda: "1 In progress 0" in picture(it.app))
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
