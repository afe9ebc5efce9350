"""What the tests share: a desk with its people, an instant, and surroundings of their own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

import hypothesis
import pytest

from helpdesk_tui import dates, i18n, models, schema
from helpdesk_tui.cli import main
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.rows import Actor, Done
from helpdesk_tui.services import people, tickets
from helpdesk_tui.store import Store, connect
from helpdesk_tui.vocabulary import Priority, Role
from tests.brisk import brisk
from tests.databases import Server, absence, served
from tests.extent import FULL, many

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
        if bound is None or bound.database not in (self.url, str(self.path)):
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


@dataclass(frozen=True)
class ServedDesk(Desk):
    """The same on a PostgreSQL server; nothing stands at its path."""

    address: str

    @property
    def url(self) -> str:
        return self.address


# The part is seeded: a commit is red or green for what it changed, not by the luck of the draw.
hypothesis.settings.register_profile("trials", max_examples=many(1000, 25), derandomize=not FULL)
hypothesis.settings.load_profile("trials")

FILE, SERVER = "sqlite", "postgresql"

ON_BOTH = ("services", "queries")
"""The folders whose tests of a desk run on both databases, but for those marked `sqlite`, and
those marked `long`, which run on a server in full trials only."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    folder = metafunc.definition.path.parent.name
    alone = metafunc.definition.get_closest_marker("sqlite") is not None
    long = metafunc.definition.get_closest_marker("long") is not None and not FULL
    if "desk" in metafunc.fixturenames and folder in ON_BOTH and not alone and not long:
        metafunc.parametrize("desk", [FILE, SERVER], indirect=True)


@pytest.fixture
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A new desk; services and queries can be called directly until something else is opened."""
    made = Desk(tmp_path / "desk.sqlite")
    if getattr(request, "param", FILE) == SERVER:
        made = ServedDesk(made.path, request.getfixturevalue("served_desk"))
    else:
        shutil.copy(request.getfixturevalue("desk_file"), made.path)
    with connect(made.url, durable=False).connection_context():
        yield made


@pytest.fixture(scope="session")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk in a file, to be copied."""
    made = Desk(tmp_path_factory.mktemp("desk") / "desk.sqlite")
    _found(made)
    return made.path


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for the whole session."""
    reason = absence()
    if reason is not None:
        pytest.skip(reason)
    with served() as running:
        yield running


@pytest.fixture(scope="session")
def desk_database(server: Server) -> str:
    """The name of a database with a desk, which each test finds as it was."""
    name = server.create()
    _found(ServedDesk(Path(), server.url(name)))
    server.keep(name)
    return name


@pytest.fixture
def served_desk(server: Server, desk_database: str) -> str:
    """The URL of a desk on the server."""
    server.restore(desk_database)
    return server.url(desk_database)


@pytest.fixture
def empty_database(server: Server) -> Iterator[str]:
    """The URL of a new database on the server with nothing in it."""
    name = server.create()
    yield server.url(name)
    server.drop(name)


def _found(desk: Desk) -> None:
    database = connect(desk.url, durable=False)
    schema.migrate(database, desk.url)
    with database.connection_context():
        _settle()


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
    monkeypatch.setattr("helpdesk_tui.settings._log_kept", None)
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
    dates.calm_down(False)


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


@pytest.fixture(autouse=True, scope="session")
def _brisk() -> Iterator[None]:
    with brisk():
        yield
