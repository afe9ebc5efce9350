from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.queries.ticket import detail
from helpdesk_tui.rows import Choice, Done, TicketDetail
from helpdesk_tui.screens.form import FormScreen
from helpdesk_tui.screens.ticket_form import ticket_form
from helpdesk_tui.services import lifecycle, people, tickets
from helpdesk_tui.store import Store
from helpdesk_tui.vocabulary import Priority, Status
from tests.conftest import NOW, Desk
from tests.screens.stage import HOSTILE, SIZES, assert_harmless, enter, on_stage, picture, settled

ZONE = "Europe/Paris"


def form(
    desk: Desk, store: Store, by: str = "bob", ticket: TicketDetail | None = None
) -> FormScreen:
    return ticket_form(store, desk.actor(by), lambda: NOW + 60, ZONE, ticket=ticket)


def existing(desk: Desk, subject: str = "Printer on fire", **fields: Any) -> TicketDetail:
    return desk.call(detail, desk.ticket(subject, **fields).ticket)


async def saved(screen: FormScreen, desk: Desk, *steps: str) -> TicketDetail:
    """The ticket after these steps, each a key in angle brackets or a text to type."""
    async with on_stage(screen, (80, 24)) as (app, pilot):
        for step in [*steps, "<ctrl+s>"]:
            if step.startswith("<"):
                await pilot.press(step.strip("<>"))
            else:
                await enter(pilot, step)
            await settled(app, pilot)
        assert isinstance(app.result, Done), picture(app)
        return desk.call(detail, app.result.ticket)


async def test_a_ticket_needs_no_more_than_a_subject(desk: Desk, store: Store) -> None:
    ticket = await saved(form(desk, store), desk, "Toner")
    assert (ticket.subject, ticket.number, ticket.status) == ("Toner", "TKT0001", Status.NEW)
    assert (ticket.started_at, ticket.priority) == (NOW + 60, Priority.NORMAL)
    assert (ticket.customer, ticket.assignee, ticket.due_at) == (None, None, None)


async def test_every_field_of_a_new_ticket(desk: Desk, store: Store) -> None:
    steps = ["Toner", "<enter>", "acme", "<enter>", "dana", "<enter>", "<enter>"]
    steps += ["question", "<enter>", "<h>", "<enter>", "support", "<enter>", "bob", "<enter>"]
    steps += ["carol", "<enter>", "yesterday 9:00", "<enter>", "+2d", "<enter>", "Black"]
    ticket = await saved(form(desk, store), desk, *steps)
    assert ticket.customer == Choice(desk.id("customer", "Acme SA"), "Acme SA")
    assert ticket.contact and ticket.contact.name == "Dana Roy"
    assert (ticket.lead, ticket.type and ticket.type.name) == (None, "Question")
    assert (ticket.priority, ticket.team and ticket.team.name) == (Priority.HIGH, "Support")
    assert ticket.assignee and ticket.assignee.detail == "bob"
    assert ticket.responsible and ticket.responsible.detail == "carol"
    assert ticket.started_at == NOW - 86400 - 2 * 3600  # 9:00 in Paris is 7:00 in UTC
    assert ticket.due_at == NOW + 60 + 2 * 86400
    assert ticket.description == "Black"


async def test_an_untouched_priority_is_that_of_the_type(desk: Desk, store: Store) -> None:
    ticket = await saved(form(desk, store), desk, "Down", *["<tab>"] * 4, "outage", "<tab>")
    assert ticket.priority == Priority.URGENT


async def test_contacts_are_those_of_the_customer(desk: Desk, store: Store) -> None:
    globex = desk.id("customer", "Globex")
    desk.call(people.add_contact, desk.actor("bob"), NOW, globex, "Danny Globe", "d@globex.example")
    async with on_stage(form(desk, store)) as (app, pilot):
        await pilot.press("tab", "tab")
        await enter(pilot, "dan")
        await settled(app, pilot)
        assert "Dana Roy" in picture(app)
        assert "Danny Globe" in picture(app)
        await pilot.press("ctrl+u", "shift+tab")
        await enter(pilot, "globex")
        await settled(app, pilot)
        await pilot.press("tab")
        await enter(pilot, "dan")
        await settled(app, pilot)
        assert "Danny Globe" in picture(app)
        assert "Dana Roy" not in picture(app)


async def test_an_edit_changes_only_what_was_typed_over(desk: Desk, store: Store) -> None:
    before = existing(desk, HOSTILE, description=HOSTILE, due_at=NOW + 17, priority=Priority.LOW)
    after = await saved(
        form(desk, store, ticket=before), desk, "<tab>", "glob", "<tab>", *["<tab>"] * 9, "50%"
    )
    assert after.customer and after.customer.name == "Globex"
    assert after.progress == 50
    assert (after.subject, after.description, after.due_at) == (
        before.subject,
        before.description,
        before.due_at,
    )
    assert set(after.events[-1].changes) == {"customer_id", "progress"}


async def test_saving_an_unchanged_ticket_writes_nothing(desk: Desk, store: Store) -> None:
    before = existing(desk, customer_id=desk.id("customer", "Acme SA"), due_at=NOW + 17)
    after = await saved(form(desk, store, ticket=before), desk)
    assert after == before


async def test_a_choice_can_be_emptied(desk: Desk, store: Store) -> None:
    before = existing(desk, team_id=desk.id("team", "Support"), due_at=NOW)
    after = await saved(
        form(desk, store, ticket=before),
        desk,
        *["<tab>"] * 6,
        "<delete>",
        *["<tab>"] * 4,
        "<delete>",
    )
    assert (after.team, after.due_at) == (None, None)


async def refused(screen: FormScreen, *steps: str) -> str:
    """What is drawn when the service has refused; the form is still there."""
    async with on_stage(screen) as (app, pilot):
        for step in [*steps, "<ctrl+s>"]:
            if step.startswith("<"):
                await pilot.press(step.strip("<>"))
            else:
                await enter(pilot, step)
            await settled(app, pilot)
        assert not app.ended
        return picture(app)


async def test_other_fields_of_a_newer_version_are_merged(desk: Desk, store: Store) -> None:
    before = existing(desk)
    fields = {"priority": Priority.LOW}
    desk.call(tickets.edit, desk.actor("carol"), before.id, NOW, fields, version=before.version)
    after = await saved(form(desk, store, ticket=before), desk, "!")
    assert (after.subject, after.priority) == ("Printer on fire!", Priority.LOW)


async def test_a_ticket_closed_meanwhile_is_said(desk: Desk, store: Store) -> None:
    before = existing(desk)
    desk.call(lifecycle.close, desk.actor("bob"), before.id, NOW, resolve_first=True)
    assert "✗ TKT0001 is closed" in await refused(form(desk, store, ticket=before), "!")


async def test_each_wrong_field_has_its_error(desk: Desk, store: Store) -> None:
    desk.call(lifecycle.take, desk.actor("bob"), existing(desk).id, NOW)
    acme = desk.id("customer", "Acme SA")
    before = existing(desk, customer_id=acme, contact_id=desk.id("contact", "dana@acme.example"))
    drawn = await refused(form(desk, store, ticket=before), "<tab>", "glob", *["<tab>"] * 10, "101")
    lines = drawn.split("\n")
    for label, error in [
        ("Contact", "✗ Dana Roy is not a contact of this customer:"),
        ("Progress %", "✗ Progress goes from 0 to 100."),
    ]:
        (at,) = [n for n, line in enumerate(lines) if line[2:18].startswith(label)]
        assert error in lines[at + 1]
    assert any(line.startswith("▌ Contact") for line in lines)


async def test_a_viewer_is_refused_in_words(desk: Desk, store: Store) -> None:
    assert "✗ Your role (Viewer) does not allow this" in await refused(
        form(desk, store, by="victor"), "Toner"
    )


@pytest.mark.parametrize(
    ("size", "language"), [(SIZES[0], "fr"), (SIZES[1], "en"), (SIZES[2], "fr")], ids=str
)
async def test_every_field_comes_into_view(
    size: tuple[int, int], language: str, desk: Desk, store: Store
) -> None:
    ticket = existing(desk, HOSTILE, description=HOSTILE)
    screen = form(desk, store, ticket=ticket)
    async with on_stage(screen, size, language) as (app, pilot):
        assert "TKT0001" in picture(app)
        seen = []
        for _field in range(13):
            lines = picture(app).split("\n")
            seen.append(next(line for line in lines if line.startswith("▌")))
            assert_harmless(app)
            await pilot.press("tab")
            await pilot.pause()
        assert len({line[:18] for line in seen}) == 13
