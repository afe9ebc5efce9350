from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from helpdesk_tui import i18n, models
from helpdesk_tui.cli import main
from helpdesk_tui.commands import interface
from helpdesk_tui.queries import people, tickets
from helpdesk_tui.screens.tour import remember_tour
from helpdesk_tui.settings import Settings
from helpdesk_tui.store import Store
from tests.conftest import NOW, Desk, Run


class Screen:
    """Stands for the interface: keeps what it was opened with, and looks at the desk."""

    def __init__(self) -> None:
        self.opened: list[dict[str, Any]] = []
        self.status = 0
        self.look: Callable[[str], None] = lambda url: None

    def __call__(
        self,
        url: str,
        login: str,
        language: str | None,
        settings: Settings,
        *,
        durable: bool = True,
        tour: bool = False,
    ) -> int:
        self.opened.append(
            {"url": url, "login": login, "language": language, "durable": durable, "tour": tour}
            | {"settings": settings, "environ": dict(os.environ)}
        )
        self.look(url)
        return self.status

    @property
    def last(self) -> SimpleNamespace:
        return SimpleNamespace(**self.opened[-1])


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch, home: Path) -> Screen:
    made = Screen()
    module = ModuleType("helpdesk_tui.app")
    module.__dict__["run_interface"] = made
    monkeypatch.setitem(sys.modules, "helpdesk_tui.app", module)
    monkeypatch.setattr("helpdesk_tui.app", module, raising=False)
    monkeypatch.setattr(interface, "has_terminal", lambda: True)
    monkeypatch.setattr("helpdesk_tui.commands.demo.has_terminal", lambda: True)
    return made


def test_no_command_opens_the_interface(run: Run, desk: Desk, screen: Screen) -> None:
    screen.status = 3
    assert run(by="bob").status == 3
    assert (screen.last.url, screen.last.login, screen.last.durable) == (desk.url, "bob", True)
    assert screen.last.language == "en"


def test_the_language_is_the_callers(run: Run, screen: Screen) -> None:
    run("config", "add", "agent", "francine", "--language", "fr", by="alice")
    run(by="francine")
    assert screen.last.language == "fr"
    run("--lang", "en", by="francine")
    assert screen.last.language == "en"


def test_a_stranger_is_refused_before_the_screen_opens(run: Run, screen: Screen) -> None:
    done = run(by="nobody")
    assert (done.status, done.err.count("\n"), screen.opened) == (1, 1, [])
    assert "nobody is not an agent of this desk" in done.err


def test_textuals_own_variables_are_dropped(
    run: Run, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL", "debug")
    monkeypatch.setenv("TEXTUAL_LOG", "/tmp/x")
    monkeypatch.delenv("ESCDELAY", raising=False)
    run()
    assert screen.last.environ["ESCDELAY"] == "25"
    assert [name for name in screen.last.environ if name.startswith("TEXTUAL")] == []


def test_a_delay_of_the_persons_own_stays(
    run: Run, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESCDELAY", "100")
    run()
    assert screen.last.environ["ESCDELAY"] == "100"


def looked(url: str) -> int:
    """How many tickets the desk's own agent has in history."""
    store = Store(url, durable=False)
    try:
        agent = store.call(people.actor, store.call(people.agents)[0].detail, "screen")
        return store.call(tickets.total, "history", agent, "", NOW)
    finally:
        store.close()


def test_the_demonstration_is_thrown_away(screen: Screen) -> None:
    seen: list[int] = []
    screen.look = lambda url: seen.append(looked(url))
    assert main(["demo"]) == 0
    assert seen[0] > 0
    assert screen.last.durable is False
    assert not Path(screen.last.url.removeprefix("sqlite:///")).parent.exists()


def test_the_demonstration_goes_even_when_the_interface_fails(
    screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(url: str) -> None:
        raise RuntimeError

    screen.look = fail
    assert main(["demo"]) == 1
    assert capsys.readouterr().err.startswith("The program failed (RuntimeError)")
    assert not Path(screen.last.url.removeprefix("sqlite:///")).parent.exists()


def test_the_kept_demonstration_is_made_once(screen: Screen, home: Path) -> None:
    assert main(["demo", "--keep"]) == 0
    path = home / ".local" / "share" / "helpdesk-tui" / "demo.sqlite"
    assert screen.last.url == f"sqlite:///{path}"
    first = (screen.last.login, path.stat().st_ino)
    assert main(["demo", "--keep", "--lang", "fr"]) == 0
    assert (screen.last.login, path.stat().st_ino) == first
    assert (screen.last.language, i18n.language()) == ("fr", "fr")
    assert sorted(p.name for p in path.parent.iterdir() if "sqlite" not in p.name) == []


def test_the_demonstration_as_somebody_of_it(
    screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--as", "nobody"]) == 1
    assert "nobody is not an agent" in capsys.readouterr().err
    assert screen.opened == []


def test_the_demonstration_begins_with_the_tour_until_it_was_taken(
    run: Run, screen: Screen, home: Path
) -> None:
    run()
    assert screen.last.tour is False
    main(["demo"])
    assert screen.last.tour is True
    remember_tour()
    main(["demo"])
    assert screen.last.tour is False


def test_nothing_stays_open(run: Run, screen: Screen) -> None:
    run()
    database: Any = models.database.obj
    assert database.is_closed()
