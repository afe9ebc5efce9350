"""Text that means harm in every field that takes text, and bytes from a line that mean nothing."""

from __future__ import annotations

import base64
import random
import re
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from helpdesk_tui import schema
from helpdesk_tui.models import database
from helpdesk_tui.queries import people as read_people
from helpdesk_tui.rows import Actor
from helpdesk_tui.services import configuration, conversation, lifecycle, people, tickets
from helpdesk_tui.store import connect
from helpdesk_tui.vocabulary import SUBJECT_LIMIT, TEXT_LIMIT, Role
from tests.conftest import Desk
from tests.system.terminal import Terminal, program

Spell = Callable[[int], str]
"""Gives the text number so-and-so for a field."""

HOUR = 3600

PAYLOADS = (
    "[/foo][@click=app.quit]x[/] [bold red]",
    "a\x1b[2J\x1b[31m\x1b[?1049l\x1bcb\x1b]52;c;aGlq\x07\x1b]0;title\x1b\\\x1bP+q544e\x1b\\",
    "a\u202egnp.exe\u2066\u2069\u200f\u061c\u200b\u200d\ufeff\u00ad\U000e0041\u2060b"
    "\x9b31m\x9d52;c;aGlq\x9c\x90q\x9c\x85\x84\x00\x07\x08\x0b\x0c\x0e\x0f\x7f",
    "e" + "\u0301" * 60 + "漢字👩‍👩‍👧‍👦" + "\u0483" * 20 + "\rb\nc\u2028d\u2029e\x85f\tg",
)

_SEQUENCES = re.compile(
    r"\x1b\[([<>=?]?)([0-9;:]*)([ -/]*[@-~])"  # CSI
    r"|\x1b([\]PX^_])"  # strings: OSC, DCS and their like
    r"|\x1b(.)|([\x00-\x1f\x7f-\x9f])",
    re.S,
)


def hostile(index: int) -> str:
    return PAYLOADS[index % len(PAYLOADS)]


def harmless(index: int) -> str:
    return "café [ok] – 漢字 " + "x" * 15


def controls(raw: bytes) -> set[str]:
    """The kinds of control that a terminal was sent: places and colours of any number are one."""
    kinds = set()
    for match in _SEQUENCES.finditer(raw.decode()):
        private, numbers, final, string, escape, control = match.groups()
        if final is not None:
            counts = final in "mHABCDGJKLMPSTX@dr" and not private
            kinds.add(f"CSI {private}{'n' if counts else numbers}{final}")
        else:
            kinds.add(f"ESC {string or escape}" if string or escape else repr(control))
    return kinds


def unseen(raw: bytes) -> set[str]:
    """The characters sent that nobody sees, or that turn others around; joiners are needed."""
    drawn = _SEQUENCES.sub("", raw.decode())
    return {c for c in drawn if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")} - {"\u200d"}


def settled(path: Path, spell: Spell) -> Desk:
    """A desk on which every field that takes text has some, under names that can be told apart."""
    made = Desk(path)
    opened = connect(made.url, durable=False)
    schema.migrate(opened, made.url)
    now = int(time.time())
    with opened.connection_context(), database.atomic():
        people.found_desk("alice", f"A {spell(0)}", now)
        alice = read_people.actor("alice", "screen")
        for index in range(len(PAYLOADS)):
            _settle(alice, index, partial(_named, index, spell(index)), now)
    return made


def _named(index: int, text: str, kind: str) -> str:
    return f"{kind}{index} {text}"


def _settle(alice: Actor, index: int, named: Callable[[str], str], now: int) -> None:
    """Something of every kind, and a ticket that has all of it."""

    def add(kind: str, **fields: object) -> int:
        return configuration.create(alice, kind, now, fields)

    def say(text: str) -> str:
        """Longer than any screen where it may be, so that what is drawn must be bounded."""
        return (text + "\n") * 30 if index % 2 else (text * TEXT_LIMIT)[:TEXT_LIMIT]

    team = add("team", name=named("T"))
    kind = add("type", name=named("Y"))
    customer = add("customer", name=named("C"))
    contact = add("contact", name=named("P"), customer_id=customer, phone=named("0")[:30])
    lead = add("lead", name=named("L"), company=named("O"))
    add("calendar", name=named("K"), zone="UTC", week={"mon": (("09:00", "17:00"),)})
    add("policy", name=named("S"), description=named("D"), team_id=team, seconds=HOUR)
    agent = add("agent", login=f"agent{index}", name=named("A"), role=Role.AGENT, teams=[team])
    party = {"lead_id": lead} if index == 1 else {"customer_id": customer, "contact_id": contact}
    fields = {
        "subject": named("U")[:SUBJECT_LIMIT],
        "description": say(named("D")),
        "type_id": kind,
        "team_id": team,
        "assignee_id": agent,
        "responsible_id": agent,
        "due_at": now + HOUR * (index + 1),
        **party,
    }
    ticket = tickets.create(alice, now, fields).ticket
    conversation.message(alice, ticket, now, say(named("M")))
    conversation.note(alice, ticket, now, say(named("N")))
    tickets.edit(alice, ticket, now, {"subject": named("V")[:SUBJECT_LIMIT]})
    if index % 3 == 0:
        lifecycle.release(alice, ticket, now)


def walk(terminal: Terminal) -> None:
    """Past everything that shows text of people, by the program's own words alone."""
    terminal.wait("4 Unassigned 2")
    terminal.press("1")
    terminal.wait("1 In progress 4")
    for _ticket in PAYLOADS:  # each in the preview, then whole, to its end
        terminal.press("enter")
        terminal.wait("q Back", "Assignee")
        terminal.press("G", "tab", "G")
        terminal.wait("created it")
        terminal.press("q")
        terminal.wait("n Next")
        terminal.press("j")
    terminal.press("z", "k", "k", "z")
    for key, shown in (
        ("e", "Edit TKT"),
        ("m", "The customer will read this."),
        ("i", "Only agents will read this."),
        ("a", "Assign to"),
        ("x", "for ever?"),
        ("E", "Why these deadlines?"),
        ("L", "Time worked on"),
        ("?", "Keys that work here"),
        (":", "enter Choose"),
    ):
        terminal.press(key)
        terminal.wait(shown)
        if key == "a":
            terminal.press("T", "down")
            terminal.wait("› ")
        terminal.press("escape")
        terminal.wait("n Next", gone=shown)
    terminal.press("G", "k", "t")
    terminal.wait("y  Take over")
    terminal.press("n")
    terminal.wait(gone="y  Take over")
    terminal.press("c")
    terminal.wait("New ticket")
    for field in ("C", "P", "L", "Y"):
        terminal.press("tab", field, "down")
        terminal.wait("› ")
    terminal.press("escape")  # the matches first, then the form
    terminal.wait(gone="› ")
    terminal.press("escape")
    terminal.wait("Discard what you typed?")
    terminal.press("y")
    terminal.wait("n Next", gone="Discard what you typed?")
    terminal.press("/")
    terminal.wait("Keep")
    terminal.send(f"\x1b[200~{PAYLOADS[1]}{PAYLOADS[2]}\x1b[201~")
    terminal.wait("filter:", "agnp.exeb")
    terminal.press("escape")
    terminal.wait("TKT0004", "n Next", gone="filter:")
    terminal.press("space", "j", "space")
    terminal.wait("2 marked")
    terminal.press("r")
    terminal.wait("2 tickets are resolved.")
    terminal.press("y", "8")
    terminal.wait("8 Configuration", "Customers")
    for _kind in range(8):
        terminal.press("enter")
        terminal.wait("q Back")
        terminal.press("e")
        terminal.wait("^s Save")
        terminal.press("escape")
        terminal.wait("q Back")
        terminal.press("q")
        terminal.wait("8 Configuration", "q Leave")
        terminal.press("j")
    terminal.press("q")
    terminal.wait("Leave the helpdesk?")
    terminal.press("y")
    assert terminal.status() == 0


@pytest.mark.promise(1, 2)
def test_no_text_reaches_the_terminal_as_anything_but_text(tmp_path: Path) -> None:
    walked = {}
    for name, spell in (("harmless", harmless), ("hostile", hostile)):
        desk = settled(tmp_path / f"{name}.sqlite", spell)
        command, environment = program(desk.url, tmp_path, login="alice")
        with Terminal(command, environment, columns=100, lines=24) as terminal:
            walk(terminal)
            walked[name] = terminal.raw
    usual, sent = walked["harmless"], walked["hostile"]
    # Copying a number is asked for: what is copied there is the number alone.
    copied = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sent)
    assert {base64.b64decode(text) for text in copied} == {b"TKT0004"}
    assert controls(sent) <= controls(usual)
    assert unseen(sent) == set()
    assert b"[/foo][@click=app.quit]x[/] [bold red]" in sent
    assert "a␛[2J␛[31m␛[?1049l␛cb".encode() in sent
    assert b"agnp.exeb" in sent
    assert len(sent) < 2 * len(usual)


NONSENSE = (
    b"\xff\xfe\xc3",
    b"caf\xe9",
    b"\x1b[<99999999999999999999;1;1M",
    b"\x1b[<0;-1;M\x1b[<;;m",
    b"\x1b[200~caf\xe9 \xff\x1b[2J\x00\x1b[201~",
    b"\x1b[?2026;9$y\x1b[?2048;1;2;3$y\x1b[?1;2;3;4c",
    b"\x1b[48;0;0;0;0t\x1b[48;99999;99999;1;1t\x1b[8;40;150t",
    b"\x1b]11;rgb:zz/zz\x07\x1bP>|what\x1b\\",
    b"\x1b[1;99999u\x1b[97;1:9;u\x1b[;;u\x1b[57441;5u",
    b"\x1b[99999999999~\x1b[;\x1b[1;1;1;1;1;1R",
    b"\x1b[200~never ended",
)


@pytest.mark.promise(4)
def test_what_means_nothing_ends_no_session(desk: Desk, tmp_path: Path) -> None:
    desk.ticket("Printer on fire")
    command, environment = program(desk.url, tmp_path)
    chance = random.Random(1)
    some = [bytes([c]) for c in (*b"\x1b[]<>?;:0123456789MmRtu~$_ABCD", *range(0x80, 0x100))]
    with Terminal(command, environment) as terminal:
        terminal.wait("4 Unassigned 1", "Printer on fire")
        terminal.press("c")
        terminal.wait("New ticket")
        for nonsense in NONSENSE:
            terminal.send(nonsense)
        for _time in range(20):
            terminal.send(b"".join(chance.choices(some, k=25)))
        terminal.send(b"\x1b[201~")  # ends the paste that was never ended
        # What is typed in the middle of nonsense may be taken for its end.
        for _time in range(5):  # another escape than the last asked for may have kept it
            terminal.press_until("escape", "Discard what you typed?")
            terminal.press("y")
            with suppress(AssertionError):
                terminal.wait("n Next", gone="Discard what you typed?", seconds=10)
                break
        terminal.wait("n Next", "Printer on fire")
