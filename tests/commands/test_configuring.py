from __future__ import annotations

import pytest

from helpdesk_tui.config_fields import FIELDS, ConfigField, key_of
from helpdesk_tui.config_forms import Duration, Number, Reference, References, Switch, Text, Word
from helpdesk_tui.models import Event, Ticket
from helpdesk_tui.vocabulary import CONFIG_KINDS, CONFIG_LISTS, NEVER, Role
from tests.conftest import Desk, Run
from tests.desks import everything

TYPED = {
    "code": "",
    "login": "sample",
    "email": "sample@acme.example",
    "zone": "Europe/Paris",
    "country": "FR",
    "week": "mon-fri 09:00-12:00 13:00-17:00; sat 09:00-12:00",
    "closed": "2026-12-25; 2026-12-28..2026-12-31",
    "special": "2026-12-24 09:00-12:00",
    "target_status": "closed",
    "reset": "never",
}
"""What is typed into fields that do not take any word or number."""
NAMES = {"customer": "Globex", "team": "Network", "type": "Outage", "calendar": "Office"}
LISTS = {"team": "Network, Support", "agent": "bob, carol"}
OFFICE = ("config", "add", "calendar", "Office", "zone=UTC", "week=mon-fri 9:00-17:00")


def typed(field: ConfigField) -> str:
    """Something to type into the field, as commands write it too."""
    match field.form:
        case Reference(kind=kind):
            return NAMES[kind]
        case References(kind=kind):
            return LISTS[kind]
        case Word(options=options) if field.name not in TYPED:
            return list(options.values())[-1][0]
        case Number():
            return "7"
        case Switch():
            return "no"
        case Duration():
            return "1h30"
        case Text() if field.name not in TYPED:
            return "Sample"
    return TYPED[field.name]


def settable(kind: str) -> dict[str, str]:
    """A value for every field that can be set."""
    return {field.name: typed(field) for field in FIELDS[kind] if not field.fixed}


def words(fields: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in fields.items()]


def shown(run: Run, kind: str, name: str) -> dict[str, str]:
    """The fields of a row as `show` writes them."""
    lines = run("config", "show", kind, *[name][: bool(name)]).out.splitlines()
    parted = [line.partition(" ") for line in lines if not line.startswith("It is")]
    return {field: value.strip() for field, _gap, value in parted}


def last_acts(kind: str) -> list[tuple[str, str]]:
    """The last four acts on rows of the kind, and by which door they came."""
    events = list(Event.select().where(Event.kind == kind).order_by(Event.id.desc()).limit(4))
    return [(event.act, event.via) for event in reversed(events)]


@pytest.mark.parametrize("kind", CONFIG_LISTS)
def test_a_row_is_added_shown_set_archived_and_restored(run: Run, desk: Desk, kind: str) -> None:
    run(*OFFICE, by="alice")
    fields, key = settable(kind), key_of(kind)
    name = fields.pop(key)
    done = run("config", "add", kind, name, *words(fields), by="alice")
    assert (done.status, done.out, done.err) == (0, f"{kind} “{name}”: added\n", "")
    assert shown(run, kind, name) == {key: name, **fields}
    record = run("config", "show", kind, name, "--json").json
    assert record["archived"] is False and set(record) == {"archived", key, *fields}
    assert record in run("config", "list", kind, "--json").json
    assert name in run("config", "list", kind, "--search", name[:4]).out

    other = "other@acme.example" if key == "email" else "other"
    done = run("config", "set", kind, name, f"{key}={other}", by="alice")
    assert (done.status, done.out) == (0, f"{kind} “{name}”: {key} {name} → {other}\n")
    assert run("config", "set", kind, other, f"{key}={other}", by="alice").out == (
        "Nothing differs.\n"
    )

    for act, archived in (("archive", True), ("restore", False)):
        done = run("config", act, kind, other, by="alice")
        assert (done.status, done.out) == (0, f"{kind} “{other}”: {act}d\n")
        assert run("config", act, kind, other, by="alice").status == 1
        listed = run("config", "list", kind, "--json").json
        assert (other in [row[key] for row in listed]) is not archived
        every = run("config", "list", kind, "--all", "--json").json
        assert {row[key]: row["archived"] for row in every}[other] is archived
        assert ("archived" in run("config", "list", kind, "--all").out) is archived
        assert ("It is archived." in run("config", "show", kind, other).out) is archived
    acts = ("create", "edit", "archive", "restore")
    assert desk.call(last_acts, kind) == [(act, "command") for act in acts]


@pytest.mark.parametrize("kind", sorted(set(CONFIG_KINDS) - set(CONFIG_LISTS)))
def test_what_is_part_of_the_desk_is_set(run: Run, desk: Desk, kind: str) -> None:
    run(*OFFICE, by="alice")
    name = "ticket" if kind == "sequence" else ""
    fields = settable(kind)
    before = shown(run, kind, name)
    done = run("config", "set", kind, *[name][: bool(name)], *words(fields), by="alice")
    assert done.status == 0, done.err
    assert len(done.out.splitlines()) == sum(before[f] != fields[f] for f in fields) > 0
    assert {f: v for f, v in shown(run, kind, name).items() if f != "code"} == fields
    assert len(run("config", "list", kind, "--json").json) == 1
    assert "Sample" in run("config", "list", kind).out or kind == "settings"
    for verb in ("add", "archive", "restore"):
        assert run("config", verb, kind, "x", by="alice").status == 2


@pytest.mark.parametrize("kind", CONFIG_KINDS)
def test_every_field_refuses_or_stores_what_is_not_meant_for_it(
    run: Run, desk: Desk, kind: str
) -> None:
    run(*OFFICE, by="alice")
    name = {"sequence": ["ticket"], "settings": []}.get(kind, ["x@y" if kind == "contact" else "x"])
    if kind in CONFIG_LISTS:
        fields = settable(kind) | {key_of(kind): name[0]}
        assert run("config", "add", kind, *words(fields), by="alice").status == 0
    for field in FIELDS[kind]:
        before = desk.call(everything)
        done = run("config", "set", kind, *name, f"{field.name}=\x1b?", by="alice")
        free = field.form == Text() and field.name not in TYPED
        assert (done.status, free) in ((0, True), (1, False)), field.name
        assert "\x1b" not in done.out + done.err
        if not free:
            assert desk.call(everything) == before
            assert done.out == "" and done.err.count("\n") == 1
        elif field.name == key_of(kind):
            name = ["\x1b?"]


@pytest.mark.parametrize(
    ("by", "arguments", "sentence"),
    [
        ("mona", ["add", "agent", "eve"], "it needs Administrator"),
        ("bob", ["add", "team", "Field"], "it needs Manager"),
        ("victor", ["archive", "customer", "Globex"], "it needs Agent"),
        ("mona", ["set", "settings", "bell=yes"], "it needs Administrator"),
        ("alice", ["add", "agent", "Eve Roux"], "cannot be a login"),
        ("alice", ["add", "agent", "bob"], "There is an agent “bob” already."),
        ("alice", ["add", "agent", "eve", "teams=Nowhere"], "team “Nowhere”: there is none"),
        ("alice", ["add", "agent", "eve", "role=king"], "Choose a role: viewer, agent"),
        ("alice", ["add", "team", "SUPPORT"], "There is one named “SUPPORT” already."),
        ("alice", ["add", "team", ""], "A name is needed."),
        ("alice", ["add", "team", "Field", "size=3"], "there are name, calendar, members."),
        ("alice", ["add", "team", "Field", "big"], "“big” says nothing: write field=value."),
        ("alice", ["set", "team", "Nowhere", "name=x"], "known are Network, Support."),
        ("alice", ["set", "lead", "x", "name=y"], "there is none of that name, nor any other."),
        ("alice", ["set", "sequence", "ticket", "code=x"], "no field “code” to set"),
        ("alice", ["set", "agent", "alice", "role=agent"], "You cannot take the administrator"),
        ("alice", ["archive", "agent", "alice"], "You cannot archive yourself"),
        (
            "alice",
            ["restore", "team", "Support"],
            "It is not archived: there is nothing to restore.",
        ),
        ("alice", ["add", "policy", "Gold", "days=many"], "Days go from 0 to 3650."),
        ("alice", ["add", "policy", "Gold", "time=90"], "90 of what?"),
        ("alice", ["add", "contact", "x@y", "name=D", "customer="], "belongs to a customer"),
        ("alice", ["add", "contact", "dana@acme.example", "customer=globex"], "A name is needed."),
    ],
)
def test_what_is_refused(
    run: Run, desk: Desk, by: str, arguments: list[str], sentence: str
) -> None:
    before = desk.call(everything)
    done = run("config", *arguments, by=by)
    assert (done.status, done.out) == (1, "")
    assert sentence in done.err
    assert desk.call(everything) == before


def test_a_name_that_several_bear_is_refused(run: Run) -> None:
    for _twice in range(2):
        run("config", "add", "lead", "Jane", "phone=1")
    done = run("config", "set", "lead", "jane", "phone=2")
    assert (done.status, "Several are named “jane”" in done.err) == (1, True)


def test_an_archived_namesake_is_meant_by_restore_alone(run: Run) -> None:
    run("config", "archive", "contact", "dana@acme.example")
    run("config", "add", "contact", "dana@acme.example", "name=Dana II", "customer=Globex")
    assert "Dana II" in run("config", "show", "contact", "dana@acme.example").out
    done = run("config", "restore", "contact", "dana@acme.example")
    assert "Another contact has the address" in done.err


def test_each_of_several_is_archived_or_told(run: Run) -> None:
    done = run("config", "archive", "team", "support", "Nowhere", "Network", by="alice")
    assert done.status == 1
    assert done.out.splitlines() == ["team “Support”: archived", "team “Network”: archived"]
    assert "Nowhere" in done.err


def test_options_say_the_same_as_fields(run: Run, desk: Desk) -> None:
    done = run(
        *("config", "add", "agent", "eve", "--name", "Ève Roux", "--role", "manager"),
        *("--team", "Network", "--team", "support", "--email", "eve@desk.example"),
        *("--language", "fr"),
        by="alice",
    )
    assert (done.status, done.err) == (0, "")
    added = desk.actor("eve")
    assert (added.role, added.team) == (Role.MANAGER, desk.id("team", "Network"))
    assert run("config", "show", "agent", "eve", "--json").json == {
        "login": "eve",
        "name": "Ève Roux",
        "role": "manager",
        "teams": ["Network", "Support"],
        "active_team": "Network",
        "email": "eve@desk.example",
        "language": "fr",
        "zone": None,
        "archived": False,
    }
    assert run("new", "--subject", "x", by="eve").out == "TKT0001\n"


def test_sla_switched_off_puts_open_tickets_in_their_places(run: Run, desk: Desk) -> None:
    run("config", "add", "policy", "Gold", "time=4h", by="alice")
    ticket = desk.ticket().ticket
    assert desk.call(Ticket.get_by_id, ticket).next_due_at < NEVER
    run("config", "set", "settings", "manage_sla=no", by="alice")
    assert desk.call(Ticket.get_by_id, ticket).next_due_at == NEVER


def test_either_language_is_read_and_lists_speak_it(run: Run) -> None:
    french = ("--lang", "fr")
    done = run("config", "add", "type", "Panne", "priority=Haute", *french, by="alice")
    assert done.status == 0
    assert run("config", "show", "type", "Panne", "--json").json["priority"] == "high"
    assert "Haute" in run("config", "list", "type", *french).out
    week = "week=lun-ven 9h-12h"
    assert run("config", "add", "calendar", "C", "zone=UTC", week, *french, by="alice").status == 0
    assert run("config", "show", "calendar", "C", "--json", *french).json["week"] == [
        "mon-fri 09:00-12:00"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["add"],
        ["add", "team"],
        ["list"],
        ["list", "sky"],
        ["set", "team", "Support"],
        ["archive", "team"],
        ["drop", "agent"],
    ],
)
def test_what_cannot_be_understood(run: Run, arguments: list[str]) -> None:
    done = run("config", *arguments, by="alice")
    assert (done.status, done.out) == (2, "")
    assert "config" in done.err or "Say what to set" in done.err


def test_an_unknown_kind_names_those_there_are(run: Run) -> None:
    assert ", ".join(CONFIG_KINDS) in run("config", "list", "sky").err
