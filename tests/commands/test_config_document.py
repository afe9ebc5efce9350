from __future__ import annotations

import io
import shutil
import string
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_tui import schema
from helpdesk_tui.commands.config_document import written
from helpdesk_tui.config_fields import FIELDS, READING_ORDER, ConfigField
from helpdesk_tui.config_forms import Duration, Number, Reference, References, Switch, Word
from helpdesk_tui.i18n import LANGUAGES
from helpdesk_tui.models import Agent, Event, Sequence, Team, Ticket
from helpdesk_tui.queries import config_records
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.services import config_import, demo, people
from helpdesk_tui.services.config_named import Difference
from helpdesk_tui.store import connect
from helpdesk_tui.text import fold, intake_line
from helpdesk_tui.vocabulary import CONFIG_LISTS, NEVER, Role
from tests.conftest import NOW, Desk, Run
from tests.desks import everything
from tests.extent import many

Document = dict[str, Any]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with its administrator alice and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("founded") / "desk.sqlite"
    url = f"sqlite:///{path}"
    database = connect(url, durable=False)
    schema.migrate(database, url)
    with database.connection_context():
        people.found_desk("alice", "Alice Martin", NOW)
    return path


@pytest.fixture
def new_desk(founded: Path, tmp_path: Path) -> Callable[[], Desk]:
    """Makes a desk with nothing but its administrator."""
    made: list[Desk] = []

    def make() -> Desk:
        desk = Desk(tmp_path / f"new{len(made) % 2}.sqlite")
        shutil.copy(founded, desk.path)
        made.append(desk)
        return desk

    return make


def export() -> str:
    return written(config_records.document(NOW))


def bring(document: str, *, dry_run: bool = False) -> list[Difference]:
    """The document imported on behalf of alice."""
    alice = read_people.actor("alice", "command")
    return config_import.bring(alice, NOW, tomllib.loads(document), dry_run=dry_run)


def moved(desk: Desk, document: str) -> str:
    """The export of a new desk that has imported the document, twice."""
    assert desk.call(bring, document)
    before = desk.call(everything)
    assert desk.call(bring, document) == []
    assert desk.call(everything) == before
    return desk.call(export)


# The round trip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_desk_moves(
    new_desk: Callable[[], Desk], language: str, tmp_path: Path
) -> None:
    path = tmp_path / "demo.sqlite"
    url = f"sqlite:///{path}"
    database = connect(url, durable=False)
    schema.migrate(database, url)
    with database.connection_context():
        demo.fill(NOW, language)
        document = export()
    assert all(f"[[{kind}]]" in document for kind in ("policy", "agent", "contact", "calendar"))
    assert moved(new_desk(), document) == document


NAMES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(['"', "\\", "a = 1", "é\x1b[2J", "\u202e", "#", "'''", " "]),
).map(intake_line)
WEEK = ["mon-fri 09:00-12:00 13:00-17:30", "sat 00:00-24:00"]
FORMED: dict[str, st.SearchStrategy[Any]] = {
    "login": st.text(string.ascii_lowercase, min_size=1, max_size=8),
    "email": st.one_of(
        st.just(""), NAMES.map(lambda n: "".join(n.split()).replace("@", "") + "@x")
    ).map(lambda address: address if len(address) > 2 else ""),
    "zone": st.sampled_from(["UTC", "Europe/Paris"]),
    "country": st.sampled_from(["", "FR", "DE-BY"]),
    "week": st.sampled_from([WEEK, WEEK[:1]]),
    "closed": st.sets(st.dates().map(str), max_size=3).map(sorted),
    "special": st.sets(st.dates().map(str), max_size=2).map(
        lambda days: [f"{day} 09:00-10:00" for day in sorted(days)]
    ),
    "target_status": st.sampled_from(["in_progress", "resolved", "closed"]),
    "reset": st.just("never"),
    "code": st.just("ticket"),
    "prefix": st.sampled_from(["TKT", "%YYYY-", "é\x7f"]),
    "suffix": st.sampled_from(["", "-%YY"]),
    "description": st.text(max_size=20),
    "active_team": st.just(""),
}
NUMBERS = {
    "days": (1, 3650),
    "warn_percent": (1, 100),
    "padding": (0, 12),
    "next_number": (1, 10**6),
}


def values(field: ConfigField, named: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Values of a field that a desk takes, given the names of the rows of earlier kinds."""
    if field.name in FORMED:
        return FORMED[field.name]
    match field.form:
        case Reference(kind=kind):
            return st.sampled_from(named[kind] or [""])
        case References(kind=kind):
            return (
                st.lists(st.sampled_from(named[kind]), max_size=3) if named[kind] else st.just([])
            )
        case Word(options=options):
            return st.sampled_from([word for word, _label in options.values()])
        case Number():
            return st.integers(*NUMBERS.get(field.name, (0, 480)))
        case Switch():
            return st.booleans()
        case Duration():
            return st.integers(0, 36_000_000).map(lambda s: field.form.told(s, None))  # type: ignore[arg-type]
    return NAMES


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A configuration that a desk takes, as a document that names each row before its use."""
    made: Document = {}
    named: dict[str, list[str]] = {}
    for kind in READING_ORDER:
        fields = [field for field in FIELDS[kind] if field.documented]
        row = {field.name: values(field, named) for field in fields}
        count = draw(st.integers(0, 4)) if kind in CONFIG_LISTS else 1
        rows = [draw(st.fixed_dictionaries(row)) for _each in range(count)]
        if kind in CONFIG_LISTS:
            rows = acceptable(kind, rows, draw)
            made[kind] = rows
        else:
            made[kind] = rows[0] if kind == "settings" else rows
        named[kind] = [row.get("name", "") for row in rows]
        made = {k: v for k, v in made.items() if v}
    return made


def acceptable(kind: str, rows: list[Document], draw: st.DrawFn) -> list[Document]:
    """Of the rows those that do not stand in each other's way; some of them archived."""
    kept: dict[str, Document] = {}
    for row in rows:
        row["name"] = row["name"] or "Nameless"
        if draw(st.booleans()):
            row["archived"] = True
        alone = {"agent": "login", "contact": "email"}.get(kind, "name")
        if kind == "contact" and not row["customer"]:
            continue
        key = row[alone] or str(len(kept))
        kept.setdefault(fold(key) if kind != "lead" else str(len(kept)), row)
    kept.pop("alice", None)
    return list(kept.values())


@given(document=documents())
@settings(
    max_examples=many(400, 12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_configuration_moves(new_desk: Callable[[], Desk], document: Document) -> None:
    first = new_desk()
    exported = moved(first, written(document))
    assert moved(new_desk(), exported) == exported


# What is told


SMALL = """
[[calendar]]
name = "Office"
zone = "UTC"
week = ["mon-fri 09:00-17:00"]

[[team]]
name = "Support"
calendar = "office"

[[team]]
name = "Network"
archived = true

[[agent]]
login = "bob"
role = "manager"

[[policy]]
name = "Gold"
time = "4h"
team = "Support"

[[sequence]]
code = "ticket"
next_number = 1

[settings]
bell = true
"""
TOLD = """\
calendar “Office”: added
team “Support”: calendar — → Office
agent “bob”: role agent → manager
policy “Gold”: added
settings: bell no → yes
team “Network”: archived
"""


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_a_dry_run_tells_and_writes_nothing(run: Run, desk: Desk, small: str) -> None:
    before = desk.call(everything)
    done = run("config", "import", small, "--dry-run", by="alice")
    assert (done.status, done.err) == (0, "")
    assert done.out == TOLD + "This was a trial: nothing was written.\n"
    assert desk.call(everything) == before


def test_what_differs_is_changed_and_the_rest_stays(run: Run, desk: Desk, small: str) -> None:
    desk.ticket()
    last = desk.call(lambda: Event.select().count())
    assert run("config", "import", small, by="alice").out == TOLD
    assert desk.actor("bob").role == Role.MANAGER
    assert {a.login for a in desk.call(lambda: list(Agent.select()))} >= {"carol", "victor"}
    assert desk.call(Team.get, Team.name == "Network").archived
    assert desk.call(Sequence.get).next_number == 2
    events = desk.call(lambda: list(Event.select().order_by(Event.id))[last:])
    assert [(e.kind, e.act, e.via) for e in events] == [
        ("calendar", "create", "command"),
        ("team", "edit", "command"),
        ("agent", "edit", "command"),
        ("policy", "create", "command"),
        ("settings", "edit", "command"),
        ("team", "archive", "command"),
    ]
    assert run("config", "import", small, by="alice").out == "Nothing differs.\n"


def test_differences_for_programs(run: Run, small: str) -> None:
    told = run("config", "import", small, "--dry-run", "--json", by="alice").json
    assert told["dry_run"] is True
    assert told["differences"][0] == {"kind": "calendar", "name": "Office", "act": "create"}
    assert told["differences"][1] == {
        "kind": "team",
        "name": "Support",
        "act": "edit",
        "field": "calendar",
        "old": None,
        "new": "Office",
    }


def test_sla_switched_off_puts_open_tickets_in_their_places(
    run: Run, desk: Desk, tmp_path: Path
) -> None:
    run("config", "add", "policy", "Gold", "time=4h", by="alice")
    ticket = desk.ticket().ticket
    path = tmp_path / "off.toml"
    path.write_text("[settings]\nmanage_sla = false\n", encoding="utf-8")
    run("config", "import", str(path), by="alice")
    assert desk.call(Ticket.get_by_id, ticket).next_due_at == NEVER


# Files


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_the_same_in_every_language(
    run: Run, tmp_path: Path, language: str, small: str
) -> None:
    run("config", "import", small, by="alice")
    path = tmp_path / "out.toml"
    assert run("--lang", language, "config", "export", str(path)).status == 0
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)["calendar"][0]["week"] == ["mon-fri 09:00-17:00"]
    assert 'role = "manager"' in text and "[[team]]" in text
    assert not any(word in text for word in ("_id", "name_folded", "period"))


def test_a_document_is_read_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(SMALL.encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert run("config", "import", "-", "--dry-run", by="alice").out.startswith(TOLD)


def test_a_document_is_written_to_standard_output(run: Run, desk: Desk) -> None:
    assert run("config", "export", "-", by="victor").out == desk.call(export)


# What is refused


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("\nname = x", "is no TOML: look at line 2."),
        ('a = "', "is no TOML: "),
        ("a = " + "[" * 5000, "without end"),
        ("format = 2", "has the format 2: this program reads 1."),
        ("[[sky]]", "“sky” is no kind of configuration: there are policy, type,"),
        ("[team]\nname = 'x'", "team: write the heading [[team]] before its fields."),
        ("[[settings]]\nbell = true", "settings: write the heading [settings] before"),
        ("team = 3", "team: write the heading [[team]]"),
        ("[[policy]]\nname = 'Gold'\ndays = -1", "policy “Gold”, days: Days go from 0 to 3650."),
        ("[[policy]]\nname = 'Gold'\ndays = true", "policy “Gold”, days: True is not a whole"),
        ("[[policy]]\nname = 'Gold'\ndays = [1]", "policy “Gold”, days: [1] is not a whole"),
        ("[[policy]]\nname = 'Gold'\ntime = 4", "policy “Gold”, time: 4 is no text"),
        ("[[policy]]\nname = 'Gold'\nspeed = 4", "policy “Gold”: There is no field “speed”"),
        ("[[policy]]\nname = 'G'\nteam = 'Sky'", "policy “G”: team “Sky”: there is none"),
        (
            "[[policy]]\nname = 'G'\narchived = 'no'\ndays = 1",
            "policy “G”: “archived” must be true or false.",
        ),
        ("[[team]]\nname = 3", "team “#1”, name: 3 is no text"),
        ("[[team]]\ncalendar = ''", "team “#1”, name: A name is needed."),
        ("[[team]]\nname = 'A'\n[[team]]\nname = 'a'", "team “a”, name: There is one named “a”"),
        ("[[agent]]\nlogin = 'eve'\nteams = 'Network, Sky'", "agent “eve”: team “Sky”: there is"),
        ("[[agent]]\nlogin = 'eve'\nteams = [1]", "agent “eve”, teams: [1] is no list"),
        ("[[agent]]\nlogin = 'alice'\nrole = 'agent'", "agent “alice”, role: You cannot take"),
        ("[[agent]]\nlogin = 'alice'\narchived = true", "agent “alice”: You cannot archive"),
        ("[[sequence]]\ncode = 'bill'\nprefix = 'B'", "sequence “bill”: Every desk has this"),
        ("[[sequence]]\ncode = 'ticket'\narchived = true", "sequence “ticket”: Every desk has"),
        ("[settings]\nfirst_weekday = 'noday'", "settings, first_weekday: Choose a day"),
        ("[settings]\ncolour = 1", "settings: There is no field “colour”"),
    ],
)
def test_what_is_refused_names_the_place_and_changes_nothing(
    run: Run, desk: Desk, tmp_path: Path, document: str, sentence: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(document, encoding="utf-8")
    before = desk.call(everything)
    done = run("config", "import", str(path), by="alice")
    assert (done.status, done.out) == (1, "")
    assert sentence in done.err
    assert desk.call(everything) == before


def test_refusals_and_differences_are_told_in_french(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_text("[[team]]\nname = 'Nord'\n", encoding="utf-8")
    command = ("--lang", "fr", "config", "import", str(path))
    assert run(*command, by="alice").out == "team «\u00a0Nord\u00a0»\u00a0: ajout\n"
    path.write_text("[[policy]]\nname = 'Or'\ndays = -1\n", encoding="utf-8")
    said = run(*command, by="alice").err
    assert said.startswith("policy «\u00a0Or\u00a0», days\u00a0: Les jours vont de 0 à 3650")
