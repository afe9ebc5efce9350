"""What the tests share: a desk with its people, an instant, and surroundings of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

import pytest

from helpdesk_tui import i18n, models, schema
from helpdesk_tui.cli import main
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import people, tickets
from helpdesk_tui.store import Store, connect
from helpdesk_tui.vocabulary import Priority, Role

P = ParamSpec("P")
R = TypeVar("R")

NOW = 1_777_280_400
"""Monday 27 April 2026, 9:00 in UTC."""


@dataclass(frozen=True)
class Desk:
    """A migrated database: alice administers; mona manages; bob (Support) and carol (Network)
    are agents; victor only reads. Acme SA has the contact dana@acme.example, Globex none.
    """

    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result over a connection of this thread, whatever else was opened since."""
        bound: Any = models.database.obj
        if bound is None or bound.database != str(self.path):
            connect(self.url)
        opened = models.database.connect(reuse_if_open=True)
        try:
            return function(*args, **kwargs)
        finally:
            if opened:
                models.database.close()

    def actor(self, login: str, via: str = "screen") -> Actor:
        return self.call(read_people.actor, login, via)

    def id(self, kind: str, name: str) -> int:
        """The id of an agent (by login), a contact (by address), or anything else by name."""
        return self.call(read_people.by_name, kind, name)

    def ticket(self, subject: str = "Printer on fire", *, by: str = "bob", **fields: Any) -> Done:
        """A new ticket, created at NOW."""
        return self.call(tickets.create, self.actor(by), NOW, {"subject": subject, **fields})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new desk; services and queries can be called directly until something else is opened."""
    made = Desk(tmp_path / "desk.sqlite")
    database = connect(made.url, durable=False)
    schema.migrate(database, made.url)
    with database.connection_context():
        _settle()
        yield made


@pytest.fixture
def store(desk: Desk) -> Iterator[Store]:
    """The desk opened as the program does; direct calls from the test go on working."""
    opened = Store(desk.url, durable=False)
    bound: Any = models.database.obj
    with bound.connection_context():
        yield opened
    opened.close()


@pytest.fixture
def actor(desk: Desk) -> Callable[[str], Actor]:
    """Gives the agent of a login as the one who acts."""
    return desk.actor


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, and none of the caller's settings or language."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    for name in ("HELPDESK_DB", "HELPDESK_AGENT", "HELPDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr("helpdesk_tui.settings.SYSTEM_FILE", folder / "system.toml")
    return folder


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run(Protocol):
    def __call__(self, *arguments: str, by: str | None = "bob") -> Outcome: ...


@pytest.fixture
def run(
    desk: Desk, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs the command line on the desk in this process, at NOW, on behalf of `by`."""
    monkeypatch.setattr("helpdesk_tui.store.Store.clock", lambda store: NOW)

    def command(*arguments: str, by: str | None = "bob") -> Outcome:
        caller = [] if by is None else ["--as", by]
        capsys.readouterr()
        status = main(["--db", desk.url, *caller, *arguments])
        return Outcome(status, *capsys.readouterr())

    return command


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a test speaks, the next one begins in English."""
    yield
    i18n.use("en")


def _settle() -> None:
    """The people of the desk, its types and its customers."""
    people.found_desk("alice", "Alice Martin", NOW)
    alice = read_people.actor("alice", "screen")
    support = people.add_team(alice, NOW, "Support")
    network = people.add_team(alice, NOW, "Network")
    for login, name, role, teams in (
        ("mona", "Mona Lenoir", Role.MANAGER, (support, network)),
        ("bob", "Bob Stone", Role.AGENT, (support,)),
        ("carol", "Carol Weiss", Role.AGENT, (network,)),
        ("victor", "Victor Hall", Role.VIEWER, (support,)),
    ):
        people.add_agent(alice, NOW, login, name=name, role=role, teams=teams)
    people.add_type(alice, NOW, "Question")
    people.add_type(alice, NOW, "Outage", default_priority=Priority.URGENT)
    acme = people.add_customer(alice, NOW, "Acme SA")
    people.add_contact(alice, NOW, acme, "Dana Roy", "dana@acme.example")
    people.add_customer(alice, NOW, "Globex")
