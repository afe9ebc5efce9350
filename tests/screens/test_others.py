"""What the screens show of other agents: where they are, and what they have just changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.style import Style

from helpdesk_tui import presence
from helpdesk_tui.databases.links import Link, link_to
from helpdesk_tui.models import Agent, database
from helpdesk_tui.rows import Place
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.screens.ticket import TicketScreen
from helpdesk_tui.services import conversation, lifecycle, tickets
from helpdesk_tui.widgets import row_flash
from tests.conftest import NOW, SERVER, Desk
from tests.screens.arrangement import Interface, opened
from tests.screens.stage import HOSTILE, assert_harmless


@pytest.fixture
def other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Link]:
    """Another session on the desk, which each poll looks at."""
    monkeypatch.setattr(presence, "LOOKED_EVERY", 0)
    link = link_to(desk.url)
    link.connect()
    yield link
    link.disconnect()


def row_styles(interface: Interface, subject: str) -> list[Style]:
    """The styles of a ticket's line in the list."""
    screen = interface.app.screen
    assert isinstance(screen, QueueScreen)
    table = screen.table
    lines = [table.render_line(y) for y in range(table.size.height)]
    found = [line for line in lines if subject in line.text]
    return [segment.style for line in found for segment in line if segment.style]


def flashes(interface: Interface, subject: str) -> bool:
    styles = row_styles(interface, subject)
    return bool(styles) and all(style.underline for style in styles)


@pytest.mark.parametrize("desk", [SERVER], indirect=True)
async def test_what_a_server_tells_of_is_shown_without_being_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk_tui.app.POLL", 3600)
    async with opened(desk) as interface:
        monkeypatch.setattr(database.obj, "sender", "another")  # who writes over its connection
        for subject in ("Printer on fire", "VPN drops"):  # at once, and so soon that it waits
            desk.ticket(subject)
            await interface.wait(subject)


async def test_a_glyph_stands_before_tickets_that_others_are_at(desk: Desk, other: Link) -> None:
    looked, worked = desk.ticket("Printer on fire").ticket, desk.ticket("VPN drops").ticket
    carol = desk.actor("carol")
    async with opened(desk) as interface:
        await interface.press("1")
        other.presence.stand(Place(carol.id, looked))
        await interface.until(lambda: "•" in interface.line("Printer on fire"))
        desk.call(lifecycle.start, carol, worked, NOW)
        await interface.until(lambda: "»" in interface.line("VPN drops"))
        await interface.press("space")  # a mark covers the glyph
        await interface.until(lambda: "*" in interface.line("Printer on fire"))
        await interface.press("escape")
        await interface.until(lambda: "•" in interface.line("Printer on fire"))
        other.presence.stand(None)
        await interface.until(lambda: "•" not in interface.screen)


async def test_an_open_ticket_says_who_else_is_there(desk: Desk, other: Link) -> None:
    ticket = desk.ticket("Printer on fire").ticket
    carol = desk.actor("carol")
    async with opened(desk) as interface:
        await interface.press("enter")
        other.presence.stand(Place(carol.id, ticket))
        await interface.wait("Carol Weiss has this open")
        desk.call(lifecycle.start, carol, ticket, NOW)
        await interface.wait("Carol Weiss is working on it", gone="has this open")
        await interface.until(lambda: other.presence.places() != frozenset())
        await interface.press("q")
        await interface.until(lambda: other.presence.places() == frozenset())


async def test_a_form_over_the_list_tells_the_others_too(desk: Desk, other: Link) -> None:
    ticket = desk.ticket("Printer on fire").ticket
    here = Place(desk.actor("bob").id, ticket)
    async with opened(desk) as interface:
        await interface.press("e")
        await interface.until(lambda: other.presence.places() == {here})
        await interface.press("escape")
        await interface.until(lambda: other.presence.places() == frozenset())


async def test_names_of_others_are_drawn_harmlessly(desk: Desk, other: Link) -> None:
    ticket = desk.ticket("Printer on fire").ticket
    carol = desk.actor("carol")
    desk.call(lambda: Agent.update(name=HOSTILE).where(Agent.id == carol.id).execute())
    async with opened(desk) as interface:
        await interface.press("enter")
        other.presence.stand(Place(carol.id, ticket))
        await interface.wait("has this open")
        desk.call(conversation.note, carol, ticket, NOW, "Bring water.")
        await interface.wait("wrote a note.")
        assert_harmless(interface.app)


async def test_what_others_change_stands_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_flash, "FLASH_SECONDS", 600)
    changed = desk.ticket("VPN drops").ticket
    desk.ticket("Printer on fire")
    carol = desk.actor("carol")
    async with opened(desk) as interface:
        await interface.press("1")
        await interface.wait("1 In progress 2", "Printer on fire")
        desk.call(tickets.edit, carol, changed, NOW, {"priority": 2})
        await interface.until(lambda: flashes(interface, "VPN drops"))
        assert not flashes(interface, "Printer on fire")
        desk.call(tickets.edit, carol, changed, NOW, {"subject": "VPN is down"})
        await interface.until(lambda: flashes(interface, "VPN is down"))


async def test_after_a_moment_it_is_a_row_as_any(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_flash, "FLASH_SECONDS", 0.01)
    ticket = desk.ticket("Printer on fire").ticket
    async with opened(desk) as interface:
        await interface.wait("Printer on fire")
        desk.call(tickets.edit, desk.actor("carol"), ticket, NOW, {"subject": "Printer is out"})
        await interface.wait("Printer is out")
        await interface.until(lambda: not flashes(interface, "Printer is out"))


async def test_what_one_changes_oneself_does_not_flash(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_flash, "FLASH_SECONDS", 60)
    desk.ticket("Printer on fire")
    async with opened(desk) as interface:
        await interface.press("1", "t")
        await interface.wait("TKT0001 is yours.")
        await interface.pass_time(1)
        assert not flashes(interface, "Printer on fire")


async def test_an_open_ticket_says_what_changed_and_who_did(desk: Desk) -> None:
    ticket = desk.ticket("Printer on fire").ticket
    carol = desk.actor("carol")
    async with opened(desk) as interface:
        await interface.press("enter")
        await interface.wait("○ New")
        desk.call(tickets.edit, carol, ticket, NOW, {"subject": "Fire", "priority": 1})
        await interface.wait("Carol Weiss edited (subject, priority).")
        await interface.press("j")
        await interface.wait(gone="Carol Weiss edited (")
        await interface.press("t")
        await interface.wait("TKT0001 is yours.")
        await interface.pass_time(1)
        assert interface.bottom.startswith("✓ TKT0001 is yours.")


async def test_what_changed_behind_a_dialog_is_told_when_it_closes(desk: Desk) -> None:
    ticket = desk.ticket("Printer on fire").ticket
    async with opened(desk) as interface:
        await interface.press("enter")
        await interface.wait("○ New")
        await interface.press("i")
        desk.call(conversation.note, desk.actor("carol"), ticket, NOW, "Bring water.")
        await interface.press("escape")
        await interface.wait("Carol Weiss wrote a note.")


async def test_a_screen_left_while_the_desk_is_read_is_no_fault(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk.ticket("Printer on fire")
    async with opened(desk) as interface:
        app = interface.app
        await interface.press("enter")
        await interface.until(lambda: isinstance(app.screen, TicketScreen))
        left: list[bool] = []

        async def leave() -> None:
            if not left:
                left.append(True)
                await app.pop_screen()

        monkeypatch.setattr(app, "read_stopwatch", leave)
        desk.call(lambda: lifecycle.take(desk.actor("carol"), 1, NOW))
        await app.look()
        await interface.wait("n Next")
        assert left and not caplog.records
        assert "Something went wrong" not in interface.screen
