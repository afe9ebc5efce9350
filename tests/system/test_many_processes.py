from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from peewee import PostgresqlDatabase

from helpdesk_tui.models import Agent, Event, StatusPeriod, Ticket, TimeEntry, database
from helpdesk_tui.services import people, tickets
from tests.conftest import FILE, NOW, SERVER, Desk
from tests.desks import changes_of, columns_of, events_of, stays_of
from tests.extent import FULL
from tests.system.agents import ROOT, begun

LOGINS = ("bob", "carol", "mona", "alice")

on_both = pytest.mark.parametrize("desk", [FILE, SERVER], indirect=True)

PATIENCE = 600
"""Seconds within which processes end that were not killed."""

REFUSALS = {"WrongState", "Owned", "Forbidden"}
STOPWATCH = ("timer_start", "timer_stop")


def finished(process: subprocess.Popen[str]) -> list[str]:
    """What a process acknowledged until its own, undisturbed end."""
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    return out.split("\n")[:-1]


def killed(process: subprocess.Popen[str], lines: int) -> list[str]:
    """What a process had acknowledged when it was killed, after that many lines or a few more."""
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _each in range(lines)]
    process.kill()
    rest = process.stdout.read().split("\n")[:-1]  # a line cut short is not acknowledged
    assert process.wait(PATIENCE) == -signal.SIGKILL
    return seen + rest


def numbers() -> list[str]:
    return [ticket.number for ticket in Ticket.select(Ticket.number).order_by(Ticket.id)]


def check_everything() -> None:
    """Every ticket is as its own history tells, no act is half written, and the file is sound."""
    for ticket in Ticket.select():
        told = [event for event in events_of(ticket.id) if event.act not in STOPWATCH]
        assert ticket.version == len(told)
        replayed: dict[str, object] = {"status": 1, "assignee_id": None, "ended_at": None}
        for event in told:
            for field, (old, new) in changes_of(event).items():
                assert field == "message" or replayed.get(field, old) == old
                replayed[field] = new
        found = columns_of(ticket)
        assert found | {name: replayed[name] for name in replayed.keys() & found.keys()} == found
        stays = stays_of(ticket.id)
        assert stays[-1][0] == ticket.status
        assert [stay[2] for stay in stays] == [*(stay[1] for stay in stays[1:]), None]
    if isinstance(database.obj, PostgresqlDatabase):
        return  # which checks references and pages by itself
    assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []


# Numbers


@pytest.mark.promise(17)
@on_both
@pytest.mark.soak
def test_numbers_have_no_hole_and_no_repeat_under_kills(desk: Desk) -> None:
    chance = random.Random(17)
    acknowledged: list[str] = []
    for _round in range(100 if FULL else 2):
        tasks = [("create", login, "1000") for login in LOGINS[:3]]
        with begun(desk.url, *tasks) as processes:
            for process in processes:
                acknowledged += killed(process, chance.randrange(1, 25))
    found = numbers()
    assert found == [f"TKT{n:04}" for n in range(1, len(found) + 1)]
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= set(found)
    assert StatusPeriod.select().count() == len(found)
    assert Event.select().where(Event.act == "create", Event.ticket.is_null(False)).count() == len(
        found
    )
    assert desk.ticket().number == f"TKT{len(found) + 1:04}"
    check_everything()


# One ticket for one agent


@on_both
@pytest.mark.soak
@pytest.mark.parametrize("alone", [False, True], ids=["many", "one"])
def test_next_gives_no_ticket_to_two(desk: Desk, alone: bool) -> None:
    """Not to two agents, nor to two terminals of one."""
    bob = desk.actor("bob")
    processes = 30 if FULL else 6
    logins = ["bob"] * processes if alone else _hired(desk, processes)
    with database.atomic():
        for n in range(3000 if FULL else 60):
            tickets.create(bob, NOW, {"subject": f"Fire {n}", "due_at": NOW + n})
    with begun(desk.url, *(("next", login, "") for login in logins)) as running:
        taken = [finished(process) for process in running]
    assert sorted(number for numbers in taken for number in numbers) == numbers()
    held: dict[str, set[str]] = {}
    for login, theirs in zip(logins, taken, strict=True):
        assert theirs == sorted(theirs)  # each in the order of the deadlines
        held.setdefault(login, set()).update(theirs)
    for login, kept in held.items():
        found = Ticket.select().where(Ticket.assignee == desk.id("agent", login))
        assert {ticket.number for ticket in found} == kept
    assert Event.select().where(Event.act == "start").count() == len(numbers())
    running_now = TimeEntry.select().where(TimeEntry.ended_at.is_null()).count()
    assert running_now == len({login for login, kept in held.items() if kept})
    check_everything()


@pytest.mark.promise(16)
@on_both
def test_of_many_who_take_a_ticket_one_does_and_the_others_are_told_who(desk: Desk) -> None:
    ticket = desk.ticket().ticket
    with begun(desk.url, *(("take", login, str(ticket)) for login in LOGINS)) as processes:
        said = [line for process in processes for line in finished(process)]
    winner = Agent.get_by_id(Ticket.get_by_id(ticket).assignee_id)
    assert Counter(said) == {"taken": 1, winner.name: 3}
    assert [event.act for event in events_of(ticket)] == ["create", "take"]


# Many agents at work


@pytest.mark.promise(15)
@on_both
@pytest.mark.soak
def test_agents_at_work_see_no_lock(desk: Desk) -> None:
    agents, acts, pause = (30, 300, 1.0) if FULL else (4, 30, 0.05)
    tasks = [("work", login, f"{n}:{acts}:{pause}") for n, login in enumerate(_hired(desk, agents))]
    with begun(desk.url, *tasks) as processes:
        said = [line for process in processes for line in finished(process)]
    assert len(said) > agents * acts / 2
    assert {line.split(":")[0] for line in said if ": " in line} <= REFUSALS
    check_everything()


@pytest.mark.promise(13, 15)
@on_both
@pytest.mark.soak
def test_what_was_acknowledged_survives_a_kill_of_agents_without_rest(desk: Desk) -> None:
    chance = random.Random(4)
    logins = _hired(desk, 30 if FULL else 3)
    acts = Event.select().where(Event.act.not_in(STOPWATCH))
    for attempt in range(8 if FULL else 1):
        tasks = [("work", login, f"{attempt}{n}:100000:0") for n, login in enumerate(logins)]
        before = acts.count()
        with begun(desk.url, *tasks) as processes:
            told = [line for p in processes for line in killed(p, chance.randrange(5, 60))]
        done = [line for line in told if ": " not in line]
        assert {line.split(":")[0] for line in told if ": " in line} <= {*REFUSALS, "Busy"}
        # each process may have done one act more than it could tell
        assert len(done) <= acts.count() - before <= len(done) + len(processes)
        check_everything()


def _hired(desk: Desk, count: int) -> Sequence[str]:
    logins = [f"agent{n}" for n in range(count)]
    support = desk.id("team", "Support")
    with database.atomic():
        for login in logins:
            people.add_agent(desk.actor("alice"), NOW, login, teams=(support,))
    return logins


# The first start


@pytest.mark.promise(23)
def test_eight_first_starts_at_once_make_one_desk(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    command = [sys.executable, "-m", "helpdesk_tui", "--db", f"sqlite:///{path}", "init"]
    processes = [
        subprocess.Popen(
            [*command, "--login", f"agent{n}"],
            cwd=ROOT,
            env={**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "HELPDESK_LANG": "en"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(8)
    ]
    ends = [(*process.communicate(timeout=PATIENCE), process.returncode) for process in processes]
    founders = [out for out, err, status in ends if status == 0 and not err]
    refused = [err for out, err, status in ends if status == 1 and not out]
    assert (len(founders), len(refused)) == (1, 7)
    assert set(refused) == {"This desk has agents already: ask its administrator to add you.\n"}
    connection = sqlite3.connect(path)
    [login] = connection.execute("SELECT login FROM agent").fetchone()
    assert founders == [f"{path} is ready, and {login} administers it.\n"]
    assert connection.execute("SELECT COUNT(*) FROM sequence").fetchone() == (1,)
    changes = connection.execute("SELECT changes FROM event").fetchall()
    assert len(changes) == 1
    assert isinstance(json.loads(changes[0][0]), dict)
    connection.close()
