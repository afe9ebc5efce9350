"""Reports on screen: what they show, what stands behind it, and that they never block."""

from __future__ import annotations

import os
import re
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui import type_ahead
from helpdesk_tui.models import Customer, SlaPolicy, Ticket
from helpdesk_tui.queries import report_tickets
from helpdesk_tui.screens.reports import READING, ReportsScreen
from helpdesk_tui.services import settings, tickets
from helpdesk_tui.themes import SIXTEEN_COLOURS
from tests.conftest import NOW, Desk
from tests.screens.arrangement import Interface, opened
from tests.screens.report_desk import made_desk
from tests.screens.stage import HOSTILE, assert_harmless

GOLDEN = Path(__file__).parents[1] / "golden"
"""`HELPDESK_GOLDEN=write` writes those of the reports anew; look at the difference."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400
CASES = [((60, 20), "en"), ((80, 24), "en"), ((120, 40), "en"), ((80, 24), "fr")]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a desk at work, made once."""
    return made_desk(tmp_path_factory.mktemp("reports") / "desk.sqlite")


@pytest.fixture
def busy(template: Path, tmp_path: Path) -> Desk:
    """A copy of that desk."""
    return Desk(Path(shutil.copy(template, tmp_path / "busy.sqlite")))


def count(interface: Interface, label: str) -> str:
    """The first figure behind a label."""
    found = re.search(rf"{label} +([0-9]+|—)", interface.screen)
    return found[1] if found else ""


async def show(interface: Interface, *keys: str) -> str:
    """The page of reports once it is read whole."""
    await interface.press("7", *keys)
    await type_ahead.settled(interface.app)
    await interface.until(lambda: settled(interface))
    await interface.pilot.pause()  # what was read last is drawn
    return interface.screen


def settled(interface: Interface) -> bool:
    return "[" in interface.screen and not any(w.group == READING for w in interface.app.workers)


def title(interface: Interface) -> str:
    return interface.screen.splitlines()[0]


# What is drawn


@pytest.mark.parametrize(("size", "language"), CASES, ids=["60x20", "80x24", "120x40", "80x24-fr"])
async def test_dashboards_are_as_they_were(
    busy: Desk, size: tuple[int, int], language: str
) -> None:
    drawn = {}
    async with opened(busy, size=size, language=language) as interface:
        for page, keys in (("tickets", ()), ("sla", ("tab",))):
            drawn[f"report-{page}"] = await show(interface, *keys)
            await interface.press("G")
            drawn[f"report-{page}-end"] = interface.screen
    for view, picture in drawn.items():
        file = GOLDEN / f"{view}-{size[0]}x{size[1]}-{language}.txt"
        if os.environ.get("HELPDESK_GOLDEN") == "write":
            file.write_text(picture + "\n")
        assert picture + "\n" == file.read_text(), view


async def test_every_bar_has_its_number_without_any_colour(busy: Desk) -> None:
    async with opened(busy, size=(100, 60), theme=SIXTEEN_COLOURS) as interface:
        screen = await show(interface)
        barred = [line for line in screen.splitlines() if "█" in line and "▁" not in line]
        assert len(barred) > 10
        assert all(any(word.isdigit() for word in line.split()) for line in barred)


async def test_an_empty_desk_has_calm_pages(desk: Desk) -> None:
    async with opened(desk, size=(100, 60)) as interface:
        screen = await show(interface)
        assert "No ticket was created in this period. p chooses another period" in screen
        assert "No promise was met or missed" in await show(interface, "tab")


async def test_one_ticket_and_a_period_to_come(desk: Desk) -> None:
    desk.ticket()
    async with opened(desk, size=(100, 50)) as interface:
        await show(interface)
        assert count(interface, "created") == "1"
        screen = await show(interface, ">")
        assert re.search("Wed 29 Apr .*—", screen)


async def test_text_from_people_is_harmless(busy: Desk) -> None:
    busy.call(Customer.update(name=HOSTILE).where(Customer.name == "Acme SA").execute)
    busy.call(SlaPolicy.update(name=HOSTILE + "2").where(SlaPolicy.name == "Solve").execute)
    busy.call(Ticket.update(subject=HOSTILE).execute)
    async with opened(busy, size=(120, 100)) as interface:
        for keys in ((), ("tab",), ("G",)):
            await show(interface, *keys)
            assert_harmless(interface.app)
        assert "[/foo]" in interface.screen


async def test_where_sla_is_off_only_tickets_are_left(busy: Desk) -> None:
    busy.call(settings.change, busy.actor("alice"), NOW, {"manage_sla": False})
    async with opened(busy, size=(100, 30)) as interface:
        screen = await show(interface)
        assert "[Tickets]" in screen
        assert "SLA" not in screen and "What if" not in screen
        await show(interface, "tab")
        assert "[Tickets]" in interface.screen
        await interface.press("w")
        await interface.wait("SLA is switched off")


# What is asked


async def test_filters_narrow_every_figure_and_escape_clears_them(busy: Desk) -> None:
    async with opened(busy, size=(100, 30)) as interface:
        await show(interface)
        assert count(interface, "created") == "24"
        await interface.press("f")
        await interface.wait("Only which tickets?")
        await interface.type("netw")
        await interface.wait("Network")
        await interface.press("enter")
        await interface.wait("team: Network")
        await interface.until(lambda: settled(interface))
        assert count(interface, "created") == "12"
        await interface.press("escape")
        await interface.until(lambda: settled(interface) and "team:" not in title(interface))
        assert count(interface, "created") == "24"


async def test_mine_my_teams_and_all(busy: Desk) -> None:
    async with opened(busy, login="mona", size=(100, 30)) as interface:
        await show(interface)
        counts = []
        for _press in range(3):
            await show(interface, "m")
            counts.append((title(interface).split("·")[1:2], count(interface, "created")))
        assert counts[0][1] == "16" and "agent: Mona Lenoir" in counts[0][0][0]
        assert counts[1][1] == "12" and "team: my team" in counts[1][0][0]
        assert counts[2][1] == "24"


async def test_periods_are_chosen_stepped_and_typed(busy: Desk) -> None:
    async with opened(busy, size=(100, 30)) as interface:
        await show(interface)
        assert "Sun 29 Mar – Mon 27 Apr" in title(interface)
        await interface.press("p")
        await interface.wait("Which period?")
        await interface.type("month")
        await interface.press("enter")
        await interface.wait("Wed 1 Apr – Thu 30 Apr")
        await show(interface, "<")
        assert "Sun 1 Mar – Tue 31 Mar" in title(interface)
        await interface.press("p")
        await interface.wait("Which period?", "› This month")
        await interface.type("from")
        await interface.press("enter")
        await interface.wait("From which day?")
        await interface.type("20 apr 2026")
        await interface.press("enter")
        await interface.wait("Up to which day?")
        await interface.type("19 apr 2026")
        await interface.press("enter")
        await interface.wait("The last day comes before the first one: type a later day.")
        await interface.press("backspace", *["backspace"] * 10)
        await interface.type("21 apr 2026")
        await interface.press("enter")
        await interface.wait("Mon 20 Apr – Tue 21 Apr")


async def test_days_are_those_of_the_agent(desk: Desk) -> None:
    late = NOW - NOW % DAY + 22 * HOUR + 30 * MINUTE  # 22:30 in UTC is past midnight in Paris
    desk.call(tickets.create, desk.actor("bob"), late, {"subject": "Late at night"})
    async with opened(desk, size=(100, 60)) as interface:
        interface.clock.now = late + MINUTE
        await show(interface)
        assert count(interface, "Tue 28 Apr") == "1"
        assert count(interface, "Mon 27 Apr") == "0"


# What stands behind it


async def test_a_bar_opens_its_tickets_in_a_queue_with_all_its_keys(busy: Desk) -> None:
    async with opened(busy, login="mona", size=(120, 60)) as interface:
        await show(interface)
        while "▸ New" not in interface.screen:
            await interface.press("j")
        new = int(count(interface, "▸ New"))
        await interface.press("enter")
        await interface.wait(f"Created, by status: New {new}", "TKT0001")
        await interface.press("space", "space")
        await interface.wait("2 marked")
        await interface.press("t")
        await interface.wait("2 tickets are yours.")
        await interface.press("s")
        await interface.wait(f"New {new - 1}")
        await interface.press("slash")
        await interface.type("printer 0")
        await interface.press("enter")
        await interface.wait("filter: printer 0")
        await interface.press("1")
        await interface.wait("1 In progress")
        await interface.press("7")
        await interface.wait("filter: printer 0")
        await interface.press("7")
        await interface.until(lambda: "[Tickets]" in interface.screen and settled(interface))
        assert int(count(interface, "▸ New")) == new - 1


async def test_a_line_of_several_bars_asks_which(busy: Desk) -> None:
    async with opened(busy, size=(120, 60)) as interface:
        await show(interface)
        while "▸ Mon 27 Apr" not in interface.screen:
            await interface.press("j")
        await interface.press("enter")
        screen = await interface.wait("Which tickets?", "backlog Mon 27 Apr")
        assert "created Mon 27 Apr" in screen
        await interface.press("down", "enter")
        await interface.wait("7 backlog Mon 27 Apr 8")


async def test_a_miss_opens_its_ticket(busy: Desk) -> None:
    async with opened(busy, size=(120, 100)) as interface:
        await show(interface, "tab")
        while "▸ ▲" not in interface.screen and "▸ ✗" not in interface.screen:
            await interface.press("j")
        number = next(w for w in interface.line("▸").split() if w.startswith("TKT"))
        await interface.press("enter")
        await interface.wait(number, "Conversation")
        await interface.press("q")
        await interface.wait("[SLA]")


# What if


async def test_a_changed_policy_is_replayed_and_nothing_is_written(busy: Desk) -> None:
    async with opened(busy, size=(120, 40)) as interface:
        await show(interface)
        await interface.press("w")
        await interface.wait("Which policy?", "Solve")
        await interface.type("solve")
        await interface.press("enter")
        await interface.wait("What if › Solve")
        await interface.press("tab", "tab", "end", *["backspace"] * 4)
        await interface.type("2h")
        await interface.press("ctrl+s")
        screen = await interface.wait("[What if]", "as it would be", "Tickets that change sides")
        assert "Solve: resolve within 4h" in screen and "→ resolve within 2h" in screen
        moved = interface.line("met → missed").split()
        await interface.press("enter")
        await interface.wait(f"7 met → missed {moved[-1]}", "Printer")
    assert busy.call(lambda: SlaPolicy.get(SlaPolicy.name == "Solve").seconds) == 4 * HOUR


# Never in the way


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], threading.Event]:
    """The parts that are asked for, in order, and what lets them be read."""
    read: list[str] = []
    go_on = threading.Event()
    part = report_tickets.part

    def slow(*asked: Any) -> Any:
        read.append(asked[1])
        go_on.wait(30)
        return part(*asked)

    monkeypatch.setattr(report_tickets, "part", slow)
    return read, go_on


async def test_leaving_stops_the_reading(
    busy: Desk, held: tuple[list[str], threading.Event]
) -> None:
    read, go_on = held
    async with opened(busy, size=(100, 30)) as interface:
        await interface.press("7")
        await interface.until(lambda: bool(read))
        reports = interface.app.screen
        await interface.press("6")
        await interface.until(lambda: reports not in [w.node for w in interface.app.workers])
        go_on.set()
        await interface.wait("6 History 24")
        assert read == ["trend"]
        await show(interface)
        assert read[1:] == list(report_tickets.PARTS)


async def test_fresh_figures_stand_while_the_desk_changes(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(busy, size=(100, 30)) as interface:
        await show(interface)
        busy.ticket("Another one")
        await interface.pass_time(1)
        await interface.until(lambda: settled(interface))
        assert count(interface, "created") == "24"
        await interface.pass_time(60)
        await interface.until(lambda: count(interface, "created") == "25")


async def test_a_desk_that_changes_meanwhile_stops_no_reading(
    busy: Desk, held: tuple[list[str], threading.Event]
) -> None:
    read, go_on = held
    async with opened(busy, size=(100, 30)) as interface:
        await interface.press("7")
        await interface.until(lambda: bool(read))
        reports = interface.app.screen
        assert isinstance(reports, ReportsScreen)
        reports.load()
        await interface.pilot.pause()
        go_on.set()
        await interface.until(lambda: settled(interface))
        assert read == list(report_tickets.PARTS)


async def test_a_part_that_fails_is_said_and_costs_nothing_else(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*asked: Any) -> Any:
        raise RuntimeError("no")

    monkeypatch.setitem(report_tickets.PARTS, "heat", broken)
    async with opened(busy, size=(100, 30)) as interface:
        await show(interface)
        await interface.wait("Something went wrong here")
        assert count(interface, "created") == "24"
        await interface.press("1")
        await interface.wait("Printer")
